"""One action or one owner in full: the words that were agreed, how they were read, and who has reported."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import streamlit as st

from gcdash import captions, palette, progress, sentences
from gcdash.actions_table import EXTRA, headings
from gcdash.membership import among
from gcdash.schema import ACTIONS, CLASS, ORIGINAL, Standing, Status
from gcdash.standing import reports
from gcdash.ui import address
from gcdash.ui.controls import show_unknown
from gcdash.ui.frame import View
from gcdash.ui.history import amended_notes
from gcdash.ui.rows import PAGE_ROWS, first_of_page, show_actions
from gcdash.ui.scene import Rows, Scene, packed
from gcdash.ui.shown import show_title
from gcdash.ui.text import plain
from gcdash.words import _, n_, straight

_LATE = (Standing.OVERDUE, Standing.REPORT_OVERDUE)
_CLOSED = (Standing.COMPLETED, Standing.CANCELLED)


def show_standing(action: pd.Series, view: View) -> None:
    """Where one action stands, in one line with its symbol."""
    status = _("status: {status}").format(status=_(action["status"])) if action["status"] != Status.NO_REPORT else ""
    words = (palette.marked(action["standing"], sentences.urgency(action, view.as_of)), status, sentences.reported(action))
    st.markdown(f"**{plain(' · '.join(part for part in words if part))}**")


def show_words(view: View, action: pd.Series) -> None:
    """The row as it reads on the as-of date, verbatim; where it is amended, what it read before. Then the user's own columns."""
    notes = view.once(amended_notes, str(action["action_id"]))
    st.subheader(_("As it was agreed"), anchor=False)
    if action["theme"]:
        st.caption(plain(action["theme"]))
    if "theme" in notes:
        st.caption(plain(notes["theme"]))
    for name in ORIGINAL:
        _field(_(ACTIONS.column(name).heading), action[name], notes.get(name, ""))
    for heading in headings(action.index):
        _field(heading, action[EXTRA + heading])


def _field(heading: str, words: str, note: str = "") -> None:
    with st.container(gap=None):
        st.caption(plain(heading))
        st.text(straight(words) or "—")
        if note:
            st.caption(plain(note))


def show_reading(view: View, action: pd.Series) -> None:
    """How the free text was read, beside the raw words, and how sure that is."""
    notes = view.once(amended_notes, str(action["action_id"]))
    st.subheader(_("How it is read"), anchor=False)
    due = sentences.day(action["due_date"]) or _("no due date")
    kind = _("{kind}, {due} ({confidence})").format(kind=_(action["timescale_kind"]), due=due, confidence=_(action["due_confidence"]))
    _field(_("Time scale"), f"{kind}\n{action['due_note']}".strip(), notes.get("due_date_set", ""))
    names = "; ".join(action["owners"]) or _("unassigned")
    owners = _("{names} ({confidence})").format(names=names, confidence=_(action["owners_confidence"]))
    _field(_("Owners"), owners, notes.get("owners_set", ""))
    if action["condition"]:
        _field(_("Condition, the words left over"), action["condition"])
    if pd.notna(action["report_due"]) and action["standing"] not in _CLOSED:
        _field(_("Next report asked for by"), sentences.day(action["report_due"]))


def show_owner(view: View) -> None:
    """One owner's sheet: what is open and late, the last report, and who of its parties has reported."""
    names = view.once(_owners)
    st.subheader(_("One owner's sheet"), anchor=False)
    said = address.recall("sheet", names)
    key = address.in_step("sheet", said[0] if said else None)
    owner = st.selectbox(
        _("Owner"),
        names,
        key=key,
        index=None,
        format_func=lambda name: straight(_(name)),
        on_change=_take_owner,
        placeholder=_("Choose an owner"),
    )
    address.write("sheet")
    show_unknown("sheet")
    if not owner:
        return
    st.markdown(plain(view.once(_owner_in_words, owner)))
    show_actions(view, rows=Rows(_owned, (owner,)), key="owner_rows")


def _owners(scene: Scene) -> tuple[str, ...]:
    return tuple(progress.by(scene.everything, "owner", progress.order(scene.book, "owner"))["name"])


def _owned(scene: Scene, owner: str) -> pd.DataFrame:
    mine = scene.once(_mentions)
    return scene.everything[among(scene.everything["action_id"], mine.loc[mine["owner"] == owner, "action_id"])]


def _mentions(scene: Scene) -> pd.DataFrame:
    return progress.mentions(scene.everything[["action_id", "owners", "standing"]])


def _take_owner() -> None:
    picked = st.session_state[address.widget_key("sheet")]
    address.choose("sheet", [picked] if picked else ())


