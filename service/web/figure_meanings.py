"""What each figure of results is called, and what it means.

One table: the page, its files, `/results/definitions` and docs/reference say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.web.tongues import later


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure is called, and how it is counted."""

    name: str
    meaning: str


DEFINITIONS: Mapping[str, Definition] = {
    "people": Definition(
        later("People"),
        later(
            "Who is with us now, of all who ever agreed to texts: they have not asked"
            " for texts to stop, or have come back since. A pause or a hold changes"
            " nothing here. Who has not answered the invitation yet is in neither"
            " number, and neither is who was erased. Weeks make no difference here;"
            " the month of joining does."
        ),
    ),
    "tries": Definition(
        later("Tries"),
        later(
            "Chances that were tried, for real or in the mind, of the chances something"
            " is known of. Whatever came of a try, it counts. Chances nothing was said"
            " about are in neither number."
        ),
    ),
    "known": Definition(
        later("Known chances"),
        later(
            "Chances something is known of: they were tried, for real or in the mind,"
            " or somebody said that they were not, at once or in a recap. A chance"
            " nothing was said about is not known, and is never taken for a miss."
        ),
    ),
    "own": Definition(
        later("On their own"),
        later(
            "Tries that no prompt came before, of the known chances that no prompt"
            " opened. A chance that began with a prompt is left out: nobody could have"
            " been first there."
        ),
    ),
    "effect": Definition(
        later("What reminders add"),
        later(
            "On some chances it is left to the draw whether a prompt comes. This is the"
            " share tried where one did, less the share tried where none did, each"
            " person compared with themselves at the same odds. The interval holds the"
            " truth about 95 times in 100, for these people and these chances. It is"
            " said from 5 known chances of each kind on."
        ),
    ),
    "recovery": Definition(
        later("Back after a lapse"),
        later(
            "The middle number of days from the beginning of a lapse to the next try,"
            " over the lapses that ended in these weeks. A lapse is a run without a"
            " try that holds two known misses, or seven days in which chances came."
        ),
    ),
    "first": Definition(
        later("To the first win"),
        later(
            "The middle number of days from a person's first step to their first real"
            " try, of those whose first try lies in these weeks."
        ),
    ),
    "opt_outs": Definition(
        later("Stopped"),
        later(
            "People who asked for texts to stop and have not come back, of all who"
            " ever agreed. Weeks make no difference here; the month of joining does."
        ),
    ),
    "prompts": Definition(
        later("Prompts"),
        later(
            "What asked for action and may have reached somebody: prompts, follow-ups"
            " and planned calls. A call, its retry and the text in its place are one;"
            " a call somebody asked for is none. For each week it is divided by the"
            " people who had agreed and not stopped."
        ),
    ),
    "prompts_each": Definition(
        later("Prompts a person"),
        later(
            "The prompts of a week divided by the people of that week, also those who"
            " got none. The first week of a programme and this week are parts, and say"
            " less."
        ),
    ),
    "people_week": Definition(
        later("People of a week"),
        later(
            "Who had agreed to texts by the end of that week and had not stopped"
            " before it began. Whoever joins or stops within a week counts in it."
        ),
    ),
    "cost": Definition(
        later("Cost"),
        later(
            "What the messages and calls of these weeks are estimated to have cost, in"
            " US dollars, by the prices of the limits. Weeks and days are UTC's, as in"
            " the sum of this month; a week is shown once it has begun by the clock of"
            " these pages. What went to people who were erased since stays in"
            " it, as a sum of each day. Where a month of joining is chosen, it is what"
            " people of that month have cost who were not erased, as they are counted."
            " A month at this pace: the last"
            " whole weeks shown, four at most, as thirty days. The first week of a"
            " programme and this week are parts, and no pace is drawn from them."
        ),
    ),
    "month_here": Definition(
        later("This month, this programme"),
        later(
            "What is sent to this programme's people is estimated to cost by the end of"
            " this month, as for all programmes below. Alerts to coaches and answers to"
            " strangers are in the sum of all programmes alone. When its own budget is"
            " reached, its nudges wait or are not sent, with the reason; replies,"
            " confirmations, safety replies and alerts go on, and so do the other"
            " programmes."
        ),
    ),
    "month": Definition(
        later("This month, all programmes"),
        later(
            "What everything the organisation sends is estimated to cost by the end of"
            " this month: what it has cost so far, and what is left of the month at"
            " the pace of the last 28 whole days, or of as many as there are. From"
            " fewer than 7 nothing is forecast. Days and months are UTC's. The budget"
            " is of the organisation: when it is reached, nudges wait or are not sent,"
            " with the reason; replies, confirmations, safety replies and alerts go on."
        ),
    ),
}
