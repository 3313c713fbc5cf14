"""The keyboard alone: a browser in which nothing is pointed at or put in focus.

Law: one comes to a thing by Tab, sees that one is there, and presses a key; whatever a
page does then is waited for, so that no key goes to a page that is not there yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

MOST = 160  # presses of Tab: a script's page has a hundred links
# The names of what has the focus, where the focus shows, else nothing.
HERE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return {names: [], seen: true};
  const plain = text => (text || '').replace(/\\s+/g, ' ').trim();
  const outlined = one => {
    const style = one && getComputedStyle(one);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  };
  let shows = outlined(at) || outlined(at.nextElementSibling);
  for (let up = at.parentElement, n = 0; up && n < 3; up = up.parentElement, n++)
    shows = shows || (up.matches(':focus-within') && outlined(up));
  const box = at.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0
    && box.left < innerWidth;
  const labels = [...(at.labels || [])].map(one => plain(one.textContent));
  const names = [at.id, plain(at.getAttribute('aria-label')), ...labels,
    plain(at.textContent)];
  return {names: names.filter(Boolean), seen: Boolean(shows && inside)};
}"""
WAITS = """() => location.hash !== '' || !document.querySelector('[autofocus]')
  || document.activeElement === document.querySelector('[autofocus]')"""


@dataclass
class Keys:
    """Somebody who has a keyboard and no mouse, and the page before her."""

    page: Page

    def to(self, name: str, most: int = MOST) -> Keys:
        """Go by Tab to what has this id, label or text, or begins with it."""
        passed = []
        for _ in range(most):
            here = self._here()
            if any(one.startswith(name) for one in here):
                return self
            passed.append(here[0][:30] if here else "")
            self.page.keyboard.press("Tab")
        told = f"no Tab of {most} comes to {name!r} on {self.page.url}, but by {passed}"
        raise AssertionError(told)

    def _here(self) -> list[str]:
        here = self.page.evaluate(HERE)
        if not here["seen"]:  # the page may still be scrolling there
            self._sees(here["names"])
        names: list[str] = here["names"]
        return names

    def _sees(self, names: list[str]) -> None:
        try:
            self.page.wait_for_function(f"() => ({HERE})().seen")
        except PlaywrightTimeout as late:
            told = f"the focus does not show on {names} of {self.page.url}"
            raise AssertionError(told) from late

    def press(self, *keys: str) -> Keys:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def writes(self, name: str, words: str) -> Keys:
        """Write in a field, in place of what stands there."""
        return self.to(name).press("ControlOrMeta+a").types(words)

    def types(self, words: str) -> Keys:
        self.page.keyboard.type(words)
        return self

    def fills(self, **fields: str) -> Keys:
        for name, words in fields.items():
            self.writes(name, words)
        return self

    def goes(self, name: str, title: str = "", key: str = "Enter") -> Keys:
        """Press what leads to another page, and wait until that page stands."""
        self.to(name)
        return self.sends(title, key)

    def sends(self, title: str = "", key: str = "Enter") -> Keys:
        """Press a key that leads to another page, and wait until that page stands."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        if title:
            expect(self.page.locator("h1")).to_have_text(title)
        # A browser moves the focus some time after it shows the page.
        self.page.wait_for_function(WAITS)
        return self
