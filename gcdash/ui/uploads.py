"""Files that visits have sent and the server keeps in memory: which visits may send any, how many, and when they are let go.

Streamlit takes a file from every visit, whatever its page shows, and keeps it until the visit ends. Here only a page that asks for files
opens the door, and it closes when that page is left.
"""

from __future__ import annotations

from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from gcdash.limits import Kept

_OFFERED: set[str] = set()


def offer() -> None:
    """The page of this visit asks for files: it may send some."""
    runtime = get_instance()
    for ended in [visit for visit in list(_OFFERED) if not runtime.is_active_session(visit)]:
        _OFFERED.discard(ended)
    _OFFERED.add(_this_visit())


def let_go() -> None:
    """The page of this visit asks for no files: it may send none, and what it has sent is dropped."""
    _OFFERED.discard(_this_visit())
    if context := get_script_run_ctx():
        context.uploaded_file_mgr.remove_session_files(context.session_id)


def kept(visit: str) -> Kept:
    """What is kept now."""
    files = _files(get_instance())
    size = sum(stat.byte_length for stats in files.get_stats().values() for stat in stats)
    return Kept(visit in _OFFERED, frozenset(list(files.file_storage.get(visit, {}))), size)


def settle(visit: str) -> None:
    """Drop what has come from a visit that was over before its file had arrived: nobody else would."""
    runtime = get_instance()
    if not runtime.is_active_session(visit):
        _files(runtime).remove_session_files(visit)


def _this_visit() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _files(runtime: Runtime) -> MemoryUploadedFileManager:
    files = runtime.uploaded_file_mgr
    if not isinstance(files, MemoryUploadedFileManager):
        raise TypeError(f"Streamlit keeps files in a {type(files).__name__}, which is not known here.")
    return files
