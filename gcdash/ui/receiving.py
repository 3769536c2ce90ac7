"""Spreadsheets that come back: read, compared, and shown as a plan before anything is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import streamlit as st

from gcdash.access import Verb
from gcdash.access.plans import permitted as within_reach
from gcdash.changes import Amendment
from gcdash.errors import GcdashError, Refusal, Unreadable
from gcdash.exports.package import XLSX
from gcdash.exports.receipt import receipt, whose
from gcdash.limits import MOST_FILES
from gcdash.merge.form import READ
from gcdash.merge.plan import Choice, Plan, choose
from gcdash.merge.recognition import Chosen, Listing
from gcdash.merge.tally import Group, grouped, in_words, taken
from gcdash.submission import Upload, apply, plan_for
from gcdash.submission.mappings import remember, remembered
from gcdash.ui.frame import View, show_error
from gcdash.ui.permits import note_once, permitted
from gcdash.ui.shown import show_answer
from gcdash.ui.text import plain
from gcdash.ui.uploads import let_go, offer
from gcdash.words import _, n_, straight

SUFFIXES = ["xlsx", "xlsm", "xls", "ods", "csv", "txt", "tsv"]

_PLAN, _CHOICES, _RECEIPT, _NAME = "submission_plan", "submission_choices", "submission_receipt", "reporter"
_CANCELLED, _WHY = "submission_cancelled", "submission_not_applied"


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
    sender = st.empty()
    these = _hash(files)
    if _is_cancelled(these):
        return None
    key = (these, party, sorted(chosen.items()), view.store.version())
    kept: tuple[tuple[object, ...], Plan] | None = st.session_state.get(_PLAN)
    if kept is None or kept[0] != key:
        plan = _made(view, files, party, chosen, these)
        if kept is None or kept[0][0] != these:
            st.session_state[_CHOICES], view.notes[_WHY] = {}, None
        st.session_state[_PLAN] = kept = (key, plan)
    for bad in kept[1].unusable:
        show_error(Unreadable(bad.message, bad.hint))
    if not kept[1].files:
        return None
    of_each = [(file.name, whose(file)) for file in kept[1].files]
    names = "; ".join(who if len(of_each) == 1 else f"{name}: {who}" for name, who in of_each)
    sender.caption(plain(_("Who sent it: {names}.").format(names=names)))
    plan, refused = within_reach(_as_chosen(kept[1]), view.person, view.book)
    for verb, action_id, question in refused:
        note_once(view, "refused", verb, action_id, question)
    return plan


def _made(view: View, files: Sequence[Upload], party: str | None, chosen: Chosen, these: str) -> Plan:
    """The plan, while a bar says what is done and how much is left. Whoever does not want to wait ends it at the next step of the bar."""
    place = st.empty()
    with place.container():
        bar = st.progress(0.0, _("Reading and comparing …"))
        st.button(_("Cancel"), key="cancel_plan", icon=":material/close:", on_click=st.session_state.update, args=({_CANCELLED: these},))

    def tell(done: float, what: str) -> None:
        bar.progress(done, plain(what))

    try:
        return plan_for(view.store, files, view.today, party=party, chosen=chosen, progress=tell)
    finally:
        place.empty()


def _is_cancelled(these: str) -> bool:
    """Whether the plan for these files was cancelled; then says so, and how to make it after all."""
    if st.session_state.get(_CANCELLED) != these:
        return False
    st.info(_("Cancelled: no plan was made and nothing was recorded."), icon=":material/cancel:")
    st.button(_("Make the plan"), key="make_plan", on_click=st.session_state.pop, args=(_CANCELLED,))
    return True


def _hash(files: Sequence[Upload]) -> str:
    said = hashlib.sha256()
    for file in files:
        said.update(file.name.encode() + b"\0" + hashlib.sha256(file.data).digest())
    return said.hexdigest()


def _as_chosen(plan: Plan) -> Plan:
    """The plan with what was chosen, also where it was made again since: what asks something else than before is asked anew.

    A change of what was agreed is left until somebody takes it.
    """
    choices = st.session_state[_CHOICES]
    left = {at: Choice.OURS for at, unit in enumerate(plan.units) if isinstance(unit.draft, Amendment) and not unit.conflict}
    return choose(plan, left | {at: choices[unit.question] for at, unit in enumerate(plan.units) if unit.question in choices})


def _ask_sender(view: View, files: Sequence[Upload]) -> str | None:
    """Who sent them, for files that do not say it. None: not said; blank: they speak for the whole action."""
    whole = _("the secretariat, for the whole action")
    names = [whole, *view.book.known_parties]
    said = st.selectbox(
        n_("Who sent it, where the file does not say", "Who sent them, where a file does not say", len(files)), names, index=None,
        key="sender", placeholder=_("As the file says"), accept_new_options=True, width=420, format_func=straight,
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
                plain(heading.words if heading.sure else _("{words} (guessed)").format(words=heading.words)), ["", *names],
                index=["", *names].index(heading.column), key=f"column_{listing.signature}_{heading.position}",
                format_func=lambda name: names.get(name) or _("not read"),
            )  # fmt: skip
        if st.form_submit_button(_("Read it like this")):
            remember(view.store, listing.signature, columns)
            st.rerun()


def settle(plan: Plan, choices: Mapping[int, Choice]) -> None:
    """Keep what was chosen for units of the plan, by their numbers."""
    st.session_state[_CHOICES] |= {plan.units[at].question: choice for at, choice in choices.items()}


def offer_apply(view: View, plan: Plan) -> None:
    """Record what the plan takes, all or nothing, once no conflict is open; then the receipt.

    What is recorded is the plan as it was on the screen: it is handed to the button, which is pressed before the page runs again.
    """
    open_now, brings, why = len(plan.open_conflicts), taken(plan), view.notes.get(_WHY)
    by = view.notes.get(_NAME, view.person.name)
    st.text_input(_("Your name"), by, key="applied_by", width=320)
    nameless = isinstance(why, Refusal) and why.field == "reported_by"
    if nameless:
        st.error(plain(str(why)))
    if open_now:
        st.caption(n_("1 conflict is to be settled first.", "{n} conflicts are to be settled first.", open_now))
    if left := sum(bundle[0].unit not in plan.taken for bundle in grouped(plan)[Group.AMENDMENTS]):
        st.info(
            n_("1 change to what was agreed is not ticked yet.", "{n} changes to what was agreed are not ticked yet.", left),
            icon=":material/edit_note:",
        )
    cannot = bool(open_now) or not brings
    words = _("Apply {what}").format(what=brings) if brings else _("Nothing to apply")
    st.button(words, type="primary", disabled=cannot, key="apply_plan", on_click=_apply, args=(view, plan))
    if why and not nameless:
        show_error(why)


def _apply(view: View, plan: Plan) -> None:
    by = st.session_state["applied_by"].strip()
    try:
        if not by:
            raise Refusal(_("Nobody is named."), _("Write your name; it stands beside what is recorded."), field="reported_by")
        view.notes[_WHY], view.notes[_NAME] = None, by
        recorded = apply(view.store, plan, by, view.today)
    except GcdashError as error:
        view.notes[_WHY] = error
        return
    if recorded:
        made = receipt(plan, view.store.state().name, by, view.today)
        view.notes[_RECEIPT] = (made, taken(plan), [file.name for file in plan.files])
        view.folder.soon()


def show_applied(view: View) -> None:
    """What was applied last in this visit, with its receipt."""
    if applied := view.notes.get(_RECEIPT):
        made, what, names = applied
        words = _("Recorded from {names}: {what}.").format(names=", ".join(names), what=what)
        st.success(plain(words), title=_("Applied"), icon=":material/check_circle:")
        st.download_button(
            _("Download the receipt"), made, "receipt.xlsx", XLSX,
            key="receipt", on_click="ignore", icon=":material/receipt_long:",
        )  # fmt: skip


def show_numbers(plan: Plan) -> None:
    """What the plan holds in one sentence, and of each file where there are several; what of a file was not read."""
    show_answer(_in_numbers(plan))
    for file in plan.files:
        numbers = [_in_numbers(plan, file.name)] if len(plan.files) > 1 else []
        for words in (*numbers, *file.notices):
            st.caption(plain(f"{file.name}: {words}"))


def _in_numbers(plan: Plan, file: str = "") -> str:
    counts: dict[Group, int] = {group: len(bundles) for group, bundles in grouped(plan, file).items() if group is not Group.UNCHANGED}
    return f"{in_words(counts) or _('Nothing new')}."
