"""Word documents: the table that goes out, opened by other programs, and the workshop's own table that comes in."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.shared import Cm
from docx.table import Table

from gcdash.errors import Unreadable
from gcdash.exports.word import to_docx
from gcdash.filters import Filters
from gcdash.schema import ACTIONS, ORIGINAL
from gcdash.source import Workshop, from_text
from gcdash.standing import stand
from gcdash.store.workbook import WorkbookStore
from gcdash.word_table import from_word
from handouts import AS_OF, HARD, excerpt, hard_book, text_of, to_pdf
from small_books import book, one_action, report

SOURCE = from_text((Path(__file__).parent / "action-points-2009.txt").read_text(encoding="utf-8"))
HEADINGS = ["Action", "Proposed Time scale", "Responsibility", "Update/Feedback", "Notes/suggestions"]


def table_of(content: bytes) -> Table:
    return docx.Document(io.BytesIO(content)).tables[0]


def rows(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table_of(content).rows]


def words_of(workshop: Workshop) -> list[tuple[str, ...]]:
    return [tuple(getattr(action, name) for name in ("theme", *ORIGINAL)) for action in workshop.actions]


def document(*blocks: str | list[list[str]]) -> bytes:
    """A Word document of paragraphs and tables; a row of one cell goes across its table."""
    made = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(0, max(map(len, block)))
        for texts in block:
            cells = table.add_row().cells
            for cell, text in zip(cells, texts, strict=False):
                cell.text = text
            if len(texts) == 1:
                cells[0].merge(cells[-1])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


# -- out


def test_the_document_has_the_workshop_s_own_layout(real_book: Path) -> None:
    content = to_docx(excerpt(WorkbookStore(real_book).load()))
    made = docx.Document(io.BytesIO(content))

    found = rows(content)
    assert found[0] == [*ACTIONS.headings[2:7], "Status"]
    assert [row[0] for row in found if len(set(row)) == 1] == list(dict.fromkeys(action.theme for action in SOURCE.actions))
    assert [tuple(row[:5]) for row in found[1:] if len(set(row)) > 1] == [words[1:] for words in words_of(SOURCE)]
    assert (made.sections[0].page_width, made.sections[0].page_height) == (pytest.approx(Cm(29.7), abs=400), pytest.approx(Cm(21), abs=400))
    assert "<w:tblHeader" in made.tables[0].rows[0]._tr.xml
    assert [element.tag.split("}")[1] for element in made.tables[0]._tbl.tblPr][-3:] == ["tblBorders", "tblLayout", "tblLook"]
    assert all("<w:cantSplit" in row._tr.xml for row in made.tables[0].rows[1:])


def test_each_action_says_how_it_stands_and_the_document_what_it_is_true_for(real_book: Path) -> None:
    shown = excerpt(WorkbookStore(real_book).load(), filters=Filters(standing=("Overdue",)))
    content = to_docx(shown)
    made = docx.Document(io.BytesIO(content))

    assert rows(content)[-1][-1] == "A05\n● Overdue\noverdue by 88 days\nNo report yet"
    assert made.sections[0].header.paragraphs[0].text == (
        "As of 25 Nov 2009 · Filters: Standing: Overdue · 1 of 16 actions · Workbook: actions.xlsx"
    )
    assert made.paragraphs[2].text == "Of 1 action, 1 is overdue; nobody has reported yet."


def test_what_was_reported_stands_below_the_standing() -> None:
    shown = excerpt(book([one_action("1 year")], [report("2009-10-01", "In progress")], settings={"Sample": "yes"}))

    assert rows(to_docx(shown))[-1][-1] == "A01\n○ On course\nIn progress\nlast report 1 Oct 2009"
    assert "SAMPLE" in docx.Document(io.BytesIO(to_docx(shown))).sections[0].header.paragraphs[0].text


def test_hard_words_come_through_whole_and_a_character_that_xml_cannot_hold_is_marked() -> None:
    content = to_docx(excerpt(hard_book()))

    found = [row[0] for row in rows(content)[1:] if len(set(row)) > 1]
    assert found == [row["action"] for row in HARD]
    assert rows(to_docx(excerpt(book([{"action_id": "A01", "action": "a\x01b"}]))))[-1][0] == "a\ufffdb"


def test_a_book_without_actions_gives_a_table_of_headings_only() -> None:
    assert len(rows(to_docx(excerpt(book([]))))) == 1


def test_the_same_excerpt_gives_the_same_bytes() -> None:
    shown = excerpt(hard_book())

    assert to_docx(shown) == to_docx(shown)
    with zipfile.ZipFile(io.BytesIO(to_docx(shown))) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_libreoffice_prints_five_hundred_hard_actions_with_the_headings_on_every_page_that_a_row_begins(tmp_path: Path) -> None:
    shown = excerpt(hard_book(500))

    pages = text_of(to_pdf(to_docx(shown), "t.docx", tmp_path)).split("\f")[:-1]

    assert re.search(rf"Page {len(pages)} of {len(pages)}\b", pages[-1])
    assert all("As of 25 Nov 2009" in page and "Responsibility" in page for page in pages)
    said = "\n".join(pages)
    assert [said.count(f"A{number:03}\n") >= 1 for number in range(1, 501)] == [True] * 500


# -- in


def test_the_document_that_went_out_comes_in_with_the_same_words_and_themes(real_book: Path) -> None:
    shown = excerpt(WorkbookStore(real_book).load())

    again = from_word(to_docx(shown), "t.docx")

    assert words_of(again) == words_of(SOURCE)
    assert (again.name, again.place, again.dates, again.base_date, again.extra_headings) == (
        SOURCE.name, SOURCE.place, SOURCE.dates, SOURCE.base_date, ()
    )  # fmt: skip


def test_hard_words_come_in_as_they_went_out() -> None:
    found = hard_book()
    stands = stand(found, AS_OF)

    again = from_word(to_docx(excerpt(found)), "t.docx")

    assert words_of(again) == list(stands[["theme", *ORIGINAL]].itertuples(index=False, name=None))


def test_a_document_without_dates_in_its_title_gives_no_base_date() -> None:
    assert from_word(to_docx(excerpt(book([one_action()]))), "t.docx").base_date is None


def test_themes_stand_between_tables_across_a_table_or_alone_in_a_row() -> None:
    one, two = ["Meet", "6 months", "WCO", "", ""], ["Train", "", "", "", ""]
    shapes = [
        document("Our workshop", "Borders", [HEADINGS, one], "Training", [HEADINGS, two]),
        document("Our workshop", [HEADINGS, ["Borders"], one, ["Training"], two]),
    ]

    assert [words_of(from_word(shape, "t.docx"))[1:] for shape in shapes] == [[("Training", *two)]] * 2
    assert words_of(from_word(shapes[1], "t.docx"))[0] == ("Borders", *one)
    alone = document([HEADINGS, ["Borders", "", "", "", ""], one])
    assert words_of(from_word(alone, "t.docx")) == [("Borders", *one)]


def test_a_table_with_a_theme_column_of_its_own_is_read_by_it_also_where_its_cells_are_merged() -> None:
    made = docx.Document(io.BytesIO(document([["Theme", *HEADINGS], ["Borders", "Meet", "", "", "", ""], ["", "Train", "", "", "", ""]])))
    cells = made.tables[0].columns[0].cells
    cells[1].merge(cells[2])
    out = io.BytesIO()
    made.save(out)

    assert [(action.theme, action.action) for action in from_word(out.getvalue(), "t.docx").actions] == [
        ("Borders", "Meet"),
        ("Borders", "Train"),
    ]


def altered(content: bytes, old: str, new: str) -> bytes:
    """A document with something else in its main text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = package.read("word/document.xml").decode()
    assert old in text
    return swapped(text.replace(old, new).encode(), content)


