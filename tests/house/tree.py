"""The tree as the house tests read it: what git would hold, whatever lies about."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("flows", "service")
_BINARY = {".png", ".jpg", ".webp", ".gif", ".ico", ".woff2", ".gz"}


@cache
def files() -> tuple[Path, ...]:
    """Every file git tracks or would, given its ignore rules."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-coz", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def texts() -> tuple[Path, ...]:
    """Every file that holds text."""
    return tuple(path for path in files() if path.suffix not in _BINARY)


def modules(*rooms: str) -> tuple[Path, ...]:
    """Every Python file of these top folders, migrations' history left out."""
    return tuple(
        path
        for path in files()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in rooms
        and "versions" not in path.parts
    )


@cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of one file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of one file, inner ones included."""
    return [
        node
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def shown(path: Path) -> str:
    """The path inside the checkout."""
    return str(path.relative_to(ROOT))
