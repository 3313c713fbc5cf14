"""What the scripts are called on pages: those that ship by name, others by their code.

A code (`late_prompt`) is what files name a script by; a person reads its title.
"""

from __future__ import annotations

from collections.abc import Mapping

from service.web.tongues import later, say

TITLES: Mapping[str, str] = {
    "attribution": later("What made it work"),
    "automatic": later("How far it goes by itself"),
    "back": later("Prompts again"),
    "before_harder": later("A win to lean on"),
    "call_me": later("Call me"),
    "calls_off": later("No more calls"),
    "check_in": later("Check-in by phone"),
    "check_in_inbound": later("Check-in when they call us"),
    "check_in_text": later("Check-in by text, after a call that did not reach them"),
    "comeback": later("The first word after a break"),
    "curiosity": later("What did you notice?"),
    "daily_win": later("A win of the day"),
    "digest": later("The month in their own words"),
    "erase": later("Erase everything"),
    "go": later("The pause ends"),
    "graduate": later("On their own from here"),
    "greeting": later("The first words of a call"),
    "help": later("The answer to HELP"),
    "imagine_it": later("Picture it first"),
    "intake": later("The first conversation"),
    "joy": later("What was fun about it"),
    "late_prompt": later("The prompt near the deadline"),
    "less": later("Fewer prompts"),
    "less_help": later("The offer of less help"),
    "miss": later("Some silent days"),
    "model_story": later("An example of a try"),
    "more": later("More prompts"),
    "more_help": later("The offer of more help"),
    "my_data": later("What is kept of me?"),
    "nerves": later("A breath before it"),
    "new_context": later("A new place for the step"),
    "offer_less": later("The word that prompts get fewer"),
    "offer_more": later("The word that prompts come more often"),
    "opt_in": later("The yes to the invitation"),
    "pause": later("A pause"),
    "plan_step": later("Planning a small step"),
    "prediction": later("What was expected, and what happened"),
    "prompt_before": later("The prompt before the moment"),
    "quiet": later("The word that texts go down to one a week"),
    "recap": later("The recap of the week"),
    "rehearsal": later("A rehearsal"),
    "smaller": later("The offer of a smaller step"),
    "start_again": later("Back after a STOP"),
    "still_a_try": later("A try that did not come off"),
    "stop_confirmation": later("The confirmation of STOP"),
    "stranger": later("The answer to an unknown number"),
    "stretch": later("The offer of a bigger step"),
    "voicemail": later("The message on a voicemail"),
    "what_she_did": later("What they did to make it happen"),
    "what_was_missing": later("What was missing"),
    "where_it_was": later("Where the try was"),
    "whose_number": later("Whose number is it by now?"),
    "whose_number_calls": later("No more calls to a number that may not be theirs"),
    "whose_number_read": later("The answer to somebody at a number long silent"),
    "whose_number_stop": later("STOP from a number that may not be theirs"),
    "whose_number_yes": later("The number is still theirs"),
    "next": later("A next step, asked for"),
    "why": later("Why did I get this?"),
    "with_coach": later("Over to the coach"),
}
# When Handrail itself begins a script that ships, where no path of steps says so.
BEGUN: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "call_me", "calls_off", "less", "more", "back", "pause", "go", "next",
            "why", "help", "my_data", "erase",
        ),
        later("whenever somebody asks for it by its word"),
    ),
    "daily_win": later("whenever somebody tells of a try"),
    "prompt_before": later("every schedule with prompts before a moment"),
    "late_prompt": later("every schedule with prompts near a deadline"),
    "recap": later("every schedule with a recap"),
    "digest": later("once a month, where a schedule has it"),
    "check_in": later("every schedule with calls, and whoever asks to be called"),
    "check_in_inbound": later("whenever somebody calls us"),
    "check_in_text": later("after a call that did not reach somebody"),
    "greeting": later("at the beginning of every call"),
    "voicemail": later("whenever nobody picks up a call"),
    "opt_in": later("everybody who is invited"),
    "start_again": later("whenever somebody comes back after a STOP"),
    "stop_confirmation": later("whenever somebody ends the texts"),
    "stranger": later("whenever a number writes that is nobody's"),
    **dict.fromkeys(
        (
            "whose_number", "whose_number_calls", "whose_number_read",
            "whose_number_stop", "whose_number_yes",
        ),
        later("after a number was silent for long"),
    ),
    **dict.fromkeys(
        ("with_coach", "still_a_try", "what_she_did", "what_was_missing"),
        later("other scripts, which go through it"),
    ),
}  # fmt: skip
GROWS = later("every programme, when somebody's tries call for it")


def begun(name: str) -> str:
    """Say when Handrail itself begins a script that ships."""
    return say(BEGUN.get(name, GROWS))


def title(name: str) -> str:
    """Return what a script is called, in the language of this request."""
    if name in TITLES:
        return say(TITLES[name])
    words = name.replace("_", " ").strip()
    return f"{words[:1].upper()}{words[1:]}"
