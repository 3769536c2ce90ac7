"""Every word that people see passes through here, so that another language is a catalogue and not a change of code.

English is the source language. ``_`` marks and translates a sentence, ``n_`` one that has a singular and a plural, ``N_``
marks a word that is stored or compared as it is (a status, a heading) and is translated only when it is shown.
"""

from __future__ import annotations

import gettext
import re
from contextvars import ContextVar

_catalogue: ContextVar[gettext.NullTranslations] = ContextVar("catalogue", default=gettext.NullTranslations())  # noqa: B039 -- a NullTranslations without fallback is never changed


def use(catalogue: gettext.NullTranslations) -> None:
    """Show words from ``catalogue`` from now on, in this session's thread only."""
    _catalogue.set(catalogue)


def catalogue() -> gettext.NullTranslations:
    """What words are shown from in this session's thread: one for each language."""
    return _catalogue.get()


def _(text: str) -> str:
    return _catalogue.get().gettext(text) if text else ""


def n_(one: str, many: str, count: int, **more: object) -> str:
    """The sentence for ``count``, with ``{n}`` in it replaced by the count, and what else is named by ``more``."""
    return _catalogue.get().ngettext(one, many, count).format(n=count, **more)


def N_(text: str) -> str:
    return text


_TURN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def straight(text: str) -> str:
    """Somebody's words as they are shown: without the signs that turn around what follows them, also the words of others beside them.

    What is stored and what is exported keeps them; letters that are read from the right need none.
    """
    return text if text.isascii() else _TURN.sub("", text)
