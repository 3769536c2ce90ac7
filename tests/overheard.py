"""What no log may hold: e-mail addresses, and words that tests have typed, sent in files or written into books as anybody's."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from gcdash.schema import Status

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_STATUSES = "|".join(Status)
_TYPED = re.compile(
    r"""(?:\.(?:fill|input|set_value)\("""  # into a box
    r"""|(?<!\w)(?:text|next_step|reported_by|notes|action|A\d+|[A-Z][a-z]+(?:_[a-z]+)+)="""  # as an argument, by column or box
    r"""|"(?:text|next_step|action|notes)":\s"""  # into a row of a book
    rf"""|"(?:{_STATUSES})",\s)"""  # after a status
    r""""([^"\\{]+)\""""
)
_SOMEBODYS = 10
"""Characters; shorter words, a single one, or a part of a sentence could be anybody's."""

_OFTEN = ("The list was sent", "A workshop was held", "Waiting for funds")
"""Comments in many tests, which are handed on under no name of their own."""


def told(said: str, written: Iterable[str] = ()) -> list[str]:
    """The e-mail addresses in a log, and those of the words that people have ``written``, here or in any test, which are in it."""
    return [*_ADDRESS.findall(said), *(words for words in {**dict.fromkeys(written), **dict.fromkeys(typed())} if words in said)]


@cache
def typed() -> tuple[str, ...]:
    """Words that tests type into forms, or write into books and files: found in the tests, so that a new one is among them."""
    sources = (path.read_text("utf-8") for path in Path(__file__).parent.rglob("*.py"))
    found = dict.fromkeys([*_OFTEN, *(words.strip() for source in sources for words in _TYPED.findall(source))])
    return tuple(words for words in found if len(words) >= _SOMEBODYS and " " in words and words[0].isupper() and words not in set(Status))


class Ear(logging.Handler):
    """Keeps what of this process's log should not be there, and nothing else of it."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told += told(self.format(record))
