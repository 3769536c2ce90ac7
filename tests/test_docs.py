"""README keeps up: it names every page, every verb of the command line, every setting and every make target."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from gcdash import settings
from house_rules import ROOT, pages


def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def verbs() -> list[str]:
    """The verbs as the command line itself lists them."""
    said = subprocess.run([sys.executable, "-m", "gcdash", "--help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = re.search(r"\{([a-z,]+)\}", said)
    assert listed is not None, said
    return listed.group(1).split(",")


def targets() -> list[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.findall(r"^([a-z]+):.*## ", makefile, flags=re.MULTILINE)


@pytest.mark.parametrize("page", [path.stem for path in pages()])
def test_readme_names_every_page(page: str) -> None:
    assert page.replace("_", " ") in readme().casefold()


def test_readme_names_every_verb() -> None:
    assert [verb for verb in verbs() if not re.search(rf"`(python -m gcdash )?{verb}\b", readme())] == []


@pytest.mark.parametrize("setting", settings.NAMES)
def test_readme_names_every_setting(setting: str) -> None:
    assert setting in readme()


@pytest.mark.parametrize("target", [target for target in targets() if target != "help"])
def test_readme_names_every_make_target(target: str) -> None:
    assert f"make {target}" in readme()


def test_contributing_names_no_target_that_is_gone() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert set(re.findall(r"`make ([a-z]+)`", contributing)) <= set(targets())
