"""Writes settings, cli, decisions and results of docs/reference: `make docs`."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra import decisions
from service.cli import COMMANDS, load
from service.config import TABLE
from service.web import figure_meanings, figure_rows, figures

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference"
MADE = "<!-- Written by `make docs` from the code; change it there. -->\n"


def settings_page() -> str:
    """Give the page of all settings."""
    lines = [
        "# Settings\n",
        MADE,
        "All settings come from the environment. A process that lacks some names them "
        "all at once and ends. A secret is never written to a log or an error.\n",
    ]
    for setting in TABLE:
        needed = {None: "needed", "": "may be left out"}.get(
            setting.default, f"default `{setting.default}`"
        )
        secret = ", secret" if setting.secret else ""
        lines += [
            f"## `{setting.name}`\n",
            f"{setting.meaning}\n",
            f"*{needed}{secret}*. Example: `{setting.example}`\n",
        ]
    return "\n".join(lines)


def cli_page() -> str:
    """Give the page of all commands."""
    lines = [
        "# Commands\n",
        MADE,
        "`.venv/bin/handrail COMMAND --help` shows the same in the terminal.\n",
    ]
    for name in COMMANDS:
        lines += _command(f"handrail {name}", load(name), "##")
    return "\n".join(lines)


def _command(title: str, command: Any, mark: str) -> Iterator[str]:
    yield f"{mark} `{title}`\n"
    yield f"{command.help}\n"
    rows = [row for row in map(_row, command.params) if row]
    if rows:
        yield "| option | meaning |\n|---|---|"
        yield "\n".join(rows) + "\n"
    for name, inner in getattr(command, "commands", {}).items():
        yield from _command(f"{title} {name}", inner, f"{mark}#")


def _row(param: Any) -> str | None:
    if param.name == "help":
        return None
    if param.param_type_name == "argument":
        names = f"`{param.name.upper()}`"
    else:
        both = [*param.opts, *param.secondary_opts]
        names = ", ".join(f"`{name}`" for name in both)
    says = " ".join((getattr(param, "help", None) or "").split())
    flag = isinstance(param.default, bool) or param.default in (None, ())
    here = isinstance(param.default, Path)  # a place on whatever machine writes this
    hidden = flag or here or callable(param.default)
    default = "" if hidden else f" Default: {param.default}."
    return f"| {names} | {says}{default} |"


def decisions_page() -> str:
    """Give the page of all rules, with what each says to the coach and to her."""
    return decisions.page(MADE)


def results_page() -> str:
    """Give the page of all figures of results."""
    lines = [
        "# Results\n",
        MADE,
        "What each figure of a programme's results means, as the console says it.\n",
        f"A share of fewer than {figures.ENOUGH} is never shown as a percentage. Sums "
        "are read from one row for each person and week, which the clock has made anew "
        "a minute after a person was heard, and every six hours.\n",
    ]
    for one in figure_meanings.DEFINITIONS.values():
        lines += [f"## {one.name}\n", f"{one.meaning}\n"]
    lines.append("## In files\n")
    both = (("figures", figure_rows.HEADS), ("weeks", figure_rows.WEEK_HEADS))
    for rows, heads in both:
        lines.append(f"Of the rows of {rows}:\n\n| column | holds |\n|---|---|")
        lines += [f"| `{name}` | {holds} |" for name, holds in heads.items()]
        lines.append("")
    lines.append("Amounts are US dollars with their decimals, as `0.0083`.")
    return "\n".join(lines) + "\n"


PAGES = {
    "settings.md": settings_page,
    "cli.md": cli_page,
    "decisions.md": decisions_page,
    "results.md": results_page,
}


def main() -> int:
    """Write all pages."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
