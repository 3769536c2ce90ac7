"""Which words of one column stand in another, and where: asked of whole columns, in one pass.

pandas answers the same with a step of Python for every word that is looked for; at tens of thousands that is most of a page's time.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Words = pd.Series | pd.Index
_FEW = 8


def among(words: Words, others: Words) -> npt.NDArray[np.bool_]:
    """Of each word, whether it is among the others. To look many others up in a few words is cheaper than to sort them all in."""
    if not len(others):
        return np.zeros(len(words), dtype=np.bool_)
    asked, there = _array(words), _array(others)
    if len(asked) * _FEW < len(there):
        there = there.filter(pc.is_in(there, value_set=asked))
    return np.asarray(pc.is_in(asked, value_set=there))


def having(table: pd.DataFrame, column: str, words: list[str]) -> pd.DataFrame:
    """The rows that have one of these words in a column: a few of many cost the few, since only they are taken."""
    found = np.flatnonzero(among(table[column], pd.Index(words, dtype="str")))
    return table.iloc[found] if len(found) else table.iloc[:0]  # to take none would still cost all


def among_caseless(words: Sequence[str], others: Words) -> set[str]:
    """Those of the words, themselves without case, that are among the others in whatever case."""
    return set(spelled(words, others))


def spelled(words: Sequence[str], others: Words) -> dict[str, str]:
    """How the words, themselves without case, are written among the others; of several ways the last one."""
    column = _array(others)
    asked = pa.array(words, type=pa.large_string())
    maybe = pc.or_(pc.is_in(pc.ascii_lower(column), value_set=asked), pc.invert(pc.string_is_ascii(column)))
    there, wanted = column.filter(maybe).to_pylist(), set(words)
    return {word.casefold(): word for word in there if word.casefold() in wanted}


def places(words: Words, others: Words) -> npt.NDArray[np.int64]:
    """Of each word, its place among the others, which are all different; -1 where it is none of them."""
    found = pc.fill_null(pc.index_in(_array(words), value_set=_array(others)), -1)
    return np.asarray(found).astype("int64")


def distinct(words: Words) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Of each word, which of the different ones it is, in the order in which they come; and where each of those stands first."""
    known = _array(words).dictionary_encode()
    if isinstance(known, pa.ChunkedArray):
        known = known.combine_chunks()
    at = np.asarray(known.indices).astype("int64")
    first = np.empty(len(known.dictionary), dtype="int64")
    first[at[::-1]] = np.arange(len(at))[::-1]
    return at, first


def _array(words: Words) -> pa.Array:
    return pa.array(words, type=pa.large_string(), from_pandas=True)
