"""Who is looking: what is known of a visit, the way to sign in and out, and what somebody is told who may only look."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable
from datetime import datetime

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from gcdash.access import Person, Role
from gcdash.access import sign_in as signing_in
from gcdash.access.identity import NOBODY, Visit
from gcdash.access.settings import SHORTEST_SECRET, Access, Mode
from gcdash.errors import Unreadable
from gcdash.ui.text import plain
from gcdash.words import _

LOG = logging.getLogger("gcdash.access")
_ROLE = "role_in_this_visit"


def visit(now: datetime, access: Access) -> Visit:
    """This visit: the headers that it came with, and where people sign in what that says. A header that comes twice counts as none."""
    said = st.context.headers
    headers = {name.lower(): ", ".join(said.get_all(name)) for name in said}
    return Visit(now, headers, st.user.to_dict() if access.mode is Mode.LOGIN else {})


def check_sign_in(access: Access) -> None:
    """Refuse to show anything where people are to sign in and their cookies could be forged."""
    if access.mode is not Mode.LOGIN:
        return
    try:
        secret = str(st.secrets["auth"]["cookie_secret"])
    except (StreamlitSecretNotFoundError, KeyError):
        secret = ""
    if len(secret.encode()) < SHORTEST_SECRET:
        raise Unreadable(
            _("Nobody can sign in: the cookie secret is missing or shorter than {n} characters.").format(n=SHORTEST_SECRET),
            _("Whoever runs the dashboard writes it into .streamlit/secrets.toml, under [auth]."),
        )


def note_role(person: Person) -> None:
    """Write into the log that a visitor's role has changed, the first time included."""
    before = st.session_state.get(_ROLE)
    now = (person.role, person.subject, person.why)
    if before != now:
        st.session_state[_ROLE] = now
        LOG.info(
            "role of %s is %s, was %s%s", person.subject, person.role, before[0] if before else "none", person.why and f": {person.why}"
        )


def show_person(person: Person, access: Access) -> None:
    """Who this is taken for, with the way out; in the side bar. Nothing where nobody signs in."""
    if access.mode is Mode.OPEN:
        return
    with st.sidebar:
        who = dict.fromkeys([person.name or _("not signed in"), _(person.role), *sorted(person.parties)])
        st.caption(plain(" · ".join(who)))
        if access.mode is Mode.LOGIN and st.user.get("is_logged_in"):
            st.button(_("Sign out"), key="sign_out", on_click=st.logout, icon=":material/logout:")


def show_why(person: Person, access: Access, sign_in: Callable[[], None]) -> None:
    """To a viewer: that nothing can be written, why, what to do, and after a sign-in the number by which the log knows it; the way in."""
    if person.role != Role.VIEWER:
        return
    if person.subject == NOBODY:
        why = signing_in.in_words(dict(st.context.cookies).get(signing_in.COOKIE, "")) or person.why
    else:
        why = signing_in.with_number(person.why, person.subject[:8])
    st.info(plain(why), title=_("You are looking only"), icon=":material/visibility:")
    if access.mode is not Mode.LOGIN or person.verified:
        return
    if importlib.util.find_spec("authlib"):
        st.button(_("Sign in"), key="sign_in", on_click=sign_in, icon=":material/login:")
    else:
        st.caption(_("Nobody can sign in here yet: the package Authlib is not installed."))
