"""The rules that an update or a confirmed reading must pass before it is recorded.

Nothing here writes. A store appends what has passed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process

from gcdash.book import Book
from gcdash.cells import as_day
from gcdash.changes import FORM, CellChange, Update, new_id
from gcdash.errors import Refusal
from gcdash.owners import read_names
from gcdash.schema import ACTIONS, NONE_WORDS, REPORTABLE, UPDATES, Kind, Sheet, Status, fold
from gcdash.words import _

LONGEST = 32_767
"""The most characters that a cell can hold (Excel specifications and limits)."""

IN_CELLS = ("due_date_set", "owners_set")
"""What a person confirms or overrides in cells of the Actions sheet."""

ALIKE = 85
"""From which likeness on, of 100, a party that nobody knows is taken for one that is known, with a slip of the pen."""

SCHEMES = ("http", "https", "mailto")


def clean(text: str) -> str:
    """``text`` as a cell can hold it: line ends as line feeds, blanks around it trimmed, composed letters (Unicode NFC)."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").strip())


def checked(update: Update, book: Book, today: date) -> Update:
    """The update as it is to be recorded, its words cleaned and spelled as the book spells them; else the first refusal."""
    update, refusals = check(update, book, today)
    if refusals:
        raise refusals[0]
    return update


def check(update: Update, book: Book, today: date) -> tuple[Update, tuple[Refusal, ...]]:
    """The cleaned update, and every refusal at once, each with the field it is about."""
    texts = {name: clean(getattr(update, name)) for name in _TEXTS}
    update = replace(update, **texts)  # type: ignore[arg-type]  # all of them are text
    action = book.action(update.action_id)
    statuses = {fold(word): str(word) for word in REPORTABLE}
    parties = {fold(party): party for party in book.known_parties} | {fold(w): o for w, o in book.registry.synonyms.items()}
    update = replace(
        update,
        action_id=update.action_id if action is None else str(action["action_id"]),
        status=statuses.get(fold(update.status), update.status),
        party=parties.get(fold(update.party), update.party),
    )
    refusals = [unfit(name, text) for name, text in texts.items()]
    kind = Kind.MIXED if action is None else str(action["timescale_kind"])
    refusals += [_no_action(update, book) if action is None else None, _status(update.status, kind), _day(update.report_date, today)]
    refusals += [_misspelled(update.party, parties)] if update.party not in parties.values() else []
    refusals += [_text(update), _link(update.evidence), _part(update, kind)]
    return update, tuple(refusal for refusal in refusals if refusal is not None)


_TEXTS = ("update_id", "action_id", "status", "text", "party", "next_step", "evidence", "reported_by", "withdraws")


def unfit(name: str, text: str, sheet: Sheet = UPDATES) -> Refusal | None:
    """Words for a column of a sheet that no cell can hold: refused at the door, so that they can never stop what comes after."""
    heading = _(sheet.column(name).heading)
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST:
        return Refusal(
            _("{heading} is longer than the {n} characters that a cell can hold.").format(heading=heading, n=f"{LONGEST:,}"),
            _("Shorten it, or put the long text in a document and link to it."),
            field=name,
        )
    if bad := next((c for c in text if _isunfit(c)), None):
        return Refusal(
            _("{heading} holds a character that a workbook cannot keep (U+{code:04X}).").format(heading=heading, code=ord(bad)),
            _("Delete it and type the words again; it often comes from copying."),
            field=name,
        )
    return None


def _isunfit(c: str) -> bool:
    """Control characters but tab and line feed, surrogates, and non-characters: not allowed in XML 1.0 (section 2.2)."""
    return (c < " " and c not in "\t\n") or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"


def _no_action(update: Update, book: Book) -> Refusal:
    ids = ", ".join(book.actions["action_id"].head(3))
    return Refusal(
        _("There is no action {id} in the workbook.").format(id=update.action_id or _("(blank)")),
        _("Use the ID of an action, such as {ids}.").format(ids=ids or "A01"),
        field="action_id",
    )


def reportable(kind: str) -> tuple[str, ...]:
    """What can be reported of an action with this kind of time scale: only a mixed one has a dated part to be done."""
    return tuple(str(status) for status in REPORTABLE if kind == Kind.MIXED or status is not Status.DATED_PART_DONE)


def _status(status: str, kind: str) -> Refusal | None:
    if status in REPORTABLE:
        return None
    words = _("{status} is not a status that can be reported.").format(status=status) if status else _("Choose a status.")
    hint = _("Use one of: {choices}.").format(choices=", ".join(_(word) for word in reportable(kind)))
    return Refusal(words, hint, field="status")


def _day(day: date, today: date) -> Refusal | None:
    if day <= today:
        return None
    return Refusal(
        _("The report date {day} lies in the future.").format(day=day.isoformat()),
        _("Use the day that the report is true for, today at the latest."),
        field="report_date",
    )


