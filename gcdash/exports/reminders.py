"""Reminders: who is to be asked for what, and a draft of an e-mail to each. The app sends nothing; a person reads and sends."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from xml.etree.ElementTree import tostring

import pandas as pd

from gcdash import palette, sentences
from gcdash.book import Book
from gcdash.errors import Refusal
from gcdash.exports.excerpt import Excerpt
from gcdash.exports.focal_file import file_name, focal_file
from gcdash.exports.package import packed, stem
from gcdash.exports.web_page import tag
from gcdash.exports.wording import printable
from gcdash.merge.baseline import Origin
from gcdash.progress import ATTENTION, OPEN
from gcdash.schema import Standing, Status
from gcdash.standing import SPEAKING, reports
from gcdash.steps import Progress, Steps, tell_nobody
from gcdash.words import _, n_

REMINDED = ("party", "action_id", "what", "day")
"""What a reminder is about: who, which action, what is asked (a standing), and the day on which it was or is due."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass(frozen=True, slots=True)
class Draft:
    """One e-mail to one party: the name of its file, whom it is to, how many actions it is about, and the .eml itself."""

    party: str
    file: str
    to: tuple[str, ...]
    actions: int
    content: bytes


def due_reminders(excerpt: Excerpt, already: pd.DataFrame | None = None) -> pd.DataFrame:
    """Whom to remind of what: columns of ``REMINDED``, by party, the most urgent first.

    Every party that is expected to report on an open action, and every class owner with no parties listed, is reminded of it while it is
    overdue or due soon; else where neither the party itself nor anybody for the whole action has reported within the reporting rhythm.
    A party that has reported Completed is left alone. ``already``: what was reminded of before, in the same columns.
    """
    asked = _asked(excerpt)
    counted = reports(excerpt.book, excerpt.as_of)
    keys = pd.MultiIndex.from_frame(asked[["action_id", "party"]])
    own = counted.groupby(["action_id", "party"])["report_date"].max().reindex(keys).to_numpy()
    whole = counted[counted["party"] == ""].groupby("action_id")["report_date"].max().reindex(asked["action_id"]).to_numpy()
    last = pd.DataFrame({"own": own, "whole": whole}, dtype="datetime64[s]").max(axis=1).astype("datetime64[s]")
    settings = excerpt.book.settings
    since = last.fillna(asked["agreed"])
    report_due = (since + pd.DateOffset(months=settings.report_every_months)).where(asked["report_due"].notna())
    dated = asked["standing"].isin([Standing.OVERDUE, Standing.DUE_SOON])
    asked["what"] = asked["standing"].where(dated, str(Standing.REPORT_OVERDUE))
    asked["day"] = asked["falls_due"].where(dated, report_due).astype("datetime64[s]")
    newest = counted[counted["status"].isin(SPEAKING)].drop_duplicates(["action_id", "party"], keep="last")
    done = pd.MultiIndex.from_frame(newest.loc[newest["status"] == Status.COMPLETED, ["action_id", "party"]])
    late = asked[(dated | (report_due < pd.Timestamp(excerpt.as_of))) & ~keys.isin(done)]
    return _in_order(_without(late[list(REMINDED)], already), excerpt.book.known_parties)


def _asked(excerpt: Excerpt) -> pd.DataFrame:
    """One row for each open action and party that is to report on it; a class owner stands for its parties where none is listed."""
    book = excerpt.book
    still_open = excerpt.actions[excerpt.actions["standing"].isin(OPEN)]
    who = {
        text: tuple(book.expected(names)[0]) + tuple(name for name in names if book.expected([name]) == (frozenset(), False))
        for text, names in dict(zip(still_open["owners_text"], still_open["owners"], strict=True)).items()
    }
    pairs = still_open.assign(party=still_open["owners_text"].map(who)).explode("party").dropna(subset="party")
    return pairs[["party", "action_id", "standing", "falls_due", "report_due", "agreed"]].reset_index(drop=True).astype({"party": "str"})


