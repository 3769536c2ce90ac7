from books import make_book
from screen import words
import pytest
@pytest.mark.parametrize("actions", [[], [{"action_id":"A01","action":"Do a thing","theme":"T","timescale":"6 months","responsibility":"WCO"}]])
def test_x(app, tmp_path, actions):
    p = make_book(tmp_path/"b.xlsx", actions=actions)
    for page in ("overview", "themes","owners","time_scale","actions","action","record","check"):
        at=app(page, book=p, as_of="2009-11-25")
        print("=====", page); print(words(at))
def test_y(app,tmp_path):
    bad=tmp_path/"bad.xlsx"; bad.write_bytes(b"no zip")
    print(words(app("overview",book=bad)))
