// Says so when the page can no longer make itself anew: what stands there may be old.
"use strict";
(() => {
  // A verdict or preview that did not come in time is asked for again, where it knows how.
  const again = (event) => { setTimeout(() => event.target.dispatchEvent(new Event("again")), 2000); };
  document.addEventListener("htmx:timeout", again);
  document.addEventListener("htmx:sendError", again);
  const told = document.querySelector("[data-away]");
  if (!told) return;
  const away = () => { told.hidden = false; };
  const back = () => { told.hidden = true; };
  document.addEventListener("htmx:sendError", away);
  document.addEventListener("htmx:timeout", away);
  document.addEventListener("htmx:responseError", away);
  document.addEventListener("htmx:afterOnLoad", back);
})();
