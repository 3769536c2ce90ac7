"""The guarded child: a file's bytes on standard input, its rows on standard output, and nothing else in reach.

Started as ``python -I -S child.py FOLDER-OF-CALAMINE LIMITS``. It limits itself before it takes a single foreign byte. Lines out:
objects of JSON that say how much is ``checked``, then for each sheet one, and its rows as ``cells`` packs them; or one that says what is
``refused``.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import sys
from types import ModuleType


def limit_self(memory: int, cpu: int) -> None:
    """No more memory and time than this, no file written, no core dumped. Windows has no such limits, macOS none of memory."""
    try:
        import resource  # noqa: PLC0415 -- not there on Windows
    except ImportError:
        return
    caps = {"RLIMIT_AS": memory, "RLIMIT_CPU": cpu, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": 16}
    for name, cap in caps.items():
        hardest = cap + 1 if name == "RLIMIT_CPU" else cap  # at the hardest limit of time the end would come without its reason
        with contextlib.suppress(ValueError, OSError):  # a lower limit stands already
            resource.setrlimit(getattr(resource, name), (cap, hardest))


def name_packages(folder: str) -> None:
    """Let ``gcdash.store.reader`` be imported from its folder, without all that the packages above it import."""
    for name in ("gcdash.store.reader", "gcdash.store", "gcdash"):
        package = ModuleType(name)
        package.__path__ = [folder]
        sys.modules[name] = package
        folder = os.path.dirname(folder)  # noqa: PTH120 -- pathlib takes as long to import as Python to start


def main(folder_of_calamine: str, limits: str) -> None:
    gc.disable()  # a short life without cycles
    figures = json.loads(limits)
    limit_self(figures["memory"], figures["cpu"])
    name_packages(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 -- as above
    sys.path.append(folder_of_calamine)
    from gcdash.store.reader.extract import extract  # noqa: PLC0415 -- only after the limits are set and the path is known

    with io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n") as out:
        extract(sys.stdin.buffer.read(), figures, out)
    os._exit(0)  # all is written; taking a large book apart in memory would only take time


if __name__ == "__main__":
    main(*sys.argv[1:])
