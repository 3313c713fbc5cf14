"""A browser without a screen that fills the console's forms in as somebody would."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages.reading import site
from tests.service.console import Console

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass
class Visitor:
    """Somebody at a browser: where she is and what she was shown last."""

    client: FlaskClient
    path: str = ""
    answer: TestResponse = field(init=False)

    @property
    def said(self) -> str:
        """What the page says, its blanks made one."""
        return html.unescape(" ".join(self.answer.text.split()))

    def goes(self, path: str) -> Visitor:
        self.answer = self.client.get(path, follow_redirects=True)
        self.path = self.answer.request.full_path.rstrip("?")
        return self

    def sends(self, path: str = "", **typed: str) -> Visitor:
        """Send the form of the page that leads to `path`, with what she types."""
        form = self._form(path or self.path)
        self.answer = self.client.post(
            path or self.path, data={**form, **typed}, follow_redirects=True
        )
        self.path = self.answer.request.full_path.rstrip("?")
        return self

    def _form(self, path: str) -> dict[str, str]:
        for form in re.findall(r"<form.*?</form>", self.answer.text, re.S):
            action = re.search(r'action="([^"]*)"', form)
            leads = html.unescape(action[1]) if action else self.path
            if re.split("[?#]", leads)[0] == path.partition("?")[0]:
                return self._hidden(form)
        for button, _, inside in self._buttons():
            leads = re.search(r'formaction="([^"]*)"', button)
            if leads and re.split("[?#]", leads[1])[0] == path.partition("?")[0]:
                return self._given(button, inside)
        raise AssertionError(f"no form of {self.path} leads to {path}")

    def presses(self, says: str, **typed: str) -> Visitor:
        """Press the first button that says this, and send what its form holds."""
        for button, label, inside in self._buttons():
            if " ".join(re.sub("<.*?>", "", label).split()).startswith(says):
                leads = re.search(
                    r'action="([^"]*)"', button + self._opening(button, inside)
                )
                path = html.unescape(leads[1]) if leads else self.path
                data = {**self._given(button, inside), **typed}
                self.answer = self.client.post(path, data=data, follow_redirects=True)
                self.path = self.answer.request.full_path.rstrip("?")
                return self
        raise AssertionError(f"no button of {self.path} says {says}")

    def _buttons(self) -> list[tuple[str, str, str]]:
        """Each button of the page, what it says, and the form that it stands in."""
        found = []
        for one in re.finditer(
            r"<button([^>]*)>(.*?)</button>", self.answer.text, re.S
        ):
            before = self.answer.text[: one.start()]
            start = before.rfind("<form")
            inside = before[start:] if start > before.rfind("</form>") else ""
            found.append((one[1], one[2], inside))
        return found

    def _opening(self, button: str, inside: str) -> str:
        named = re.search(r' form="(\w+)"', button)
        if named is None:
            return inside
        forms = re.findall(r"<form.*?</form>", self.answer.text, re.S)
        return next(one for one in forms if f'id="{named[1]}"' in one)

    def _given(self, button: str, inside: str) -> dict[str, str]:
        """Return what a browser would send: of the form, and of the button itself."""
        form = self._opening(button, inside)
        itself = re.search(r'name="(\w+)" value="([^"]*)"', button)
        return self._hidden(form) | (
            {itself[1]: html.unescape(itself[2])} if itself else {}
        )

    def _hidden(self, form: str) -> dict[str, str]:
        """Return the hidden fields of a form, those that stand elsewhere too."""
        found = HIDDEN.findall(form)
        named = re.search(r'<form id="(\w+)"', form)
        if named:
            of = f'<input type="hidden" form="{named[1]}" name="(\\w+)" value="([^"]*)"'
            found += re.findall(of, self.answer.text)
        return {name: html.unescape(value) for name, value in found}

    def here(self, path: str) -> bool:
        return self.path.partition("?")[0] == path


class Reader(Visitor):
    """Somebody who judges each page that she is shown."""

    def goes(self, path: str) -> Visitor:
        super().goes(path)
        self.judges()
        return self

    def sends(self, path: str = "", **typed: str) -> Visitor:
        super().sends(path, **typed)
        self.judges()
        return self

    def judges(self) -> None:
        """Fail where the page is not as it should be."""
        raise NotImplementedError


def talk(whose: UUID) -> str:
    """The address of the conversation with somebody."""
    return f"/inbox/{whose}"


def visitor(console: Console, token: str = "") -> Visitor:
    """Return somebody at a browser of her own, signed in with a token if one is given."""
    client = site(console.parts).test_client()
    if token:
        client.set_cookie("handrail", token, domain="localhost")
    return Visitor(client)
