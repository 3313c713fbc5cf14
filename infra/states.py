"""Every state of the console to which no link leads, and how somebody comes to it.

One table, in the order of one story: an empty console is set up, colleagues come,
people are enrolled and text, and each page is brought to each of its states by its own
forms. `make screens` photographs them, `make axe` judges them, `make payloads` walks
the same way with injections for words.

Law: each template of a whole page is in this table, or among those to which links lead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from infra import ways
from infra.linked import LINKED
from infra.visit import OWNER, PASSWORD, Visit

Reach: TypeAlias = Callable[[Visit], object]


class Missing(Exception):
    """A page was not shown that should have been, by its template."""


@dataclass(frozen=True, slots=True)
class State:
    """A page in a state: the name of its pictures, its template, the way to it."""

    name: str
    shows: str
    reach: Reach


DOOR = (
    State(
        "set-up", "door/setup.html", lambda v: v.goes(f"/setup/{v.set_up_code()}")
    ),
    State("set-up-refused", "door/setup.html", lambda v: ways.sets_up(v, "short")),
    State("second-step-chosen", "account/first_factor.html", ways.sets_up),
    State(
        "authenticator",
        "account/totp.html",
        lambda v: v.sends("/account/authenticator").reads_the_seal(),
    ),
    State(
        "authenticator-refused",
        "account/totp_again.html",
        lambda v: v.sends("/authenticator/confirm", code="000000"),
    ),
    State(
        "recovery-codes",
        "account/changed.html",
        lambda v: v.sends("/authenticator/confirm", code=v.code()),
    ),
)  # fmt: skip
EMPTY = (
    State("today-empty", "today/today.html", lambda v: v.goes("/")),
    State("inbox-empty", "inbox/home.html", lambda v: v.goes("/inbox")),
    State("people-empty", "people.html", lambda v: v.goes("/people")),
    State("programmes-empty", "programmes/home.html", lambda v: v.goes("/programmes")),
    State("results-empty", "results/home.html", lambda v: v.goes("/results")),
    State("enrolment-empty", "enrolment/new.html", lambda v: v.goes("/people/new")),
    State("import-empty", "enrolment/bring.html", lambda v: v.goes("/people/import")),
    State("exports-empty", "rights/exports.html", lambda v: v.goes("/exports")),
    State("erasures-empty", "rights/erasures.html", lambda v: v.goes("/erasures")),
)
COLLEAGUES = (
    State("invitation-made", "account/team.html", ways.invites),
    State(
        "sign-in-refused",
        "door/sign_in.html",
        lambda v: v.sends("/sign-out").sends(
            "/sign-in", email=OWNER, password="not her password"
        ),
    ),
    State("second-step", "door/second.html", ways.signs_in),
    State(
        "second-step-refused",
        "door/second.html",
        lambda v: v.sends("/sign-in/second", code="000000"),
    ),
    State(
        "invitation",
        "door/join.html",
        lambda v: v.sends("/sign-out").goes("{join}"),
    ),
    State(
        "invitation-refused",
        "door/join.html",
        lambda v: v.sends("main form", password="short"),
    ),
    State("not-yours", "not_yours.html", ways.joins),
    State("link-over", "door/no_link.html", lambda v: v.goes("{join}")),
    State("password-new", "door/new_password.html", lambda v: v.goes(v.reset_path())),
    State("demo", "door/demo.html", lambda v: v.goes(v.demo_path())),
    State(
        "passkey",
        "door/passkey.html",
        lambda v: ways.comes_back(v).goes("/account").sends("/account/passkey"),
    ),
)
ENROLLING = (
    State(
        "programme-refused",
        "programmes/new.html",
        lambda v: v.goes("/programmes/new").sends(
            "/programmes/new", name="x" * 25, coach=v.says("Ruth", 12)
        ),
    ),
    State("programme-begun", "programmes/programme.html", ways.begins_a_programme),
    State(
        "enrolment-refused",
        "enrolment/new.html",
        lambda v: ways.enrols(v, "12", zone="America/New_Yor"),
    ),
    State("person-enrolled", "person.html", ways.enrols_mila),
    State(
        "people-found",
        "people_found.html",
        lambda v: v.goes("/people").sends("/people/search", wanted=v.kept["name"]),
    ),
    State(
        "people-found-none",
        "people_found.html",
        lambda v: v.sends("/people/search", wanted="nobody at all"),
    ),
    State(
        "import-look-wrong",
        "enrolment/bring.html",
        lambda v: ways.looks_at(v, ways.sheet(v, bad=True)),
    ),
    State(
        "import-look",
        "enrolment/bring.html",
        lambda v: ways.looks_at(v, ways.sheet(v)),
    ),
    State(
        "import-done",
        "enrolment/bringing.html",
        lambda v: v.sends("/people/import/all"),
    ),
    State(
        "tries-look-wrong",
        "enrolment/tries.html",
        lambda v: ways.brings_tries(v, bad=True),
    ),
    State("tries-look", "enrolment/tries.html", ways.brings_tries),
    State(
        "tries-done",
        "enrolment/bringing_tries.html",
        lambda v: v.sends("/tries/all"),
    ),
)
TALKING = (
    State("inbox-waits", "inbox/home.html", lambda v: ways.texts(v).goes("/inbox")),
    State("inbox-found", "inbox/found.html", ways.looks_for_words),
    State(
        "inbox-found-none",
        "inbox/found.html",
        lambda v: v.sends("/inbox/search", sought="nothing of the kind"),
    ),
    State(
        "talk-refused",
        "inbox/talk.html",
        lambda v: v.goes("/inbox/{her}").sends("#writing", words="x" * 2000),
    ),
    State(
        "today-danger",
        "today/today.html",
        lambda v: v.waits(minutes=9).texts("I want to die").goes("/"),
    ),
    State("hold", "today/hold.html", lambda v: v.goes("/people/{her}/hold")),
    State(
        "hold-note-refused",
        "today/hold.html",
        lambda v: v.sends("main form", note="n" * 501),
    ),
    State(
        "hold-lifted",
        "today/today.html",
        lambda v: v.sends("main form", note=v.says("She is with her sister.", 500)),
    ),
    State("today-talking", "today/today.html", ways.takes_over),
    State("schedule-talking", "schedules/person.html", ways.sees_her_days),
    State("talk-ended", "today/today.html", ways.ends_the_talk),
)
CHANGING = (
    State(
        "step-refused",
        "person/edit.html",
        lambda v: v.goes("/people/{her}/edit/step").sends("/edit/step", step="x" * 41),
    ),
    State(
        "places-kept",
        "person.html",
        lambda v: v.goes("/people/{her}/edit/growth").sends(
            "/edit/growth",
            contexts=v.says("the daily meeting", 40),
            how=v.says("as we agreed on the phone", 200),
        ),
    ),
    State(
        "list-kept",
        "person.html",
        lambda v: v.goes("/people/{her}/edit/list").sends(
            "/edit/list", words1=v.says("ask one question", 40), fear1="6"
        ),
    ),
    State(
        "note-kept",
        "inbox/talk.html",
        lambda v: v.goes("/inbox/{her}").sends(
            "main", do="note", note=v.says("Her sister is Ana.", 500)
        ),
    ),
    State("path-refused", "programmes/path.html", ways.writes_a_step),
    State("path-look", "programmes/path.html", ways.writes_a_path),
    State(
        "schedule-refused",
        "schedules/person.html",
        lambda v: v.goes("/people/{her}/schedule").sends(
            "#when", do="save", call_at="14:00", call_until="13:00", calls="own"
        ),
    ),
    State(
        "schedule-look",
        "schedules/person.html",
        lambda v: v.goes("/people/{her}/schedule").sends(
            "#when", do="show", rhythm="every_days", every="3"
        ),
    ),
    State(
        "programme-schedule-look",
        "schedules/programme.html",
        lambda v: v.goes("/programmes/{which}/schedule").sends(
            "#when", do="look", t_opens="09:00", t_deadline="10:00"
        ),
    ),
    State(
        "settings-look",
        "programmes/settings.html",
        lambda v: v.goes("/programmes/{which}/settings").sends(
            "/settings", do="look", most_alike="9"
        ),
    ),
    State(
        "settings-refused",
        "programmes/settings.html",
        lambda v: v.sends("/settings", do="look", most_alike="99999"),
    ),
    State(
        "programme-file-wrong",
        "programmes/file.html",
        lambda v: (
            v.goes("/programmes/{which}/file")
            .rewrites("language: en", "language: xx")
            .sends("form.work", do="look")
        ),
    ),
    State(
        "programme-file-look",
        "programmes/file.html",
        lambda v: (
            v.goes("/programmes/{which}/file")
            .rewrites("language: en", "language: es")
            .sends("form.work", do="look")
        ),
    ),
)
SCRIPTS = (
    State(
        "script-as-somebody",
        "scripts/edit.html",
        lambda v: v.goes("/scripts/late_prompt/edit").sends(
            "#work", do="find", as_who="Mila"
        ),
    ),
    State("script-copied", "scripts/words.html", ways.copies_a_prompt),
    State("script-of-ones-own", "programmes/settings.html", ways.publishes_the_copy),
    State("script-draft", "scripts/edit.html", ways.keeps_a_draft),
    State(
        "script-publish",
        "scripts/publish.html",
        lambda v: v.goes("/scripts/daily_win/publish"),
    ),
    State("script-published", "scripts/version.html", ways.publishes),
    State(
        "script-roll-back",
        "scripts/again.html",
        lambda v: v.goes("/scripts/daily_win").follows("/again"),
    ),
    State(
        "script-shipped",
        "scripts/take.html",
        lambda v: v.began_long_ago().goes("/scripts/daily_win/shipped"),
    ),
    State("script-too-large", "scripts/too_large.html", ways.sends_a_book),
)
LOOKING_ON = (
    State("person-looked-at", "person.html", ways.looks_on),
    State(
        "person-schedule-looked-at", "schedules/person_seen.html", ways.sees_her_days
    ),
    State(
        "programme-schedule-looked-at",
        "schedules/programme_seen.html",
        lambda v: v.goes("/programmes/{which}/schedule"),
    ),
)
RIGHTS = (
    State(
        "password-again",
        "door/prove.html",
        lambda v: ways.comes_back(v).waits(minutes=11).goes("/prove"),
    ),
    State("sent-before-proof", "kept.html", ways.asks_for_a_file),
    State(
        "export-asked",
        "rights/exports.html",
        lambda v: ways.asks_for_a_file(
            v.goes("/prove").sends("/prove", password=PASSWORD, code=v.code())
        ),
    ),
    State(
        "export-ready",
        "rights/exports.html",
        lambda v: v.files_are_written().goes("/exports"),
    ),
    State(
        "words-to-remove",
        "rights/words.html",
        lambda v: v.goes("/people/{her}").follows("kind=heard"),
    ),
    State(
        "words-removed",
        "person.html",
        lambda v: v.sends("main section form").goes("/people/{her}"),
    ),
    State(
        "retention-refused",
        "rights/retention.html",
        lambda v: v.goes("/programmes/{which}/retention").sends(
            "/retention", keep_words="soon"
        ),
    ),
    State(
        "erase-refused",
        "rights/data.html",
        lambda v: v.goes("/people/{her}/data").sends("/data/erase", name="somebody"),
    ),
    State("told-no", "person/edit.html", lambda v: v.goes("/people/{her}/edit/no")),
    State("signed-out-meanwhile", "kept.html", ways.is_signed_out),
    State("form-of-before", "stale.html", ways.of_an_earlier_visit),
    State("nothing-here", "unknown.html", lambda v: v.goes("/people/nobody")),
    State(
        "opened-anew",
        "by_form_alone.html",
        lambda v: v.goes("/account/authenticator"),
    ),
    State("database-away", "away.html", lambda v: v.goes("/people", v.away)),
    State(
        "erased",
        "rights/erasing.html",
        lambda v: v.goes("/people/{her}/data").sends(
            "/data/erase", name=v.kept["name"]
        ),
    ),
    State("erasures-pending", "rights/erasures.html", lambda v: v.goes("/erasures")),
)
STATES = (
    *DOOR, *EMPTY, *COLLEAGUES, *ENROLLING, *TALKING, *CHANGING, *SCRIPTS,
    *LOOKING_ON, *RIGHTS,
)  # fmt: skip


def forgotten(pages: Collection[str]) -> list[str]:
    """Return those templates that no state shows and no link leads to."""
    return sorted(set(pages) - {one.shows for one in STATES} - set(LINKED.values()))


def told(visit: Visit, only: str = "") -> Iterator[State]:
    """Go the way of the story; yield each state whose name has `only` while it stands.

    Raises Missing where another page came than the state's.
    """
    wanted = [at for at, one in enumerate(STATES) if re.search(only, one.name)]
    for at, one in enumerate(STATES[: max(wanted, default=-1) + 1]):
        one.reach(visit)
        visit.page.wait_for_load_state()
        if one.shows not in visit.drawn:
            raise Missing(f"{one.name}: {one.shows} was not shown, but {visit.drawn}")
        if at in wanted:
            yield one