def _without(late: pd.DataFrame, already: pd.DataFrame | None) -> pd.DataFrame:
    if already is None or already.empty:
        return late
    before = set(already[list(REMINDED)].itertuples(index=False, name=None))
    return late[[row not in before for row in late.itertuples(index=False, name=None)]]


def _in_order(late: pd.DataFrame, parties: Sequence[str]) -> pd.DataFrame:
    by_party = {party: at for at, party in enumerate(parties)}
    urgency = {str(standing): at for at, standing in enumerate(ATTENTION)}
    places = late.assign(at=late["party"].map(by_party), urgency=late["what"].map(urgency))
    return places.sort_values(["at", "party", "urgency", "day", "action_id"], kind="stable", ignore_index=True)[list(REMINDED)]


def drafts(
    excerpt: Excerpt, due: pd.DataFrame, attachment: Callable[[str], bytes | None] = lambda _party: None, progress: Progress = tell_nobody
) -> list[Draft]:
    """A draft for each party in ``due``, which comes from ``due_reminders``. ``attachment``: a party's own spreadsheet."""
    files: dict[str, str] = {}
    made = []
    steps = Steps(progress, due["party"].nunique(), _("Writing draft {n} of {all}"), every=1)
    for party, rows in steps.through(due.groupby("party", sort=False)):
        name = _file_name(str(party), excerpt, files)
        content, to = _message(excerpt, str(party), rows, attachment(str(party)))
        made.append(Draft(str(party), name, to, len(rows), content))
    return made


def spreadsheets(book: Book, origin: Origin, made_on: date) -> Callable[[str], bytes | None]:
    """What makes a party's own spreadsheet to attach; nothing where no action is the party's."""

    def attached(party: str) -> bytes | None:
        try:
            return focal_file(book, party, origin, made_on)
        except Refusal:
            return None

    return attached


def without_address(excerpt: Excerpt, due: pd.DataFrame) -> str:
    """How many drafts of what is ``due`` name nobody to send them to, and what to do; blank where each does."""
    count = sum(not any(_contacts(excerpt, str(party))) for party in due["party"].unique())
    if not count:
        return ""
    return n_(
        "1 draft has no address: write the party's e-mail into the Parties sheet, or put it in by hand before you send it.",
        "{n} drafts have no address: write the parties' e-mail into the Parties sheet, or put it in by hand before you send them.",
        count,
    )


def pack(made: Sequence[Draft]) -> bytes:
    """All drafts in one zip file."""
    return packed({draft.file: draft.content for draft in made})


def _file_name(party: str, excerpt: Excerpt, taken: dict[str, str]) -> str:
    """A name of plain letters that no other party has: from the day and the party's name, or its hash where that has no such letters."""
    word = stem(party)
    name = f"reminder-{excerpt.as_of.isoformat()}-{word}"
    if not word or taken.setdefault(name, party) != party:
        name = f"{name.rstrip('-')}-{hashlib.sha256(party.encode()).hexdigest()[:8]}"
    return f"{name}.eml"


def _message(excerpt: Excerpt, party: str, rows: pd.DataFrame, attachment: bytes | None) -> tuple[bytes, tuple[str, ...]]:
    contacts = list(_contacts(excerpt, party))
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"  # the mail program opens it as a draft
    message["Subject"] = _line(_subject(excerpt, len(rows)))
    if contacts:
        message["To"] = contacts
    actions = excerpt.actions.set_index("action_id", drop=False).loc[rows["action_id"]]
    asked = zip(actions["action_id"], actions["action"], rows["what"], rows["day"], strict=True)
    told = [(action_id, _asked_for(Standing(what), day, excerpt), words) for action_id, words, what, day in asked]
    names = ", ".join(contact.display_name for contact in contacts if contact.display_name) or party
    words = _Words(excerpt, names, attached=attachment is not None)
    message.set_content(printable(words.text(told)))
    message.add_alternative(printable(words.html(told)), subtype="html")
    if attachment is not None:
        message.add_attachment(attachment, *_XLSX, filename=file_name(party, excerpt.as_of))
    for at, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(f'{party} {at}'.encode()).hexdigest()[:32]}")  # else it is made by chance
    return message.as_bytes(), tuple(contact.addr_spec for contact in contacts)


