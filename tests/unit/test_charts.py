"""Charts say their numbers, keep every name whole and safe, and stay small."""

from __future__ import annotations

import gettext
import html
import json
from collections.abc import Iterator
from contextvars import copy_context
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gcdash import charts, words
from gcdash.charts.figure import INK, PAPER
from gcdash.palette import LOOKS, ORDER
from gcdash.progress import UNASSIGNED
from gcdash.schema import Confidence, Standing

OVERDUE, DUE_SOON, ON_COURSE = (str(one) for one in (Standing.OVERDUE, Standing.DUE_SOON, Standing.ON_COURSE))
THEMES = {
    "Communication and information exchange": {OVERDUE: 1, DUE_SOON: 1, ON_COURSE: 3},
    "Capacity Building": {ON_COURSE: 1},
    "MEA-specific": {ON_COURSE: 2},
    "Customs-specific (national)": {ON_COURSE: 4},
    "National coordination": {ON_COURSE: 4},
}


IN_WORDS = {
    "shares": (
        "Bars: Communication and information exchange 5 (1 overdue, 1 due soon, 3 on course); Capacity Building 1 (1 on course); "
        "MEA-specific 2 (2 on course); Customs-specific (national) 4 (4 on course); National coordination 4 (4 on course)."
    ),
    "completion": "Completed over time: 7 of 16 on 25 Nov 2009.",
    "timeline": "Timeline of 3 due dates from 29 Aug 2009 to 29 Nov 2009: 1 overdue, 1 due soon and 1 on course.",
    "months": "Timeline of 41 due dates from 1 Jan 2010 to 28 Feb 2010: 27 overdue and 14 on course.",
    "forward": "Bars: Nov 2009 15 (2 falls due, 13 report due); May 2010 1 (1 falls due).",
    "freshness": "Bars: 0-3 months 2; never reported 14.",
    "movements": "Bars: new 0; unchanged 16.",
}


def counted(standings: dict[str, dict[str, int]]) -> pd.DataFrame:
    rows = [{"name": name, "actions": sum(n.values())} | {str(one): n.get(str(one), 0) for one in ORDER} for name, n in standings.items()]
    return pd.DataFrame(rows, columns=["name", "actions", *(str(one) for one in ORDER)])


def dated(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Actions as (ID, due date or blank, standing); A03's date is to confirm."""
    return pd.DataFrame(
        {
            "action_id": [row[0] for row in rows],
            "action": [f"Words of {row[0]} <b>&</b> $x$" for row in rows],
            "due_date": pd.to_datetime([row[1] or None for row in rows]),
            "due_confidence": [str(Confidence.TO_CONFIRM if row[0] == "A03" else Confidence.CERTAIN) for row in rows],
            "standing": [row[2] for row in rows],
        }
    )


FOUR = dated(("A01", "2009-11-29", DUE_SOON), ("A02", "", ON_COURSE), ("A05", "2009-08-29", OVERDUE), ("A03", "2009-08-29", ON_COURSE))


def bars(figure: go.Figure) -> list[go.Bar]:
    return [trace for trace in figure.data if trace.type == "bar"]


def names_shown(figure: go.Figure) -> list[str]:
    return [html.unescape(text.replace("<br>", " ")) for text in figure.layout.yaxis.ticktext]


def every_figure() -> dict[str, go.Figure]:
    return {
        "standing_bars": charts.standing_bars(counted(THEMES)),
        "shares": charts.standing_bars(counted(THEMES), shares=True),
        "completion": charts.completion(curve(0, 3, 7)),
        "timeline": charts.timeline(FOUR, date(2009, 5, 29), date(2009, 11, 25)),
        "months": charts.timeline(many_dated(41), date(2009, 5, 29), date(2009, 11, 25)),
        "forward": charts.forward(plan()),
        "freshness": charts.freshness(pd.DataFrame({"months": ["0-3", "never reported"], "actions": [2, 14]})),
        "movements": charts.movements(pd.DataFrame({"kind": ["new", "unchanged"], "actions": [0, 16]})),
    }


def curve(*completed: int) -> pd.DataFrame:
    days = pd.date_range("2009-05-29", periods=len(completed), freq="90D")
    return pd.DataFrame({"day": days, "actions": 16, "completed": list(completed)})


def many_dated(count: int) -> pd.DataFrame:
    return dated(*((f"B{at}", f"2010-{1 + at % 2:02}-{1 + at % 28:02}", OVERDUE if at % 3 else ON_COURSE) for at in range(count)))


def plan() -> pd.DataFrame:
    months = pd.to_datetime(["2010-05-01", "2009-11-01", "2009-11-01"])
    return pd.DataFrame({"month": months, "what": ["falls due", "report due", "falls due"], "actions": [1, 13, 2]})


def sizes(part: object) -> Iterator[float]:
    """Every font size in a figure's JSON, wherever it stands."""
    if isinstance(part, dict):
        for name, value in part.items():
            if "font" in name and "size" in value:
                yield value["size"]
            yield from sizes(value)
    elif isinstance(part, list):
        for value in part:
            yield from sizes(value)


def test_bars_stand_in_the_frames_order_from_the_top() -> None:
    figure = charts.standing_bars(counted(THEMES))

    assert names_shown(figure) == list(THEMES)
    assert list(figure.layout.yaxis.tickvals) == sorted(figure.layout.yaxis.tickvals)
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1] == 0


