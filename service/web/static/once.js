// What was just done is said once: the address that says it is kept without it, so that a
// page made anew, or kept for later, says no more than what it shows.
"use strict";
(() => {
  const address = new URL(window.location.href);
  for (const name of document.currentScript.dataset.once.split(" ")) address.searchParams.delete(name);
  history.replaceState(history.state, "", address);
})();
