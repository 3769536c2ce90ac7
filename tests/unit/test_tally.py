"""A plan counted in reports, amendments and refused rows, whatever number of cells each has."""

from __future__ import annotations

from gcdash.merge.plan import Choice, choose
from gcdash.merge.tally import Group, counted, grouped, in_words, taken
from small_books import book, one_action
from submissions import planned, sent

REPORT = {"status": "In progress", "report_date": "2009-12-01", "text": "begun"}


def test_the_cells_of_a_report_or_of_a_refused_row_are_one_thing_and_no_cell_is_left_out() -> None:
    of = book([one_action("6 months", "WCO"), one_action("9 months", "WCO") | {"action_id": "A02"}])
    file = sent(of, "WCO").fill("A01", **REPORT, timescale="12 months").fill("A02", **REPORT | {"status": "Finished"})
    plan = planned(of, file)

    groups = grouped(plan)
    counts = {group: len(bundles) for group, bundles in groups.items() if group is not Group.UNCHANGED}
    assert in_words(counts) == "1 report, 1 amendment and 1 refused row"
    assert sorted(id(entry) for bundles in groups.values() for bundle in bundles for entry in bundle) == sorted(map(id, plan.entries))
    assert taken(plan) == "1 report and 1 amendment"
    (amendment,) = groups[Group.AMENDMENTS]
    assert taken(choose(plan, {amendment[0].unit: Choice.OURS})) == "1 report"


def test_of_several_files_each_is_counted_by_its_name() -> None:
    of = book([one_action("6 months", "WCO")])
    plan = planned(of, sent(of, "WCO", "one.xlsx").fill("A01", **REPORT), sent(of, "WCO", "two.xlsx", "cd" * 32))

    assert [counted(grouped(plan), name)[Group.REPORTS] for name in ("one.xlsx", "two.xlsx")] == [1, 0]
