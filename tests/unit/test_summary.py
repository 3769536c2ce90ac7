"""The table in README shows each thing at the sizes that its aim is for, and the worst page of several."""

from __future__ import annotations

from benchmarks.summary import table


def row(what: str, size: str, ratio: float, aim: str, ours: float = 12.0) -> dict[str, object]:
    return {"what": what, "size": size, "against": "the floor", "ours": ours, "unit": "ms", "ratio": ratio, "aim": aim}


def lines(*rows: dict[str, object]) -> list[str]:
    return list(table(rows))[2:]


def test_a_thing_is_shown_in_the_smallest_and_the_largest_book_by_its_worst_page() -> None:
    sizes = ("16 actions", "1,000 actions", "50,000 actions")
    rows = [row(f"another page, {page}", size, ratio, "at most 2") for size in sizes for page, ratio in (("themes", 3.0), ("check", 4.5))]

    assert lines(*rows) == [
        "| another page, any of them | the floor | 4.5 times, 12.0 ms (16 actions) | 4.5 times, 12.0 ms (50,000 actions) | at most 2 |"
    ]


def test_a_size_that_the_aim_is_not_for_is_left_out() -> None:
    small, large = "1,000 actions, 2,000 updates", "10,000 actions, 20,000 updates"
    folds = [row("fold", size, ratio, "at most 0.1 from 10,000 updates") for size, ratio in ((small, 1.1), (large, 0.03))]
    starts = [row("start", size, ratio, "at most 1.3 at 16 actions") for size, ratio in (("16 actions", 1.2), ("50,000 actions", 3.1))]

    assert lines(*folds, *starts) == [
        "| fold | the floor |  | 0.03 times, 12.0 ms (10,000 actions, 20,000 updates) | at most 0.1 from 10,000 updates |",
        "| start | the floor |  | 1.2 times, 12.0 ms (16 actions) | at most 1.3 at 16 actions |",
    ]


def test_what_is_no_ratio_says_what_was_measured() -> None:
    assert lines(row("standing", "9 actions", 18.7, "at most 1,000 ms", 344.1)) == [
        "| standing | the floor |  | 344.1 ms (9 actions) | at most 1,000 ms |"
    ]
