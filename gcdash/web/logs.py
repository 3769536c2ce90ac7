"""What is kept of what happens: who was let do what, readings, foldings, refusals and errors, on the standard error stream.

People are named by their subject alone. No e-mail address, no words of anybody's, no address of a machine.
"""

from __future__ import annotations

import logging
import time

_LINE, _MOMENT = "%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"


def set_up() -> None:
    """Keep the lines of gcdash, unless whoever runs the server has said where they go; and none that tells who asked for what page."""
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_names_nobody)
    logging.getLogger("streamlit.error_util").addFilter(_is_told_once)
    logging.getLogger("streamlit.runtime.backend_operation_handler").addFilter(_is_no_download_of_ours)
    ours = logging.getLogger("gcdash")
    if ours.level == logging.NOTSET:
        ours.setLevel(logging.INFO)
    if not ours.hasHandlers():
        line = logging.Formatter(_LINE, _MOMENT)
        line.converter = time.gmtime
        stream = logging.StreamHandler()
        stream.setFormatter(line)
        ours.addHandler(stream)


def _names_nobody(record: logging.LogRecord) -> bool:
    """Uvicorn says the address from which each socket is opened."""
    return '"WebSocket' not in str(record.msg)


def _is_told_once(record: logging.LogRecord) -> bool:
    """Streamlit writes down what fails in a page, and hands it to us: we do it too, with the number that the page shows."""
    return record.msg != "Uncaught app execution"


def _is_no_download_of_ours(record: logging.LogRecord) -> bool:
    """Likewise what fails while a file is made at a click, which it tells as the cause of an error of its own."""
    return record.exc_info is None or record.exc_info[1] is None or record.exc_info[1].__cause__ is None
