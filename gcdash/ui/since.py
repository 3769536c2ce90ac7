"""Two days compared: which is the earlier one, and what has become of the actions since, as bars, rows and files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd
import pyarrow as pa
import streamlit as st

from gcdash import captions, charts, compare, meetings, palette, sentences
from gcdash.cells import as_day
from gcdash.exports import moves as moved
from gcdash.progress import UNASSIGNED
from gcdash.sentences import day
from gcdash.ui import address
from gcdash.ui.controls import FIRST, LAST, show_unknown
from gcdash.ui.files import Table, offer_table
from gcdash.ui.frame import View
from gcdash.ui.rows import PAGE_ROWS, SCREENFUL, ask_which, first_of_page, nothing, titles_of
from gcdash.ui.scene import Scene, packed
from gcdash.ui.shown import Drawn, in_words, show_chart, show_title
from gcdash.ui.text import fitted, plain
from gcdash.words import _

SINCE = "since"


def ask_since(view: View, usual: date | None = None) -> date | None:
    """The earlier day to compare with, kept in the address; the last meeting is one click away. None without one before the as-of date."""
    said = address.recall(SINCE)
    if said and as_day(said[0]) is None:
        address.choose(SINCE, ())
        address.refuse(SINCE, [word for word in said if word])
    since = (as_day(said[0]) if said else None) or usual
    show_unknown(SINCE)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = address.in_step(SINCE, since)
        st.date_input(
            _("Compare with an earlier day"), key=key, min_value=FIRST, max_value=LAST, format="YYYY-MM-DD", on_change=_take, width=260
        )
        last = meetings.before(view.book, view.as_of)
        if last and last != since:
            words = _("The last meeting, {day}").format(day=day(last))
            st.button(words, key="last_meeting", icon=":material/event:", on_click=address.choose, args=(SINCE, [last.isoformat()]))
    address.write(SINCE)
    if since and since == last:
        st.caption(_("That is the day of the last meeting."))
    if since and since > view.as_of:
        st.caption(_("That day lies after the as-of date, so nothing is compared."))
        return None
    return since


def _take() -> None:
    chosen = st.session_state[address.widget_key(SINCE)]
    address.choose(SINCE, [chosen.isoformat()] if chosen else ())


def usual_since(view: View) -> date | None:
    """What is compared with where nobody has said: the last meeting; before the first one, the day of the agreement."""
    return meetings.before(view.book, view.as_of) or view.book.settings.base_date


def moves_of(view: View, since: date) -> pd.DataFrame:
    """What has become of the view's actions, as a table: the columns of ``exports.moves``."""
    return view.once(_moves, since)


def _moves(scene: Scene, since: date) -> pd.DataFrame:
    return moved.as_table(scene.moves(since), scene.actions)


def answer(view: View, since: date) -> str:
    """What has become of the actions, in one sentence."""
    return view.once(_answer, since)


def _answer(scene: Scene, since: date) -> str:
    return sentences.since(scene.once(_moves, since), since, scene.as_of)


def show_moves(view: View, since: date) -> None:
    """How many actions went which way, as bars under a sentence."""
    name = _("What the actions did")
    drawn = view.once(_drawn, since)
    if drawn is None:
        show_title(_("There is nothing to count."), name)
        st.info(nothing(view))
        return
    show_title(drawn.title, name)
    show_chart(drawn.figure, drawn.table, "movements")


def _drawn(scene: Scene, since: date) -> Drawn | None:
    moves = scene.once(_moves, since)
    if moves.empty:
        return None
    counts = compare.counted(moves)
    return Drawn(captions.moved(counts), charts.movements(counts), in_words(counts.assign(kind=counts["kind"].map(_))))


def show_rows(view: View, since: date) -> None:
    """Each action with where it stood and where it stands, what has moved first; a box opens one of them."""
    count = len(moves_of(view, since))
    if not count:
        return
    rows, titles = view.once(_on_screen, since, first_of_page(count, "moves"))
    widths = {_("ID"): 60, _("Action"): 330, _("What"): 120, _("Before"): 132, _("Now"): 132, _("Owners"): 176}
    st.dataframe(
        rows, hide_index=True, key="moves", row_height=68, height="content" if rows.num_rows <= SCREENFUL else 700, placeholder="",
        column_config={name: st.column_config.TextColumn(name, width=width) for name, width in widths.items()},
        alt=_("Where each action stood and where it stands"),
    )  # fmt: skip
    ask_which(titles, "moves")


def _on_screen(scene: Scene, since: date, first: int) -> tuple[pa.Table, Mapping[str, str]]:
    shown = scene.once(_moves, since).iloc[first : first + PAGE_ROWS]
    before = shown["from"].map(lambda standing: palette.label(standing) if standing else _("not there yet"))
    rows = pd.DataFrame({
        _("ID"): shown["action_id"], _("Action"): [fitted(text, 330) for text in shown["action"]], _("What"): shown["kind"].map(_),
        _("Before"): before, _("Now"): shown["to"].map(palette.label), _("Owners"): shown["owners_text"].replace("", _(UNASSIGNED)),
    })  # fmt: skip
    return packed(rows), titles_of(shown)


def offer_moves(view: View, since: date) -> None:
    """The same rows as files, made when asked for."""
    moves = moves_of(view, since)
    if moves.empty:
        return
    on = since.isoformat()
    title = _("Since {day}").format(day=on)
    table = Table(lambda: moves, len(moves), moved.COLUMNS, title, "moves", f"-since-{on}", since, {_("Since"): on})
    with st.container(horizontal=True, vertical_alignment="center"):
        offer_table(view, table, _("Download Excel"), _("Download CSV"))
        st.caption(plain(_("As of {day}, with what stood on {since} beside it").format(day=day(view.as_of), since=day(since))))
