"""Every word that people see passes through here, so that another language is a catalogue and not a change of code.

English is the source language. ``_`` marks and translates a sentence, ``n_`` one that has a singular and a plural, ``N_``
marks a word that is stored or compared as it is (a status, a heading) and is translated only when it is shown.
"""

from __future__ import annotations

import gettext
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
