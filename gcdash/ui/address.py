"""Choices that the whole visit shares, kept in the address: a link pasted into an e-mail opens the same view.

The address holds canonical words, never labels. Each choice has one canonical value in the session; a widget shows it and changes
it, a click on a chart changes it too. What a link says wins over what the visit had; where an address says nothing, as after a
change of page, the visit's choice stands and is written into it again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from gcdash.schema import fold

_UNKNOWN = "unknown_choices"


def recall(name: str, allowed: Collection[str] | None = None) -> list[str]:
    """The values of a choice, those that are ``allowed`` spelled as there; None allows any. ``unknown`` has what was said besides."""
    state, said = st.session_state, st.query_params.get_all(name)
    if _key(name) not in state or (said and said != state.get(_written(name))):
        state[_key(name)] = said
    values: list[str] = state[_key(name)]
    if allowed is not None:
        values = _spelled(name, values, allowed)
    state[_key(name)] = values
    return values


def _spelled(name: str, values: list[str], allowed: Collection[str]) -> list[str]:
    if all(value in allowed for value in values):  # as nearly always; to fold tens of thousands of words takes longer than a page
        return values
    known = {fold(word): word for word in allowed}
    strange = [value for value in values if fold(value) and fold(value) not in known]
    if strange:
        refuse(name, strange)
    return [known[fold(value)] for value in values if fold(value) in known]


def refuse(name: str, values: Sequence[str]) -> None:
    """Keep in mind that a link says ``values`` of a choice, and that nothing is known by them."""
    st.session_state.setdefault(_UNKNOWN, {})[name] = list(values)


def unknown() -> dict[str, list[str]]:
    """What links have said that nothing is known by, for each choice, until it is chosen anew or another page is opened."""
    return dict(st.session_state.get(_UNKNOWN, {}))


def turn_page() -> None:
    """Forget what the page before was told: what nothing is known by, and what its widgets showed: each page has its own."""
    widgets = [key for key in st.session_state if str(key).startswith(widget_key(""))]
    for key in (_UNKNOWN, *widgets):
        st.session_state.pop(key, None)


def choose(name: str, values: Sequence[str]) -> None:
    """Set a choice, from a widget's callback or a click."""
    st.session_state[_key(name)] = list(values)
    st.session_state.get(_UNKNOWN, {}).pop(name, None)


def chosen(name: str) -> list[str]:
    """The values of a choice that has been recalled in this run."""
    return list(st.session_state.get(_key(name), ()))


def write(name: str) -> None:
    """Put a choice into the address."""
    values = chosen(name)
    if st.query_params.get_all(name) != values:
        if values:
            st.query_params[name] = values
        else:
            st.query_params.pop(name, None)
    st.session_state[_written(name)] = values


def widget_key(name: str) -> str:
    """The key of the widget that shows a choice, brought in step with it; call just before the widget is drawn."""
    return f"ask_{name}"


def in_step(name: str, value: object) -> str:
    """Let the choice's widget show ``value``; returns its key."""
    key = widget_key(name)
    if st.session_state.get(key, _NOTHING) != value:
        st.session_state[key] = value
    return key


_NOTHING = object()


def _key(name: str) -> str:
    return f"choice_{name}"


def _written(name: str) -> str:
    return f"written_{name}"
