"""LibreOffice as a person uses it: it opens a file, cells are typed into, and it is saved as whatever kind. A macro does the typing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "csv": "Text - txt - csv (StarCalc)", "xls": "MS Excel 97"}
"""LibreOffice's own names of the kinds of file."""

Typed = tuple[str, int, int, str]
"""A sheet's name, a row and a column counted from 0, and what is typed there, as a person types it (in English): 2009-12-01 is a date."""

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{code}</script:module>"""


def edited(path: Path, typed: Sequence[Typed], kind: str, folder: Path) -> Path:
    """The file after LibreOffice opened it, these cells were typed, and it was saved as ``kind`` into ``folder``."""
    office = shutil.which("soffice")
    if not office and not os.environ.get("CI"):
        pytest.skip("LibreOffice is not installed (its command soffice was not found)")
    out, profile = folder / f"{path.stem}.{kind}", folder.parent.parent / "office"  # one for all tests of a run: it takes time to make
    library = profile / "user" / "basic" / "Standard"
    command = [office or "soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    if not library.exists():  # its first start makes the folders, and puts its own files into them
        subprocess.run([*command, "--terminate_after_init"], check=True, capture_output=True, timeout=120)
    (profile / "user" / "basic" / "script.xlc").write_text(_LIBRARIES, encoding="utf-8")
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (library / "Module1.xba").write_text(_MODULE.format(code=escape(_macro(path, typed, kind, out))), encoding="utf-8")
    subprocess.run([*command, "macro:///Standard.Module1.Edit"], check=True, capture_output=True, timeout=120)
    return out


def _macro(path: Path, typed: Sequence[Typed], kind: str, out: Path) -> str:
    lines = [
        f'  sheets.getByName("{sheet}").getCellByPosition({column}, {row}).FormulaLocal = "{words.replace(chr(34), chr(34) * 2)}"'
        for sheet, row, column, words in typed
    ]
    options = ["  Dim saved(1) As New com.sun.star.beans.PropertyValue"]
    options += ['  saved(0).Name = "FilterName"', f'  saved(0).Value = "{FILTERS[kind]}"']
    if kind == "csv":
        options += ['  saved(1).Name = "FilterOptions"', '  saved(1).Value = "59,34,76,1,,0,false,true,false"']
    return "\n".join([
        "Sub Edit",
        "  Dim hidden(0) As New com.sun.star.beans.PropertyValue",
        '  hidden(0).Name = "Hidden"',
        "  hidden(0).Value = True",
        f'  book = StarDesktop.loadComponentFromURL("{path.as_uri()}", "_blank", 0, hidden())',
        "  sheets = book.Sheets",
        *lines,
        *options,
        f'  book.storeToURL("{out.as_uri()}", saved())',
        "  book.close(True)",
        "  StarDesktop.terminate()",
        "End Sub",
    ])  # fmt: skip
