// Numbers the lines while they are typed, and brings a click on a problem to its line.
"use strict";
(() => {
  const paper = document.querySelector(".paper");
  const source = document.getElementById("source");
  if (!paper || !source) return;
  const number = () => {
    const gutter = document.getElementById("gutter");
    const lines = source.value.split("\n");
    const many = lines.length;
    source.rows = many;
    source.cols = Math.max(...lines.map((line) => line.length)) + 2;
    while (gutter.children.length > many) gutter.lastElementChild.remove();
    while (gutter.children.length < many) {
      const line = document.createElement("span");
      line.id = `L${gutter.children.length + 1}`;
      line.textContent = `${gutter.children.length + 1}`;
      gutter.append(line, "\n");
    }
  };
  const goTo = (line) => {
    const lines = source.value.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    source.focus({ preventScroll: true });
    source.setSelectionRange(from, from + (lines[line - 1] || "").length);
    const at = document.getElementById(`L${line}`);
    if (at) at.scrollIntoView({ block: "center" });
  };
  source.addEventListener("input", number);
  // The paper scrolls, never the text in it: its numbers would stand beside other lines.
  source.addEventListener("scroll", () => source.scrollTo(0, 0));
  document.addEventListener("htmx:afterSettle", number);
  document.addEventListener("click", (event) => {
    const to = event.target.closest("a[data-line]");
    if (!to) return;
    event.preventDefault();
    goTo(Number(to.dataset.line));
  });
  // What the phone showed last is what one wants to see.
  const last = () => {
    const screen = document.querySelector(".screen");
    if (screen) screen.scrollTop = screen.scrollHeight;
  };
  document.addEventListener("htmx:afterSettle", last);
  number();
  last();
})();
