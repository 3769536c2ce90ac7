"""``python -m gcdash VERB``."""

import io
import sys

from gcdash.cli import main

if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a pipe on Windows knows only the letters of one region
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())
