"""The pages of the console: whole templates, and those to which links lead."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent / "service" / "web" / "templates"
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')
# The pages to which links lead, by the names of their pictures (infra.screens).
LINKED = {
    "account": "account/account.html",
    "alerts": "telling/home.html",
    "alerts-who-one": "telling/one.html",
    "audit": "rights/audit.html",
    "erasures": "rights/erasures.html",
    "exports": "rights/exports.html",
    "forgotten": "door/forgotten.html",
    "inbox": "inbox/home.html",
    "inbox-one": "inbox/talk.html",
    "limits": "results/limits.html",
    "limits-one": "results/budget.html",
    "people": "people.html",
    "people-ahead": "person/ahead.html",
    "people-data": "rights/data.html",
    "people-edit": "person/edits.html",
    "people-edit-step": "person/edit.html",
    "people-import": "enrolment/bring.html",
    "people-import-tries": "enrolment/tries.html",
    "people-new": "enrolment/new.html",
    "people-one": "person.html",
    "people-schedule": "schedules/person.html",
    "people-summary": "person/summary.html",
    "programmes": "programmes/home.html",
    "programmes-duplicate": "programmes/duplicate.html",
    "programmes-file": "programmes/file.html",
    "programmes-history": "programmes/history.html",
    "programmes-new": "programmes/new.html",
    "programmes-one": "programmes/programme.html",
    "programmes-path": "programmes/path.html",
    "programmes-rename": "programmes/rename.html",
    "programmes-retention": "rights/retention.html",
    "programmes-schedule": "schedules/programme.html",
    "programmes-settings": "programmes/settings.html",
    "results": "results/home.html",
    "results-definitions": "results/definitions.html",
    "results-one": "results/programme.html",
    "scripts": "scripts/home.html",
    "scripts-edit": "scripts/edit.html",
    "scripts-new": "scripts/new.html",
    "scripts-one": "scripts/script.html",
    "scripts-versions-one": "scripts/version.html",
    "scripts-words": "scripts/words.html",
    "sign-in": "door/sign_in.html",
    "team": "account/team.html",
    "today": "today/today.html",
}


def whole(folder: Path = TEMPLATES) -> set[str]:
    """Return the templates of whole pages: they extend a frame, and are none."""
    texts = {
        one.relative_to(folder).as_posix(): one.read_text("utf-8")
        for one in folder.rglob("*.html")
    }
    frames = {
        name: found[1]
        for name, text in texts.items()
        if (found := EXTENDS.search(text))
    }
    return set(frames) - set(frames.values())


def unseen(names: Collection[str]) -> list[str]:
    """Return the pages that a walk along the links should have seen, and did not."""
    return sorted(set(LINKED) - set(names))