def _contacts(excerpt: Excerpt, party: str) -> Iterator[Address]:
    """The party's focal points that have an address that can be written to; several addresses may stand in one cell."""
    parties = excerpt.book.parties
    seen = set()
    own = parties[parties["party"] == party]
    for focal_point, cell in zip(own["focal_point"], own["email"], strict=True):
        for address in map(str.strip, re.split(r"[;,\n]", cell)):
            if _ADDRESS.fullmatch(address) and address.casefold() not in seen:
                seen.add(address.casefold())
                yield Address(_line(focal_point), addr_spec=address)


def _line(text: str) -> str:
    """A text on one line, so that nothing in it can start another header."""
    return " ".join(printable(text).split())


def _subject(excerpt: Excerpt, count: int) -> str:
    words = n_("1 action asks for your report", "{n} actions ask for your report", count)
    return f"{'SAMPLE: ' if excerpt.book.settings.sample else ''}{excerpt.title}: {words}"


def _asked_for(what: Standing, day: pd.Timestamp, excerpt: Excerpt) -> str:
    late = (pd.Timestamp(excerpt.as_of) - day).days
    words = {
        Standing.OVERDUE: lambda: _("overdue by {days}, since {day}"),
        Standing.DUE_SOON: lambda: _("due in {days}, on {day}") if late else _("due today, {day}"),
        Standing.REPORT_OVERDUE: lambda: _("report overdue by {days}, since {day}"),
    }[what]()
    return f"{palette.LOOKS[what].symbol} {words.format(days=sentences.days(abs(late)), day=sentences.day(day))}"


@dataclass(frozen=True, slots=True)
class _Words:
    """A draft's words, as plain text and as a page."""

    excerpt: Excerpt
    names: str
    attached: bool

    def _before(self) -> Sequence[str]:
        these = _("As of {day}, these actions of {workshop} ask for your report:")
        return (
            _("Dear {names},").format(names=self.names),
            these.format(day=sentences.day(self.excerpt.as_of), workshop=self.excerpt.title),
        )

    def _after(self) -> Sequence[str]:
        asks = _("Please write for each what was done since, how it stands ({statuses}), and what comes next.")
        how = _("Fill in the spreadsheet attached and send it back.") if self.attached else _("A reply to this e-mail is enough.")
        statuses = ", ".join(_(status) for status in (Status.NOT_STARTED, Status.IN_PROGRESS, Status.COMPLETED, Status.ON_HOLD))
        sample = [_("SAMPLE: the data are made up; nobody is asked for anything.")] if self.excerpt.book.settings.sample else []
        return (f"{asks.format(statuses=statuses)} {how}", _("Thank you."), *sample)

    def text(self, told: Sequence[tuple[str, str, str]]) -> str:
        actions = [f"{action_id}  {asked}\n{words}" for action_id, asked, words in told]
        return "\n\n".join([*self._before(), *actions, *self._after()]) + "\n"

    def html(self, told: Sequence[tuple[str, str, str]]) -> str:
        rows = [tag("tr", tag("td", action_id), tag("td", asked), tag("td", words, dir="auto")) for action_id, asked, words in told]
        head = tag("tr", *(tag("th", word, align="left") for word in (_("ID"), _("What is asked"), _("Action"))))
        table = tag(
            "table", head, *rows, border="1", cellpadding="6", cellspacing="0", style="border-collapse: collapse; white-space: pre-line"
        )
        body = tag("body", *(tag("p", words) for words in self._before()), table, *(tag("p", words) for words in self._after()))
        return "<!DOCTYPE html>\n" + tostring(tag("html", tag("meta", charset="utf-8"), body), encoding="unicode", method="html")
