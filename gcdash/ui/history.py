"""What happened to one action since it was agreed: everything reported on it, and every change of what was agreed."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from gcdash import palette, sentences
from gcdash.amended import amended
from gcdash.amendments import confirmed
from gcdash.merge.form import heading
from gcdash.ui.frame import View
from gcdash.ui.rows import first_of_page
from gcdash.ui.scene import Scene, updates_of
from gcdash.ui.text import compared, plain
from gcdash.ui.withdrawing import offer_withdrawal, show_withdrawn
from gcdash.updates import IN_CELLS, is_link
from gcdash.words import _, n_, straight

SEEN = 20
"""So many reports and amendments are shown at a time: nobody reads more before a meeting, and each is several parts of the page."""


def amended_notes(scene: Scene, action_id: str) -> dict[str, str]:
    """By column, what stands under words that are amended or confirmed on the as-of date: since when, and what they were before."""
    newest, action = scene.once(_amended, action_id).drop_duplicates("column", keep="last"), scene.book.action(action_id)
    return {
        change["column"]: _note(change)
        for change in newest.to_dict("records")
        if change["column"] and not (change["column"] in IN_CELLS and action is not None and action[change["column"]] != change["new"])
    }  # a cell that somebody has changed by hand since says something of its own


def _note(change: Mapping[Hashable, Any]) -> str:
    before = _("before: {words}").format(words=change["old"] or _("blank"))
    if pd.isna(change["confirmed"]):
        return _("amended on {day}; {before}").format(day=sentences.day(change["effective"]), before=before)
    by = _("confirmed on {day} by {who}") if change["by"] else _("confirmed on {day}")
    said = by.format(day=sentences.day(change["confirmed"]), who=change["by"])
    return f"{said}; {before}" if change["old"] else said


def _amended(scene: Scene, action_id: str) -> pd.DataFrame:
    """What was agreed anew about an action; ``confirmed``: when a reading of it was."""
    changes = amended(scene.book, action_id, scene.as_of)
    return changes.assign(confirmed=confirmed(scene.book, changes))


def show_history(view: View, action: pd.Series) -> None:
    """All reports and amendments of one action up to the as-of date, newest first; what was withdrawn stays, struck through."""
    past = view.once(_past, str(action["action_id"]))
    said = n_("History: 1 update", "History: {n} updates", past.updates)
    st.subheader(said + (n_(", 1 amendment", ", {n} amendments", past.amendments) if past.amendments else ""), anchor=False)
    show_withdrawn(view, str(action["action_id"]))
    if not past.updates:
        st.info(_("Nobody has reported on this action yet. The first update recorded appears here."))
    first = first_of_page(len(past.newest_first), f"history_{action['action_id']}", SEEN)
    for at, row in past.newest_first[first : first + SEEN]:
        if pd.notna(row["amendment_id"]):
            _show_amendment(row, f"amendment_{at}")
        else:
            _show_update(view, row, withdrawn=row["update_id"] in past.withdrawn)


@dataclass(frozen=True, slots=True)
class _Past:
    """How many updates and amendments of one action there are, both with their places, and which updates are withdrawn."""

    updates: int
    amendments: int
    newest_first: Sequence[tuple[Hashable, pd.Series]]
    withdrawn: frozenset[str]


def _past(scene: Scene, action_id: str) -> _Past:
    of_action = updates_of(scene, action_id)
    of_action = of_action[of_action["report_date"] <= pd.Timestamp(scene.as_of)]
    changes = scene.once(_amended, action_id)
    both = pd.concat(
        [changes.assign(day=changes["confirmed"].fillna(changes["effective"])), of_action.assign(day=of_action["report_date"])]
    )
    newest_first = both.sort_values(["day", "recorded_at"], kind="stable", na_position="first", ignore_index=True).iloc[::-1]
    return _Past(len(of_action), len(changes), list(newest_first.iterrows()), frozenset(of_action["withdraws"]))


def _show_amendment(change: pd.Series, key: str) -> None:
    """A change of what was agreed, from which day on, or a reading that was confirmed: the old and the new words in one, and who did it."""
    with st.container(border=True, gap="xsmall", key=key):
        said = _("{field} amended") if pd.isna(change["confirmed"]) else _("{field} confirmed")
        what = said.format(field=heading(change["column"])) if change["column"] else _("action added")
        head = f"{sentences.day(change['day'])} · {what}"
        st.markdown(f"**{plain(head)}**")
        if change["column"]:
            st.markdown(compared(change["old"], change["new"] or _("blank")))
        who = change["by"] or _("no name given")
        words = _("{who}, by {source}, ID {id}").format(who=who, source=change["source"] or _("sheet"), id=change["amendment_id"])
        st.caption(plain(words))


def _show_update(view: View, update: pd.Series, *, withdrawn: bool) -> None:
    with st.container(border=True, gap="xsmall", key=f"update_{update['update_id']}"):
        status = palette.label(update["status"]) if update["status"] in palette.LOOKS else update["status"] or _("no status")
        kind = _("withdrawal") if update["withdraws"] else status
        head = f"{sentences.day(update['report_date'])} · {kind} · {update['party'] or _('for the whole action')}"
        st.markdown(f"~~{plain(head)}~~ {_('withdrawn')}" if withdrawn else f"**{plain(head)}**")
        if update["text"]:
            st.text(straight(update["text"]))
        if update["next_step"]:
            st.text(_("Next step: {words}").format(words=straight(update["next_step"])))
        if is_link(update["evidence"]):
            st.link_button(_("Evidence"), update["evidence"], icon=":material/link:", type="tertiary")
        elif update["evidence"]:
            st.text(straight(update["evidence"]))
        st.caption(plain(_by(update)))
        if not withdrawn:
            offer_withdrawal(view, update)


def _by(update: pd.Series) -> str:
    who = update["reported_by"] or _("no name given")
    sure = _("verified") if update["verified"] == "yes" else _("unverified")
    return _("{who} ({sure}), by {source}, ID {id}").format(
        who=who, sure=sure, source=update["source"] or _("sheet"), id=update["update_id"]
    )
