"""Who may do what: every cell of the matrix, the scope of focal points, and what each kind of change asks for."""

from __future__ import annotations

from datetime import date

import pytest

from gcdash.access import TABLE, Person, Role, Verb, may, refusal
from gcdash.access.plans import permitted
from gcdash.access.writes import refusals, signed
from gcdash.changes import Amendment, CellChange, Change, Meeting, NewAction, Reminder, Update
from gcdash.merge.plan import Choice, Entry, File, Kind, Plan, Unit
from gcdash.schema import ACTIONS, MEETINGS, SETTINGS
from small_books import COUNTRIES, book, one_action, report

DAY = date(2010, 1, 1)
WCO, CUSTOMS, NOBODYS, UNEPS = "A01", "A02", "A03", "A04"
BOOK = book(
    [
        one_action("6 months", "WCO"),
        one_action("6 months", "Customs agencies") | {"action_id": CUSTOMS},
        one_action("6 months", "") | {"action_id": NOBODYS},
        one_action("6 months", "UNEP") | {"action_id": UNEPS},
    ],
    [report("2009-07-01", "In progress", "Kenya", action_id=CUSTOMS), report("2009-07-01", "In progress", "Uganda", action_id=CUSTOMS)],
    parties=COUNTRIES,
)
KENYA = Person(Role.FOCAL_POINT, "s1", "Ms A", frozenset({"Kenya"}), verified=True)
COORDINATOR = Person(Role.COORDINATOR, "s2", "Mr B", verified=True)
VIEWER = Person(Role.VIEWER, "s3", why="Sign in to report.")

V, F, C = Role.VIEWER, Role.FOCAL_POINT, Role.COORDINATOR
EXPECTED = {
    "read": {V, F, C},
    "download": {V, F, C},
    "report": {F, C},
    "upload": {F, C},
    "withdraw own": {F, C},
    "withdraw any": {C},
    "confirm reading": {C},
    "amend": {C},
    "meeting": {C},
    "restore": {C},
    "settings": {C},
    "remind": {C},
}


def update(action_id: str = CUSTOMS, party: str = "Kenya", **more: str) -> Update:
    return Update("new", action_id, DAY, "In progress", "begun", party, **more)


def first_refusal(person: Person, *changes: Change) -> str:
    return next((str(bad) for _change, _verb, bad in refusals(person, changes, BOOK) if bad), "")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("verb", Verb)
def test_each_role_may_what_the_matrix_says_and_nothing_else(role: Role, verb: Verb) -> None:
    person = Person(role, "s", parties=frozenset({"Kenya"}))

    assert may(person, verb, CUSTOMS, BOOK) is (role in EXPECTED[verb])


def test_the_matrix_names_every_verb() -> None:
    assert set(TABLE) == set(Verb) == set(EXPECTED)


@pytest.mark.parametrize(("role", "verb"), [("owner", Verb.READ), ("", Verb.READ), ("coordinator ", Verb.REPORT), (C, "delete"), (C, "")])
def test_a_role_or_verb_that_nobody_knows_may_nothing(role: str, verb: str) -> None:
    assert not may(Person(role, "s"), verb, CUSTOMS, BOOK)


@pytest.mark.parametrize("verb", [Verb.REPORT, Verb.UPLOAD, Verb.WITHDRAW_OWN])
@pytest.mark.parametrize(
    ("party", "allowed"),
    [
        ("Kenya", {CUSTOMS}),
        ("kenya", {CUSTOMS}),
        ("WCO", {WCO}),
        ("World Customs Organization", {WCO}),
        ("Customs agencies", {CUSTOMS}),
        ("Atlantis", set()),
        ("*", set()),
        ("", set()),
    ],
)
def test_a_focal_point_acts_only_where_its_party_is_an_owner_or_expected(verb: Verb, party: str, allowed: set[str]) -> None:
    person = Person(Role.FOCAL_POINT, "s", parties=frozenset({party}))

    assert {action for action in (WCO, CUSTOMS, NOBODYS, UNEPS) if may(person, verb, action, BOOK)} == allowed
    assert not may(person, verb, "A99", BOOK)


def test_what_nobody_owns_is_the_coordinators_and_the_refusal_says_so() -> None:
    assert "has no owner" in str(refusal(KENYA, Verb.REPORT, NOBODYS, BOOK))
    assert may(COORDINATOR, Verb.REPORT, NOBODYS, BOOK)


def test_a_viewer_is_told_why() -> None:
    assert str(refusal(VIEWER, Verb.REPORT, CUSTOMS, BOOK)) == "You may not record updates here. Sign in to report."


