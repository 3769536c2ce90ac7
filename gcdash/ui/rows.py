"""Actions as rows: a table to look through, each row opens its action."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from gcdash import palette
from gcdash.exports.actions import COLUMNS, as_table
from gcdash.progress import UNASSIGNED
from gcdash.schema import Confidence
from gcdash.sentences import day
from gcdash.ui import address
from gcdash.ui.frame import View
from gcdash.ui.scene import Rows, Scene, packed
from gcdash.ui.text import fitted, short
from gcdash.words import _, n_, straight

PAGE_ROWS, SCREENFUL, ROW_HEIGHT = 100, 20, 68
USUAL = ("action_id", "standing", "action", "owners_text", "due_date", "theme", "last_reported", "timescale", "status")
FIRST_SEEN = 7
"""How many of them fit side by side on a screen 1366 pixels wide: see ``WIDTHS``."""
OPEN_PAGE = "open_page"
AS_FILTERED = Rows()


def open_action(action_id: str) -> None:
    """Go to an action's own page, from a callback: the frame turns there before anything is drawn."""
    address.choose("action", [action_id])
    st.session_state[OPEN_PAGE] = ("action", {"action": action_id})


def show_actions(view: View, columns: Sequence[str] = USUAL, rows: Rows = AS_FILTERED, key: str = "rows") -> None:
    """The view's actions, or those in ``rows``, as a table; the button in the first column opens the action."""
    count = len(view.once(rows.pick, *rows.more))
    if not count:
        st.info(nothing(view))
        return
    table, titles = view.once(_on_screen, rows, tuple(columns), first_of_page(count, key))
    st.dataframe(
        table, key=key, hide_index=True, row_height=ROW_HEIGHT, placeholder="", column_config=_config(columns, key, titles),
        height="content" if table.num_rows <= SCREENFUL else 700, alt=_("Table of {n}").format(n=n_("1 action", "{n} actions", count)),
    )  # fmt: skip
    ask_which(titles, key)


def _on_screen(scene: Scene, rows: Rows, columns: tuple[str, ...], first: int) -> tuple[pa.Table, Mapping[str, str]]:
    """One page of a table as people read it, and what each of its actions is called in a box."""
    shown = scene.once(rows.pick, *rows.more).iloc[first : first + PAGE_ROWS]
    return packed(_for_screen(as_table(shown)[list(columns)], shown)), titles_of(shown)


def titles_of(shown: pd.DataFrame) -> Mapping[str, str]:
    """What each action of a table is called in a box, by its ID."""
    return {
        action_id: f"{straight(action_id)} · {short(words, 60)}"
        for action_id, words in zip(shown["action_id"], shown["action"], strict=True)
    }


def ask_which(titles: Mapping[str, str], key: str) -> None:
    """A box that opens one of the rows: what the button in a row does, with a keyboard."""
    box, words = f"{key}_which", _("Open an action")

    def take() -> None:
        picked, st.session_state[box] = st.session_state[box], None
        if picked:
            open_action(picked)

    st.selectbox(
        words, list(titles), index=None, key=box, on_change=take, placeholder=f"{words} …", label_visibility="collapsed", width=320,
        format_func=titles.__getitem__,
    )  # fmt: skip


def nothing(view: View) -> str:
    """Why no action is shown, and what to do."""
    if view.everything.empty:
        return _("The workbook holds no actions yet. Write them in its Actions sheet, one in each row, and save it.")
    return _("No action passes the filters. Clear them to see all {n}.").format(n=len(view.everything))


