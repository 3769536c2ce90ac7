"""The CRC-32 of bytes that stand one behind the other, from those of its runs: crc32_combine of zlib (crc32.c), which Python's lacks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

_POLYNOMIAL = 0xEDB88320
_ONE, _X, _WORD = 0x80000000, 0x40000000, 0xFFFFFFFF
"""Polynomials over GF(2), as CRC-32 writes them: the highest bit is the one without x."""


def combined(runs: Iterable[tuple[int, int]]) -> int:
    """The CRC-32 of all runs together, of each its own and its length in bytes."""
    crc = 0
    for own, length in runs:
        crc = _times(_behind(length), crc) ^ own
    return crc


def _times(one: int, other: int) -> int:
    """The product, modulo the CRC's polynomial (``multmodp`` of crc32.c)."""
    product = 0
    while one:
        if one & _ONE:
            product ^= other
        one = one << 1 & _WORD
        other = other >> 1 ^ (_POLYNOMIAL if other & 1 else 0)
    return product


@lru_cache(maxsize=16_384)
def _behind(length: int) -> int:
    """What a CRC is multiplied by when so many bytes come behind: x to the power of 8 ``length`` (``x2nmodp``). A block keeps its own."""
    power, at = _ONE, 3
    while length:
        if length & 1:
            power = _times(_square(at), power)
        length, at = length >> 1, at + 1
    return power


@cache
def _square(times: int) -> int:
    """x, squared so many times."""
    return _X if not times else _times(_square(times - 1), _square(times - 1))
