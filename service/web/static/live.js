// Says so when the page can no longer make itself anew: what stands there may be old.
"use strict";
(() => {
  const WAIT = 2000; // ms until what failed is asked for again
  const told = document.querySelector("[data-away]");
  const stale = (yes) => { if (told) told.hidden = !yes; };
  const away = (event) => {
    stale(true);
    const { xhr } = event.detail;
    const refused = xhr && xhr.status >= 400 && xhr.status < 500;
    // A verdict or preview that did not come is asked for again, where it knows how; a
    // part that looks by itself goes on looking. What was refused would be once more.
    if (!refused) setTimeout(() => event.target.dispatchEvent(new Event("again")), WAIT);
  };
  // What fills a field in comes late sometimes: words typed there meanwhile stay, and
  // whoever stands in the field is about to type.
  const fills = (event) => {
    const field = event.detail.target.querySelector("[data-fills]");
    if (!field) return;
    if (field === document.activeElement || field.value !== field.defaultValue) event.detail.shouldSwap = false;
  };
  document.addEventListener("htmx:beforeSwap", fills);
  document.addEventListener("htmx:oobBeforeSwap", fills);
  document.addEventListener("htmx:sendError", away);
  document.addEventListener("htmx:timeout", away);
  document.addEventListener("htmx:responseError", away);
  // An answer that refuses has come as well, and makes nothing fresh.
  document.addEventListener("htmx:afterOnLoad", (event) => { if (event.detail.successful) stale(false); });
})();
