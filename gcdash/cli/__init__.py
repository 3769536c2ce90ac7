"""The command line: the same core as the pages, for scripts and for those who like to type.

Exit codes: 0 done, 1 something remains (problems), 2 refused: one line on standard error, and nothing was written.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gcdash.cli.parser import parser
from gcdash.errors import GcdashError
from gcdash.store.disk import TEMPORARY
from gcdash.words import _


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    try:
        args = parser().parse_args(argv)
        code: int = args.run(args)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough, as ``head`` does; what is left must not be flushed at exit either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except GcdashError as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(_unusable(error))
    return code


def _refused(words: str) -> int:
    sys.stderr.write(" ".join(words.split()) + "\n")
    return 2


def _unusable(error: OSError) -> str:
    """What the system refused, with the folder for a file of ours that nobody has asked for."""
    if not error.filename:
        return str(error)
    path = Path(os.fsdecode(error.filename))
    place = path.parent if path.name.startswith(TEMPORARY) else path
    words = _("{place} cannot be used: {why}. Check the path, and that you may read and write there.")
    return words.format(place=place, why=error.strerror)
