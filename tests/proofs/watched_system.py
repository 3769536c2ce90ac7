"""Every call to the operating system that changes something below one folder, seen before it is made.

What is put in the calls' way stands in ``faults`` (the call fails, or the process dies) and ``power`` (what was not synced is gone).
None of it replaces a line of the program: it is the system under the program that misbehaves, in a process of its own.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

BY_PATH = ("link", "replace", "rename", "unlink", "remove", "mkdir", "rmdir", "chmod", "chown", "truncate")
BY_DESCRIPTOR = ("write", "fsync", "ftruncate", "fchmod", "fchown")
CHANGES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
ARGUMENTS_OF_EXCHANGE = 5


class System:
    """Stands before the calls, once installed. A kind of system overrides ``before`` and ``after``."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.open_here: dict[int, str] = {}
        self.seen: list[str] = []

    def before(self, call: str, path: str) -> None:
        """A changing call is about to be made; an OSError raised here is what the program gets instead."""

    def after(self, call: str, path: str) -> None:
        """The call has been made."""

    def install(self) -> None:
        """For the rest of this process's life."""
        for name in BY_PATH:
            setattr(os, name, self._by_path(name, getattr(os, name)))
        for name in BY_DESCRIPTOR:
            setattr(os, name, self._by_descriptor(name, getattr(os, name)))
        self._open, self._close, self._cdll = os.open, os.close, ctypes.CDLL
        os.open, os.close = self.open, self.close
        if sys.platform == "linux":
            ctypes.CDLL = self._library

    def _is_here(self, path: object) -> bool:
        return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self.root)

    def made(self, call: str, path: str, make: Callable[[], Any]) -> Any:  # noqa: ANN401 -- whatever the call gives
        """Make a changing call, with what stands before and after it."""
        self.seen.append(f"{call} {path.removeprefix(self.root)}")
        self.before(call, path)
        given = make()
        self.after(call, path)
        return given

    def _by_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: object, *more: object, **words: object) -> Any:  # noqa: ANN401 -- whatever the call gives
            if not self._is_here(path):
                return real(path, *more, **words)
            return self.made(name, os.fspath(path), lambda: real(path, *more, **words))

        return call

    def _by_descriptor(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(fd: int, *more: object) -> Any:  # noqa: ANN401 -- whatever the call gives
            return self.made(name, self.open_here[fd], lambda: real(fd, *more)) if fd in self.open_here else real(fd, *more)

        return call

    def open(self, path: Any, flags: int, *more: Any, **words: Any) -> int:  # noqa: ANN401 -- as os.open
        if not self._is_here(path):
            return self._open(path, flags, *more, **words)
        there = os.fspath(path)
        if flags & CHANGES:
            fd = self.made("open", there, lambda: self._open(path, flags, *more, **words))
        else:
            fd = self._open(path, flags, *more, **words)
        self.open_here[fd] = there
        return int(fd)

    def close(self, fd: int) -> None:
        self.open_here.pop(fd, None)
        self._close(fd)

    def _library(self, name: str | None, *more: Any, **words: Any) -> Any:  # noqa: ANN401 -- as ctypes.CDLL
        library = self._cdll(name, *more, **words)
        if name is None:
            exchange = library.renameat2
            library.renameat2 = lambda *arguments: self._exchanged(exchange, *arguments)
        return library

    def _exchanged(self, real: Callable[..., int], *arguments: Any) -> int:  # noqa: ANN401 -- as renameat2(2)
        try:
            return int(self.made("renameat2", os.fsdecode(arguments[3]), lambda: real(*arguments)))
        except OSError as error:
            ctypes.set_errno(error.errno or 0)
            return -1
