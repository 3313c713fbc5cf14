// Asks before what was typed and not sent is left behind: a browser's own question.
"use strict";
(() => {
  const FORMS = "form.work, form.wordings, form#when, .setup form";
  let typed = false;
  document.addEventListener("input", (event) => {
    // What is said to the phone beside a script is no part of it.
    if (event.target.closest(FORMS) && !event.target.closest(".phone")) typed = true;
  });
  document.addEventListener("submit", () => { typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
