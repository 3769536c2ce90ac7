"""Proofs that no update is lost and no workbook harmed: many processes, kills, faults of the system, power cuts, other programs.

Each is on real files and with real processes; ``make nightly`` runs them at full size and prints the figures that docs/safety.md states.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

FIGURES = pytest.StashKey[list[str]]()

if os.name == "nt":
    collect_ignore_glob = ["*"]  # processes are forked and killed in POSIX's way


def pytest_configure(config: pytest.Config) -> None:
    config.stash[FIGURES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash.get(FIGURES, []):
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(config.stash[FIGURES]))


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Say what was measured: ``figures("500 random kills", "0 lost")``; printed at the end."""
    return lambda what, found: request.config.stash[FIGURES].append(f"{what}: {found}")
