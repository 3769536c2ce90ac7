"""Laws of merging, for any book and any edits: unedited is nothing, twice is once, order does not matter, nothing disappears."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from gcdash.amended import as_it_was
from gcdash.book import Book
from gcdash.merge.form import CELLS, FILL_IN, FORM
from gcdash.merge.plan import Choice, Plan, prefer
from gcdash.schema import ACTIONS, REPORTABLE, Status
from small_books import COUNTRIES, book
from submissions import TODAY, Sent, applied, copied, kinds, planned, sent

LAW = settings(max_examples=25)
PARTIES = ("Kenya", "Uganda", "WCO")
WORDS = st.sampled_from(["", "Share lists", "a\nb ", "=1+1", "none", "é", "3", "2009-11-29", "two  blanks", "'quoted"])
IDS = ("A01", "A02", "A03")

actions = st.lists(
    st.fixed_dictionaries({
        "theme": st.sampled_from(["Borders", "Law"]),
        "timescale": st.sampled_from(["", "6 months", "on-going", "6 months, on-going", "3"]),
        "responsibility": st.sampled_from(["WCO", "Customs", "WCO/Customs"]),
        "update_feedback": WORDS,
        "notes": WORDS,
    }),
    min_size=3, max_size=3,
)  # fmt: skip

reports = st.lists(
    st.fixed_dictionaries({
        "action_id": st.sampled_from(IDS),
        "report_date": st.dates(date(2009, 6, 1), date(2009, 11, 20)),
        "party": st.sampled_from(["", *PARTIES]),
        "status": st.sampled_from([str(status) for status in REPORTABLE]),
        "text": WORDS,
    }),
    max_size=4,
)  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> Book:
    rows = [{"action_id": action_id, "action": f"Do {action_id} well"} | row for action_id, row in zip(IDS, draw(actions), strict=True)]
    return book(rows, draw(reports), parties=COUNTRIES)


ANYTHING = st.one_of(st.none(), WORDS, st.integers(-5, 50_000), st.dates(date(2009, 1, 1), date(2010, 6, 1)), st.text(max_size=8))
edits = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.one_of(
            st.tuples(st.just("status"), st.sampled_from(["", "nonsense", *(str(status) for status in REPORTABLE)])),
            st.tuples(st.sampled_from([*FORM.names[1:7], "report_date", "text", "evidence"]), ANYTHING),
        ),
    ),
    max_size=6,
)
Edits = list[tuple[int, tuple[str, object]]]


def edited(file: Sent, changes: Edits) -> Sent:
    rows = file.sheets[0].rows[1:]
    for at, (name, cell) in changes:
        if at < len(rows) and name in file.names:
            rows[at][file.names.index(name)] = cell
    return file


def agreed_words(agreed: Book) -> Counter[tuple[str, ...]]:
    actions = as_it_was(agreed, TODAY).actions
    return Counter(zip(*(actions[name] for name in CELLS), strict=True))


def said(agreed: Book) -> Counter[tuple[object, ...]]:
    words = dict(zip(agreed.actions["action_id"], agreed.actions["action"], strict=True))
    columns = [agreed.updates[name] for name in ("action_id", "party", "report_date", "status", "text")]
    return Counter((words.get(row[0], row[0]), *row[1:]) for row in zip(*columns, strict=True))


def settled(plan: Plan) -> Plan:
    return prefer(plan, Choice.THEIRS)


@LAW
@given(books(), edits)
def test_merging_an_unedited_file_changes_nothing_whatever_came_meanwhile(agreed: Book, meanwhile: Edits) -> None:
    files = [*(sent(agreed, who) for who in ("Kenya", "WCO", "everyone") if _has_actions(agreed, who)), copied(agreed)]
    since = applied(agreed, settled(planned(agreed, edited(copied(agreed), meanwhile))))
    for file in files:
        for now in (agreed, since):
            assert kinds(planned(now, file)) == {}


def _has_actions(agreed: Book, who: str) -> bool:
    named = {"Kenya": "Customs", "WCO": "WCO", "everyone": ""}[who]
    return bool(agreed.actions["responsibility"].str.contains(named).any())


@LAW
@given(books(), edits)
def test_merging_twice_is_merging_once(agreed: Book, changes: Edits) -> None:
    for file in (edited(copied(agreed), changes), edited(sent(agreed, "everyone"), changes)):
        file.party = "Kenya"
        once = applied(agreed, settled(planned(agreed, file)))
        again = planned(once, file)
        assert again.units == (), kinds(again)


@LAW
@given(books(), edits, st.lists(st.sampled_from(PARTIES), max_size=2))
def test_no_update_of_the_book_disappears_and_every_cell_is_accounted_for_once(agreed: Book, changes: Edits, more: Sequence[str]) -> None:
    file = edited(sent(agreed, "everyone"), changes)
    file.party = "Kenya"
    since = agreed
    for at, party in enumerate(more):
        other = sent(since, "everyone", sha256=f"{at:064d}").fill("A01", status=str(Status.ON_HOLD), text=f"{party} {at}")
        other.party = party
        since = applied(since, settled(planned(since, other)))
    for choice in Choice:
        plan = planned(since, file)
        after = applied(since, prefer(plan, choice))
        assert set(since.updates["update_id"]) <= set(after.updates["update_id"])
        cells = Counter((entry.row, entry.field) for entry in plan.entries)
        assert cells == Counter((row, name) for row in range(2, 5) for name in FORM.names)


@LAW
@given(books(), edits, edits)
def test_two_disjoint_submissions_in_either_order_give_the_same_book(agreed: Book, ones: Edits, others: Edits) -> None:
    reported = {column.name for column in FILL_IN}
    one, other = sent(agreed, "everyone", "one.xlsx"), copied(agreed)
    one.party, other.sha256 = "Kenya", "cd" * 32
    edited(one, [edit for edit in ones if edit[1][0] in {*reported, "notes"}])
    edited(other, [edit for edit in others if edit[1][0] not in {*reported, "notes"}])
    other.sheets[1].rows.append([None, "A01", date(2009, 12, 1), "Uganda", "In progress", "theirs"])
    one.sheets[0].rows.append(_new_row(FORM.names, "New by one"))
    other.sheets[0].rows.append(_new_row(ACTIONS.names, "Quite another thing"))

    forth = both(agreed, one, other)
    back = both(agreed, other, one)
    assert agreed_words(forth) == agreed_words(back)
    assert said(forth) == said(back)


def _new_row(names: Sequence[str], action: str) -> list[object]:
    cells: dict[str, object] = {"action_id": "A04", "theme": "Law", "action": action}
    return [cells.get(name) for name in names]


def both(agreed: Book, first: Sent, second: Sent) -> Book:
    after = applied(agreed, settled(planned(agreed, first)))
    plan = planned(after, second)
    assert not plan.open_conflicts, kinds(plan)
    return applied(after, plan)
