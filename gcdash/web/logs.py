"""What is kept of what happens: who was let do what, readings, foldings, refusals and errors, on the standard error stream.

People are named by their subject alone. No e-mail address, no words of anybody's, no address of a machine. So of an error stands there what
kind it is and where it happened, and not its message: that of a library quotes the cell it stumbled over.
"""

from __future__ import annotations

import logging
import time
import traceback
from typing import Any

_LINE, _MOMENT = "%(asctime)sZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"


def set_up() -> None:
    """Keep the lines of gcdash, unless whoever runs the server has said where they go; and none that tells who asked for what page."""
    logging.setLogRecordFactory(_Record)
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


class _Record(logging.LogRecord):
    """A line of the log, whoever writes it: one line, whatever is named in it, and errors without their message."""

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 -- as logging hands them on
        super().__init__(*args, **more)
        if self.exc_info and self.exc_info[1]:
            self.exc_text = told(self.exc_info[1])  # what is there already no formatter makes anew

    def getMessage(self) -> str:  # noqa: N802 -- logging calls it so
        return "\\n".join(super().getMessage().splitlines())


def told(error: BaseException) -> str:
    """An error and what led to it, as Python tells them, each without its message."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    own = ["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__), type(error).__qualname__]
    return (f"{told(before)}\n\n" if before else "") + "".join(own)


def _names_nobody(record: logging.LogRecord) -> bool:
    """Uvicorn says the address from which each socket is opened."""
    return '"WebSocket' not in str(record.msg)


def _is_told_once(record: logging.LogRecord) -> bool:
    """Streamlit writes down what fails in a page, and hands it to us: we do it too, with the number that the page shows."""
    return record.msg != "Uncaught app execution"


def _is_no_download_of_ours(record: logging.LogRecord) -> bool:
    """Likewise what fails while a file is made at a click, which it tells as the cause of an error of its own."""
    return record.exc_info is None or record.exc_info[1] is None or record.exc_info[1].__cause__ is None
