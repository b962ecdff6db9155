// SPDX-License-Identifier: AGPL-3.0-or-later
// Watches a day on the live page in Chromium: web.mjs [--shots FOLDER] ADDRESS   (see README.md)
// The server plays the office day with its scenes, and waits at the first one as the script says.
// With --inert the page is only looked at, and what it is made of is told.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as inside from "./inside.mjs";

const { values: options, positionals: [address] } = parseArgs({
  allowPositionals: true,
  options: {
    modules: { type: "string", default: process.env.BROWSER_MODULES || "." },
    chromium: { type: "string", default: process.env.CHROMIUM || "/usr/bin/chromium" },
    folder: { type: "string", default: "." }, // for what is downloaded
    inert: { type: "boolean", default: false },
    shots: { type: "string" },
  },
});
const load = createRequire(join(resolve(options.modules), "package.json"));
const { chromium } = load("playwright-core");
const axe = load("axe-core").source;

const PATIENCE = 120000;
const HOSTILE = "<img src=x onerror=alert(1)> diario";
const TAGS = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
const PROJECTOR = { width: 1920, height: 1080 }, LAPTOP = { width: 1366, height: 768 }, PHONE = { width: 360, height: 740 };
const problems = [];
const fail = (words) => { problems.push(words); console.error(`FAILED: ${words}`); };
const holds = (ok, words) => ok || fail(words);
if (options.shots) mkdirSync(options.shots, { recursive: true });