def test_standings_come_in_the_one_order_and_in_their_own_looks() -> None:
    every = counted({"All": {str(one): 1 for one in Standing}})

    drawn = bars(charts.standing_bars(every))

    assert [trace.name for trace in drawn] == [f"{LOOKS[one].symbol} {one}" for one in ORDER]
    assert [trace.marker.color for trace in drawn] == [LOOKS[one].colour for one in ORDER]
    assert [trace.marker.pattern.shape or "" for trace in drawn] == [LOOKS[one].pattern for one in ORDER]


def test_counts_stand_in_the_bars_totals_at_their_ends_and_zeros_nowhere() -> None:
    figure = charts.standing_bars(counted(THEMES))

    assert {trace.name: list(trace.text) for trace in bars(figure)} == {
        "● Overdue": ["1"],
        "▲ Due soon": ["1"],
        "○ On course": ["3", "1", "2", "4", "4"],
    }
    assert [text.strip("\N{NO-BREAK SPACE}") for text in figure.data[-1].text] == [f"<b>{n}</b>" for n in (5, 1, 2, 4, 4)]
    assert list(figure.data[-1].x) == [5, 1, 2, 4, 4]


def test_a_click_gives_the_name_and_the_standing_as_the_data_has_them() -> None:
    figure = charts.standing_bars(counted({"R&D <b>": {OVERDUE: 1}}))

    assert [list(pair) for pair in bars(figure)[0].customdata] == [["R&D <b>", "Overdue"]]


def test_a_hover_says_it_in_words() -> None:
    figure = charts.standing_bars(counted({"Capacity Building": {ON_COURSE: 1}}))

    assert list(bars(figure)[0].hovertext) == ["Capacity Building: 1 on course of 1"]


def test_shares_are_equally_long_and_still_count() -> None:
    figure = charts.standing_bars(counted(THEMES), shares=True)

    assert [list(trace.x) for trace in bars(figure)] == [[0.2], [0.2], [0.6, 1, 1, 1, 1]]
    assert list(bars(figure)[2].text) == ["3", "1", "2", "4", "4"]


def test_beyond_twenty_bars_the_rest_are_added_up() -> None:
    figure = charts.standing_bars(counted({f"Owner {at}": {OVERDUE: 1, ON_COURSE: 2} for at in range(54)}))

    assert names_shown(figure)[-2:] == ["Owner 19", "and 34 more"]
    assert bars(figure)[0].text[-1] == "34"
    assert list(bars(figure)[1].customdata[-1]) == ["", "On course"]


def test_a_rest_of_one_is_named_and_not_added_up() -> None:
    figure = charts.standing_bars(counted({f"Owner {at}": {ON_COURSE: 1} for at in range(21)}))

    assert names_shown(figure)[-1] == "Owner 20"


def test_a_legend_of_every_standing_takes_nothing_from_the_bars() -> None:
    few, every = (charts.standing_bars(counted({"A": {str(one): 1 for one in some}})).layout for some in (ORDER[:2], ORDER))

    assert every.margin.t >= 4 * 20
    assert every.height - every.margin.t == few.height - few.margin.t


def test_a_figure_is_as_high_as_its_bars_and_names_need() -> None:
    one, two, long = ({"A": {ON_COURSE: 1}}, {"A": {ON_COURSE: 1}, "B": {ON_COURSE: 1}}, {"A " * 60: {ON_COURSE: 1}})

    heights = [charts.standing_bars(counted(data)).layout.height for data in (one, two, long)]

    assert heights[0] < heights[1]
    assert heights[0] < heights[2]


