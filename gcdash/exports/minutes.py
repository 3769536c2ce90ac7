"""The minutes of a meeting as a Word document: who was present, what was decided by action, what is new, settled and carried over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd
from docx.document import Document
from docx.shared import Pt

from gcdash import palette, sentences
from gcdash.cells import as_day
from gcdash.exports.document import INK, add_title, fill, look, new_document, new_row, new_table, saved
from gcdash.exports.wording import printable
from gcdash.meetings import Minutes, is_closed
from gcdash.schema import ACTIONS, fold
from gcdash.settings import Settings
from gcdash.words import _


def to_docx(minutes: Minutes, settings: Settings) -> bytes:
    """The minutes, always the same for the same meeting once it is closed."""
    meeting = minutes.meeting
    state = _("Minutes") if is_closed(meeting) else _("Draft minutes; the meeting is still open")
    head = " · ".join(part for part in (state, settings.workshop, _("SAMPLE: made-up data") if settings.sample else "") if part)
    document = new_document(str(meeting["meeting"]), head, head)
    add_title(document, str(meeting["meeting"]))
    chair = _("chaired by {name}").format(name=meeting["chair"]) if meeting["chair"] else ""
    _say(document, " · ".join(part for part in (sentences.day(meeting["date"]), meeting["place"], chair) if part))
    _section(document, _("Present"), None, _("Nobody is written down."), "; ".join(minutes.present))
    _add_decisions(document, minutes)
    _add_agreed(document, minutes.added)
    _add_amended(document, minutes)
    _add_actions(document, _("Noted as settled"), minutes.settled, _("No action was noted as completed or cancelled."))
    _add_actions(document, _("Carried over to the next meeting"), minutes.carried_over, _("Nothing is carried over."))
    return saved(document)


def _add_decisions(document: Document, minutes: Minutes) -> None:
    decisions = minutes.decisions[["action_id", "action", "status", "text", "next_step"]].itertuples(index=False, name=None)
    rows = (
        (action_id, action, _status(sentences.status_said(status, text, step)), text, step)
        for action_id, action, status, text, step in decisions
    )
    columns = {_("ID"): 1.6, _("Action"): 8.6, _("Status"): 3.6, _("What was said or decided"): 7.2, _("Next step"): 5.7}
    _section(document, _("Decisions"), columns, _("No decision was recorded."), rows)


def _status(said: str) -> str:
    return palette.label(said) if said in palette.LOOKS else said


def _add_agreed(document: Document, added: pd.DataFrame) -> None:
    """The new actions in the words in which they were agreed, and beside them how these are read."""
    rows = ((a["action_id"], a["action"], a["timescale"], a["responsibility"], sentences.reading(a)) for _at, a in added.iterrows())
    columns = {_("ID"): 1.6, _("Action"): 9.5, _("Time scale"): 3.6, _("Responsibility"): 5.5, _("Read as"): 6.5}
    _section(document, _("New actions"), columns, _("No action was added."), rows)


def _add_amended(document: Document, minutes: Minutes) -> None:
    if len(minutes.amended):
        rows = ((a.action_id, a.field, _told(a.field, a.old), _told(a.field, a.new)) for a in minutes.amended.itertuples())
        _section(document, _("Amended"), {_("ID"): 1.6, _("Field"): 4.0, _("Old"): 10.5, _("New"): 10.6}, "", rows)


def _told(field: object, words: object) -> str:
    """What an amended cell says; a due date, which the cell holds as the sheet does, as every other date here."""
    due = fold(str(field)) == fold(ACTIONS.column("due_date_set").heading)
    return (sentences.day(as_day(words)) if due else "") or str(words)


def _add_actions(document: Document, heading: str, actions: pd.DataFrame, none: str) -> None:
    rows = (
        (a["action_id"], a["action"], sentences.who(a), sentences.day(a["falls_due"]), palette.label(a["standing"]))
        for _at, a in actions.iterrows()
    )
    columns = {_("ID"): 1.6, _("Action"): 11.5, _("Owners"): 6.5, _("Due date"): 3.0, _("Standing"): 4.1}
    _section(document, heading, columns, none, rows)


def _section(
    document: Document, heading: str, columns: dict[str, float] | None, none: str, content: str | Iterable[Sequence[object]]
) -> None:
    """A heading, and under it a table of rows, a text, or the words for none."""
    title = document.add_paragraph(printable(heading), "Heading 2")
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(10), Pt(3)
    look(title, 13, INK)
    rows = [] if isinstance(content, str) else list(content)
    if columns is None or not rows:
        _say(document, content if isinstance(content, str) and content else none)
        return
    table = new_table(document, list(columns), list(columns.values()))
    for row in rows:
        fill(new_row(table), [str(text) for text in row])


def _say(document: Document, words: str) -> None:
    document.add_paragraph().add_run(printable(words))
