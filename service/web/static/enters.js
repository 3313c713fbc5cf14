// Return in a field beside a form's own does what the button beside it says; without
// script it saves nothing, and the page says what is not saved yet.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  const beside = event.target.closest("[data-enters]");
  if (!beside) return;
  event.preventDefault();
  beside.querySelector("button").click();
});
