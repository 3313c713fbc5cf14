"""The pages of schedules for whoever only sees: what is set, the days, and the reasons.

Law: nothing on them is a field, and nothing is kept by looking.
"""

from __future__ import annotations

from flask import Response, render_template

from service.usecases import looking_back, person_days, programme_days
from service.usecases.parts import Parts
from service.usecases.rights import Signed
from service.web import schedule_folds
from service.web.schedule_rows import Typed


def of_person(
    parts: Parts, signed: Signed, stand: person_days.Stand, typed: Typed
) -> Response:
    """Show what is set for a person, her coming days, and her last ones."""
    told = schedule_folds.of_person(stand, stand.stands)
    return Response(
        render_template(
            "schedules/person_seen.html",
            stand=stand,
            folds=schedule_folds.folds(told, typed, typed, {}, ""),
            back=looking_back.look(parts, signed, stand.id, stand.shown),
        )
    )


def of_programme(stand: programme_days.Stand, typed: Typed) -> Response:
    """Show what a programme says of when, and the days of one of its people."""
    told = schedule_folds.of_programme(stand.stands)
    return Response(
        render_template(
            "schedules/programme_seen.html",
            stand=stand,
            folds=schedule_folds.folds(told, typed, typed, {}, ""),
        )
    )