def test_tracked_changes_read_as_accepted_and_words_in_links_and_controls_are_read() -> None:
    plain = document([HEADINGS, ["Meet", "6 months", "WCO", "", "LAST"]])
    said = (
        '<w:ins w:id="1" w:author="a"><w:r><w:t xml:space="preserve">Meet </w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="a"><w:r><w:delText>never</w:delText></w:r></w:del>'
        '<w:moveFrom w:id="3" w:author="a"><w:r><w:t>elsewhere</w:t></w:r></w:moveFrom>'
        '<w:hyperlink w:anchor="x"><w:r><w:t>often</w:t></w:r></w:hyperlink>'
        "<w:sdt><w:sdtContent><w:r><w:br/><w:t>and well</w:t></w:r></w:sdtContent></w:sdt>"
    )

    (action,) = from_word(altered(plain, "<w:r><w:t>Meet</w:t></w:r>", said), "t.docx").actions
    assert (action.action, action.notes) == ("Meet often\nand well", "LAST")


def test_a_table_in_a_content_control_is_read_and_a_row_that_was_deleted_is_not() -> None:
    made = docx.Document(io.BytesIO(document([HEADINGS, ["Meet", "", "WCO", "", ""], ["Gone", "", "WCO", "", ""]])))
    made.tables[0].rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    out = io.BytesIO()
    made.save(out)
    inside = altered(altered(out.getvalue(), "<w:tbl>", "<w:sdt><w:sdtContent><w:tbl>"), "</w:tbl>", "</w:tbl></w:sdtContent></w:sdt>")

    assert [action.action for action in from_word(inside, "t.docx").actions] == ["Meet"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 120_000_000)
    return out.getvalue()


def swapped(part: bytes, content: bytes | None = None) -> bytes:
    """A document with another main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content or document("x"))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, part if name == "word/document.xml" else before.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "is not a"),
        (b"PK but no more", "damaged"),
        (document("Only words"), "No table of actions"),
        (document([HEADINGS]), "no action below"),
        (swapped(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "document type or entities"),
        (swapped(b"<x/>"), "not a Word document"),
        (swapped(b"<x>" * 100 + b"</x>" * 100), "nested too deep"),
    ],
)  # fmt: skip
def test_what_is_no_document_with_a_table_is_refused_in_words(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        from_word(content, "table.docx")


def test_a_document_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unreadable, match=r"larger than 100 MB when it is unpacked"):
        from_word(bomb(), "table.docx")
