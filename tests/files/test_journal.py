"""The journal: once on the disk, a change is there, once, under its own ID, until a fold has carried it."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gcdash.changes import CellChange, Update, content
from gcdash.errors import Refusal
from gcdash.store import disk
from gcdash.store.journal import Entry, Journal, same, to_entry

UPDATE = Update(
    "u1",
    "A01",
    date(2009, 7, 1),
    "In progress",
    "Échange\nde données",
    "Kenya",
    "next",
    "https://a.org",
    "Ms A",
    recorded_at="2009-07-01T08:00:00Z",
)
CHANGE = CellChange("c1", "A01", "due_date_set", "", "2010-01-31", "Ms A", "2009-07-01T08:00:00Z")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "book.gcdash" / "id")


def entry(name: str, **changes: object) -> Entry:
    return to_entry([replace(UPDATE, update_id=name, **changes)])


def files(journal: Journal) -> list[str]:
    return sorted(f"{path.parent.name}/{path.name}" for path in journal.folder.rglob("*") if path.is_file())


def test_what_is_added_is_read_again_to_the_letter_by_anybody(journal: Journal) -> None:
    both = to_entry([UPDATE, CHANGE], "set")

    assert journal.add(both) is True
    assert Journal(journal.folder).waiting() == (both,)
    assert both.ids == ("u1", "c1")
    assert to_entry([UPDATE]).entry_id == "u1"


def test_the_same_change_again_is_the_same_change(journal: Journal) -> None:
    journal.add(entry("u1"))

    assert journal.add(entry("u1", recorded_at="2010-01-01T00:00:00Z", source="command line", verified="yes")) is False
    assert len(journal.waiting()) == 1
    assert journal.waiting()[0].changes[0].recorded_at == UPDATE.recorded_at, "the first stays"


@pytest.mark.parametrize(
    "other",
    [
        {"text": "other"},
        {"status": "On hold"},
        {"report_date": date(2009, 7, 2)},
        {"action_id": "A02"},
        {"party": ""},
        {"withdraws": "u0"},
        {"evidence": ""},
    ],
)
def test_an_id_used_for_other_words_is_refused_and_the_first_stays(journal: Journal, other: dict[str, object]) -> None:
    journal.add(entry("u1"))

    with pytest.raises(Refusal) as refused:
        journal.add(entry("u1", **other))

    assert refused.value.field == "update_id"
    assert journal.waiting() == (entry("u1"),)


def test_an_id_is_known_after_the_fold_and_in_quarantine_too(journal: Journal) -> None:
    for name in ("carried", "aside"):
        journal.add(entry(name))
    journal.finish([entry("carried")])
    journal.set_aside([(entry("aside"), "the cell says something else")])

    for name in ("carried", "aside"):
        assert journal.add(entry(name)) is False
        with pytest.raises(Refusal):
            journal.add(entry(name, text="other"))
    assert journal.waiting() == ()


@pytest.mark.parametrize(
    "name", ["../../outside", "/etc/passwd", "a\\b", "C:x", "con", "", ".", "..", "\u202e", "x" * 5000, "é", "a.json", "with blank"]
)
def test_an_id_that_looks_like_a_path_stays_in_the_journal(journal: Journal, name: str) -> None:
    journal.add(entry(name))

    assert journal.waiting() == (entry(name),)
    assert journal.find(name) == entry(name)
    assert [Path(file).parent.name for file in files(journal)] == ["pending"]
    assert all(len(Path(file).name) < 100 for file in files(journal))


def test_ids_that_differ_never_share_a_file(journal: Journal) -> None:
    names = ["hi!", "x686921", "HI!", "ab", "AB", "x" * 400 + "1", "x" * 400 + "2", "é" * 100 + "1", "é" * 100 + "2"]

    assert [journal.add(entry(name)) for name in names] == [True] * len(names)
    assert {said.entry_id for said in journal.waiting()} == set(names)
    assert len({file.casefold() for file in files(journal)}) == len(names), "on a disk that ignores case as well"


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=40), name=st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
)
def test_any_words_under_any_id_come_back(tmp_path_factory: pytest.TempPathFactory, text: str, name: str) -> None:
    journal = Journal(tmp_path_factory.mktemp("journal"))
    said = entry(name, text=text)

    journal.add(said)

    assert journal.find(name) == said


def test_entries_say_the_same_whenever_they_were_recorded() -> None:
    assert same(entry("u1"), entry("u2", recorded_at="x"))
    assert same(to_entry([CHANGE]), to_entry([replace(CHANGE, recorded_at="x", by="y")]))
    assert not same(to_entry([CHANGE]), to_entry([replace(CHANGE, new="none")]))
    assert not same(to_entry([UPDATE]), to_entry([UPDATE, CHANGE], "set"))
    assert not same(to_entry([UPDATE]), to_entry([CHANGE]))


# -- the way of an entry


def test_what_was_carried_lies_in_done_and_what_was_not_waits(journal: Journal) -> None:
    for name in ("a1", "a2", "a3"):
        journal.add(entry(name))

    journal.folds.begin(1, ["a1"], 0)
    journal.finish([entry("a1"), entry("never there")])
    journal.set_aside([(entry("a2"), "why")])

    assert files(journal) == ["done/a1.json", "generations/1.json", "pending/a3.json", "quarantine/a2.json", "quarantine/a2.why"]
    assert journal.waiting_names() == ("a3.json",)
    assert journal.find("a2") == entry("a2")


def test_generations_say_what_was_carried_when(journal: Journal) -> None:
    journal.make()
    for generation, names in ((1, ["a"]), (2, ["b", "c"]), (10, ["a", "d"])):
        journal.folds.begin(generation, names, generation - 1)

    assert journal.folds.latest() == 10
    assert journal.folds.carried_after(0) == ("a", "b", "c", "d")
    assert journal.folds.carried_after(1) == ("b", "c", "a", "d")
    assert journal.folds.carried_after(10) == ()
    assert journal.folds.carried_until(2) == {"a", "b", "c"}
    assert journal.folds.carried_until(0) == frozenset()


def test_a_fold_that_failed_or_was_saved_over_is_not_in_the_line_of_later_ones(journal: Journal) -> None:
    """Generation 2 failed; 4 began with an older copy of generation 1, saved over 3."""
    journal.make()
    for generation, name, began_with in ((1, "a", 0), (2, "b", 1), (3, "c", 1), (4, "d", 1)):
        journal.folds.begin(generation, [name], began_with)

    assert journal.folds.carried_until(4) == {"a", "d"}
    assert journal.folds.carried_after(4) == ("b", "c")
    assert journal.folds.carried_until(3) == {"a", "c"}
    assert journal.folds.carried_after(3) == ("b", "d")


def test_a_journal_that_is_made_anew_at_the_same_place_is_read_anew(journal: Journal) -> None:
    """By a process that stays: somebody has moved book and journal away, and begun again under the same name."""
    for name in ("a", "other"):
        journal.make()
        journal.folds.begin(1, [name], 0)
        assert journal.folds.carried_until(1) == {name}
        shutil.rmtree(journal.folder)


@pytest.mark.parametrize(("number", "noted"), [(3, True), (3, False), (40, True)])
def test_a_fold_that_another_process_began_is_seen_at_once(journal: Journal, number: int, *, noted: bool) -> None:
    """Also on a disk that does not note when a folder was changed, or in steps: folds are numbered, but for a book from elsewhere."""
    journal.make()
    for generation in (1, 2):
        journal.folds.begin(generation, [f"e{generation}"], generation - 1)
    assert journal.folds.latest() == 2
    before = journal.generations.stat()

    Journal(journal.folder).folds.begin(number, ["other"], 2)
    if not noted:
        os.utime(journal.generations, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert journal.folds.latest() == number
    assert journal.folds.carried_after(2) == ("other",)
    assert journal.folds.carried_until(number) == {"e1", "e2", "other"}


def test_a_fold_of_which_nothing_could_be_read_is_read_as_soon_as_it_can(journal: Journal) -> None:
    journal.make()
    journal.folds.begin(1, ["a"], 0)
    path = journal.generations / "1.json"
    whole = path.read_bytes()
    path.write_bytes(b" " * len(whole))
    assert journal.folds.carried_until(1) == frozenset()
    journal.folds.begin(2, ["b"], 1)
    assert journal.folds.carried_until(2) == {"b"}

    path.write_bytes(whole)

    assert journal.folds.carried_until(2) == {"a", "b"}


def test_what_was_recorded_is_told_by_its_id_wherever_it_lies(journal: Journal) -> None:
    journal.add(entry("a1"))
    journal.add(to_entry([replace(UPDATE, update_id="a2", text="other"), CHANGE], "set"))
    first = journal.contents()
    journal.finish([entry("a1")])

    assert journal.contents() == first
    assert first == {"a1": hash(content(UPDATE)), "a2": hash(content(replace(UPDATE, text="other")))}
    (journal.done / "a1.json").unlink()
    assert journal.contents() == {"a2": first["a2"]}


def test_a_journal_that_is_not_there_yet_holds_nothing(journal: Journal) -> None:
    assert (journal.waiting(), journal.waiting_names(), journal.aside(), journal.contents()) == ((), (), (), {})
    assert (journal.folds.latest(), journal.folds.carried_after(0), journal.folds.carried_until(9)) == (0, (), frozenset())
    assert not journal.folder.exists()


# -- damage from outside


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"entry_id": "bad", "changes": [{"kind": "Update"}]}',
        b'{"entry_id": "bad"}',
        b'{"entry_id": "bad", "changes": ["x"]}',
        b"null",
    ],
)
def test_a_damaged_file_hides_no_other_and_is_set_aside_whole(journal: Journal, damage: bytes) -> None:
    journal.add(entry("a1"))
    (journal.pending / "bad.json").write_bytes(damage)

    assert journal.waiting() == (entry("a1"),)
    journal.sweep()
    assert journal.aside() == (("bad.json", "the file cannot be read"),)
    assert (journal.quarantined / "bad.json").read_bytes() == damage
    assert journal.waiting_names() == ("a1.json",)


def test_what_a_newer_program_wrote_is_set_aside_and_not_read_in_part(journal: Journal) -> None:
    journal.add(entry("a1"))
    path = journal.pending / "a1.json"
    said = json.loads(path.read_bytes())
    said["changes"][0]["mood"] = "good"
    path.write_text(json.dumps(said), "utf-8")

    assert journal.waiting() == ()
    with pytest.raises(Refusal):
        journal.add(entry("a1"))


def test_what_a_sync_program_leaves_beside_the_generations_is_not_ours(journal: Journal) -> None:
    journal.make()
    journal.folds.begin(3, ["a"], 2)
    (journal.generations / "3 (conflicted copy).json").write_text("{}")
    (journal.generations / "4.json").write_text("{")

    assert journal.folds.carried_after(0) == ("a",)
    assert journal.folds.latest() == 4


def test_what_a_crash_left_half_written_is_swept(journal: Journal) -> None:
    journal.add(entry("a1"))
    (journal.pending / (disk.TEMPORARY + "1")).write_bytes(b"ha")
    (journal.generations / (disk.TEMPORARY + "2")).write_bytes(b"lf")

    assert journal.sweep() == 2
    assert files(journal) == ["pending/a1.json"]
