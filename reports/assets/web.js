"use strict";
// Keeps the live page as amarra has it. Pieces of the page come as HTML that amarra wrote and escaped; they are parsed
// apart, where nothing in them can run, and what is there is made like them: what did not change is not touched, so
// that bars grow, what is being typed stays, and whoever listens is not read everything again.
(() => {
  const find = (id) => document.getElementById(id);
  const keyOf = (node) => node && node.dataset && node.dataset.key;

  function become(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    for (const { name } of [...old.attributes]) // what a reader has opened stays open
      if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const keyed = new Map([...old.children].filter(keyOf).map((child) => [keyOf(child), child]));
    let at = old.firstChild;
    for (const next of [...fresh.childNodes]) {
      const key = keyOf(next);
      const same = key ? keyed.get(key) : at && !keyOf(at) && at.nodeName === next.nodeName ? at : null;
      if (!same) old.insertBefore(next, at);
      else if (same === at) at = at.nextSibling;
      else old.insertBefore(same, at);
      if (same) become(same, next);
    }
    while (at) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
  }

  // ---- what is told aloud: each new state of a scene at once, the numbers now and then ----
  let scene = find("scene").className;
  let told = 0;
  function tell() {
    const now = find("scene").className;
    const words = (id, selector) => [...find(id).querySelectorAll(selector)].map((e) => e.textContent.trim()).join(". ");
    if (now !== scene) find("told").textContent = words("scene", "h2, .question, .count, .guessed");
    else if (Date.now() - told > 30000) find("told").textContent = words("sums", "dl > div");
    else return;
    scene = now;
    told = Date.now();
  }

  // ---- what comes ----
  const notice = find("notice");
  let source = null;
  let waiting = 0;
  function listen() {
    clearTimeout(waiting);
    if (source || document.hidden) return;
    source = new EventSource("events");
    source.onopen = () => { notice.textContent = ""; };
    source.onmessage = (message) => {
      for (const piece of [...new DOMParser().parseFromString(message.data, "text/html").body.children]) {
        const old = find(piece.id);
        if (old) become(old, piece);
      }
      document.documentElement.dataset.revision = message.lastEventId;
      tell();
    };
    source.onerror = () => {
      notice.textContent = notice.dataset.lost;
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      leave();
      waiting = setTimeout(listen, 3000);
    };
  }
  function leave() {
    if (source) source.close();
    source = null;
  }
  // A browser holds few connections to one server: a page that nobody sees gives its own back.
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  listen();

  // ---- what is asked for ----
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    event.preventDefault();
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).catch(() => null);
    if (answer && answer.ok) {
      form.reset();
      if (form.contains(document.activeElement)) document.activeElement.blur();
    }
    notice.textContent = !answer ? notice.dataset.lost : answer.ok ? "" : await answer.text();
  });

  const big = find("big");
  function enlarge(on) {
    document.documentElement.classList.toggle("big", on);
    big.setAttribute("aria-pressed", String(on));
    sessionStorage.setItem("big", on ? "1" : "");
  }
  big.hidden = false;
  big.addEventListener("click", () => enlarge(big.getAttribute("aria-pressed") !== "true"));
  enlarge(sessionStorage.getItem("big") === "1");

  // ---- keys; they can be turned off ----
  const keys = find("keys-on");
  find("keys").hidden = false;
  keys.checked = localStorage.getItem("amarra-keys") !== "off";
  keys.addEventListener("change", () => localStorage.setItem("amarra-keys", keys.checked ? "on" : "off"));
  const press = (...acts) => {
    for (const act of acts) {
      const button = document.querySelector(`form[action="do/${act}"]:not(:has(input)) button:not(:disabled)`);
      if (button) return button.click();
    }
  };
  const visit = (id) => find(id) && find(id).focus();
  const actions = {
    " ": () => press("pause", "go-on"), n: () => press("next"), "+": () => press("faster"), "-": () => press("slower"),
    m: () => visit("mark"), g: () => visit("guess"), b: () => enlarge(!document.documentElement.classList.contains("big")),
    Enter: () => press("go-on"),
  };
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape" && at.matches("input")) at.blur();
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || at.matches("input, select, textarea")) return;
    if ((event.key === " " || event.key === "Enter") && at.closest("button, a, summary")) return;
    if (/^[0-9]$/.test(event.key)) return visit("guess"); // where the digit then goes
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  });
})();
