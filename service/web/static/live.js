// Says so when the page can no longer make itself anew: what stands there may be old.
"use strict";
(() => {
  const WAIT = 2000; // ms until what failed is asked for again
  const away = document.querySelector("[data-away]");
  const out = document.querySelector("[data-out]");
  const barred = document.querySelector("[data-barred]");
  // One of them, or none: who was signed out is not out of reach, and nothing goes on.
  const tell = (which) => { for (const one of [away, out, barred]) if (one) one.hidden = one !== which; };
  const failed = (event) => {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    const role = status === 403 && event.detail.xhr.getResponseHeader("Handrail-Refused") === "role";
    tell(role ? barred : status === 401 || status === 403 ? out : away);
    const refused = status >= 400 && status < 500;
    // A verdict or preview that did not come is asked for again, where it knows how; a
    // part that looks by itself goes on looking. What was refused would be once more.
    if (!refused) setTimeout(() => event.target.dispatchEvent(new Event("again")), WAIT);
  };
  // Whoever only looks is sent to the door, so that nobody's words stay on her screen; who
  // has typed would lose it.
  let typed = document.body.hasAttribute("data-came-back");
  document.addEventListener("input", (event) => { if (event.target.form) typed = true; });
  // What was typed where a form was opened in place is sent or left once none stands there.
  document.addEventListener("htmx:afterSwap", (event) => {
    const at = event.detail.target;
    if (at.id === "step-help" && !at.querySelector("form")) typed = false;
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const to = event.detail.xhr.getResponseHeader("HX-Redirect") || "";
    if (!typed || !to.startsWith("/sign-in")) return;
    event.preventDefault();
    tell(out);
  });
  // What fills a field in comes late sometimes: words typed there meanwhile stay, and
  // whoever stands in the field is about to type.
  // A form that was opened in the place of what it changes stays until it is left.
  const fills = (event) => {
    if (event.type === "htmx:oobBeforeSwap" && event.detail.target.querySelector("form")) event.detail.shouldSwap = false;
    const field = event.detail.target.querySelector("[data-fills]");
    if (!field) return;
    if (field === document.activeElement || field.value !== field.defaultValue) event.detail.shouldSwap = false;
  };
  document.addEventListener("htmx:beforeSwap", fills);
  document.addEventListener("htmx:oobBeforeSwap", fills);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:responseError", failed);
  // An answer that refuses has come as well, and makes nothing fresh.
  document.addEventListener("htmx:afterOnLoad", (event) => { if (event.detail.successful) tell(null); });
})();
