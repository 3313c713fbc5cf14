"""A script is proved once, until it or a script that it enters is another."""

from __future__ import annotations

import pytest

from service.usecases import library, proofing


@pytest.fixture
def sources() -> dict[str, str]:
    return {name: proofing.tidy(own) for name, own in library.sources().items()}


def entering(sources: dict[str, str]) -> tuple[str, str]:
    """Return a shipped script, and one that it enters."""
    for name, own in sources.items():
        for other in sources:
            if other != name and f"enter: {other}" in own:
                return name, other
    raise AssertionError


def test_what_was_proved_is_not_proved_again(sources: dict[str, str]) -> None:
    name, _ = entering(sources)
    first, again = (
        proofing.proof(name, sources[name], sources.__getitem__) for _ in range(2)
    )
    assert first is again
    assert first.sound


def test_it_is_proved_anew_when_a_script_it_enters_is_another(
    sources: dict[str, str],
) -> None:
    name, other = entering(sources)
    before = proofing.proof(name, sources[name], sources.__getitem__)
    changed = {**sources, other: sources[other] + "# and a word more\n"}
    after = proofing.proof(name, sources[name], changed.__getitem__)
    assert before is not after
    del changed[other]
    gone = proofing.proof(name, sources[name], changed.__getitem__)
    assert (None, True) == (gone.script, bool(gone.wrong))


def test_so_many_are_remembered_and_no_more(
    sources: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofing, "REMEMBERED", 2)
    monkeypatch.setattr(proofing, "_proved", type(proofing._proved)())
    for name in list(sources)[:4]:
        proofing.proof(name, sources[name], sources.__getitem__)
    assert len(proofing._proved) <= 2
