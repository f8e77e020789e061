"""The wheel, installed into an environment that has what the wheel declares and nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.conftest import PROJECT

# What may be had from the standard library's neighbours in any environment.
_NOT_LINKED = {"pip", "setuptools", "wheel", "viceversa"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable, "-m", "pip", "wheel", str(PROJECT), "--no-deps", "--no-build-isolation",
            "--no-index", "--quiet", "--disable-pip-version-check", "--wheel-dir", str(folder),
        ],
        check=True,
        timeout=120,
    )  # fmt: skip
    return next(folder.glob("viceversa-*.whl"))


def declared(names: list[str]) -> set[str]:
    """The distributions that `names` need, all the way down, by normalised name."""
    found: set[str] = set()
    waiting = [Requirement(name) for name in names]
    while waiting:
        requirement = waiting.pop()
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if name in found:
            continue
        found.add(name)
        waiting += [Requirement(line) for line in metadata.requires(name) or []]
    return found - _NOT_LINKED


def link(distribution: metadata.Distribution, folder: Path) -> None:
    """Put a distribution's files into `folder` by linking their top-level names."""
    site = Path(str(distribution.locate_file("")))
    for top in {Path(file).parts[0] for file in distribution.files or []}:
        if top not in {"..", "__pycache__"} and not (folder / top).exists():
            (folder / top).symlink_to(site / top)


def test_the_wheel_works_where_only_its_dependencies_are(
    wheel: Path, tmp_path: Path, real_home: Path
) -> None:
    clean = tmp_path / "clean"
    venv.create(clean, with_pip=True)
    python = clean / "bin/python"
    site = Path(
        subprocess.run(
            [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
    )
    for name in declared(metadata.requires("viceversa") or []):
        link(metadata.distribution(name), site)
    subprocess.run(
        [str(python), "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", str(wheel)],
        check=True,
        timeout=120,
    )
    done = subprocess.run(
        [str(clean / "bin/viceversa"), "tour"],
        cwd=tmp_path,
        env=os.environ | {"VICEVERSA_HOME": str(real_home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "1. A mentor asks" in done.stdout
    place = "import knowledge, tui; print(knowledge.__file__, tui.__file__)"
    where = subprocess.run(
        [str(python), "-c", place], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert where.count(str(site)) == 2


def test_the_wheel_carries_cards_styles_and_licence(wheel: Path) -> None:
    from zipfile import ZipFile

    names = ZipFile(wheel).namelist()
    cards = list((PROJECT / "knowledge/guide").glob("*/*.md"))
    assert len([name for name in names if name.endswith(".md")]) == len(cards)
    for expected in (
        "knowledge/guide/sources.yaml",
        "knowledge/guide/skeletons.yaml",
        "tui/styles/base.tcss",
        "tui/styles/places.tcss",
        "knowledge/py.typed",
    ):
        assert expected in names
    assert [name for name in names if name.endswith("LICENSE")]
    assert not [name for name in names if name.startswith(("tests", "scripts", "docs"))]