def _misspelled(party: str, parties: Mapping[str, str]) -> Refusal | None:
    hit = process.extractOne(fold(party), list(parties), scorer=fuzz.ratio, score_cutoff=ALIKE) if party else None
    if hit is None:
        return None
    near = parties[hit[0]]
    return Refusal(
        _("Nobody knows a party {party}. Did you mean {near}?").format(party=party, near=near),
        _("Write {near}, or add {party} to the Parties sheet first.").format(party=party, near=near),
        field="party",
    )


def strange_party(book: Book, party: str) -> str:
    """What a report by a party that nobody knows leads to, in a sentence; blank for one that is known, and for the whole action."""
    if party in {"", *book.known_parties}:
        return ""
    words = _("{party} is neither in the Parties sheet nor an owner; the report counts, but not among those who are expected.")
    return words.format(party=party)


def _text(update: Update) -> Refusal | None:
    if update.status != Status.COMPLETED or update.text:
        return None
    return Refusal(_("Completed needs words on what was done."), _("Write one line of text."), field="text")


def _link(text: str) -> Refusal | None:
    if not text or is_link(text):
        return None
    return Refusal(
        _("The evidence {text} is not a link that can be kept.").format(text=text[:80]),
        _("Give an address that starts with http://, https:// or mailto:, with no blanks in it."),
        field="evidence",
    )


def is_link(text: str) -> bool:
    """Whether a text is a link that may be shown as one: http, https or mailto, whole, and on one line."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    there = parts.path if parts.scheme == "mailto" else parts.netloc
    return parts.scheme in SCHEMES and bool(there) and not any(c.isspace() for c in text)


def _part(update: Update, kind: str) -> Refusal | None:
    if update.status != Status.DATED_PART_DONE or kind == Kind.MIXED:
        return None
    return Refusal(
        _("The action {id} has no dated part beside on-going work.").format(id=update.action_id),
        _("Report Completed or In progress instead."),
        field="status",
    )


def withdrawal(book: Book, update_id: str, reason: str, by: str, today: date, *, source: str = FORM) -> Update:
    """The update that withdraws one, saying why. Nothing is deleted; a withdrawal itself cannot be withdrawn."""
    found = book.updates[book.updates["update_id"] == update_id.strip()]
    if found.empty:
        raise Refusal(_("There is no update {id}.").format(id=update_id), _("Copy its ID from the action's history."), field="update_id")
    target = found.iloc[-1]
    if target["withdraws"]:
        withdrawal_itself = _("The update {id} is itself a withdrawal.").format(id=update_id)
        raise Refusal(withdrawal_itself, _("Record the update again instead."), field="update_id")
    if (book.updates["withdraws"] == target["update_id"]).any():
        raise Refusal(
            _("The update {id} has been withdrawn already.").format(id=update_id), _("There is nothing to do."), field="update_id"
        )
    if not clean(reason):
        raise Refusal(_("A withdrawal needs a reason."), _("Say in one line why the update does not count."), field="text")
    for name, text in (("text", reason), ("reported_by", by)):
        if bad := unfit(name, clean(text)):
            raise bad
    return Update(
        new_id(), str(target["action_id"]), today, Status.NOTHING_TO_REPORT, clean(reason), str(target["party"]),
        reported_by=clean(by), source=source, withdraws=str(target["update_id"]),
    )  # fmt: skip


def confirmation(book: Book, action_id: str, field: str, said: str, by: str = "") -> CellChange:
    """The change that confirms or overrides a reading: ``field`` is ``due_date_set`` (a day or *none*) or ``owners_set``."""
    action = book.action(action_id)
    if action is None:
        raise Refusal(_("There is no action {id} in the workbook.").format(id=action_id), field="action_id")
    return CellChange(new_id(), str(action["action_id"]), field, str(action[field]), fit(field, said), clean(by))


def fit(field: str, said: str) -> str:
    """What a person wrote for a cell of an action, by column name, as the cell is to hold it; Refusal where it cannot.

    The word *none* says in *Due date* and *Owners* that there is none, and empties any other cell.
    """
    text = clean(said)
    if fold(text) in NONE_WORDS:
        return "none" if field in IN_CELLS else ""
    if field == "due_date_set":
        day = as_day(text)
        if day is None:
            raise Refusal(
                _("{text} is not a date.").format(text=text or _("Blank")), _("Write a day such as 2009-11-29, or none."), field=field
            )
        return day.isoformat()
    if field == "owners_set":
        text = "; ".join(read_names(text))
        if not text:
            raise Refusal(_("No owner is named."), _("Choose at least one, or write none."), field=field)
    if bad := unfit(field, text, ACTIONS):
        raise bad
    return text
