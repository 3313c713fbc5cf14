// Says so when the page can no longer make itself anew: what stands there may be old.
"use strict";
(() => {
  const told = document.querySelector("[data-away]");
  if (!told) return;
  const away = () => { told.hidden = false; };
  const back = () => { told.hidden = true; };
  document.addEventListener("htmx:sendError", away);
  document.addEventListener("htmx:timeout", away);
  document.addEventListener("htmx:responseError", away);
  document.addEventListener("htmx:afterOnLoad", back);
})();
