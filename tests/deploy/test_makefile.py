"""make teaches, and CI runs what a developer runs."""

import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MAKE = shutil.which("make") or "make"
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def make(*targets: str) -> str:
    done = subprocess.run([MAKE, *targets], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout


def install(folder: Path) -> subprocess.CompletedProcess[str]:
    """`make install` into `folder`, which is searched for Python first."""
    return subprocess.run(
        [MAKE, "install", f"VENV={folder}/venv"],
        cwd=ROOT,
        env={"PATH": f"{folder}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_make_without_a_target_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    listed = re.findall(r"^  make ([a-z-]+) ", make(), re.MULTILINE)
    assert sorted(listed) == sorted(phony[1].split())


def test_ci_runs_make_targets_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test-deps", "make check", "make test"]
    assert "set -euo pipefail" in lines


def test_an_old_python_is_refused_with_the_versions_that_will_do(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        fake = tmp_path / name
        fake.write_text(
            '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n', encoding="utf-8"
        )
        fake.chmod(0o755)
    refused = install(tmp_path)
    assert refused.returncode != 0
    assert "needs Python 3.11 or newer" in refused.stderr
    assert "Python 3.9.2" in refused.stderr


def test_a_python_without_venv_is_refused_every_time_with_the_package_that_is_missing(tmp_path: Path) -> None:
    fake = tmp_path / "python3"
    half = f"mkdir -p {tmp_path}/venv/bin; printf '#!/bin/sh\\nexit 1\\n' > {tmp_path}/venv/bin/python"
    fake.write_text(
        f'#!/bin/sh\n[ "$2" = venv ] || exit 0\n{half}; chmod +x {tmp_path}/venv/bin/python; exit 1\n',
        encoding="utf-8",
    )
    fake.chmod(0o755)
    for _ in range(2):
        refused = install(tmp_path)
        assert refused.returncode != 0
        assert "install python3-venv" in refused.stderr