def _owner_in_words(scene: Scene, owner: str) -> str:
    mine = scene.once(_owned, owner)
    still_open = int((~mine["standing"].isin(_CLOSED)).sum())
    late = int(mine["standing"].isin(_LATE).sum())
    members = scene.book.members.get(owner, ())
    counted = reports(scene.book, scene.as_of)
    own = counted[counted["party"].isin([owner, *members])]
    own = own[among(own["action_id"], mine["action_id"])]
    last = sentences.day(own["report_date"].max()) if len(own) else _("none")
    facts = [
        n_("1 action", "{n} actions", len(mine)),
        _("{n} open").format(n=still_open),
        _("{n} late").format(n=late),
        _("last report: {day}").format(day=last),
    ]
    if scene.book.registry.kinds.get(owner) == CLASS:
        facts.append(_covered(owner, members, own))
    return " · ".join(facts)


def _covered(owner: str, members: tuple[str, ...], own: pd.DataFrame) -> str:
    if not members:
        return _("no party is listed under {owner}; add them in the Parties sheet").format(owner=owner)
    silent = [party for party in members if party not in set(own["party"])]
    said = _("{n} of {all} parties have reported").format(n=len(members) - len(silent), all=len(members))
    named = ", ".join(silent[:_NAMED]) + ("…" if len(silent) > _NAMED else "")
    return said + _("; not yet: {names}").format(names=named) if silent else said


_NAMED = 12
"""As many names as stand on a line or two."""


def show_party_grid(view: View) -> None:
    """Who has reported on what: a row for each action, a column for each party, while parties are listed."""
    name = _("Who has reported on what")
    if not view.book.members:
        show_title(_("No parties are listed."), name)
        st.info(_("Write them in the Parties sheet, with the class of each, and this grid shows who has reported."))
        return
    title, count = view.once(_grid_title)
    show_title(title, name)
    if count:
        _show_coverage(view.once(_party_grid, first_of_page(count, "party_grid_rows")))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Who has reported on what: one page of the actions that are asked about, in symbols, and these in words."""

    parties: tuple[str, ...]
    symbols: pa.Table
    legend: str


def _asked(scene: Scene) -> pd.DataFrame:
    return scene.actions[scene.actions["expected"] > 0]


def _latest(scene: Scene) -> pd.DataFrame:
    return reports(scene.book, scene.as_of).drop_duplicates(["action_id", "party"], keep="last")


def _grid_title(scene: Scene) -> tuple[str, int]:
    """Who has reported on what, in one sentence, and how many actions are asked about."""
    asked = scene.once(_asked)
    return captions.coverage(asked, progress.silent(scene.book, asked, scene.once(_latest))), len(asked)


def _party_grid(scene: Scene, first: int) -> _Grid:
    words = progress.coverage(scene.book, scene.once(_asked).iloc[first : first + PAGE_ROWS], scene.once(_latest)).set_index("action_id")
    said = set(words.to_numpy().ravel())
    there = [palette.label(status) for status in palette.LOOKS if status in said]
    symbols = words.map(lambda word: palette.LOOKS[word].symbol if word in palette.LOOKS else word).reset_index()
    legend = _("{symbols}; blank: is not asked").format(symbols=", ".join(there))
    columns = tuple(symbols.columns.drop("action_id"))
    return _Grid(columns, packed(symbols), legend)


def _show_coverage(grid: _Grid) -> None:
    """The grid with a symbol in each cell, since a word would not fit, and above it each symbol's word. A wide one has pages."""
    st.caption(plain(grid.legend))
    parties = _page_of_parties(list(grid.parties))
    alt = _("Latest status of each party on each action. {legend}").format(legend=grid.legend)
    config = {
        party: st.column_config.TextColumn(straight(party), width=_wide(party), help=plain(party), alignment="center") for party in parties
    }
    st.dataframe(
        grid.symbols.select(["action_id", *parties]), hide_index=True, key="party_grid", alt=alt,
        column_config={**config, "action_id": st.column_config.TextColumn(_("ID"), width=70, pinned=True)},
    )  # fmt: skip


def _wide(party: str) -> int:
    return 9 * len(party) + 24


def _page_of_parties(parties: list[str]) -> list[str]:
    """Those of the page that is turned to: as many on each as stand side by side with their whole names, at 1366 pixels."""
    pages: list[list[str]] = [[]]
    for party in parties:
        if pages[-1] and sum(map(_wide, [*pages[-1], party])) > _GRID_WIDE:
            pages.append([])
        pages[-1].append(party)
    if len(pages) == 1:
        return parties
    with st.container(horizontal=True, vertical_alignment="center"):
        shown = pages[st.pagination(len(pages), key="party_grid_page") - 1]
        first = parties.index(shown[0])
        words = _("Parties {first} to {last} of {all}")
        st.caption(words.format(first=first + 1, last=first + len(shown), all=len(parties)))
    return shown


_GRID_WIDE = 890
