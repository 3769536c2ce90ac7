"""Who somebody is taken for, in each mode: what is not certain makes a viewer, who is told why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gcdash.access import Role
from gcdash.access.addresses import address
from gcdash.access.identity import CLIENT, Visit, who
from gcdash.access.settings import Access, current, read
from gcdash.errors import Unreadable
from small_books import book, one_action

MOMENT = datetime(2010, 1, 1, 12, tzinfo=UTC)
NOW = MOMENT.replace(tzinfo=None)
PARTIES = [
    {"party": "Kenya", "member_of": "Customs agencies", "focal_point": "Ms A", "email": "Ann@Example.org"},
    {"party": "Uganda", "member_of": "Customs agencies", "focal_point": "Ms A", "email": "bob@example.org; ann@example.org"},
    {"party": "Blank", "member_of": "Customs agencies", "email": ""},
    {"party": "Star", "member_of": "Customs agencies", "email": "*"},
    {"party": "*", "member_of": "Customs agencies", "email": "star@example.org"},
    {"party": "Chief", "member_of": "Customs agencies", "email": "coordinator"},
]
BOOK = book([one_action("6 months", "Customs agencies")], parties=PARTIES)
SECRET = "s" * 32

LOCAL = {CLIENT: "127.0.0.1", "host": "localhost:8501"}


@pytest.mark.parametrize(
    "headers",
    [LOCAL, {CLIENT: "::1", "host": "[::1]:8501"}, {CLIENT: "127.0.0.1", "host": "127.0.0.1:8501", "user-agent": "x"}],
)
def test_open_whoever_sits_at_the_machine_is_a_coordinator_of_no_known_name(headers: dict[str, str]) -> None:
    person = who(Visit(NOW, headers), Access(), BOOK)

    assert (person.role, person.verified) == (Role.COORDINATOR, False)


@pytest.mark.parametrize(
    "headers",
    [
        {CLIENT: "192.0.2.7"},
        {CLIENT: ""},
        {CLIENT: "localhost.evil.example"},
        {"host": "192.0.2.1:8501"},
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"host": "localhost@evil.example"},
        {"host": "[bad"},
        {"host": ""},
        *({name: "127.0.0.1"} for name in ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "via", "x-real-ip")),
    ],
)
def test_open_anybody_else_is_a_viewer_and_told_why(headers: dict[str, str]) -> None:
    person = who(Visit(NOW, LOCAL | headers), Access(), BOOK)

    assert person.role == Role.VIEWER
    assert "computer that runs the dashboard" in person.why


@pytest.mark.parametrize("headers", [{"host": "localhost"}, {}])
def test_open_where_our_own_server_has_not_said_whence_a_visit_comes_it_is_a_viewers(headers: dict[str, str]) -> None:
    assert who(Visit(NOW, headers), Access(), BOOK).role == Role.VIEWER


LOGIN = read({"access": {"mode": "login", "issuers": ["https://id.example"], "coordinators": ["Sec@example.org"]}})
GOOD = {
    "is_logged_in": True, "iss": "https://id.example", "sub": "7", "email": "ann@example.org", "email_verified": True,
    "iat": (MOMENT - timedelta(hours=1)).timestamp() , "name": "Ann",
}  # fmt: skip


def signed_in(access: Access = LOGIN, **claims: object) -> tuple[str, frozenset[str], str]:
    person = who(Visit(NOW, LOCAL, GOOD | claims), access, BOOK)
    return person.role, person.parties, person.name


def test_login_a_focal_point_speaks_for_every_party_that_has_the_address() -> None:
    assert signed_in() == (Role.FOCAL_POINT, frozenset({"Kenya", "Uganda"}), "Ms A")
    assert signed_in(email="BOB@EXAMPLE.ORG") == (Role.FOCAL_POINT, frozenset({"Uganda"}), "Ms A")


def test_login_coordinators_stand_in_the_access_file_only() -> None:
    assert signed_in(email="sec@example.org")[0] == Role.COORDINATOR
    assert signed_in(email="coordinator")[0] == Role.VIEWER


def test_login_a_name_without_an_address_is_taken() -> None:
    assert signed_in(email="sec@example.org")[2] == "Ann"
    assert signed_in(email="sec@example.org", name="sec@example.org")[2] == "coordinator"


def test_login_neither_an_address_nor_a_part_of_one_is_anybodys_name() -> None:
    parties = [{"party": "Kenya", "focal_point": "Ann <ann@example.org>", "email": "ann@example.org"}]
    kept = book([one_action()], parties=parties)

    assert who(Visit(NOW, LOCAL, GOOD), LOGIN, kept).name == "Ann"
    assert who(Visit(NOW, LOCAL, GOOD | {"name": ""}), LOGIN, kept).name == "focal point"
    assert who(Visit(NOW, LOCAL, GOOD | {"name": "", "email": "eve@example.org"}), LOGIN, kept).name == "viewer"


BAD: dict[str, dict[str, object]] = {
    "not signed in": {"is_logged_in": False},
    "not quite signed in": {"is_logged_in": "yes"},
    "another issuer": {"iss": "https://evil.example"},
    "an issuer that begins alike": {"iss": "https://id.example.evil.example"},
    "an issuer with another end": {"iss": "https://id.example/"},
    "no subject": {"sub": ""},
    "address not verified": {"email_verified": False},
    "address verified in words": {"email_verified": "true"},
    "address said to be verified by nobody": {"email_verified": None},
    "too old": {"iat": 0},
    "no day": {"iat": None},
    "a day in words": {"iat": "now"},
    "yes for a day": {"iat": True},
    "from the future": {"iat": 4e9},
    "not a number": {"iat": float("nan")},
    "look-alike letters": {"email": "\u0430nn@example.org"},
    "dotless i": {"email": "ann@example\u0131.org"},
    "full-width letters": {"email": "\uff41nn@example.org"},
    "the Kelvin sign": {"email": "sec@example.org".replace("e", "\u212a", 1)},
    "two @": {"email": "ann@example.org@evil.example"},
    "a second address": {"email": "ann@example.org,x@evil.example"},
    "an address with a name": {"email": "<ann@example.org>"},
    "a blank before": {"email": " ann@example.org"},
    "a line end after": {"email": "ann@example.org\n"},
    "blank": {"email": ""},
    "none": {"email": None},
    "a star": {"email": "*"},
    "a list": {"email": ["ann@example.org"]},
    "a party without a name": {"email": "star@example.org"},
    "somebody else": {"email": "eve@example.org"},
}


@pytest.mark.parametrize("name", BAD)
def test_login_what_is_not_certain_makes_a_viewer(name: str) -> None:
    person = who(Visit(NOW, LOCAL, GOOD | BAD[name]), LOGIN, BOOK)

    assert (person.role, person.parties, bool(person.why)) == (Role.VIEWER, frozenset(), True)


def test_login_a_tenant_that_is_asked_for_must_be_it() -> None:
    tenants = read({"access": {"mode": "login", "issuers": ["https://id.example"], "tenants": ["t1"]}})

    assert signed_in(tenants, tid="t1")[0] == Role.FOCAL_POINT
    assert signed_in(tenants, tid="t2")[0] == signed_in(tenants)[0] == Role.VIEWER


def test_login_who_is_taken_out_of_the_sheet_is_out() -> None:
    after = book([one_action("6 months", "Customs agencies")], parties=PARTIES[3:])

    assert who(Visit(NOW, LOCAL, GOOD), LOGIN, after).role == Role.VIEWER


def test_the_log_tells_people_apart_and_names_nobody() -> None:
    ann, bob = (who(Visit(NOW, LOCAL, GOOD | {"sub": sub}), LOGIN, BOOK).subject for sub in ("7", "8"))

    assert ann != bob
    assert "@" not in ann + bob


PROXY = read({"access": {"mode": "proxy", "coordinators": ["sec@example.org"]}}, SECRET)


def behind(**headers: str) -> str:
    said = {"x-gcdash-proxy": SECRET, "x-forwarded-email": "ann@example.org"} | {name.replace("_", "-"): v for name, v in headers.items()}
    return who(Visit(NOW, said), PROXY, BOOK).role


def test_proxy_a_header_counts_with_the_secret_only() -> None:
    assert behind() == Role.FOCAL_POINT
    assert behind(x_forwarded_email="sec@example.org") == Role.COORDINATOR
    for secret in ("", "s" * 31, "s" * 33, "S" * 32, "\u017f" * 32):
        assert behind(x_gcdash_proxy=secret, x_forwarded_email="sec@example.org") == Role.VIEWER


@pytest.mark.parametrize("said", ["", "sec@example.org, x@evil.example", "sec@example.org@evil.example", "s\u0435c@example.org"])
def test_proxy_an_address_that_is_none_makes_a_viewer(said: str) -> None:
    assert behind(x_forwarded_email=said) == Role.VIEWER


def test_proxy_being_at_the_machine_gives_nothing() -> None:
    assert who(Visit(NOW, LOCAL), PROXY, BOOK).role == who(Visit(NOW), PROXY, BOOK).role == Role.VIEWER


@pytest.mark.parametrize("text", ["a@b", "A.B+c@Example.org", "o'neil@example.org"])
def test_an_address_is_compared_in_small_letters(text: str) -> None:
    assert address(text) == text.lower()


def test_without_a_file_the_dashboard_is_open_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GCDASH_ACCESS", raising=False)

    assert current() == Access()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (None, "cannot be read"),
        ("mode =", "cannot be read"),
        ("[acces]\nmode = 'open'", "acces, which means nothing"),
        ("[access]\nmod = 'open'", "mod, which means nothing"),
        ("[access.proxy]\nheadr = 'x'", "headr, which means nothing"),
        ("[access]\nmode = 'closed'", "must be open, login or proxy"),
        ("[access]\nmode = 'login'", "needs issuers"),
        ("[access]\nmode = 'proxy'", "needs GCDASH_PROXY_SECRET"),
        ("[access]\ncoordinators = ['*']", "is not an e-mail address"),
        ("[access]\ncoordinators = 'a@b'", "must be a list"),
        ("[access]\nissuers = ['']", "must be a list of texts"),
        ("[access]\nmax_session_hours = 0", "above 0"),
        ("[access]\nmax_session_hours = nan", "above 0"),
        ("access = 1", "must be a table"),
        ("[access.proxy]\nheader = 'x: y'", "name of a header"),
    ],
)
def test_a_file_that_is_not_in_order_lets_nobody_in(words: str | None, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "access.toml"
    if words is not None:
        file.write_text(words)
    monkeypatch.setenv("GCDASH_ACCESS", str(file))
    monkeypatch.setenv("GCDASH_PROXY_SECRET", "short")

    with pytest.raises(Unreadable, match=why):
        current()


def test_a_file_says_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "access.toml"
    file.write_text("[access]\nmode = 'proxy'\ncoordinators = ['Sec@Example.org']\n[access.proxy]\nheader = 'X-Email'")
    monkeypatch.setenv("GCDASH_ACCESS", str(file))
    monkeypatch.setenv("GCDASH_PROXY_SECRET", SECRET)

    access = current()

    assert (access.mode, access.coordinators, access.header, access.secret) == ("proxy", {"sec@example.org"}, "x-email", SECRET)
