"""Find or install the programs that tests use and pip cannot bring: a browser, LibreOffice, nginx, Poppler.

``python scripts/programs.py`` says for each what was found. What is missing is installed where that can be done without asking
anybody (Playwright's own browser; packages, as root on Debian), else the way to install it is said. With ``CI`` set a missing
program is a failure, without it the tests that need it are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
)
OFFICE_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "C:/Program Files/LibreOffice/program/soffice.exe")
IN_CI = bool(os.environ.get("CI"))
FATE = "fail" if IN_CI else "are skipped"


def browser() -> str | None:
    """Chrome or Chromium: the one that ``CHROMIUM`` names, an installed one, or the one that Playwright downloaded."""
    return os.environ.get("CHROMIUM") or _first(BROWSERS, BROWSER_PLACES) or _playwrights_own()


def office() -> str | None:
    """LibreOffice's ``soffice``."""
    return _first(("soffice", "libreoffice"), OFFICE_PLACES)


def nginx() -> str | None:
    """nginx, which stands before the app where people sign in at a proxy."""
    return _first(("nginx",), ("/usr/sbin/nginx",))


def poppler() -> str | None:
    """Poppler's ``pdftotext``, which comes with ``pdftoppm``."""
    return _first(("pdftotext",), ())


@dataclass(frozen=True, slots=True)
class Program:
    """A program: how to find it, the Debian packages that bring it, and where others get it."""

    name: str
    find: Callable[[], str | None]
    packages: tuple[str, ...]
    elsewhere: str


PROGRAMS = (
    Program("Chrome or Chromium", browser, ("chromium", "fonts-dejavu-core"), "Install Chrome, or let CHROMIUM name the program."),
    Program(
        "LibreOffice", office, ("libreoffice-calc", "libreoffice-writer", "libreoffice-impress", "fonts-liberation"), "Install LibreOffice."
    ),
    Program("nginx", nginx, ("nginx-light",), "Install nginx."),
    Program("Poppler", poppler, ("poppler-utils",), "Install Poppler, so that pdftotext and pdftoppm are on the PATH."),
)


def main() -> int:
    """Find or install each program. Exit code 1 when one is missing and ``CI`` is set."""
    if browser() is None:
        _download_browser()
    _install([package for program in PROGRAMS if program.find() is None for package in program.packages])
    for program in PROGRAMS:
        print(f"{program.name}: {program.find() or f'not found, so its tests {FATE}. {program.elsewhere}'}")
    return 1 if IN_CI and not all(program.find() for program in PROGRAMS) else 0


def _first(names: tuple[str, ...], places: tuple[str, ...]) -> str | None:
    on_path = (shutil.which(name) for name in names)
    return next((found for found in (*on_path, *places) if found and Path(found).exists()), None)


def _playwrights_own() -> str | None:
    asked = "from playwright.sync_api import sync_playwright as p\nwith p() as it: print(it.chromium.executable_path)"
    answer = _run(sys.executable, "-c", asked).stdout.strip()
    return answer if answer and Path(answer).exists() else None


def _download_browser() -> None:
    print("No Chrome or Chromium is installed; trying Playwright's own ...", flush=True)
    answer = _run(sys.executable, "-m", "playwright", "install", "chromium", PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="5000")
    print("  downloaded" if answer.returncode == 0 else "  it cannot be downloaded here", flush=True)


def _install(packages: list[str]) -> None:
    """Install Debian packages, where this may be done: as root, where there is apt-get."""
    if not packages or not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print(f"Installing {' '.join(packages)} ...", flush=True)
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        answer = _run("apt-get", "-qq", *words, DEBIAN_FRONTEND="noninteractive")
        if answer.returncode != 0:
            print((answer.stdout + answer.stderr)[-2000:])


def _run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
