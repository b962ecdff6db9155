"use strict";
// What the page can do beyond being read: sort tables, find a corporation, open all that is folded. Without it nothing is
// missing. It loads nothing, stores nothing and sends nothing.
(() => {
  const words = document.getElementById("words").dataset;

  // A number as every language writes it: "1.234,5 %" and "1,234.5%" sort alike within one page.
  const point = words.point;
  const value = (cell) => {
    const text = (cell.querySelector(".of") || cell).textContent.trim();
    const digits = text.replace(/[^0-9.,]/g, "").split(point);
    const number = parseFloat(digits[0].replace(/[^0-9]/g, "") + "." + (digits[1] || "0"));
    const unit = /([kMGTP])?[Bo]$/.exec(text.replace(/\s/g, ""));
    return Number.isNaN(number) ? -1 : number * 1000 ** (unit && unit[1] ? "kMGTP".indexOf(unit[1]) + 1 : 0);
  };
  const sort = (table, column, head) => {
    const up = head.getAttribute("aria-sort") === "descending";
    const bodies = [...table.tBodies];
    const rows = bodies.length > 1 ? bodies : [...bodies[0].rows];
    const cell = (row) => (row.rows ? row.rows[0] : row).cells[column];
    const number = head.classList.contains("n");
    const order = (a, b) => {
      const x = cell(a), y = cell(b);
      const by = number ? value(x) - value(y) : x.textContent.localeCompare(y.textContent, document.documentElement.lang);
      return up ? by : -by;
    };
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.sort(order).forEach((row) => row.parentNode.append(row));
  };
  for (const table of document.querySelectorAll("table.sorts")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = words.sort;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, column, head));
    });
  }

  const list = document.getElementById("one-by-one");
  if (list) {
    const label = document.createElement("label");
    const field = document.createElement("input");
    field.type = "search";
    label.className = "finder";
    label.append(words.find, " ", field);
    list.before(label);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLocaleLowerCase();
      for (const part of list.children) part.hidden = !part.textContent.toLocaleLowerCase().includes(wanted);
    });
  }

  // One press opens all that is folded, to read it through or to have it on paper; another folds it again.
  const contents = document.querySelector("nav");
  let opened = [];
  if (contents) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "unfold";
    button.textContent = words.unfold;
    contents.append(button);
    button.addEventListener("click", () => {
      if (opened.length === 0) {
        opened = [...document.querySelectorAll("details:not([open])")];
        opened.forEach((part) => { part.open = true; });
      } else {
        opened.forEach((part) => { part.open = false; });
        opened = [];
      }
      button.textContent = opened.length > 0 ? words.fold : words.unfold;
    });
  }

  // A link to what is folded opens it, in browsers too that do not do so by themselves.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target && target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  if (location.hash) reveal();
})();