def test_a_name_of_sixty_characters_takes_at_most_three_lines() -> None:
    name = "Regional Office for Capacity Building, Asia and the Pacific"

    assert charts.standing_bars(counted({name: {ON_COURSE: 1}})).layout.yaxis.ticktext[0].count("<br>") <= 2


@given(st.text(min_size=1).filter(str.strip))
def test_no_name_is_cut_and_none_is_read_as_html_or_tex(name: str) -> None:
    figure = charts.standing_bars(counted({name: {ON_COURSE: 1}}))

    for shown in (figure.layout.yaxis.ticktext[0], bars(figure)[0].hovertext[0]):
        plain = shown.replace("<br>", "")
        assert not set("<>$") & set(plain)
        assert "".join(name.split()) in "".join(html.unescape(plain).split())


@given(st.lists(st.lists(st.integers(0, 30), min_size=7, max_size=7), max_size=30), st.sampled_from(["counts", "shares"]))
def test_whatever_is_drawn_adds_up_to_the_data(rows: list[list[int]], drawn: str) -> None:
    data = counted({f"N{at}": {str(one): n for one, n in zip(ORDER, row, strict=True)} for at, row in enumerate(rows)})

    figure = charts.standing_bars(data, shares=drawn == "shares")

    assert sum(int(text) for trace in bars(figure) for text in trace.text) == data["actions"].sum()
    assert all(int(text) > 0 for trace in bars(figure) for text in trace.text)
    assert sum(sum(trace.x) for trace in bars(figure)) == pytest.approx(sum(figure.data[-1].x))


def test_the_frame_is_left_as_it_was() -> None:
    data = counted({f"Owner {at}": {ON_COURSE: 1} for at in range(30)})
    before = data.copy(deep=True)

    charts.standing_bars(data)

    pd.testing.assert_frame_equal(data, before)


