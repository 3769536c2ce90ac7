"""Workbooks with all that their users put into them: charts, pivots, macros, controls, labels; with an Actions and an Updates sheet.

Each is made by another program; the last is put together by hand, part by part, from what no library here can write.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import excelize
import openpyxl
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import IconSetRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from gcdash.schema import ACTIONS, UPDATES
from ooxml_books import MAIN, PACKAGE, PIXEL, RELATIONS, content, convert, members, relationships, zipped

DAY = datetime.date(2024, 1, 2)
TAKEN = ["A01", "Theme", "Do one thing", "6 months", "WCO", "", "", None, "", "No report yet", None]
GIVEN = ["u1", "A01", DAY, "", "Nothing to report", "first", "", "", "Somebody", "no", "2024-01-02T00:00:00.000000Z", "form", ""]
SHEETS = {"Actions": [list(ACTIONS.headings), TAKEN, ["A02", *TAKEN[1:]]], "Updates": [list(UPDATES.headings), GIVEN]}
MACROS = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(range(256)) * 6
LABEL = "MSIP_Label_f42aa342_Name"


def by_xlsxwriter(*, macros: bool = True) -> bytes:
    """Chart, picture, shapes, old comments, formats and validations with extensions, controls, macros, label, header picture, filter."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"})
    sheets = {name: book.add_worksheet(name) for name in SHEETS}
    for name, rows in SHEETS.items():
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                sheets[name].write(at, column, value, book.add_format({"text_wrap": True}) if column == 5 else None)
    actions, updates, board = sheets["Actions"], sheets["Updates"], book.add_worksheet("Board")
    updates.add_table(0, 0, 1, 12, {"columns": [{"header": heading} for heading in UPDATES.headings], "name": "Updates"})
    updates.data_validation(1, 4, 99, 4, {"validate": "list", "source": "=Board!$A$2:$A$4"})
    updates.conditional_format(1, 0, 99, 3, {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
    updates.write_comment(1, 5, "Is this true?")
    updates.set_header("&C&G", {"image_center": "p.png", "image_data_center": io.BytesIO(PIXEL)})
    actions.conditional_format(1, 9, 99, 9, {"type": "icon_set", "icon_style": "3_arrows"})
    actions.autofilter(0, 0, 2, 10)
    board.write_column(0, 0, ["n", 1, 2, 3])
    board.write_formula(0, 1, "=COUNTA(Updates!A:A)", None, 2)
    board.write_dynamic_array_formula("E1", "=SORT(A2:A4)", None, 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Board!$A$2:$A$4"})
    board.insert_chart("H2", chart)
    updates.insert_image("P2", "p.png", {"image_data": io.BytesIO(PIXEL)})
    updates.insert_textbox("P9", "A note", {"fill": {"color": "#ff9900"}})
    updates.add_sparkline("O2", {"range": "Board!A2:A4"})
    updates.insert_checkbox("N2", True)
    if macros:
        updates.insert_button("P20", {"macro": "Report", "caption": "Report"})
        book.add_vba_project(io.BytesIO(MACROS), is_stream=True)
    book.set_custom_property(LABEL, "Internal")
    book.define_name("Numbers", "=Board!$A$2:$A$4")
    book.close()
    return file.getvalue()


def by_openpyxl() -> bytes:
    """Chart, old comments, formats, validations, a link to another workbook, label, defined name, table."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        for row in rows:
            (book[name] if name in book else book.create_sheet(name)).append(row)
    actions, updates = book["Actions"], book["Updates"]
    updates.add_table(Table(displayName="Updates", ref="A1:M2"))
    updates["C2"].number_format = "yyyy-mm-dd"
    updates["F2"].comment = Comment("Old", "Somebody")
    updates.conditional_formatting.add("A2:A50", IconSetRule("3Arrows", "percent", [0, 33, 67]))
    checked = DataValidation("list", formula1='"A01,A02"')
    checked.add("B2:B50")
    updates.add_data_validation(checked)
    chart = BarChart()
    chart.add_data(Reference(updates, min_col=1, min_row=1, max_row=2))
    updates.add_chart(chart, "P2")
    actions.freeze_panes = "B2"
    actions.print_title_rows = "1:1"
    link = ExternalLink(externalBook=ExternalBook(sheetNames=None, id="rId1"))
    link.file_link = openpyxl.packaging.relationship.Relationship(type="externalLinkPath", Target="other.xlsx", TargetMode="External")
    book._external_links.append(link)
    book.custom_doc_props.append(StringProperty(name=LABEL, value="Internal"))
    book.defined_names["Numbers"] = DefinedName("Numbers", attr_text="Updates!$A$1:$A$2")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def by_excelize(folder: Path) -> bytes:
    """Pivot table, slicer, form controls, macros, chart, shape, picture, comments, formats, validations, sparklines, header picture."""
    book = excelize.new_file()
    book.set_sheet_name("Sheet1", "Actions")
    for name in ("Updates", "Board"):
        book.new_sheet(name)
    for name, rows in SHEETS.items():
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 65):
                if value:
                    book.set_cell_value(name, f"{chr(column)}{number}", str(value) if name == "Actions" else value)
    book.add_table("Updates", excelize.Table(range="A1:M2", name="Updates"))
    book.add_slicer("Updates", excelize.SlicerOptions(name="Status", cell="P2", table_sheet="Updates", table_name="Updates", caption="S"))
    field = excelize.PivotTableField
    book.add_pivot_table(
        excelize.PivotTableOptions(
            data_range="Updates!A1:M2",
            pivot_table_range="Board!A1:D9",
            rows=[field(data="Status")],
            data=[field(data="Update ID", subtotal="Count")],
        )
    )
    for kind, cell in ((excelize.FormControlType.FormControlCheckBox, "P20"), (excelize.FormControlType.FormControlButton, "P25")):
        book.add_form_control("Updates", excelize.FormControl(cell=cell, type=kind, text="Report", macro="Report"))
    book.add_comment("Actions", excelize.Comment(cell="C2", author="Somebody", text="Is this true?"))
    series = [excelize.ChartSeries(name="Board!$A$1", values="Board!$B$1:$B$3")]
    book.add_chart("Board", "H2", excelize.Chart(type=excelize.ChartType.Col, series=series))
    book.add_shape("Updates", excelize.Shape(cell="R2", type="rect", paragraph=[excelize.RichTextRun(text="A note")]))
    book.add_picture_from_bytes("Updates", "R9", excelize.Picture(extension=".png", file=PIXEL, format=excelize.GraphicOptions()))
    book.add_sparkline("Updates", excelize.SparklineOptions(location=["O2"], range=["Board!A1:A3"]))
    bar = excelize.ConditionalFormatOptions(
        type="data_bar", criteria="=", min_type="min", max_type="max", bar_color="#638EC6", bar_solid=True
    )
    book.set_conditional_format("Updates", "A2:A50", [bar])
    checked = excelize.DataValidation(sqref="B2:B50", type="list", formula1='"A01,A02"')
    book.add_data_validation("Updates", checked)
    book.add_vba_project(MACROS)
    book.save_as(str(folder / "book.xlsm"))
    book.close()
    return (folder / "book.xlsm").read_bytes()


def by_libreoffice(folder: Path) -> bytes:
    """The first one, saved by LibreOffice."""
    (folder / "book.xlsx").write_bytes(by_xlsxwriter(macros=False))
    return convert(folder / "book.xlsx", "xlsx", folder / "out").read_bytes()


def by_hand() -> bytes:
    """Threaded comments and their persons, a form control, custom XML, printer settings, a link, a label, extensions of Excel 2010."""
    plain = io.BytesIO()
    with xlsxwriter.Workbook(plain, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in SHEETS.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
        book.get_worksheet_by_name("Updates").write_formula("O2", "=1+1", None, 2)
    parts = {name: content(plain.getvalue(), name) for name in members(plain.getvalue())}
    sheet_part, office = "xl/worksheets/sheet2.xml", "http://schemas.microsoft.com/office"
    ours = {
        "comments": "../comments1.xml",
        "vmlDrawing": "../drawings/vmlDrawing1.vml",
        "ctrlProp": "../ctrlProps/ctrlProp1.xml",
        "printerSettings": "../printerSettings/printerSettings1.bin",
    }
    kinds = {f"{RELATIONS}/{kind}": target for kind, target in ours.items()}
    kinds[f"{office}/2017/10/relationships/threadedComment"] = "../threadedComments/threadedComment1.xml"
    parts["xl/worksheets/_rels/sheet2.xml.rels"] = relationships(kinds).encode()
    parts[sheet_part] = parts[sheet_part].replace(b"</worksheet>", _SHEET_END.encode() + b"</worksheet>")
    parts[sheet_part] = parts[sheet_part].replace(b"<pageMargins", _FORMATS.encode() + b"<pageMargins")
    _also(parts, "xl/_rels/workbook.xml.rels", "w1", f"{RELATIONS}/externalLink", "externalLinks/externalLink1.xml")
    _also(parts, "xl/_rels/workbook.xml.rels", "w2", f"{office}/2017/10/relationships/person", "persons/person.xml")
    _also(parts, "xl/_rels/workbook.xml.rels", "w3", f"{RELATIONS}/calcChain", "calcChain.xml")
    _also(parts, "_rels/.rels", "p1", f"{office}/2020/02/relationships/classificationlabels", "docMetadata/LabelInfo.xml")
    _also(parts, "_rels/.rels", "p2", f"{RELATIONS}/customXml", "customXml/item1.xml")
    links = '<externalReferences><externalReference r:id="w1"/></externalReferences>'
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", b"</sheets>" + links.encode())
    made = {name: text.encode() if isinstance(text, str) else text for name, text in _PARTS.items()}
    types = "".join(f'<Override PartName="/{name}" ContentType="application/{kind}"/>' for name, kind in _TYPES.items())
    more = '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    more += '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"<Override", f"{more}<Override".encode(), 1)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", f"{types}</Types>".encode())
    return zipped(parts | made)


def _also(parts: dict[str, bytes], name: str, number: str, kind: str, target: str) -> None:
    line = f'<Relationship Id="{number}" Type="{kind}" Target="{target}"/></Relationships>'
    parts[name] = parts[name].replace(b"</Relationships>", line.encode())


def signed() -> bytes:
    """The plainest of them with a digital signature, wired as Excel wires it."""
    parts = {name: content(by_openpyxl(), name) for name in members(by_openpyxl())}
    _also(parts, "_rels/.rels", "s1", f"{PACKAGE}/relationships/digital-signature/origin", "_xmlsignatures/origin.sigs")
    return zipped(parts | {"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": b"<Signature/>"})


_X14, _XM = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main", "http://schemas.microsoft.com/office/excel/2006/main"
_FORMATS = (
    '<conditionalFormatting sqref="A2:A50"><cfRule type="cellIs" priority="1" operator="equal"><formula>"u1"</formula></cfRule>'
    "</conditionalFormatting>"
)
_SHEET_END = (
    f'<legacyDrawing r:id="rId2"/><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    f'<mc:Choice Requires="x14" xmlns:x14="{_X14}"><controls><control shapeId="1026" r:id="rId3" name="Check"/></controls></mc:Choice>'
    f'</mc:AlternateContent><extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{_X14}"><x14:conditionalFormattings>'
    f'<x14:conditionalFormatting xmlns:xm="{_XM}"><x14:cfRule type="dataBar" id="{{1}}"><x14:dataBar><x14:cfvo type="autoMin"/>'
    f'<x14:cfvo type="autoMax"/></x14:dataBar></x14:cfRule><xm:sqref>A2:A50</xm:sqref></x14:conditionalFormatting>'
    f'</x14:conditionalFormattings></ext><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{_X14}">'
    f'<x14:dataValidations count="1" xmlns:xm="{_XM}"><x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Actions!$A$2:$A$3'
    f"</xm:f></x14:formula1><xm:sqref>B2:B50</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)
_PERSON = "{6A6A7B4E-4C0F-4B5E-8E53-2D2C0B2A0001}"
_THREADS = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" type="#_x0000_t202" style="visibility:hidden">'
    '<x:ClientData ObjectType="Note"><x:Row>1</x:Row><x:Column>5</x:Column></x:ClientData></v:shape>'
    '<v:shape id="_x0000_s1026" type="#_x0000_t201"><x:ClientData ObjectType="Checkbox"><x:Anchor>15,0,1,0,16,0,2,0</x:Anchor>'
    "</x:ClientData></v:shape></xml>"
)
_PARTS: dict[str, str | bytes] = {
    "xl/comments1.xml": f'<comments xmlns="{MAIN}"><authors><author>tc={_PERSON}</author></authors><commentList><comment ref="F2" '
    'authorId="0"><text><t>[Threaded comment] Is this true?</t></text></comment></commentList></comments>',
    "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments {_THREADS}><threadedComment ref="F2" dT="2024-01-02T03:04:05.00" '
    f'personId="{_PERSON}" id="{_PERSON}"><text>Is this true?</text></threadedComment></ThreadedComments>',
    "xl/persons/person.xml": f'<personList {_THREADS}><person displayName="Somebody" id="{_PERSON}" userId="s"/></personList>',
    "xl/drawings/vmlDrawing1.vml": _VML,
    "xl/ctrlProps/ctrlProp1.xml": f'<formControlPr xmlns="{_X14}" objectType="CheckBox" checked="Checked"/>',
    "xl/printerSettings/printerSettings1.bin": b"\0\1\2printer" * 40,
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{RELATIONS}" r:id="rId1"/></externalLink>',
    "xl/externalLinks/_rels/externalLink1.xml.rels": relationships({f'{RELATIONS}/externalLinkPath" TargetMode="External': "other.xlsx"}),
    "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="O2" i="2"/></calcChain>',
    "docMetadata/LabelInfo.xml": '<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">'
    '<clbl:label id="{f42aa342}" enabled="1" method="Standard" siteId="{1}"/></clbl:labelList>',
    "customXml/item1.xml": "<note>not <b>ours</b></note>",
}
_SPREADSHEET = "vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = {
    "xl/comments1.xml": f"{_SPREADSHEET}.comments+xml",
    "xl/threadedComments/threadedComment1.xml": "vnd.ms-excel.threadedcomments+xml",
    "xl/persons/person.xml": "vnd.ms-excel.person+xml",
    "xl/ctrlProps/ctrlProp1.xml": "vnd.ms-excel.controlproperties+xml",
    "xl/externalLinks/externalLink1.xml": f"{_SPREADSHEET}.externalLink+xml",
    "xl/calcChain.xml": f"{_SPREADSHEET}.calcChain+xml",
    "docMetadata/LabelInfo.xml": "vnd.ms-office.classificationlabels+xml",
}
