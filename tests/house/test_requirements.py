"""What we depend on is pinned, hashed, without addresses, and has its reason."""

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import tree

INFRA = tree.ROOT / "infra"
PIN = re.compile(r"^([a-z0-9-]+)==([^\s;]+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(name: str) -> dict[str, str]:
    lines = (INFRA / name).read_text("utf-8").splitlines()
    return {found[1]: found[2] for line in lines if (found := PIN.match(line))}


def asked(extra: str | None = None) -> list[str]:
    project = tomllib.loads((tree.ROOT / "pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    lines: list[str] = (
        project["optional-dependencies"][extra] if extra else project["dependencies"]
    )
    return lines


def plain(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace(".", "-")


FILES = ("requirements.txt", "requirements-dev.txt", "requirements-mutants.txt")


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_hashed_and_names_no_address(name: str) -> None:
    text = (INFRA / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip()]
    assert [] == [line for line in lines if not (PIN.match(line) or HASH.match(line))]
    for one, following in zip(lines, [*lines[1:], ""], strict=True):
        if PIN.match(one):
            assert HASH.match(following), f"{one} has no hash"
    assert "://" not in text


def test_what_the_project_asks_for_is_pinned() -> None:
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert [] == [line for line in asked() if plain(line) not in run]
    assert [] == [line for line in asked("dev") if plain(line) not in dev]
    assert run.items() <= dev.items(), "one environment serves both: make pins"
    mutants = pins("requirements-mutants.txt")
    assert [] == [line for line in asked("mutants") if plain(line) not in mutants]
    assert dev.items() <= mutants.items(), "mutmut runs beside the tests: make pins"


def test_every_dependency_has_one_line_of_reason_and_no_other_has() -> None:
    page = (tree.ROOT / "docs" / "dependencies.md").read_text("utf-8")
    reasons = re.findall(r"^- `([^`]+)`: \S.*$", page, re.MULTILINE)
    assert sorted([*asked(), *asked("dev"), *asked("mutants")]) == sorted(reasons)


# Of django-htmx we take the script that lies in it, and import nothing.
LEFT_OUT = {"django-htmx needs django", "django-htmx needs asgiref"}


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
@pytest.mark.parametrize("python", ["3.11.0", "3.11.7", "3.12.0", "3.13.0", "3.14.0"])
def test_the_pins_are_whole_for_every_python_and_system_we_promise(
    python: str, system: str
) -> None:
    """`redis` asks for async-timeout on Python 3.11.2 and not on 3.11.3: pins made on
    the one failed on the other with "all requirements must have their versions pinned".
    """
    world = {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "platform_system": system,
        "sys_platform": system.lower(),
        "platform_machine": {"Linux": "x86_64", "Darwin": "arm64"}[system],
    }
    pinned = pins("requirements-dev.txt")
    needs = {
        f"{name} needs {need.name}"
        for name in pinned
        for need in required(name)
        if (need.marker is None or need.marker.evaluate({**world, "extra": ""}))
        and canonicalize_name(need.name) not in pinned
    }
    assert LEFT_OUT >= needs


def required(name: str) -> list[Requirement]:
    """What an installed package asks for; nothing when it is not for this machine."""
    try:
        lines = metadata.requires(name)
    except metadata.PackageNotFoundError:
        return []
    return [Requirement(line) for line in lines or ()]
