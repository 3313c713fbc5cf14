// Marks the words that cannot stand while they are typed, and shows the phone's last line.
"use strict";
(() => {
  const mark = () => {
    for (const field of document.querySelectorAll(".wordings textarea")) {
      if (document.getElementById(`${field.id}-wrong`)) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
  };
  const last = () => {
    const screen = document.querySelector(".screen");
    if (screen) screen.scrollTop = screen.scrollHeight;
  };
  // A check that comes late leaves the phone alone while somebody writes into it.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const said = event.detail.target.querySelector("#words");
    if (said && (said.value || said === document.activeElement)) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterSettle", () => { mark(); last(); });
  last();
})();
