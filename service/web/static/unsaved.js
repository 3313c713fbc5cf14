// Asks before what was typed and not sent is left behind: a browser's own question.
"use strict";
(() => {
  const FORMS = "form.work, form#when, .setup form, form.enrols, form.kept";
  // What was sent and came back, seen or refused, is as unsaved as when it was typed.
  let typed = document.body.hasAttribute("data-came-back") && Boolean(document.querySelector(FORMS));
  document.addEventListener("input", (event) => {
    // What is said to the phone beside a script is no part of it.
    if (event.target.closest(FORMS) && !event.target.closest(".phone")) typed = true;
  });
  // Whoever says that it is to stay as it stands has been asked already.
  document.addEventListener("click", (event) => { if (event.target.closest("a[data-leaves]")) typed = false; });
  // A part of the page that is asked for by itself leaves nothing behind.
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
