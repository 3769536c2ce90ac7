"""The command line: the same core as the pages, for scripts and for those who like to type.

Exit codes: 0 done, 1 something remains (problems), 2 refused: one line on standard error, and nothing was written.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from gcdash.cli.parser import parser
from gcdash.errors import GcdashError
from gcdash.words import _


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; returns the exit code."""
    args = parser().parse_args(argv)
    try:
        code: int = args.run(args)
    except GcdashError as error:
        return _refused(str(error))
    except OSError as error:
        return _refused(_("{file}: {why}.").format(file=error.filename or _("The file"), why=error.strerror or error))
    return code


def _refused(words: str) -> int:
    sys.stderr.write(" ".join(words.split()) + "\n")
    return 2