const browser = await chromium.launch({ executablePath: options.chromium, headless: true, chromiumSandbox: false,
  args: ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"] });
const origin = new URL(address).origin;

/* Somebody who watches: whatever the page says, or asks of anyone else, is a problem. */
async function viewer(name, how = {}) {
  const room = await browser.newContext({ viewport: LAPTOP, colorScheme: "light", reducedMotion: "reduce", acceptDownloads: true, ...how });
  room.setDefaultTimeout(PATIENCE);
  room.on("request", (r) => holds(r.url().startsWith(address) || r.url().startsWith("file:"), `${name}: asked for ${r.url()}`));
  const tab = await room.newPage();
  tab.on("console", (m) => fail(`${name}: says ${m.text().slice(0, 200)}`));
  tab.on("pageerror", (e) => fail(`${name}: ${e}`));
  tab.on("dialog", (d) => { fail(`${name}: a dialog: ${d.message()}`); d.dismiss().catch(() => {}); });
  await tab.goto(address);
  return tab;
}
const shoot = (tab, what) => options.shots && tab.screenshot({ path: join(options.shots, `${what}.png`) });
const contacts = (tab) => tab.evaluate(() => Number((document.querySelector("#sums dl > div:last-child dd")?.textContent || "0").replace(/\D/g, "")));
const until = (tab, what, test, argument) => tab.waitForFunction(test, argument, { timeout: PATIENCE }).catch(() => fail(`not within two minutes: ${what}`));

async function sound(tab, view, size, scheme = "light") {
  await tab.setViewportSize(size);
  await tab.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  for (const [kind, words] of await tab.evaluate(inside.layout, { drawings: true })) fail(`${view}, ${size.width} px, ${scheme}: ${kind}: ${words}`);
  const unnamed = (await tab.evaluate(inside.structure)).filter(([kind]) => !["loads", "policy", "handler"].includes(kind)); // it is no file
  for (const [kind, words] of unnamed) fail(`${view}: ${kind}: ${words}`);
  const found = await tab.evaluate(async (only) => {
    const r = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
    return r.violations.map((v) => `${v.id}, ${v.nodes.length} times: ${v.nodes[0].html.slice(0, 120)} ${v.nodes[0].failureSummary.replace(/\s+/g, " ").slice(0, 200)}`);
  }, TAGS);
  for (const words of found) fail(`${view}, ${size.width} px, ${scheme}: axe ${words}`);
  await shoot(tab, `${view}.${size.width}${scheme === "dark" ? ".dark" : ""}`);
}

if (options.inert) {
  const tab = await viewer("inert");
  await until(tab, "names", () => document.querySelectorAll("#newest li").length > 5 && document.documentElement.dataset.revision);
  console.log(JSON.stringify(await tab.evaluate(() => {
    const n = {};
    for (const e of document.querySelectorAll(":not(text, text *)")) // a drawing breaks and cuts words by their width
      for (const name of [e.localName, ...[...e.attributes].map((a) => `${e.localName} ${a.name}`)]) n[name] = (n[name] || 0) + 1;
    return Object.entries(n).sort();
  })));
  await browser.close();
  process.exit(problems.length ? 1 : 0);
}

// --- it grows by itself, for two at once, and is there at once for who loads it again ---
const one = await viewer("one");
const two = await viewer("two", { viewport: PHONE });
await until(one, "the first contacts", () => document.querySelector("#sums dl dd"));
const before = await contacts(one);
await until(one, "more contacts, without loading", (n) => Number(document.querySelector("#sums dl > div:last-child dd").textContent.replace(/\D/g, "")) > n, before);
await until(two, "the second viewer sees them too", (n) => Number((document.querySelector("#sums dl > div:last-child dd")?.textContent || "0").replace(/\D/g, "")) > n, before);
const seen = await contacts(one);
await one.reload({ waitUntil: "commit" });
await one.waitForSelector("#sums dl");
holds((await contacts(one)) >= seen, "loaded again, the page begins anew");

// --- a pause holds for both; a key does it, and can be turned off ---
await one.keyboard.press(" ");
for (const tab of [one, two]) await tab.waitForSelector("#state.paused");
await one.click("#keys summary");
await one.uncheck("#keys-on");
await one.locator("h1").click();
await one.keyboard.press("b");
holds(!(await one.evaluate(() => document.documentElement.classList.contains("big"))), "a key acts that was turned off");
await one.check("#keys-on");
await one.click("#keys summary");
await one.locator("h1").click();
await one.keyboard.press("b");
holds(await one.evaluate(() => document.documentElement.classList.contains("big")), "b does not enlarge");
await shoot(one, "big");
await one.keyboard.press("b");

// --- a marker, typed by one, read by both, and only read ---
await two.fill("#mark", "what is being typed stays");
await one.keyboard.press("m");
await one.keyboard.type(HOSTILE);
await one.keyboard.press("Enter");
for (const tab of [one, two]) await until(tab, "the marker", (words) => [...document.querySelectorAll(".markers bdi")].some((e) => e.textContent === words), HOSTILE);
holds((await two.locator("main img").count()) === 0, "a marker makes an element");
holds((await two.inputValue("#mark")) === "what is being typed stays", "what was being typed is gone");
await one.locator("h1").click();
await one.keyboard.press(" ");
await one.waitForSelector("#state.running");

// --- scenes: asked, guessed, revealed ---
await one.keyboard.press("n");
for (const tab of [one, two]) await tab.waitForSelector("#scene.asking");
await one.evaluate(axe);
for (const size of [PROJECTOR, LAPTOP, PHONE]) await sound(one, "asking", size);
await sound(one, "asking", LAPTOP, "dark");
await one.keyboard.press("7"); // goes into the field
await one.keyboard.press("Enter");
for (const tab of [one, two]) await tab.waitForSelector("#scene.playing");
await until(one, "the guess", () => document.querySelector(".guessed")?.textContent.includes("7"));
await sound(one, "playing", LAPTOP);
for (const tab of [one, two]) await tab.waitForSelector("#scene.revealing");
await until(one, "who it was", () => document.querySelectorAll("#scene .who li").length > 0);
const revealed = await one.evaluate(() => [Number(document.querySelector("#scene .count b").textContent), document.querySelectorAll("#scene .who li").length]);
holds(revealed[0] > 1 && revealed[0] === revealed[1], `${revealed[0]} corporations are told, ${revealed[1]} named`);
for (const size of [PROJECTOR, LAPTOP, PHONE]) await sound(one, "reveal", size);
await sound(one, "reveal", PROJECTOR, "dark");
await one.setViewportSize(LAPTOP);
await one.locator("h1").click();
await one.keyboard.press("Enter");
await one.waitForSelector("#scene", { state: "hidden" });

// --- without scripts: all is told, and the buttons are forms ---
const plain = await browser.newContext({ javaScriptEnabled: false, viewport: LAPTOP });
const still = await plain.newPage();
await still.goto(address);
holds((await still.locator("#owners svg").count()) > 0, "without scripts there is no chart");
await one.waitForSelector("#state.running, #scene.asking");
if (await one.locator("#scene.asking").count()) await one.locator("#scene form[action='do/go-on'] button").click();
await still.locator("form[action='do/slower'] button").click();
holds(still.url() === address, `a form leads to ${still.url()}`);
await plain.close();

// --- what is taken along opens by itself, and asks for nothing ---
for (const name of ["report.html", "report.json", "corporations.csv", "names.csv"]) {
  const coming = one.waitForEvent("download");
  await one.click(`#take a[href="./${name}"]`);
  const download = await coming;
  holds(download.suggestedFilename() === `amarra-${name}`, `a download is called ${download.suggestedFilename()}`);
  await download.saveAs(join(options.folder, name));
}
const report = await one.context().newPage();
report.on("console", (m) => fail(`the report says ${m.text()}`));
await report.goto(pathToFileURL(resolve(options.folder, "report.html")).href);
holds((await report.locator("#owners").count()) === 1, "the report has no corporations");
JSON.parse(readFileSync(join(options.folder, "report.json"), "utf8"));

// --- the end, by two presses; the page stays, with figures that are final ---
await one.bringToFront();
await one.click(".stop summary");
await one.click("form[action='do/stop'] button");
for (const tab of [one, two]) await tab.waitForSelector("#state.ended");
await until(one, "no more controls", () => document.querySelector("#controls").hidden);
for (const size of [PROJECTOR, LAPTOP, PHONE]) await sound(one, "ended", size);
await sound(one, "ended", PHONE, "dark");
await browser.close();
console.log(problems.length ? `${problems.length} problems` : "ok");
process.exit(problems.length ? 1 : 0);