def test_what_gcdash_names_itself_is_translated_and_clicks_keep_the_code() -> None:
    class French(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return {UNASSIGNED: "Non attribué", "On course": "En bonne voie"}.get(message, message)

    def drawn() -> go.Figure:
        words.use(French())
        return charts.standing_bars(counted({UNASSIGNED: {ON_COURSE: 1}}))

    figure = copy_context().run(drawn)

    assert names_shown(figure) == ["Non attribué"]
    assert bars(figure)[0].name == "○ En bonne voie"
    assert list(bars(figure)[0].customdata[0]) == ["Unassigned", "On course"]


@pytest.mark.parametrize("kind", ["standing_bars", *IN_WORDS])
def test_every_figure_is_plain_small_and_legible(kind: str) -> None:
    spec = every_figure()[kind].to_json()
    layout = json.loads(spec)["layout"]

    assert len(spec) < 6000, "the weight of a template, or a mark for each of too many actions"
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert "title" not in spec
    assert [layout[axis].get("showgrid") for axis in ("xaxis", "yaxis")] in ([False, False], [None, False])
    assert min(sizes(json.loads(spec))) >= 14
    assert layout["legend"]["itemclick"] is layout["legend"]["itemdoubleclick"] is False


@pytest.mark.parametrize("kind", ["standing_bars", *IN_WORDS])
def test_plotly_finds_nothing_wrong_with_any_figure(kind: str) -> None:
    go.Figure(every_figure()[kind].to_dict())  # it raises where it does


@pytest.mark.parametrize("kind", IN_WORDS)
def test_every_figure_says_what_it_shows(kind: str) -> None:
    assert charts.alt(every_figure()[kind]) == IN_WORDS[kind]


def test_many_bars_are_said_in_short() -> None:
    sentence = charts.alt(charts.standing_bars(counted({f"Owner {at}": {ON_COURSE: 1} for at in range(15)})))

    assert sentence.endswith("Owner 7 1 (1 on course); and 7 more.")


def test_what_stands_for_the_themes_colours_is_the_colour_of_nothing_else() -> None:
    assert {INK, PAPER} & {colour for look in LOOKS.values() for colour in (look.colour, look.ink)} == set()


def test_a_figure_says_by_a_number_whether_it_is_still_the_same() -> None:
    first, same, other = (charts.standing_bars(counted({"A": {ON_COURSE: n}})).layout.datarevision for n in (1, 1, 2))

    assert first == same != other


@pytest.mark.parametrize("kind", ["standing_bars", *IN_WORDS])
def test_no_part_of_a_figure_is_one_that_plotly_takes_for_another_each_time(kind: str) -> None:
    layout = json.loads(every_figure()[kind].to_json())["layout"]

    assert "template" not in layout
    assert isinstance(layout["meta"], list)


@pytest.mark.parametrize(
    "figure",
    [
        charts.standing_bars(counted({})),
        charts.completion(curve()),
        charts.timeline(dated(("A02", "", ON_COURSE)), None, date(2009, 11, 25)),
        charts.forward(plan().iloc[:0]),
        charts.freshness(pd.DataFrame({"months": [], "actions": []})),
    ],
)
def test_a_figure_of_nothing_says_so(figure: go.Figure) -> None:
    assert charts.alt(figure) == "Nothing to show."
    assert not bars(figure)


def test_the_days_of_meetings_are_marked_and_the_latest_named_in_their_own_words() -> None:
    held = pd.DataFrame(
        {"date": pd.to_datetime(["2009-09-01", "2009-07-01", "2011-01-01", None]), "meeting": ["<b>2nd</b>", "1st", "9th", "?"]}
    )

    figure = charts.completion(curve(0, 3, 7), held)

    (marks,) = [trace for trace in figure.data if trace.mode == "markers"]
    assert list(marks.x) == ["2009-07-01", "2009-09-01"]
    assert list(marks.hovertext) == ["1 Jul 2009<br>1st", "1 Sep 2009<br>&lt;b&gt;2nd&lt;/b&gt;"]
    named = [note for note in figure.layout.annotations if note.yref == "paper"]
    assert [(note.text, note.x) for note in named] == [("1st", "2009-07-01"), ("&lt;b&gt;2nd&lt;/b&gt;", "2009-09-01")]
    assert len({note.yshift for note in named}) == 2
    assert not [trace for trace in charts.completion(curve(0, 3, 7)).data if trace.mode == "markers"]


def test_months_come_soonest_first_and_a_click_gives_the_month() -> None:
    figure = charts.forward(plan())

    assert names_shown(figure) == ["Nov 2009", "May 2010"]
    assert [list(pair) for pair in bars(figure)[0].customdata] == [["2009-11-01", "falls due"], ["2010-05-01", "falls due"]]
    assert list(bars(figure)[1].text) == ["13"]


def test_a_plan_of_single_actions_is_counted() -> None:
    figure = charts.forward(pd.concat([plan().drop(columns="actions")] * 2))

    assert [list(trace.text) for trace in bars(figure)] == [["2", "2"], ["2"]]


def test_freshness_has_one_colour_and_no_legend() -> None:
    figure = charts.freshness(pd.DataFrame({"months": ["0-3", "3-6", "never reported"], "actions": [2, 0, 14]}))

    assert names_shown(figure) == ["0-3 months", "3-6 months", "never reported"]
    assert len(bars(figure)) == 1
    assert not figure.layout.showlegend
    assert list(bars(figure)[0].x) == [2, 14]


def test_lines_are_named_at_their_ends_and_never_over_one_another() -> None:
    apart, close = charts.completion(curve(0, 3, 7)), charts.completion(curve(0, 8, 16))

    assert [note.text.strip("\N{NO-BREAK SPACE}") for note in apart.layout.annotations] == ["16 actions", "✓ 7 completed"]
    assert [note.yanchor for note in close.layout.annotations] == ["bottom", "top"]
    assert all(trace.line.shape == "hv" for trace in apart.data)


def symbols(figure: go.Figure) -> go.Scatter:
    return next(trace for trace in figure.data if trace.mode == "text")


def upright(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "lines"]


def notes(figure: go.Figure) -> dict[str, object]:
    """What is written on a figure, by its text without marks."""
    return {html.unescape(note.text.replace("<b>", "").replace("</b>", "")): note for note in figure.layout.annotations}


def test_dates_stand_earliest_first_with_the_symbol_of_the_standing() -> None:
    found = symbols(charts.timeline(FOUR, date(2009, 5, 29), date(2009, 11, 25)))

    assert [list(pair) for pair in found.customdata] == [["A03", "On course"], ["A05", "Overdue"], ["A01", "Due soon"]]
    assert list(found.text)[1:] == ["●", "▲"]
    assert list(found.textfont.color)[1:] == [LOOKS[one].colour for one in (OVERDUE, DUE_SOON)]
    assert list(found.y) == sorted(found.y)


def test_a_date_that_nobody_confirmed_says_so_in_words_and_shows_no_standing() -> None:
    figure = charts.timeline(FOUR, date(2009, 5, 29), date(2009, 11, 25))
    said = [text.split("<br>")[0] for text in notes(figure)]

    assert said[:3] == ["A03 · 29 Aug 2009, to confirm", "A05 · 29 Aug 2009 · overdue", "A01 · 29 Nov 2009 · due soon"]
    assert symbols(figure).text[0] == "?"


def test_the_agreement_and_the_as_of_date_are_marked() -> None:
    figure = charts.timeline(FOUR, date(2009, 5, 29), date(2009, 11, 25))
    without = charts.timeline(FOUR, None, date(2009, 11, 25))

    named = notes(figure)
    assert named["agreed 29 May 2009"].x == "2009-05-29"
    assert named["as of 25 Nov 2009"].x == "2009-11-25"
    assert [line.x[0] for line in upright(figure)] == ["2009-05-29", "2009-11-25"]
    assert [line.x[0] for line in upright(without)] == ["2009-11-25"]


def test_no_upright_line_runs_through_words() -> None:
    figure = charts.timeline(FOUR, date(2009, 5, 29), date(2009, 11, 25))
    words = [(note.y, note.y + 20 * (1 + note.text.count("<br>"))) for note in figure.layout.annotations if note.yref != "paper"]

    for line in upright(figure):
        ends = [y for y in line.y if y is not None]
        for start, end in zip(ends[::2], ends[1::2], strict=True):
            assert all(end <= top or start >= bottom for top, bottom in words)


def test_a_timeline_of_many_shows_the_dozen_nearest_to_the_day_in_order() -> None:
    dates = dated(*((f"B{at:02}", f"2010-{1 + at // 28:02}-{1 + at % 28:02}", ON_COURSE) for at in range(40)))

    rows = charts.timeline_rows(dates.sample(frac=1, random_state=1, ignore_index=True), date(2010, 1, 20))
    figure = charts.timeline(dates, date(2009, 5, 29), date(2010, 1, 20))

    assert len(rows) == 12 and rows["due_date"].is_monotonic_increasing
    assert (rows["due_date"].min(), rows["due_date"].max()) == (pd.Timestamp("2010-01-14"), pd.Timestamp("2010-01-25"))
    assert [pair[0] for pair in symbols(figure).customdata] == list(rows["action_id"])
    assert figure.layout.height < 1080
    assert len(charts.timeline_rows(many_dated(41), date(2010, 1, 20))) == 41


def test_the_words_of_an_action_are_safe_on_a_timeline() -> None:
    figure = charts.timeline(FOUR, None, date(2009, 11, 25))
    safe = "Words of A05 &lt;b&gt;&amp;&lt;/b&gt; &#36;x&#36;"

    assert list(symbols(figure).hovertext)[1] == f"A05 {safe}"
    assert f"<b>A05 · 29 Aug 2009 · overdue</b><br>{safe}" in [note.text for note in figure.layout.annotations]


def test_a_day_that_is_all_there_is_can_be_drawn() -> None:
    figure = charts.timeline(dated(("A01", "2009-11-25", DUE_SOON)), date(2009, 11, 25), date(2009, 11, 25))

    assert len(upright(figure)) == 2
    assert figure.layout.xaxis.range[0] < "2009-11-25" < figure.layout.xaxis.range[1]


def test_more_than_forty_dates_are_counted_by_month() -> None:
    by_action = charts.timeline(many_dated(40), None, date(2010, 1, 15))
    by_month = charts.timeline(many_dated(41), None, date(2010, 1, 15))

    assert not bars(by_action)
    assert sum(int(text) for trace in bars(by_month) for text in trace.text) == 41
    assert {tuple(pair) for trace in bars(by_month) for pair in trace.customdata} == {
        (month, standing) for month in ("2010-01-01", "2010-02-01") for standing in (OVERDUE, ON_COURSE)
    }


@pytest.mark.parametrize("years", [1, 5, 30, 200])
def test_a_time_axis_names_a_few_months_however_long_it_is(years: int) -> None:
    figure = charts.timeline(dated(("A01", f"{2009 + years}-11-29", ON_COURSE)), date(2009, 5, 29), date(2009, 11, 25))

    assert 1 <= len(figure.layout.xaxis.tickvals) <= 5
