"""``python -m gcdash VERB``."""

import sys

from gcdash.cli import main

if __name__ == "__main__":
    sys.exit(main())
