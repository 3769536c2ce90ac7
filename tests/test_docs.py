"""The docs keep up: README names every page, verb, setting and make target; docs/security.md the matrix that holds and tests that exist."""

from __future__ import annotations

import ipaddress
import re
import subprocess
import sys
import tomllib

import pytest

from gcdash import settings
from gcdash.access import SCOPED, TABLE, Role, Verb
from gcdash.access.settings import SHORTEST_SECRET, read
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


SECURITY = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
CHECKLIST = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.+) \|$", SECURITY, flags=re.MULTILINE)


def test_the_access_matrix_in_the_docs_is_the_one_that_holds() -> None:
    def said(verb: Verb, role: Role) -> str:
        return "no" if role not in TABLE[verb] else "own" if role is Role.FOCAL_POINT and verb in SCOPED else "yes"

    assert f"| verb | {' | '.join(Role)} |" in SECURITY
    assert [verb for verb in Verb if f"| {' | '.join([verb, *(said(verb, role) for role in Role)])} |" not in SECURITY] == []


def test_each_access_file_in_the_docs_is_in_order() -> None:
    modes = [read(tomllib.loads(words), "x" * SHORTEST_SECRET).mode for words in re.findall(r"```toml\n(.*?)```", SECURITY, re.DOTALL)]

    assert modes == ["login", "proxy"]


def test_the_example_of_oauth2_proxy_believes_our_own_machine_only_about_where_somebody_comes_from() -> None:
    said = tomllib.loads((ROOT / "docs" / "proxy" / "oauth2-proxy.cfg").read_text(encoding="utf-8"))
    believed = [ipaddress.ip_network(text) for text in said["trusted_proxy_ips"]]

    assert said["reverse_proxy"] is True
    assert believed
    assert all(network.is_loopback for network in believed)


def test_each_item_of_the_checklist_has_a_test_that_exists_or_a_reason() -> None:
    assert len(CHECKLIST) > 50
    assert [item for item, _asks, shown in CHECKLIST if not re.match(r"`tests/|Reason: |Gap: ", shown)] == []
    named = [test for _item, _asks, shown in CHECKLIST for test in re.findall(r"`(tests/[^`]+)`", shown)]
    assert [test for test in named if not _exists(*test.split("::"))] == []
    assert not _exists("tests/test_docs.py", "test_that_is_gone")
    assert not _exists("tests/test_gone.py", "test_each_item_of_the_checklist_has_a_test_that_exists_or_a_reason")


MUST = {
    *(f"5.2.{item}" for item in range(1, 6)), *(f"8.2.{item}" for item in range(1, 4)),
    "1.2.10", "3.2.2", "3.3.1", "3.4.3", "3.4.6", "5.1.1", "8.1.1", "8.3.1", "16.2.2", "16.2.5", "16.3.1", "16.3.2", "16.5.1",
}  # fmt: skip
"""Items of ASVS 5.0 that no dashboard like this one can leave out."""


def test_the_checklist_has_each_item_once_and_those_that_it_cannot_do_without() -> None:
    items = [item for item, _asks, _shown in CHECKLIST]

    assert set(items) >= MUST
    assert len(items) == len(set(items))


def _exists(file: str, name: str) -> bool:
    path = ROOT / file
    return path.is_file() and re.search(rf"^def {name}\(", path.read_text(encoding="utf-8"), flags=re.MULTILINE) is not None
