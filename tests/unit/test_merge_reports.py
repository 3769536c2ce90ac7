"""Reports that come back in a focal point's file: what is added, what is nothing new, what conflicts, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from gcdash.book import Book
from gcdash.errors import Refusal
from gcdash.merge.plan import Choice, Kind, choose, prefer
from gcdash.merge.settlement import changes
from gcdash.merge.undo import undone
from gcdash.schema import REPORTABLE
from gcdash.standing import stand
from gcdash.store.reader import UNCALCULATED, CellError
from small_books import COUNTRIES, book, report
from submissions import TODAY, applied, brief, kinds, listed, planned, recorded, sent

ACTIONS = (
    {"action_id": "A01", "theme": "Borders", "action": "Share lists", "timescale": "6 months", "responsibility": "Customs"},
    {"action_id": "A02", "theme": "Borders", "action": "Train officers", "timescale": "on-going", "responsibility": "Customs/WCO"},
)
FILLED = {"status": "In progress", "report_date": date(2009, 12, 1), "text": "Lists are shared"}


@pytest.fixture
def agreed() -> Book:
    return book(ACTIONS, [report("2009-09-01", "In progress", "Kenya", action_id="A02", text="first")], parties=COUNTRIES)


def later(before: Book, *reports: dict[str, object]) -> Book:
    """The book when others have reported meanwhile."""
    rows = [{"update_id": f"m{at}", "action_id": "A01"} | said for at, said in enumerate(reports)]
    old = before.updates.to_dict("records")
    said = [{name: row[name] for name in ("update_id", "action_id", "report_date", "party", "status", "text")} for row in old]
    return book(ACTIONS, [*said, *rows], parties=COUNTRIES)


def test_an_unedited_file_brings_nothing(agreed: Book) -> None:
    plan = planned(agreed, sent(agreed, "Kenya"))

    assert kinds(plan) == {}
    assert plan.units == ()


def test_a_report_is_added_cell_by_cell(agreed: Book) -> None:
    plan = planned(agreed, sent(agreed, "Kenya").fill("A01", **FILLED))

    assert kinds(plan) == {
        "added": [("A01", "status", "", "In progress"), ("A01", "report_date", "", "2009-12-01"), ("A01", "text", "", "Lists are shared")]
    }
    row = applied(agreed, plan, by="Ann").updates.iloc[-1]
    assert (row["action_id"], row["party"], row["status"], row["reported_by"]) == ("A01", "Kenya", "In progress", "Ann")
    assert row["source"] == "submission report.xlsx abababababababab"


def test_every_cell_of_every_row_is_accounted_for_once(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED, notes="more").fill("A02", status="nonsense")
    plan = planned(agreed, file)

    cells = [(entry.row, entry.field) for entry in plan.entries]
    assert len(cells) == len(set(cells)) == 2 * len(file.names)
    assert {"added", "changed", "refused"} == set(kinds(plan))


def test_the_same_file_twice_adds_nothing_the_second_time(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED).fill("A02", status="Completed", text="done")
    after = applied(agreed, planned(agreed, file))

    assert kinds(planned(after, file)) == {}
    assert kinds(planned(after, file, today=date(2010, 1, 15))) == {}, "a report without a date is known by its words on another day too"


def test_a_report_without_a_day_is_of_today_and_one_without_a_status_leaves_it(agreed: Book) -> None:
    plan = planned(agreed, sent(agreed, "Kenya").fill("A02", text="more was done"))

    row = applied(agreed, plan).updates.iloc[-1]
    assert (row["status"], row["report_date"].date()) == ("In progress", TODAY)
    assert "today is taken" in plan.by_kind[Kind.ADDED][0].reason and "last report stays" in plan.by_kind[Kind.ADDED][0].reason


def test_words_without_any_status_are_refused(agreed: Book) -> None:
    (entry,) = planned(agreed, sent(agreed, "Kenya").fill("A01", text="something")).by_kind[Kind.REFUSED]

    assert (entry.action_id, entry.field, entry.cell) == ("A01", "text", "J2")
    assert "The report has no status, and no earlier one of the same party that could stay. Choose one of: Not started," in entry.reason


def test_a_day_alone_is_no_report(agreed: Book) -> None:
    assert kinds(planned(agreed, sent(agreed, "Kenya").fill("A01", report_date=date(2009, 12, 1)))) == {}


@pytest.mark.parametrize("said", ["completed", " COMPLETED ", "Completed"])
def test_a_status_is_known_in_any_case(agreed: Book, said: str) -> None:
    plan = planned(agreed, sent(agreed, "Kenya").fill("A01", **FILLED | {"status": said}))

    assert brief(plan.by_kind[Kind.ADDED])[0] == ("A01", "status", "", "Completed")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"status": "Done"}, "not a status"),
        ({"status": "Completed"}, "Completed needs words"),
        ({"report_date": date(2010, 1, 1)}, "lies in the future"),
        ({"report_date": "05/06/2009"}, "more than one day"),
        ({"report_date": "soon"}, "more than one day, or as none"),
        ({"evidence": "javascript:alert(1)"}, "not a link"),
        ({"status": "Dated part done"}, "no dated part"),
        ({"text": UNCALCULATED}, "formula without a value"),
        ({"text": "a\x07b"}, "cannot keep"),
        ({"status": CellError("#REF!")}, "#REF!"),
        ({"text": "x" * 40_000}, "longer than"),
    ],
)
def test_what_no_update_may_say_is_refused_with_row_cell_and_reason(agreed: Book, cells: dict[str, object], why: str) -> None:
    filled = {"status": "In progress", "text": ""} | cells
    plan = planned(agreed, sent(agreed, "Kenya").fill("A01", **filled))

    refused = plan.by_kind[Kind.REFUSED]
    assert refused and all(why in entry.reason and entry.row == 2 and entry.cell for entry in refused)
    assert not plan.units, "nothing of the report is taken"


def test_what_somebody_else_reported_meanwhile_is_no_conflict(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED)
    now = later(agreed, report("2009-12-02", "Completed", "Uganda", text="x"), report("2009-12-02", "On hold", "", text="meeting"))

    plan = planned(now, file)

    assert set(kinds(plan)) == {"added"}
    assert set(now.updates["update_id"]) < set(applied(now, plan).updates["update_id"])


def test_another_report_of_the_same_party_since_then_conflicts_and_asks(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED)
    now = later(agreed, report("2009-12-10", "Completed", "Kenya", text="by form"))

    plan = planned(now, file)

    assert kinds(plan) == {
        "conflict": [
            ("A01", "status", "Completed", "In progress"),
            ("A01", "report_date", "2009-12-10", "2009-12-01"),
            ("A01", "text", "by form", "Lists are shared"),
        ]
    }
    assert plan.open_conflicts == (0,) and plan.taken == frozenset() and plan.units[0].can_be_both
    with pytest.raises(Refusal, match="not settled"):
        applied(now, plan)


@pytest.mark.parametrize(("choice", "status"), [(Choice.THEIRS, "In progress"), (Choice.OURS, "Completed"), (Choice.BOTH, "Completed")])
def test_a_conflict_is_settled_for_the_file_for_the_book_or_for_both(agreed: Book, choice: Choice, status: str) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED)
    now = later(agreed, report("2009-12-10", "Completed", "Kenya", text="by form"))

    after = applied(now, prefer(planned(now, file), choice))

    said = after.updates[(after.updates["party"] == "Kenya") & (after.updates["action_id"] == "A01")]
    gone = set(said["withdraws"])
    counted = said[(said["withdraws"] == "") & ~said["update_id"].isin(gone)]
    assert counted.iloc[-1]["status"] == status
    assert set(now.updates["update_id"]) <= set(after.updates["update_id"]), "nothing disappears"
    assert len(said) == {"theirs": 3, "ours": 1, "both": 2}[choice]
    if choice is not Choice.OURS:
        assert kinds(planned(after, file)) == {}, "and it does not ask again"


def test_an_older_report_of_the_party_is_not_withdrawn_when_theirs_is_newer(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED)
    now = later(agreed, report("2009-11-28", "On hold", "Kenya", text="by form"))

    after = applied(now, prefer(planned(now, file), Choice.THEIRS))

    assert (after.updates["withdraws"] == "").all()
    assert after.updates.iloc[-1]["status"] == "In progress"


def test_the_same_words_recorded_in_the_form_meanwhile_are_nothing_new(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED)
    now = later(agreed, report("2009-12-01", "In progress", "Kenya", text="Lists are shared"))

    assert kinds(planned(now, file)) == {}


def test_a_withdrawn_report_conflicts_with_nothing(agreed: Book) -> None:
    gone = report("2009-12-10", "Completed", "Kenya", text="by form")
    withdrawal = report("2009-12-11", "Nothing to report", "Kenya", text="wrong", withdraws="m0")

    assert set(kinds(planned(later(agreed, gone, withdrawal), sent(agreed, "Kenya").fill("A01", **FILLED)))) == {"added"}


def test_what_is_left_by_choice_is_not_recorded(agreed: Book) -> None:
    plan = planned(agreed, sent(agreed, "Kenya").fill("A01", **FILLED).fill("A02", status="On hold"))
    after = applied(agreed, choose(plan, {0: Choice.OURS}))

    assert list(after.updates["action_id"]) == ["A02", "A02"]


def test_a_file_for_a_class_or_for_everyone_asks_who_reports(agreed: Book) -> None:
    for who in ("Customs agencies", "everyone"):
        file = sent(agreed, who).fill("A01", **FILLED)
        assert "does not say who reports" in planned(agreed, file).by_kind[Kind.REFUSED][0].reason
        file.party = "uganda"
        assert planned(agreed, file).by_kind[Kind.ADDED][0].party == "Uganda"
        file.party = ""
        assert applied(agreed, planned(agreed, file)).updates.iloc[-1]["party"] == "", "the secretariat may speak for the whole action"


def test_a_file_made_for_one_party_is_not_taken_for_another(agreed: Book) -> None:
    file = sent(agreed, "Kenya")
    file.party = "Uganda"

    plan = planned(agreed, file)

    assert [bad.message for bad in plan.unusable] == ["report.xlsx was made for Kenya, not for Uganda."]
    assert (plan.files, plan.entries) == ((), ())


def test_two_files_at_once_are_held_against_each_other(agreed: Book) -> None:
    kenya = sent(agreed, "Kenya", "kenya.xlsx").fill("A01", **FILLED)
    again = sent(agreed, "Kenya", "kenya (1).xlsx", "cd" * 32).fill("A01", **FILLED | {"status": "On hold"})
    uganda = sent(agreed, "Uganda", "uganda.xlsx", "ef" * 32).fill("A01", **FILLED)
    twice = sent(agreed, "Kenya", "copy.xlsx", "01" * 32).fill("A01", **FILLED)

    plan = planned(agreed, kenya, again, uganda, twice)

    assert [(str(entry.kind), entry.file) for entry in plan.entries if entry.field == "status" and entry.kind is not Kind.UNCHANGED] == [
        ("added", "kenya.xlsx"), ("conflict", "kenya (1).xlsx"), ("added", "uganda.xlsx")
    ]  # fmt: skip


def test_a_submission_is_withdrawn_as_a_whole_and_can_be_sent_again(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED, notes="amended").fill("A02", status="On hold")
    plan = planned(agreed, file)
    after = applied(agreed, plan)
    numbers = iter(range(100))

    back = undone(after, plan.files[0].source, "Ann", TODAY, lambda: f"new-{next(numbers)}")
    undo = recorded(after, back)

    assert list(stand(undo, TODAY)["updates"]) == list(stand(agreed, TODAY)["updates"])
    assert list(stand(undo, TODAY)["notes"]) == ["", ""]
    assert len(undo.updates) == len(agreed.updates) + 4, "history stays"
    with pytest.raises(Refusal, match="Nothing of"):
        undone(undo, plan.files[0].source, "Ann", TODAY, lambda: "x")
    again = planned(undo, file)
    assert set(kinds(again)) >= {"added"}
    assert kinds(planned(applied(undo, prefer(again, Choice.THEIRS)), file)) == {}


def test_a_list_that_repeats_the_status_of_the_book_reports_nothing(agreed: Book) -> None:
    rows = [["ID", "Status"], ["A02", "In progress"], ["A01", "On hold"]]

    assert kinds(planned(agreed, listed(rows, party="Kenya"))) == {"added": [("A01", "status", "", "On hold")]}


def test_a_list_may_name_the_party_in_each_row(agreed: Book) -> None:
    rows = [
        ["ID", "Country", "Status", "Date", "Update"],
        ["A01", "uganda", "On hold", "1 Dec 2009", "x"],
        ["A01", "KENYA", "On hold", "1 Dec 2009", "y"],
    ]
    after = applied(agreed, planned(agreed, listed(rows)))

    assert list(after.updates["party"])[1:] == ["Kenya", "Uganda"] or list(after.updates["party"])[1:] == ["Uganda", "Kenya"]
    assert set(after.updates["text"]) >= {"x", "y"}


def test_the_words_of_the_drop_down_are_all_taken() -> None:
    for status in REPORTABLE:
        mixed = book([{"action_id": "A01", "timescale": "6 months and on-going", "responsibility": "Customs"}], parties=COUNTRIES)
        plan = planned(mixed, sent(mixed, "Kenya").fill("A01", status=str(status), text="words"))
        assert plan.by_kind[Kind.ADDED][0].new == status


def test_ids_come_from_the_words_so_that_two_plans_bring_the_same_update(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", **FILLED)
    one, two = (changes(planned(agreed, file), by, TODAY, dict.fromkeys) for by in ("Ann", "Bob"))

    assert [change.change_id for change in one] == [change.change_id for change in two]


def test_a_party_that_reports_the_status_that_others_have_given_is_heard(agreed: Book) -> None:
    rows = [["ID", "Status"], ["A02", "In progress"]]

    assert kinds(planned(agreed, listed(rows, party="Uganda"))) == {"added": [("A02", "status", "", "In progress")]}


def test_a_report_without_a_day_is_the_same_update_on_whatever_day_it_is_taken(agreed: Book) -> None:
    file = sent(agreed, "Kenya").fill("A01", status="In progress", text="begun")
    one, two = (changes(planned(agreed, file, today=day), "Ann", day, dict.fromkeys) for day in (TODAY, date(2010, 1, 15)))

    assert [change.change_id for change in one] == [change.change_id for change in two]


def test_the_same_report_twice_in_one_file_is_one(agreed: Book) -> None:
    rows = [["ID", "Status", "Progress"], ["A01", "On hold", "waits"], ["A01", "On hold", "waits"]]

    assert kinds(planned(agreed, listed(rows, party="Kenya"))) == {
        "added": [("A01", "status", "", "On hold"), ("A01", "text", "", "waits")]
    }
