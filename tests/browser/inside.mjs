// SPDX-License-Identifier: AGPL-3.0-or-later
// What is asked of a page from the inside. Each function is sent to the browser as text, so it uses nothing from
// outside of itself; each returns problems as [KIND, WORDS].

/* What does not depend on how wide the page is: ids, links, headings, tables, drawings, things that would load. */
export function structure(wanted) {
  const problems = [];
  const add = (kind, words) => problems.push([kind, words]);
  const short = (e) => e.outerHTML.replace(/\s+/g, " ").slice(0, 90);
  const all = (selector) => [...document.querySelectorAll(selector)];

  const lang = document.documentElement.lang;
  if (!/^[a-z]{2}(-[A-Z]{2})?$/.test(lang)) add("lang", `<html lang="${lang}">`);
  if (wanted && lang.slice(0, 2) !== wanted) add("lang", `<html lang="${lang}"> in a file named ${wanted}`);
  if (!document.title.trim()) add("title", "the page has no title");
  if (document.compatMode !== "CSS1Compat") add("doctype", "the page is shown in quirks mode");

  const ids = new Map();
  for (const e of all("[id]")) ids.set(e.id, (ids.get(e.id) || 0) + 1);
  for (const [id, times] of ids) if (times > 1) add("id", `#${id} is there ${times} times`);
  const known = (id, from) => ids.has(id) || add("target", `nothing has the id "${id}": ${short(from)}`);
  for (const e of all("a[href]")) {
    const href = e.getAttribute("href");
    if (href.startsWith("#")) known(decodeURIComponent(href.slice(1)), e);
    else if (/^[a-z][a-z0-9+.-]*:/i.test(href) && !/^(https?|mailto):/i.test(href)) add("link", short(e));
  }
  for (const e of all("[href^='#']:not(a)")) known(e.getAttribute("href").slice(1), e); // <use> and gradients
  for (const name of ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "headers", "for", "list", "popovertarget"])
    for (const e of all(`[${name}]`)) for (const id of e.getAttribute(name).split(/\s+/)) if (id) known(id, e);
  for (const e of all("svg *, svg"))
    for (const a of e.attributes)
      for (const [, id] of a.value.matchAll(/url\(["']?#([^"')]+)/g)) known(id, e);

  let level = 0;
  if (all("h1").length !== 1) add("heading", `${all("h1").length} elements h1, not one`);
  for (const e of all("h1, h2, h3, h4, h5, h6")) {
    const n = Number(e.localName[1]);
    if (n > level + 1) add("heading", `h${n} after h${level}: ${e.textContent.trim().slice(0, 60)}`);
    if (!e.textContent.trim()) add("heading", `an empty h${n}`);
    level = n;
  }

  for (const e of all("svg[role=img]"))
    if (![...e.children].some((c) => c.localName === "title" && c.textContent.trim())) add("svg-title", `no title in ${short(e)}`);
  for (const e of all("table:not([role=presentation], [role=none])")) {
    if (!e.caption || !e.caption.textContent.trim()) add("caption", `none in ${short(e)}`);
    if (!e.querySelector("th")) add("table-head", short(e));
    for (const th of e.querySelectorAll("th")) if (!th.textContent.trim()) add("table-head", `an empty th: ${short(th)} in "${e.caption?.textContent.trim().slice(0, 40)}"`);
    for (const td of e.querySelectorAll("td"))
      if (!td.closest("tr").querySelector("th") && !e.tHead) add("table-head", `no head belongs to ${short(td)}`);
  }

  // Nothing may load, whether or not the policy would stop it.
  const here = location.href.split("#")[0];
  for (const e of all("*"))
    for (const { name, value } of e.attributes) {
      if (name.startsWith("on")) add("handler", short(e));
      const loads = ["src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest", "xlink:href"].includes(name) ||
        (name === "href" && !["a", "area"].includes(e.localName));
      if (loads && !value.startsWith("#") && value !== here) add("loads", short(e));
      if (name !== "content" && /url\(\s*["']?(?!#)|@import/i.test(value)) add("loads", short(e));
    }
  for (const e of all("style")) if (/url\(\s*["']?(?!#|["'])|@import/i.test(e.textContent)) add("loads", "a style sheet");
  for (const e of all("meta[http-equiv=refresh i], base, iframe, frame, object, embed, applet, portal, form[action]")) add("loads", short(e));
  const policy = document.querySelector("head > meta[http-equiv='Content-Security-Policy']");
  if (!policy || !/default-src 'none'/.test(policy.content)) add("policy", "no policy with default-src 'none'");
  else if (/unsafe|https?:|\*|data:/.test(policy.content)) add("policy", policy.content);
  return problems;
}

/* What does: nothing sticks out, nothing is cut off, no words lie on others. */
export function layout({ drawings }) {
  const problems = [];
  const root = document.scrollingElement;
  const short = (e) => {
    const name = e.localName + (e.id ? `#${e.id}` : "") + [...e.classList].map((c) => `.${c}`).join("");
    return `${e.parentElement ? e.parentElement.localName + " > " : ""}${name} "${e.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  };
  const style = (e) => getComputedStyle(e);
  const hides = (value) => value === "hidden" || value === "clip";
  const scrolls = (e) => /auto|scroll/.test(style(e).overflowX);
  const all = [...document.body.querySelectorAll("*")].filter((e) => e.checkVisibility({ visibilityProperty: true }));
  const html = all.filter((e) => e instanceof HTMLElement);
  // Words that are kept for screen readers alone.
  const unseen = (e) => e.clientWidth <= 1 || e.clientHeight <= 1 || style(e).clipPath === "inset(50%)";
  const hidden = new Set(html.filter((e) => style(e).position === "absolute" && unseen(e)));
  const inside = (e, set) => { for (let at = e; at; at = at.parentElement) if (set.has(at)) return true; return false; };

  if (root.scrollWidth > root.clientWidth) {
    const out = html.filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !inside(e, hidden));
    // The innermost of them, one of each table or section: where to look.
    const right = (e) => e.getBoundingClientRect().right;
    const deepest = out.filter((e) => !out.some((o) => o !== e && e.contains(o))).sort((a, b) => right(b) - right(a));
    const where = (e) => e.closest("table")?.caption?.textContent.trim().slice(0, 50) || e.closest("section[id], [id]")?.id || "page";
    const told = new Map();
    for (const e of deepest) if (!told.has(where(e))) told.set(where(e), `in "${where(e)}" at ${Math.round(right(e))} px ${short(e)}`);
    problems.push(["overflow", `${root.scrollWidth} px in a window of ${root.clientWidth}: ${[...told.values()].slice(0, 4).join("; ")}`]);
  }
  for (const e of html) {
    if (inside(e, hidden)) continue;
    const s = style(e), display = s.display;
    if (display === "inline" || display === "contents") continue;
    if (scrolls(e) && e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0) problems.push(["scroll", `can't be scrolled by keyboard: ${short(e)}`]);
    if (!e.textContent.trim()) continue;
    if (hides(s.overflowX) && e.scrollWidth > e.clientWidth + 1) problems.push(["clipped", `${e.scrollWidth} px in ${e.clientWidth}: ${short(e)}`]);
    if (hides(s.overflowY) && e.scrollHeight > e.clientHeight + 1) problems.push(["clipped", `${e.scrollHeight} px high in ${e.clientHeight}: ${short(e)}`]);
  }
  if (!drawings) return problems;
  for (const svg of all.filter((e) => e.localName === "svg")) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim() && t.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
    const boxes = texts.map((t) => t.getBoundingClientRect());
    const turned = (t) => { const m = t.getScreenCTM(); return m && (m.b !== 0 || m.c !== 0); };
    texts.forEach((t, i) => {
      const b = boxes[i];
      if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 || b.bottom > frame.bottom + 1)
        problems.push(["clipped", `sticks out of its drawing: ${short(t)}`]);
      if (b.height > 0 && b.height < 9 && !turned(t)) problems.push(["tiny", `${b.height.toFixed(1)} px high: ${short(t)}`]);
      for (let k = 0; k < i; k++) {
        if (turned(t) || turned(texts[k])) continue;
        const wide = Math.min(b.right, boxes[k].right) - Math.max(b.left, boxes[k].left);
        const high = Math.min(b.bottom, boxes[k].bottom) - Math.max(b.top, boxes[k].top);
        if (wide > 2 && high > 0.4 * Math.min(b.height, boxes[k].height)) problems.push(["overlap", `${short(t)} lies on ${short(texts[k])}`]);
      }
    });
  }
  return problems;
}

/* The pieces of text that can be seen, and whether each belongs to something that is operated. */
export function words() {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const text = node.data.replace(/\s+/g, " ").trim();
    const parent = node.parentElement;
    if (!text || !parent.checkVisibility({ visibilityProperty: true }) || parent.closest("script, style, noscript, template")) continue;
    found.push([text, Boolean(parent.closest("button, label, select, input, textarea, output, [role=status], [role=toolbar], [role=tooltip]"))]);
  }
  return found;
}

/* On paper: dark words on white, whatever the screen prefers. */
export function paper() {
  const light = (color) => {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return a === 0 ? 255 : 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const s = getComputedStyle(document.body);
  return light(s.backgroundColor) > 240 && light(s.color) < 100 ? [] : [["paper", `${s.color} on ${s.backgroundColor}`]];
}
