"""What a drill has shown: as JSON, as sentences, and as a picture of its minutes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any
from xml.sax.saxutils import escape

from service.drill.history import WORDS
from service.drill.measures import share_of
from service.drill.order import Glimpse, Report

SHOWN = 20
WIDE, HIGH, LEFT, TOP = 720, 260, 56, 28
LINES = (("sent", "#1f6f54"), ("texts", "#3a5fa8"), ("doubts", "#b3541e"))


def as_json(report: Report) -> dict[str, Any]:
    """Give everything a drill has shown, with plain values."""
    verdict = report.verdict
    return {
        "order": asdict(report.order),
        "held": report.held,
        "counts": {kind: dict(words) for kind, words in verdict.counts.items()},
        "stuck": verdict.stuck,
        "longest_wait_s": verdict.longest.total_seconds(),
        "late_s": {"p50": late(report, 0.5), "p99": late(report, 0.99)},
        "asked": dict(report.asked),
        "struck": dict(report.struck),
        "missed": list(report.missed),
        "killed": dict(report.killed),
        "network": dict(report.network),
        "measured": [
            {
                "what": one.what,
                "times": len(one.seconds),
                "p95_s": one.within(0.95),
                "longest_s": one.longest,
                "limit_s": one.limit,
                "held": one.held,
            }
            for one in report.measures
        ],
        "a_second": {name: round(rate, 1) for name, rate in report.rates.items()},
        "notes": list(report.notes),
        "seconds": round(report.seconds, 1),
        "breaches": [asdict(one) for one in verdict.breaches],
        "findings": [asdict(one) for one in verdict.findings],
    }


def late(report: Report, share: float) -> float | None:
    """Return by how many seconds this share of the nudges was late at most."""
    found = share_of(report.lateness, share)
    return None if found is None else round(found, 2)


def sentences(report: Report) -> Iterator[str]:
    """Tell how it was attacked, what came of it, and all that is not ok."""
    verdict = report.verdict
    yield f"Attacked: {_listed(report.struck)}; killed: {_listed(report.killed)}."
    yield f"The network went wrong: {_listed(report.network)}."
    for kind, words in verdict.counts.items():
        yield f"{kind}s: " + ", ".join(f"{words[word]} {word}" for word in WORDS)
    longest = verdict.longest.total_seconds()
    yield f"stuck over 60 s: {verdict.stuck}; the longest wait was {longest:.1f} s"
    yield f"nudges late: p50 {late(report, 0.5)} s, p99 {late(report, 0.99)} s"
    yield from report.notes
    for name, rate in report.rates.items():
        yield f"{name}: {rate:.1f} a second"
    yield from (one.sentence() for one in report.measures)
    yield from _wrong(report)


def _wrong(report: Report) -> Iterator[str]:
    verdict = report.verdict
    wrong = [
        f"{one.word}: {one.what} {one.id}: {one.why}"
        for one in verdict.findings
        if one.word != "in doubt"
    ]
    wrong += [f"NOT shown: {one}" for one in report.missed]
    wrong += [f"NOT so that {one.promise}: {one.id}: {one.why}"
              for one in verdict.breaches]  # fmt: skip
    yield from wrong[:SHOWN]
    if wrong[SHOWN:]:
        yield f"... and {len(wrong) - SHOWN} more"
    for promise, times in Counter(one.promise for one in verdict.breaches).items():
        yield f"broken {times} times: {promise}"


def _listed(counts: Any) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "nothing"


def picture(report: Report, seen: Sequence[Glimpse]) -> str:
    """Draw what was sent, came in and stood in doubt, second by second (SVG)."""
    looks = [one for one in seen if one.open]
    most = max((one.open[name] for one in looks for name, _ in LINES), default=1) or 1
    parts = [_curve(looks, name, colour, most) for name, colour in LINES]
    verdict = "the promise held" if report.held else "the promise did NOT hold"
    title = escape(f"{_listed(report.struck)}: {verdict}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" '
        'font-family="system-ui, sans-serif" font-size="12">'
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>'
        f'<text x="{LEFT}" y="18" fill="#222">{title}</text>'
        f'<text x="8" y="{TOP + 10}" fill="#555">{most}</text>'
        f'<line x1="{LEFT}" y1="{HIGH - 24}" x2="{WIDE - 80}" y2="{HIGH - 24}" '
        'stroke="#999"/>'
        f'<text x="{LEFT}" y="{HIGH - 8}" fill="#555">0 s</text>'
        f'<text x="{WIDE - 80}" y="{HIGH - 8}" text-anchor="end" fill="#555">'
        f"{len(looks)} looks, one a second</text>" + "".join(parts) + "</svg>\n"
    )


def _curve(looks: Sequence[Glimpse], name: str, colour: str, most: int) -> str:
    wide, high = WIDE - 80 - LEFT, HIGH - 24 - TOP
    step = wide / max(len(looks) - 1, 1)
    points = [
        (LEFT + at * step, HIGH - 24 - high * one.open[name] / most)
        for at, one in enumerate(looks)
    ]
    drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1] if points else (LEFT, HIGH - 24)
    return (
        f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>'
        f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>'
    )