CHANGES = {
    "report": update(),
    "upload": update(source="submission file.xlsx abc"),
    "meeting": update(party="", source="meeting: First"),
    "withdraw any": update(withdraws="u2"),
    "withdraw own": update(withdraws="u1"),
    "amend": Amendment("m", CUSTOMS, "action", "old", "new", DAY),
    "amend, added": NewAction("n", "A05", "Borders", "More"),
    "amend, cell": CellChange("c", CUSTOMS, "action", "", "x"),
    "confirm reading": CellChange("c", CUSTOMS, "due_date_set", "", "none"),
    "meeting, opened": Meeting("g", "First", DAY),
    "meeting, closed": CellChange("c", "First", "state", "open", "closed", sheet=MEETINGS.name),
    "remind": Reminder("r", "Kenya", CUSTOMS, "Overdue", DAY, DAY),
    "settings": CellChange("c", "Workshop", "value", "", "x", sheet=SETTINGS.name),
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", CHANGES)
def test_every_kind_of_change_is_made_by_whom_the_matrix_names(role: Role, name: str) -> None:
    person = Person(role, "s", parties=frozenset({"Kenya"}))
    verb = name.partition(",")[0]

    assert (first_refusal(person, CHANGES[name]) == "") is (role in EXPECTED[verb])


def test_a_cell_of_a_sheet_that_nobody_may_write_is_nobodys() -> None:
    assert first_refusal(COORDINATOR, CellChange("c", "Kenya", "email", "", "x", sheet="Parties"))
    assert not first_refusal(COORDINATOR, CellChange("c", CUSTOMS, "owners_set", "", "WCO", sheet=ACTIONS.name))


@pytest.mark.parametrize("party", ["Uganda", "", "Customs agencies"])
def test_a_focal_point_speaks_for_nobody_else_and_not_for_the_whole_action(party: str) -> None:
    assert "You report for Kenya, not for" in first_refusal(KENYA, update(party=party))


def test_one_change_that_may_not_be_made_is_found_among_many() -> None:
    assert first_refusal(KENYA, update(), update(WCO), update())


def test_an_update_that_is_not_there_is_nobodys_own() -> None:
    assert first_refusal(KENYA, update(withdraws="u99"))


def test_an_update_is_verified_in_a_known_persons_own_name_only() -> None:
    own, blank, other, claimed = signed(
        KENYA, [update(reported_by="ms a"), update(), update(reported_by="Mr X"), update(reported_by="Mr X", verified="yes")]
    )

    assert [(change.reported_by, change.verified) for change in (own, blank, other, claimed)] == [
        ("ms a", "yes"), ("Ms A", "yes"), ("Mr X", "no"), ("Mr X", "no"),
    ]  # fmt: skip


def test_nobody_unknown_is_verified() -> None:
    person = Person(Role.COORDINATOR, "this-machine")

    assert [change.verified for change in signed(person, [update(reported_by="Ann", verified="yes"), update(verified="yes")])] == [
        "no",
        "no",
    ]


def test_who_sets_a_cell_is_known_where_they_are() -> None:
    (cell,) = signed(COORDINATOR, [CHANGES["confirm reading"]])

    assert cell.by == "Mr B"


def plan() -> Plan:
    units = (
        Unit(update(), 0),
        Unit(update(WCO), 0),
        Unit(Amendment("m", CUSTOMS, "action", "old", "new", DAY), 0, conflict=True),
        Unit(update(party="Uganda"), 0),
    )
    entries = tuple(Entry(Kind.ADDED, CUSTOMS, "status", "", "x", row, unit=row) for row in range(4))
    return Plan("v", (File("f.xlsx", "0"),), entries, units)


def test_an_upload_is_judged_row_by_row() -> None:
    mine, refused = permitted(plan(), KENYA, BOOK)

    assert mine.taken == {0}
    assert mine.open_conflicts == ()
    assert [entry.kind for entry in mine.entries] == [Kind.ADDED, Kind.REFUSED, Kind.REFUSED, Kind.REFUSED]
    assert [entry.reason.split(".")[0] for entry in mine.entries[1:]] == [
        "The action A01 is not one that Kenya reports on",
        "You may not amend what was agreed here",
        "You report for Kenya, not for Uganda",
    ]
    assert mine.choices == dict.fromkeys([1, 2, 3], Choice.OURS)
    assert [(verb, action_id) for verb, action_id, _question in refused] == [("upload", WCO), ("amend", CUSTOMS), ("upload", CUSTOMS)]


def test_a_coordinator_may_take_all_of_an_upload() -> None:
    assert permitted(plan(), COORDINATOR, BOOK) == (plan(), ())