def _for_screen(table: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """A table's rows as people read them: symbols beside words, long texts shortened, and what is to confirm says so."""
    unsure = {name: shown[f"{name}_confidence"] == Confidence.TO_CONFIRM for name in ("due", "owners")}
    table = table.assign(**{name: table[name].map(palette.label) for name in ("standing", "status") if name in table})
    for name in ("action", "theme", "timescale", "responsibility", "update_feedback", "notes", "condition"):
        if name in table:
            table[name] = [fitted(text, WIDTHS.get(name, 150)) for text in table[name]]
    if "timescale" in table:
        pairs = zip(table["timescale"], shown["due_date"], strict=True)
        said = [_("{words} ({day}, to confirm)").format(words=short(w, 16), day=day(d)) if pd.notna(d) else w for w, d in pairs]
        table["timescale"] = table["timescale"].mask(unsure["due"], pd.Series(said, index=table.index, dtype="str"))
    if "due_date" in table:
        table["due_date"] = table["due_date"].mask(unsure["due"])
    if "owners_text" in table:
        named = table["owners_text"].where(table["owners_text"] != "", _(UNASSIGNED))
        table["owners_text"] = named.mask(unsure["owners"], named.map(lambda names: _("{names} (to confirm)").format(names=names)))
    return table


def one_page(found: pd.DataFrame, key: str) -> pd.DataFrame:
    """The rows of the page that is turned to, where there are too many for one."""
    first = first_of_page(len(found), key)
    return found.iloc[first : first + PAGE_ROWS]


def first_of_page(count: int, key: str, rows: int = PAGE_ROWS) -> int:
    """Where the page begins that is turned to; a way to turn to others where there are too many for one of so many ``rows``."""
    pages = -(-count // rows)
    if pages <= 1:
        return 0
    with st.container(horizontal=True, vertical_alignment="center"):
        at = st.pagination(pages, key=f"{key}_page")
        first = (at - 1) * rows
        st.caption(_("{first} to {last} of {all}").format(first=first + 1, last=min(first + rows, count), all=count))
    return int(first)


def _config(columns: Sequence[str], key: str, titles: Iterable[str]) -> dict[str, Any]:
    headings = {column.name: column for column in COLUMNS}
    config: dict[str, Any] = {}
    for name in columns:
        heading, kind = _(headings[name].heading), headings[name].type
        if name == "action_id":
            config[name] = st.column_config.ButtonColumn(
                heading,
                width=WIDTHS[name],
                pinned=True,
                type="tertiary",
                key=f"{key}_open",
                on_click=_opener(f"{key}_open", titles),
                help=_("Open the action"),
            )
        elif name in ("standing", "status"):
            config[name] = st.column_config.MultiselectColumn(
                heading, width=WIDTHS.get(name, 150), options=[palette.label(word) for word in palette.LOOKS],
                color=[look.colour + _PALE for look in palette.LOOKS.values()],
            )  # fmt: skip
        elif kind == "date":
            config[name] = st.column_config.DateColumn(heading, format="D MMM YYYY", width=WIDTHS[name])
        elif kind == "number":
            config[name] = st.column_config.NumberColumn(heading, width=80)
        else:
            config[name] = st.column_config.TextColumn(heading, width=WIDTHS.get(name, 150))
    return config


_PALE = "40"
"""How much of a colour there is behind a standing or status on a page's ground, light or dark: a quarter, so that its words read well."""


def ask_columns() -> list[str]:
    """Which columns the table shows, in the order of all columns; the ID always."""
    names = {column.name: _(column.heading) for column in COLUMNS}
    with st.popover(_("Columns"), icon=":material/view_column:"):
        picked = st.multiselect(
            _("Columns"), list(names), list(USUAL), key="columns", format_func=names.__getitem__, persist_state="session"
        )
    ordered = [*USUAL, *(name for name in names if name not in USUAL)]
    return [name for name in ordered if name in picked or name == "action_id"]


def ask_order() -> Rows:
    """The view's rows in the order that is asked for."""
    orders = {
        "row": _("as in the sheet"),
        "days_late": _("most days late first"),
        "due_date": _("by due date"),
        "last_reported": _("longest without a report first"),
    }
    chosen = st.radio(_("Order"), list(orders), key="order", persist_state="session", format_func=orders.__getitem__, horizontal=True)
    return Rows(_in_order, (chosen or "row",))


def _in_order(scene: Scene, column: str) -> pd.DataFrame:
    first = column == "last_reported"
    return scene.actions.sort_values(column, ascending=column != "days_late", kind="stable", na_position="first" if first else "last")


def link_to_record(action: pd.Series) -> None:
    """The way to the form for this action."""
    st.page_link(
        st.session_state[PAGES]["record"], label=_("Record an update"), icon=":material/edit_note:",
        query_params={"action": str(action["action_id"])},
    )  # fmt: skip


def link_to_action(action_id: str, words: str) -> None:
    """A link to an action's own page, with words in Markdown."""
    st.page_link(st.session_state[PAGES]["action"], label=words, query_params={"action": action_id})


def show_link(action: pd.Series) -> None:
    """The address that opens this action, to paste into an e-mail."""
    st.caption(_("Link to this action"))
    st.code(f"{(st.context.url or '').split('?')[0]}?action={action['action_id']}", language=None)


PAGES = "pages"

WIDTHS = {
    "action_id": 60,
    "standing": 132,
    "action": 272,
    "owners_text": 175,
    "due_date": 100,
    "theme": 125,
    "last_reported": 100,
    "timescale": 140,
    "notes": 300,
    "update_feedback": 300,
    "responsibility": 200,
}
"""Pixels. At 1366, with the navigation beside them, 964 can be seen: the first seven columns to the pixel, and none in part."""


def _opener(key: str, ids: Iterable[str]) -> Callable[[], None]:
    def open_clicked() -> None:
        clicked = st.session_state.get(key)
        if clicked:
            open_action(next((one for one in ids if straight(one) == clicked["label"]), clicked["label"]))

    return open_clicked
