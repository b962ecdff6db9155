// SPDX-License-Identifier: AGPL-3.0-or-later
// Looks at pages in Chromium: check.mjs [OPTION...] PAGE...   (see README.md)
import { createRequire } from "node:module";
import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import * as inside from "./inside.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    modules: { type: "string", default: process.env.BROWSER_MODULES || "." }, // the folder that holds node_modules
    chromium: { type: "string", default: process.env.CHROMIUM || "/usr/bin/chromium" },
    whole: { type: "boolean", default: false }, // every page in every way, not the first alone
    inert: { type: "boolean", default: false }, // no layout, no paper: only whether anything in it acts
    counts: { type: "string" }, // writes how many of each element each page has
    shots: { type: "string" },
    "size-max": { type: "string", default: "500000" },
    "sheets-max": { type: "string", default: "60" },
    "sheets-min": { type: "string", default: "2" }, // a report has more than one; a page of few words may not
  },
});
if (positionals.length === 0) {
  console.error("check.mjs: no page to look at");
  process.exit(2);
}
const load = createRequire(join(resolve(options.modules), "package.json"));
const { chromium } = load("playwright-core");
const axe = load("axe-core").source;

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ALL = { type: "tag", values: TAGS };
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
const PHONE = { width: 360, height: 740 };
const PATIENCE = 120000; // a small machine may do other things as well
const DESK = { width: 1280, height: 900 };
// WCAG 2.1, 1.4.12
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-bottom: 2em !important; }`;
const FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--no-default-browser-check"];

/* One page and what is wrong with it; the same words in several views are told once. */
class Page {
  constructor(at) {
    this.url = /^file:/.test(at) ? at : pathToFileURL(resolve(at)).href;
    this.path = fileURLToPath(this.url);
    this.name = basename(this.path);
    this.found = new Map();
    this.told = "";
  }
  add(view, problems) {
    for (const [kind, words] of problems) {
      const line = `${kind}: ${words}`;
      if (!this.found.has(line)) this.found.set(line, new Set());
      this.found.get(line).add(view);
    }
  }
  lines() {
    return [...this.found].map(([line, views]) => `  ${this.name}: ${line} (${[...views].join(", ")})`);
  }
}

/* A page as its reader has it: its own policy in force. Whatever it says, asks for or opens is a problem. */
async function alone(browser, page, view, context, look) {
  const room = await browser.newContext(context);
  const saw = (kind, words) => page.add(view, [[kind, words]]);
  await room.route("**/*", (route) =>
    route.request().url().split("#")[0] === page.url ? route.continue() : route.abort());
  room.on("request", (r) => r.url().split("#")[0] === page.url || saw("network", r.url().slice(0, 120)));
  room.setDefaultTimeout(PATIENCE);
  const tab = await room.newPage();
  tab.on("console", (m) => saw("console", m.text().slice(0, 200)));
  tab.on("pageerror", (e) => saw("error", String(e).slice(0, 200)));
  tab.on("dialog", (d) => { saw("dialog", d.message().slice(0, 80)); d.dismiss().catch(() => {}); });
  tab.on("popup", (p) => saw("popup", p.url()));
  tab.on("download", (d) => saw("download", d.url().slice(0, 80)));
  tab.on("websocket", (w) => saw("network", w.url()));
  if (context.javaScriptEnabled !== false)
    await tab.addInitScript(() => addEventListener("securitypolicyviolation", (e) =>
      console.error(`policy violated: ${e.violatedDirective} ${e.blockedURI}`)));
  await tab.goto(page.url, { waitUntil: "load" });
  await tab.waitForTimeout(100); // what is late speaks up
  const result = await look(tab);
  if (tab.url().split("#")[0] !== page.url) saw("network", `the page went to ${tab.url()}`);
  await room.close();
  return result;
}

/* With and without script, the page tells the same. */
function compare(page, withScript, without) {
  const count = (list) => list.reduce((map, [text]) => map.set(text, (map.get(text) || 0) + 1), new Map());
  const has = count(withScript), plain = count(without);
  for (const [text, n] of plain) if ((has.get(text) || 0) < n) page.add("script", [["script-hides", text.slice(0, 80)]]);
  const free = count(withScript.filter(([, operated]) => !operated));
  for (const [text, n] of free) if ((plain.get(text) || 0) < n) page.add("no script", [["script-only", text.slice(0, 80)]]);
}

async function accessible(tab, page, view, only) {
  const result = await tab.evaluate(async (only) => {
    const r = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
    return r.violations.map((v) => [v.id, v.nodes.length, v.nodes[0].html.replace(/\s+/g, " ").slice(0, 100), v.nodes[0].failureSummary.replace(/\s+/g, " ").slice(0, 200)]);
  }, only);
  page.add(view, result.map(([id, n, html, why]) => [`axe ${id}`, `${n} times: ${html} ${why}`]));
}

const sheets = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page(?![a-zA-Z])/g) || []).length;

async function printed(tab, page, sizes) {
  await tab.emulateMedia({ media: "print", colorScheme: "dark" });
  page.add("print, dark", await tab.evaluate(inside.paper));
  await tab.emulateMedia({ media: "print", colorScheme: "light" });
  await tab.setViewportSize({ width: 688, height: 971 }); // A4 within its margins
  page.add("print", await tab.evaluate(inside.layout, { drawings: true }));
  for (const format of sizes) {
    const pdf = await tab.pdf({ format, printBackground: true });
    const count = sheets(pdf);
    page.told += `, ${count} sheets of ${format}`; // as read, then unfolded
    if (count < Number(options["sheets-min"]) || count > Number(options["sheets-max"])) page.add(format, [["sheets", `${count}`]]);
    if (options.shots && format === "A4") {
      const file = join(options.shots, page.name.replace(/\.html$/, ""));
      writeFileSync(`${file}.pdf`, pdf);
      execFileSync("pdftoppm", ["-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", `${file}.pdf`, `${file}.print`]);
    }
  }
  await tab.emulateMedia({ media: null, colorScheme: "light" });
}

const unfold = (tab) => tab.evaluate(() => document.querySelectorAll("details:not([open])").forEach((e) => { e.open = true; }));

/* A page that we may ask things of: its policy is set aside, which the page as its reader has it is not. */
async function asked(browser, page, everything) {
  const room = await browser.newContext({ bypassCSP: true, viewport: DESK, reducedMotion: "reduce", colorScheme: "light", offline: true });
  room.setDefaultTimeout(PATIENCE);
  const tab = await room.newPage();
  await tab.goto(page.url, { waitUntil: "load" });
  page.add("page", await tab.evaluate(inside.structure, (/\.([a-z]{2})\.html$/.exec(page.name) || [])[1]));
  for (const link of await tab.$$eval("a[href]", (list) => list.map((a) => a.href)))
    if (link.startsWith("file:") && !existsSync(fileURLToPath(link.split("#")[0]))) page.add("page", [["target", `no such file: ${link}`]]);
  await tab.evaluate(axe);
  const shoot = (what) => options.shots && tab.screenshot({ path: join(options.shots, `${page.name.replace(/\.html$/, "")}.${what}.png`), fullPage: true });
  const fits = async (view, size, how = { drawings: true }) => {
    await tab.setViewportSize(size);
    page.add(view, await tab.evaluate(inside.layout, how));
  };
  for (const scheme of everything || options.shots ? ["light", "dark"] : ["light"]) {
    await tab.emulateMedia({ colorScheme: scheme });
    for (const [what, size] of [["phone", PHONE], ["desk", DESK]]) {
      await fits(`${what}, ${scheme}`, size);
      if (everything || scheme + what === "lightdesk")
        await accessible(tab, page, `${what}, ${scheme}`, scheme === "light" || options.whole ? ALL : COLOURS);
      await shoot(scheme === "light" ? what : `${what}.${scheme}`);
    }
  }
  await tab.emulateMedia({ colorScheme: "light" });
  await printed(tab, page, everything ? ["A4", "Letter"] : ["A4"]);
  await unfold(tab);
  for (const [what, size] of [["phone", PHONE], ["desk", DESK]]) await fits(`${what}, unfolded`, size);
  if (everything) await accessible(tab, page, "desk, unfolded", ALL);
  await fits("320 px", { width: 320, height: 640 }, { drawings: false });
  await fits("zoom 200 %", { width: DESK.width / 2, height: DESK.height / 2 });
  await fits("tablet", { width: 820, height: 1100 });
  await printed(tab, page, ["A4"]);
  const style = await tab.addStyleTag({ content: SPACING });
  for (const size of [PHONE, DESK]) await fits(`spaced text, ${size.width} px`, size, { drawings: false });
  await style.dispose();
  await room.close();
}

async function check(browser, page, everything) {
  const bytes = statSync(page.path).size;
  page.told = `${Math.round(bytes / 1000)} kB`;
  if (bytes > Number(options["size-max"])) page.add("file", [["size", `${bytes} bytes`]]);
  const withScript = await alone(browser, page, "as read", { viewport: DESK, colorScheme: "light" }, async (tab) => {
    if (options.counts) page.counts = await tab.evaluate(() => {
      const n = {};
      for (const e of document.querySelectorAll("*")) {
        n[e.localName] = (n[e.localName] || 0) + 1;
        for (const a of e.attributes) n[`${e.localName} ${a.name}`] = (n[`${e.localName} ${a.name}`] || 0) + 1;
      }
      return n;
    });
    return tab.evaluate(inside.words);
  });
  if (options.inert) return;
  if (everything) await alone(browser, page, "as read, dark phone", { viewport: PHONE, colorScheme: "dark" }, () => {});
  const without = await alone(browser, page, "no script", { viewport: DESK, javaScriptEnabled: false }, (tab) => tab.evaluate(inside.words));
  compare(page, withScript, without);
  await asked(browser, page, everything);
}

const start = Date.now();
const pages = positionals.map((at) => new Page(at));
if (options.shots) mkdirSync(options.shots, { recursive: true });
const browser = await chromium.launch({ executablePath: options.chromium, headless: true, chromiumSandbox: false, args: FLAGS });
const queue = pages.entries();
await Promise.all(Array.from({ length: Math.min(4, Math.max(2, cpus().length)) }, async () => {
  for (const [i, page] of queue)
    await check(browser, page, options.whole || i === 0).catch((e) => page.add("check", [["failed", String(e).split("\n")[0]]]));
}));
await browser.close();
if (options.counts) writeFileSync(options.counts, JSON.stringify(Object.fromEntries(pages.map((p) => [p.name, p.counts])), null, 1));
let bad = 0;
for (const page of pages) {
  const lines = page.lines();
  bad += lines.length;
  console.log(`${lines.length ? `${lines.length} problems` : "ok"}: ${page.name} (${page.told})`);
  for (const line of lines) console.log(line);
}
console.log(`${pages.length} pages, ${bad} problems, ${((Date.now() - start) / 1000).toFixed(1)} s`);
process.exit(bad ? 1 : 0);
