"""Owners: the sixteen of the workshop exactly, what other sheets hold, and laws that hold for any text."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcdash.owners import DEFAULT_OWNERS, Registry, Responsibility, read, read_names
from gcdash.schema import CLASS, ORGANISATION, Confidence, fold

SOURCE = Path(__file__).parents[1] / "files" / "action-points-2009.txt"
CERTAIN, TO_CONFIRM = Confidence.CERTAIN, Confidence.TO_CONFIRM
REGISTRY = Registry.of(DEFAULT_OWNERS)

MEA, NFP, CUSTOMS, NATIONAL = "MEA Secretariats", "National Focal Points", "Customs agencies", "National authorities"
A11 = "Each Customs agency per their legislative base including regulations/WCO/MEA Secretariats"
SIXTEEN = [
    (
        "A01",
        "Need government endorsement prior to sharing",
        (),
        "Need government endorsement prior to sharing",
        TO_CONFIRM,
    ),
    ("A02", "", (), "", CERTAIN),
    (
        "A03",
        "Secretariats to upload documents on ENVIRONET;\nNational Focal Points",
        (MEA, NFP),
        "to upload documents on ENVIRONET",
        CERTAIN,
    ),
    ("A04", "ROCB and NACEN", ("ROCB", "NACEN"), "", CERTAIN),
    ("A05", "Participants\nWCO issue a reminder \n\nInterpol", ("Participants", "WCO", "Interpol"), "issue a reminder", CERTAIN),
    ("A06", "WCO/UNEP/NACEN", ("WCO", "UNEP", "NACEN"), "", CERTAIN),
    ("A07", "MEA Secretariats", (MEA,), "", CERTAIN),
    ("A08", "MEA Secretariats\n\nWCO", (MEA, "WCO"), "", CERTAIN),
    ("A09", "Customs", (CUSTOMS,), "", CERTAIN),
    ("A10", "", (), "", CERTAIN),
    ("A11", A11, (CUSTOMS, "WCO", MEA), "per their legislative base including regulations", CERTAIN),
    ("A12", "WCO/Customs/MEA Secretariats/National Focal Points", ("WCO", CUSTOMS, MEA, NFP), "", CERTAIN),
    ("A13", "WCO\nCustoms\n\nMEA Secretariats", ("WCO", CUSTOMS, MEA), "", CERTAIN),
    ("A14", "WCO\nCustoms\n\nMEA Secretariat", ("WCO", CUSTOMS, MEA), "", CERTAIN),
    ("A15", "Customs\nWCO", (CUSTOMS, "WCO"), "", CERTAIN),
    ("A16", "national", (NATIONAL,), "", TO_CONFIRM),
]


@pytest.mark.parametrize(("action", "text", "owners", "condition", "confidence"), SIXTEEN, ids=[row[0] for row in SIXTEEN])
def test_the_sixteen_read_as_the_design_says(
    action: str, text: str, owners: tuple[str, ...], condition: str, confidence: Confidence
) -> None:
    assert read(text, REGISTRY) == Responsibility(owners, condition, confidence), action


def test_the_sixteen_stand_in_the_source_as_they_are_tested_here() -> None:
    cells = [cell.strip() for cell in SOURCE.read_text(encoding="utf-8").split("\t")]

    assert [text for _action, text, *_rest in SIXTEEN if text not in cells] == []


def test_the_sixteen_name_ten_owners_thirty_times_over_thirteen_actions() -> None:
    named = [read(text, REGISTRY).owners for _action, text, *_rest in SIXTEEN]

    assert sum(map(len, named)) == 30
    assert {owner for owners in named for owner in owners} == {owner for owner, _kind, _also in DEFAULT_OWNERS}
    assert sum(bool(owners) for owners in named) == 13


@pytest.mark.parametrize(
    ("text", "owners", "condition"),
    [
        ("wco & unep", ("WCO", "UNEP"), ""),
        ("L'OMD et le PNUE", ("WCO", "UNEP"), ""),
        ("OMD ainsi que chaque administration douanière", ("WCO", CUSTOMS), ""),
        ("Les points focaux nationaux, les secrétariats des AME", (NFP, MEA), ""),
        ("Secre\u0301tariats", (MEA,), ""),
        ("INTERPOL • Participants · all Customs administrations", ("Interpol", "Participants", CUSTOMS), ""),
        ("- WCO\n- UNEP", ("WCO", "UNEP"), ""),
        ("1. WCO\n2) UNEP to lead", ("WCO", "UNEP"), "to lead"),
        ("WCO, WCO and World Customs Organization", ("WCO",), ""),
        ("WCO ROCB", ("ROCB",), ""),
        ("WCO/ROCB", ("WCO", "ROCB"), ""),
        ("ROCB A/P", ("ROCB",), ""),
        ("WCO Secretariat", ("WCO",), ""),
        ("WCO, Secretariats", ("WCO", MEA), ""),
        ("National Academy of Customs, Excise and Narcotics", ("NACEN",), ""),
        ("WCO (by email), UNEP", ("WCO", "UNEP"), "(by email)"),
        ("UNEP (with WCO)", ("UNEP", "WCO"), "with"),
        ("WCO's budget", ("WCO",), "budget"),
        ("WCO: to collect and publish, with UNEP; subject to budget", ("WCO", "UNEP"), "to collect and publish, with; subject to budget"),
        ("WCO to draft and UNEP to review", ("WCO", "UNEP"), "to draft; to review"),
    ],
)
def test_owners_are_found_and_the_rest_is_condition(text: str, owners: tuple[str, ...], condition: str) -> None:
    assert read(text, REGISTRY) == Responsibility(owners, condition, CERTAIN)


@pytest.mark.parametrize("text", ["   ", "\n\t\n", "\u00a0"])
def test_blank_is_certainly_nobody(text: str) -> None:
    assert read(text, REGISTRY) == Responsibility((), "", CERTAIN)


@pytest.mark.parametrize("text", ["worldwcos", "-", "TBC", "Ministry of Trade and Industry", "at national expense"])
def test_words_that_name_nobody_are_all_condition_to_confirm(text: str) -> None:
    assert read(f" {text}\n", REGISTRY) == Responsibility((), text, TO_CONFIRM)


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("National", (NATIONAL,)),
        ("the national / WCO", (NATIONAL, "WCO")),
        ("WCO and national", ("WCO", NATIONAL)),
        ("MEAs\nCustoms", (MEA, CUSTOMS)),
        ("The Secretariat", (MEA,)),
    ],
)
def test_a_guess_counts_as_a_whole_piece_only_and_is_asked(text: str, owners: tuple[str, ...]) -> None:
    assert read(text, REGISTRY) == Responsibility(owners, "", TO_CONFIRM)
    assert NATIONAL not in read("WCO with national budget", REGISTRY).owners


@pytest.mark.parametrize("text", ["WCO or UNEP", "WCO?", "all Customs except Interpol", "WCO (TBC)", "OMD ou PNUE", "Customs, not the WCO"])
def test_an_owner_in_doubt_is_asked(text: str) -> None:
    reading = read(text, REGISTRY)

    assert reading.owners
    assert reading.confidence == TO_CONFIRM


def test_another_workshops_owners_are_found_by_its_own_sheet() -> None:
    registry = Registry.of([("Côte d'Ivoire", "class", ""), ("Ministry of Trade", "organization", "MoT; trade?"), ("", "class", "all")])

    assert registry.kinds == {"Côte d'Ivoire": CLASS, "Ministry of Trade": ORGANISATION}
    assert read("cote d’ivoire; MOT to fund", registry) == Responsibility(("Côte d'Ivoire", "Ministry of Trade"), "to fund", CERTAIN)
    assert read("Trade", registry) == Responsibility(("Ministry of Trade",), "", TO_CONFIRM)


def test_a_registry_keeps_the_sheets_order_and_leaves_guesses_out_of_its_synonyms() -> None:
    registry = Registry.of([("B", "club", "bee; b2?"), ("A", "Class", "ay"), ("B", "class", "be")])

    assert list(registry.kinds.items()) == [("B", "club"), ("A", CLASS)]
    assert registry.synonyms == {"B": "B", "A": "A", "bee": "B", "ay": "A", "be": "B"}


def test_where_two_owners_claim_a_spelling_a_name_wins_then_the_upper_row() -> None:
    registry = Registry.of([("One", "class", "Two; shared"), ("Two", "class", "shared")])

    assert read("two", registry).owners == ("Two",)
    assert read("shared", registry).owners == ("One",)


def test_with_no_owners_at_all_every_text_still_reads() -> None:
    assert read("WCO", Registry.of(())) == Responsibility((), "WCO", TO_CONFIRM)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        (" ; ", ()),
        ("WCO", ("WCO",)),
        (" WCO ;UNEP;\n wco; A  B ", ("WCO", "UNEP", "A B")),
        ("Trade, Ministry of", ("Trade, Ministry of",)),
    ],
)
def test_names_in_a_cell_stand_between_semicolons(text: str, names: tuple[str, ...]) -> None:
    assert read_names(text) == names


SPELLINGS = [word.rstrip("?") for owner, _kind, also in DEFAULT_OWNERS for word in (owner, *read_names(also))]
PIECES = [
    *SPELLINGS,
    "and",
    "each",
    "the",
    "to upload",
    "regulations",
    "per",
    "(by email)",
    "1.",
    "or",
    "l'",
    "’s",
    "-",
    ".",
    "?",
    "and/or",
]
texts = st.text(max_size=60) | st.lists(st.sampled_from([*PIECES, ";", "/", ",", "\n", "•", "·"]), max_size=9).map(" ".join)
CONNECTORS = set(fold("and et each every all both the chaque tous toutes les le la l des d s as well ainsi que").split())


@given(texts)
def test_no_owner_is_found_whose_name_or_spelling_is_not_in_the_text(text: str) -> None:
    ways = {owner: [owner, *(word.rstrip("?") for word in read_names(also))] for owner, _kind, also in DEFAULT_OWNERS}
    said = f" {fold(text)} "

    assert [owner for owner in read(text, REGISTRY).owners if not any(f" {fold(way)} " in said for way in ways[owner])] == []


@given(texts)
def test_every_word_is_an_owner_a_connector_or_kept_in_the_condition(text: str) -> None:
    reading = read(text, REGISTRY)
    spelled = {word for spelling in SPELLINGS for word in fold(spelling).split()} if reading.owners else set()
    numbering = set(re.findall(r"\d+", text))

    assert set(fold(text).split()) - set(fold(reading.condition).split()) <= spelled | CONNECTORS | numbering


@given(texts)
def test_the_condition_keeps_the_order_of_the_text(text: str) -> None:
    said = iter(fold(text).split())

    assert all(word in said for word in fold(read(text, REGISTRY).condition).split())


@given(texts)
def test_no_owner_comes_twice_and_nobody_is_certain_only_when_blank(text: str) -> None:
    reading = read(text, REGISTRY)

    assert len(set(reading.owners)) == len(reading.owners)
    assert reading.owners or (reading.confidence == CERTAIN) == (not reading.condition)


@pytest.mark.parametrize("part", ["WCO ", "WCO and ", "and ", "each ", "\n", " ", "; ", "or ", "l'", "WCO (", "1) ", "MEA "])
def test_a_cell_full_of_one_word_takes_no_time(part: str) -> None:
    text = "WCO" + (part * 32767)[:32763] + "z"
    start = time.perf_counter()

    read(text, REGISTRY)

    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "text", ["UNEP and Fiji", "WCO, CITES", "Fiji; UNEP", "UNEP, Papua New Guinea", "WCO / Department of Trade", "UNEP\nTonga"]
)
def test_a_name_beside_an_owner_that_nobody_has_listed_asks_to_be_confirmed(text: str) -> None:
    assert read(text, REGISTRY).confidence == Confidence.TO_CONFIRM


@pytest.mark.parametrize(
    "text", ["UNEP (by email)", "WCO to follow up", "Customs, per their legislative base", "UNEP; to be reviewed in 2010"]
)
def test_a_condition_beside_an_owner_leaves_it_certain(text: str) -> None:
    assert read(text, REGISTRY).confidence == Confidence.CERTAIN
