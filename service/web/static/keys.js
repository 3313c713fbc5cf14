// Keys of Today and of the inbox: they move the focus or follow a link, and press nothing by
// themselves but "send", which asks for Ctrl. They can be turned off (WCAG 2.1.4) in this browser.
"use strict";
(() => {
  const OFF = "handrail-keys-off";
  const kept = (work) => { try { return work(); } catch { return null; } };
  const on = () => kept(() => localStorage.getItem(OFF)) !== "1";
  const one = (what) => document.querySelector(what);

  const box = one("[data-keys-on]");
  if (box) {
    one("[data-keys-choice]").hidden = false;
    box.checked = on();
    box.addEventListener("change", () => kept(() => {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
    }));
  }

  const goes = (what) => { const link = one(what); if (link) link.click(); return Boolean(link); };
  const focuses = (what) => { const field = one(what); if (field) field.focus(); return Boolean(field); };
  const along = (step) => {
    const lines = [...document.querySelectorAll("[data-line]")];
    if (!lines.length) return goes(step > 0 ? "[data-after]" : "[data-before]");
    const here = document.activeElement;
    const at = lines.findIndex((line) => line === here || (line.closest(".need") || line).contains(here));
    const next = at < 0 ? (step > 0 ? 0 : lines.length - 1) : at + step;
    if (lines[next]) lines[next].focus();
    return true;
  };
  // Done is that of the item where one is: of no other.
  const done = () => {
    const item = document.activeElement.closest(".need");
    const away = item ? item.querySelector('[id^="away-"]') : one("#settle button");
    if (away) away.focus();
    return Boolean(away);
  };
  const mine = () => {
    const me = one("#to [data-me]");
    if (me) me.selected = true;
    return Boolean(me) && focuses('[formaction*="/assign"]');
  };
  const does = {
    j: () => along(1),
    k: () => along(-1),
    ArrowDown: () => document.activeElement.matches("[data-line]") && along(1),
    ArrowUp: () => document.activeElement.matches("[data-line]") && along(-1),
    r: () => focuses("[data-write]"),
    n: () => focuses("#note"),
    d: done,
    a: mine,
    s: () => focuses("#put"),
    u: () => goes("[data-up]"),
    e: () => focuses('[formaction*="/end"]') || focuses('[formaction*="/take"]'),
    "/": () => focuses("#sought"),
    "?": () => { const list = one("[data-keys]"); if (list) list.open = !list.open; return Boolean(list); },
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input, textarea, select");
    if (field && event.key === "Escape") { field.blur(); return; }
    if (field && event.key === "Enter" && (event.ctrlKey || event.metaKey) && field.matches("[data-write]")) {
      event.preventDefault();
      field.form.requestSubmit();
      return;
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey || !on()) return;
    const work = does[event.key];
    if (work && work()) event.preventDefault();
  });
})();
