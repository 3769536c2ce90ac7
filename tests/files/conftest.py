"""What tests of files share: the command line, asked in this process."""

from __future__ import annotations

import pytest

from asked import Ask, Said
from gcdash.cli import main


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*words: object) -> Said:
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run
