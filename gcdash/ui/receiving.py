"""Spreadsheets that come back: read, compared, and shown as a plan before anything is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import streamlit as st

from gcdash.access import Verb
from gcdash.access.plans import permitted as within_reach
from gcdash.errors import GcdashError
from gcdash.exports.package import XLSX
from gcdash.exports.receipt import receipt
from gcdash.merge.form import READ
from gcdash.merge.plan import Choice, Kind, Plan, Unit, choose
from gcdash.merge.recognition import Chosen, Listing
from gcdash.schema import ACTIONS, UPDATES
from gcdash.submission import Upload, apply, plan_for
from gcdash.submission.limits import MOST_FILES
from gcdash.submission.mappings import remember, remembered
from gcdash.ui.frame import View, show_error
from gcdash.ui.permits import permitted
from gcdash.ui.text import plain
from gcdash.ui.uploads import let_go, offer
from gcdash.words import _, n_

SUFFIXES = ["xlsx", "xlsm", "xls", "ods", "csv", "txt", "tsv"]

_PLAN, _CHOICES, _RECEIPT, _NAME = "submission_plan", "submission_choices", "submission_receipt", "reporter"


def ask_files(view: View) -> list[Upload]:
    """The files that somebody sent, one or several at once; none from those who may not upload."""
    if not permitted(view, Verb.UPLOAD):
        let_go()
        return []
    offer()
    files = st.file_uploader(
        _("Spreadsheets that came back"), SUFFIXES, accept_multiple_files=True, key="submissions",
        help=_("At most {n} at a time; take those out that are done.").format(n=MOST_FILES),
    )  # fmt: skip
    if len(files) == MOST_FILES:
        words = _(
            "{n} files are the most at a time. One that is marked red was not taken: take out those that are done, and send it again."
        )
        st.info(words.format(n=MOST_FILES), icon=":material/info:")
    return [Upload(file.name, file.getvalue()) for file in files]


def ask_plan(view: View, files: Sequence[Upload]) -> Plan | None:
    """The plan for the files, made anew when they, the book, the sender or the columns change; None where there is none."""
    if not files:
        return None
    party, chosen = _ask_sender(view, files), remembered(view.store)
    these = _hash(files)
    key = (these, party, sorted(chosen.items()), view.store.version())
    kept: tuple[tuple[object, ...], Plan] | None = st.session_state.get(_PLAN)
    if kept is None or kept[0] != key:
        plan = _made(view, files, party, chosen)
        if plan is None:
            st.session_state.pop(_PLAN, None)
            return None
        if kept is None or kept[0][0] != these:
            st.session_state[_CHOICES] = {}
        st.session_state[_PLAN] = kept = (key, plan)
    return within_reach(_as_chosen(kept[1]), view.person, view.book)


def _made(view: View, files: Sequence[Upload], party: str | None, chosen: Chosen) -> Plan | None:
    """The plan, while a bar says how far it is; None, and why in words, where a file cannot be used."""
    bar = st.progress(0.0, _("Reading and comparing …"))

    def tell(done: float, what: str) -> None:
        bar.progress(done, plain(what))

    try:
        return plan_for(view.store, files, view.today, party=party, chosen=chosen, progress=tell)
    except GcdashError as error:
        show_error(error)
        return None
    finally:
        bar.empty()


def _hash(files: Sequence[Upload]) -> str:
    said = hashlib.sha256()
    for file in files:
        said.update(file.name.encode() + b"\0" + hashlib.sha256(file.data).digest())
    return said.hexdigest()


def _as_chosen(plan: Plan) -> Plan:
    """The plan with what was chosen, also where it was made again since: what asks something else than before is asked anew."""
    choices = st.session_state[_CHOICES]
    return choose(plan, {at: choices[what] for at, unit in enumerate(plan.units) if (what := _question(unit)) in choices})


def _question(unit: Unit) -> tuple[object, ...]:
    """What a choice is about, whichever number its unit has: what the file brings, and what of the book stands against it."""
    return (unit.draft.change_id, unit.conflict, unit.against, unit.was)


def _ask_sender(view: View, files: Sequence[Upload]) -> str | None:
    """Who sent them, for files that do not say it. None: not said; blank: they speak for the whole action."""
    whole = _("the secretariat, for the whole action")
    names = [whole, *view.book.known_parties]
    said = st.selectbox(
        n_("Who sent it, where the file does not say", "Who sent them, where a file does not say", len(files)), names, index=None,
        key="sender", placeholder=_("As the file says"), accept_new_options=True, width=420,
    )  # fmt: skip
    return "" if said == whole else said


def ask_columns(view: View, plan: Plan) -> None:
    """Where a heading could only be guessed, which column it is; kept for the next file of that shape."""
    for listing in (listing for file in plan.files for listing in file.listings if not listing.sure):
        with st.expander(_("Columns of {sheet}: what could only be guessed").format(sheet=plain(listing.table.place.sheet)), expanded=True):
            _ask_columns(view, listing)


def _ask_columns(view: View, listing: Listing) -> None:
    names = {column.name: _(column.heading) for column in READ.columns}
    columns: dict[int, str] = {}
    with st.form(f"columns_{listing.signature}"):
        for heading in listing.headings:
            columns[heading.position] = st.selectbox(
                heading.words if heading.sure else _("{words} (guessed)").format(words=heading.words), ["", *names],
                index=["", *names].index(heading.column), key=f"column_{listing.signature}_{heading.position}",
                format_func=lambda name: names.get(name) or _("not read"),
            )  # fmt: skip
        if st.form_submit_button(_("Read it like this")):
            remember(view.store, listing.signature, columns)
            st.rerun()


def settle(plan: Plan, choices: Mapping[int, Choice]) -> None:
    """Keep what was chosen for units of the plan, by their numbers."""
    st.session_state[_CHOICES] |= {_question(plan.units[at]): choice for at, choice in choices.items()}


def offer_apply(view: View, plan: Plan) -> None:
    """Record what the plan takes, all or nothing, once no conflict is open; then the receipt."""
    for file in plan.files:
        for notice in file.notices:
            st.caption(plain(f"{file.name}: {notice}"))
    open_now, taken = len(plan.open_conflicts), len(plan.taken)
    by = st.text_input(_("Your name"), st.session_state.get(_NAME, view.person.name), key="applied_by", width=320)
    if open_now:
        st.caption(n_("1 conflict is to be settled first.", "{n} conflicts are to be settled first.", open_now))
    words = n_("Apply 1 change", "Apply {n} changes", taken) if taken else _("Nothing to apply")
    if st.button(words, type="primary", disabled=bool(open_now) or not taken, key="apply_plan"):
        _apply(view, plan, by)


def _apply(view: View, plan: Plan, by: str) -> None:
    try:
        recorded = apply(view.store, plan, by, view.today)
    except GcdashError as error:
        show_error(error)
        return
    if recorded:
        made = receipt(plan, view.store.state().name, by, view.today)
        st.session_state[_RECEIPT] = (made, len(plan.taken), [file.name for file in plan.files])
        st.session_state[_NAME] = by
        view.folder.soon()
    st.session_state.pop(_PLAN, None)
    st.rerun()


def show_applied() -> None:
    """What was applied last in this visit, with its receipt."""
    if said := st.session_state.get(_RECEIPT):
        made, taken, names = said
        words = n_("1 change from {names} is recorded.", "{n} changes from {names} are recorded.", taken, names=", ".join(names))
        st.success(plain(words), title=_("Applied"), icon=":material/check_circle:")
        st.download_button(
            _("Download the receipt"), made, "receipt.xlsx", XLSX,
            key="receipt", on_click="ignore", icon=":material/receipt_long:",
        )  # fmt: skip


def heading_of(column: str) -> str:
    """The heading of a column that an entry of a plan speaks of."""
    sheet = next(sheet for sheet in (READ, UPDATES, ACTIONS) if column in sheet.names)
    return _(sheet.column(column).heading)


def in_numbers(plan: Plan) -> str:
    """What the plan holds, in one sentence."""
    counts = {kind: len(entries) for kind, entries in plan.by_kind.items()}
    return _("{added} cells added, {changed} changed, {conflicts} in conflict, {refused} refused, {unchanged} unchanged.").format(
        added=counts[Kind.ADDED], changed=counts[Kind.CHANGED], conflicts=counts[Kind.CONFLICT], refused=counts[Kind.REFUSED],
        unchanged=counts[Kind.UNCHANGED],
    )  # fmt: skip
