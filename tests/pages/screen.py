"""What a page says and where to type: words, buttons and fields found by what people read on them, never by their place."""

from __future__ import annotations

import re
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Element

_ESCAPE = re.compile(r"\\([^\w\s])")


def words(app: AppTest) -> str:
    """All that a page says, a line for each element, as people read it: without the signs that keep words from being Markdown."""
    elements = [element for element in app if isinstance(element, Element)]
    said = (getattr(element.proto, name, "") for element in elements for name in ("title", "label", "body"))
    return _ESCAPE.sub(r"\1", "\n".join(part for part in said if part))
