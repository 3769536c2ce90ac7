"""What is written beside the book is held against the access matrix too, whatever a page shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from gcdash.access import Person, Role
from gcdash.errors import Refusal
from gcdash.store.guarded import Guarded
from gcdash.store.workbook import WorkbookStore
from gcdash.submission.mappings import remember, remembered

SIGNATURE = "0123456789abcdef"


@pytest.mark.parametrize("role", Role)
def test_how_columns_are_read_is_kept_only_for_who_may_upload(real_book: Path, role: Role, caplog: pytest.LogCaptureFixture) -> None:
    store = Guarded(WorkbookStore(real_book), lambda _book: Person(role, "4f3a", "Ms A", frozenset({"WCO"}), verified=True))
    caplog.set_level("INFO", "gcdash")

    if role is Role.VIEWER:
        with pytest.raises(Refusal, match="You may not upload spreadsheets here"):
            remember(store, SIGNATURE, {0: "action_id"})
        assert remembered(store) == {}
    else:
        remember(store, SIGNATURE, {0: "action_id"})
        assert remembered(store) == {SIGNATURE: {0: "action_id"}}

    said = "refused" if role is Role.VIEWER else "granted"
    assert f"{said} upload {role} '' to 4f3a" in caplog.messages
