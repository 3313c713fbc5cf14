// A conversation narrow, and its form: sent once, with the token that holds now.
"use strict";
(() => {
  const one = (what) => document.querySelector(what);

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
