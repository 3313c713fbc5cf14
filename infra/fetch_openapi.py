"""Fetches the carrier's published OpenAPI file with npm, for the contract tests.

Twilio ships the file in its own npm package; this script asks npm for that package,
by name and pinned version, and keeps the one file it needs in `.cache/openapi`. It
is never committed. Without npm or the network it says so and still exits 0: the
contract tests then report themselves as not run, everything else runs.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "@twilio/cli-core@8.3.2"
INSIDE = "package/src/services/twilio-api/twilio_api_v2010.json"
TARGET = Path(__file__).parents[1] / ".cache" / "openapi" / "twilio_api_v2010.json"
PATIENCE_S = 120
LARGEST = 20_000_000


def main() -> int:
    """Fetch the file unless it is there; always return 0."""
    if TARGET.is_file():
        print("The carrier's OpenAPI file is already in .cache/openapi.")
        return 0
    npm = shutil.which("npm")
    if npm is None:
        return _without("npm is not on this machine")
    print(f"Fetching the carrier's OpenAPI file with npm ({PACKAGE}) ...", flush=True)
    try:
        with tempfile.TemporaryDirectory() as folder:
            _keep(_packed(npm, Path(folder)))
    except (OSError, subprocess.SubprocessError, tarfile.TarError, LookupError) as why:
        return _without(f"npm could not fetch it ({type(why).__name__})")
    print("Kept in .cache/openapi.")
    return 0


def _packed(npm: str, folder: Path) -> Path:
    subprocess.run(
        [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)],
        check=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=PATIENCE_S,
    )
    return next(iter(folder.glob("*.tgz")), folder / "no-package-came")


def _keep(package: Path) -> None:
    with tarfile.open(package) as archive:
        stream = archive.extractfile(INSIDE)
        if stream is None:
            raise LookupError(INSIDE)
        text = stream.read(LARGEST)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    half_made = TARGET.with_suffix(".part")
    half_made.write_bytes(text)
    half_made.replace(TARGET)  # whole or not at all, also when interrupted


def _without(why: str) -> int:
    print(f"Going on without the carrier's OpenAPI file: {why}.")
    print("The tests marked `openapi` will say that they did not run.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
