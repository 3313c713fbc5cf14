// Asks before what was typed and not sent is left behind: a browser's own question.
"use strict";
(() => {
  const FORMS = "form.work, form#when, .setup form, form.enrols, form.kept, [data-typed]";
  // Words for somebody, in a field that begins empty: they are unsent as long as they stand.
  const unsent = () => [...document.querySelectorAll("[data-unsent]")].some((field) => field.value.trim());
  // What was sent and came back, seen or refused, is as unsaved as when it was typed.
  let typed = document.body.hasAttribute("data-came-back") && Boolean(document.querySelector(FORMS));
  document.addEventListener("input", (event) => {
    // What is said to the phone beside a script is no part of it.
    if (event.target.closest(FORMS) && !event.target.closest(".phone")) typed = true;
    if (event.target.matches("[data-unsent]")) typed = unsent();
  });
  // Shown again, by the page or by the browser itself, words stand there that nobody types.
  window.addEventListener("pageshow", () => { typed = typed || unsent(); });
  // Whoever says that it is to stay as it stands has been asked already.
  document.addEventListener("click", (event) => { if (event.target.closest("a[data-leaves]")) typed = false; });
  // What goes with a form is not left behind, nor is anything by a part that is asked for
  // by itself. A form that takes nothing along, such as another language, is as a link.
  const takes = (form) => !form.closest(".top, .foot") && (!document.querySelector("[data-unsent]") || form.elements.namedItem("words"));
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented && takes(event.target)) typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
})();
