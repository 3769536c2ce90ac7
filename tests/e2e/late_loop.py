"""Starts the dashboard with an event loop that is late, as on a busy machine: ``python -m late_loop run app.py --server.port 8501``.

A page's look at what is new is handled there before the end of the run that a press has begun. Streamlit then drops what that run has
drawn, which from outside happens rarely.
"""

from __future__ import annotations

from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.web.cli import main

_ask, _hear = AppSession.request_rerun, AppSession._on_scriptrunner_event
LOST = "What a press has drawn comes too late."
_LOOK, _PRESSED, _HELD = "late_look", "late_pressed", "late_held"


def ask(session: AppSession, client_state: ClientState | None) -> None:
    """As Streamlit does it; keeps the last look, and who runs what the first press after it asks for."""
    _ask(session, client_state)
    if client_state is None:
        return
    kept = vars(session)
    if client_state.fragment_id:
        kept[_LOOK] = client_state
    elif _LOOK in kept and _PRESSED not in kept and any(state.trigger_value for state in client_state.widget_states.widgets):
        kept[_PRESSED], kept[_HELD] = session._scriptrunner, []


def hear(session: AppSession, sender: Any, event: ScriptRunnerEvent, **said: Any) -> None:  # noqa: ANN401 -- as Streamlit has them
    """As Streamlit does it; but what the press has drawn comes after the next look."""
    kept = vars(session)
    if sender is None or sender is not kept.get(_PRESSED):
        _hear(session, sender, event, **said)
        return
    kept[_HELD].append((event, said))
    if event is ScriptRunnerEvent.SHUTDOWN:
        session._call_soon_on_event_loop(lambda: _ask(session, kept[_LOOK]))
        for late, words in kept[_HELD]:
            _hear(session, sender, late, **words)
        print(LOST, flush=True)  # noqa: T201 -- the test looks for it


if __name__ == "__main__":
    AppSession.request_rerun, AppSession._on_scriptrunner_event = ask, hear  # type: ignore[method-assign]
    main()
