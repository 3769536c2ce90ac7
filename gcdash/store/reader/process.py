"""Running the guarded child: its start, its end, and the lines that it writes."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import IO

from gcdash.store.reader.limits import Limits, Unsafe

_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""All of the environment that the child gets: what Windows, and a Python in an unusual place, need to start."""
_OUT_OF_TIME = (-signal.SIGXCPU,) if hasattr(signal, "SIGXCPU") else ()
_AT_ONCE = threading.BoundedSemaphore(4)
"""However many files arrive together, only so many children take memory."""


def lines(data: bytes, limits: Limits) -> Generator[str]:
    """What the child writes about ``data``, line by line, as it comes; Unsafe when it dies or takes too long."""
    with _AT_ONCE, _child(limits) as child:
        late = threading.Event()
        clock = threading.Timer(limits.wall, _end, (child, late))
        feeder = threading.Thread(target=_feed, args=(child.stdin, data))
        clock.start()
        feeder.start()
        try:
            for line in child.stdout or ():
                yield line.decode()
            code = child.wait()
        finally:
            clock.cancel()
            child.kill()
            feeder.join()
    if late.is_set() or code in _OUT_OF_TIME:
        raise Unsafe("time")
    if code != 0:
        raise Unsafe("died")


def _child(limits: Limits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 -- our own file, no shell, nothing of the user's among the arguments
        [sys.executable, "-I", "-S", "-B", str(Path(__file__).with_name("child.py")), _folder_of_calamine(), json.dumps(asdict(limits))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _folder_of_calamine() -> str:
    """Found without importing it: it has no business in this process."""
    spec = importlib.util.find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("python_calamine")
    return str(Path(spec.origin).parents[1])


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with contextlib.suppress(OSError), pipe:  # the child may have made up its mind, or be gone
        pipe.write(data)


def _end(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()
