"""What the facts that scripts use are called where people read of them.

Law: a name that stands in no table here is its author's own, and is shown as it is.
"""

from collections.abc import Mapping

from flows.phrase import Phrase
from flows.talk.effects import Command, HandReason, Outcome, Right

# What the service tells of a person, and the engine of what she said just now.
FACTS: Mapping[str, Phrase] = {
    "name": Phrase("their name"),
    "goal": Phrase("their goal"),
    "step": Phrase("their step"),
    "cue": Phrase("their cue"),
    "next_cue": Phrase("their next cue"),
    "programme": Phrase("the programme"),
    "coach": Phrase("the coach"),
    "seed": Phrase("the day's draw"),
    "language": Phrase("their language"),
    "number": Phrase("the service's number"),
    "crisis_line": Phrase("the crisis line"),
    "window": Phrase("the hours of texts"),
    "per_week": Phrase("texts a week at most"),
    "today": Phrase("today's date"),
    "pause_days": Phrase("the days of a pause"),
    "pause_until": Phrase("the last day of a pause"),
    "rung": Phrase("their rung"),
    "why": Phrase("why the last one went"),
    "calls": Phrase("their yes to calls"),
    "call_at": Phrase("when a call could come"),
    "recorded": Phrase("their yes to being recorded"),
    "looks_in": Phrase("how often the recap comes"),
    "tried_today": Phrase("whether they tried today"),
    "tries_this_week": Phrase("tries of this week"),
    "tries_month": Phrase("tries of the month"),
    "tries_all": Phrase("all their tries"),
    "unprompted_month": Phrase("unprompted tries of the month"),
    "unprompted": Phrase("unprompted tries"),
    "of_last": Phrase("out of how many"),
    "returns": Phrase("returns after a lapse"),
    "calibration": Phrase("how sure, beside what was done"),
    "said_confidence": Phrase("how sure they said they were"),
    "did_times": Phrase("how often they did it then"),
    "of_times": Phrase("of how many times"),
    "past_win": Phrase("an earlier success of theirs"),
    "past_win_on": Phrase("the day of that success"),
    "win_1": Phrase("a success of the month"),
    "win_2": Phrase("a second success of the month"),
    "win_3": Phrase("a third success of the month"),
    "places": Phrase("places where they tried"),
    "new_place": Phrase("a place that may be new"),
    "at_the_edge": Phrase("the next thing on their list"),
    "scenario": Phrase("a scene to rehearse"),
    "story": Phrase("the story of the step"),
    "minutes": Phrase("how many minutes"),
    "days_told": Phrase("the days they named"),
    "reason": Phrase("what was missing"),
    "heard": Phrase("what they said just now"),
    "said": Phrase("what they said before"),
}
# What the scripts that ship keep of an answer, or remember.
KEPT: Mapping[str, Phrase] = {
    "words": Phrase("how it went"),
    "what_i_did": Phrase("how they did it"),
    "missing": Phrase("what was missing"),
    "confidence": Phrase("how sure they are"),
    "automatic": Phrase("how much it goes by itself"),
    "effort": Phrase("how hard it was"),
    "cost": Phrase("what it costs them"),
    "enjoyment": Phrase("how much they liked it"),
    "in_my_hands": Phrase("how much is in their hands"),
    "fear_expected": Phrase("the fear they expect"),
    "fear_felt": Phrase("the fear they felt"),
    "fear_prediction": Phrase("what they expect to happen"),
    "what_happened": Phrase("what happened"),
    "came_true": Phrase("how much of it came true"),
    "asked": Phrase("what they asked"),
    "plan": Phrase("their plan"),
    "recap": Phrase("how the week was"),
    "dial": Phrase("what to change of the step"),
    "opt_in": Phrase("whether they want this"),
    "earlier_try": Phrase("an earlier try"),
    "prior_attempt": Phrase("that they tried before"),
    "self_authored": Phrase("that the step is their own"),
    "stopped_by": Phrase("what has stopped them"),
    "goal_why": Phrase("why the goal matters"),
    "comfort_zone": Phrase("what they do now"),
    "easy": Phrase("what is easy"),
    "edge": Phrase("what is at the edge"),
    "too_much": Phrase("what is too much"),
    "first_step_when": Phrase("when they begin"),
    "made_it_work": Phrase("what made it work"),
    "my_part": Phrase("their own part"),
    "my_version": Phrase("their own version"),
    "use_again": Phrase("what to use again"),
    "more_of": Phrase("what they want more of"),
    "noticed": Phrase("what they noticed"),
    "keep_in_mind": Phrase("what to keep in mind"),
    "fun_bit": Phrase("what was fun"),
    "fits_better": Phrase("what would fit better"),
    "help_wanted": Phrase("what would help"),
    "new_context": Phrase("another place for it"),
    "smaller_there": Phrase("a smaller version for there"),
    "smaller_step": Phrase("a smaller step"),
    "stretch_step": Phrase("a bigger step"),
    "tiny_step": Phrase("a tiny step"),
    "after_graduation": Phrase("what comes after"),
    "where_it_was": Phrase("where it was"),
    "erase_answer": Phrase("whether to erase everything"),
}
# What a card records, and puts before a coach, and carries out.
OUTCOMES: Mapping[Outcome, Phrase] = {
    "attempted": Phrase("a try"),
    "imagined": Phrase("a try in the head"),
    "skipped": Phrase("a day left out"),
    "missed": Phrase("not tried"),
}
REASONS: Mapping[HandReason, Phrase] = {
    "question": Phrase("a question"),
    "know_how": Phrase("how to do it"),
    "unsure": Phrase("not understood"),
    "asked": Phrase("wants a person"),
    "news": Phrase("hard news"),
    "serious": Phrase("something serious"),
}
RIGHTS: Mapping[Right, Phrase] = {
    "my_data": Phrase("a copy of all there is"),
    "erase": Phrase("erase everything"),
}
COMMANDS: Mapping[Command, Phrase] = {
    "less": Phrase("fewer texts"),
    "back": Phrase("texts as before"),
    "pause": Phrase("a pause"),
    "go": Phrase("goes on again"),
    "more": Phrase("more texts"),
    "calls_off": Phrase("no more calls"),
    "call_me": Phrase("a call now"),
}
WORDS: Mapping[str, Phrase] = {**KEPT, **FACTS}


def called(name: str) -> str:
    """Return what a fact is called, as something to be told; or its name as it is."""
    return WORDS.get(name, name)
