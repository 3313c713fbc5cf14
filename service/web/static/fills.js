// Fills in what a mend suggests; without script there is no button, and the form is as it was.
"use strict";
for (const button of document.querySelectorAll("button[data-offers]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.offers);
    field.value = button.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
