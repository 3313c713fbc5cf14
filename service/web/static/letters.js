// Counts the letters of a field that may hold so many, and says when it holds more.
"use strict";
(() => {
  const told = (field) => {
    const count = document.getElementById(`${field.id}-letters`);
    const many = [...field.value.replace(/\r\n/g, "\n").trim()].length;
    count.value = `${many} / ${field.dataset.most}`;
    count.classList.toggle("is-over", many > Number(field.dataset.most));
  };
  for (const field of document.querySelectorAll("[data-most]")) {
    told(field);
    field.addEventListener("input", () => told(field));
  }
})();
