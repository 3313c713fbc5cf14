// Keys of the inbox: they move the focus or follow a link, and press nothing by themselves
// but "send", which asks for Ctrl. They can be turned off (WCAG 2.1.4) in this browser.
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
    const at = lines.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : lines.length - 1) : at + step;
    if (lines[next]) lines[next].focus();
    return true;
  };
  const does = {
    j: () => along(1),
    k: () => along(-1),
    ArrowDown: () => document.activeElement.matches("[data-line]") && along(1),
    ArrowUp: () => document.activeElement.matches("[data-line]") && along(-1),
    r: () => focuses("[data-write]"),
    n: () => focuses("#note"),
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

  // Narrow, a conversation begins with its newest words, as wide it does in its box. Whom
  // danger is told of, what was just done, and where a link or a reload leads come first.
  const first = ".needs:not(.is-plain), main .told:not([hidden]), #passing, .is-found";
  const begun = performance.getEntriesByType("navigation")[0];
  if (!location.hash && matchMedia("(max-width: 900px)").matches && !one(first) && begun && begun.type === "navigate") {
    const newest = one("#newest");
    if (newest) newest.scrollIntoView({ behavior: "instant" });
  }

  // One press is enough: the form says so while it is on its way.
  document.addEventListener("submit", (event) => {
    const write = event.target.querySelector("[data-write]");
    if (!write) return;
    if (event.target.dataset.sent) event.preventDefault();
    const form = event.target;
    form.dataset.sent = "1";
    // Stopped by her, or by the network: the server takes the same form once anyway.
    setTimeout(() => { delete form.dataset.sent; }, 10000);
  });
  // Who signs in anew in another tab goes on here: the forms take the token that holds now.
  document.addEventListener("htmx:afterSwap", () => {
    const fresh = one("[data-token]");
    if (fresh) for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = fresh.dataset.token;
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
