"""A small book with two focal points, the file that says who else may what, and what the log says of them."""

from __future__ import annotations

import pytest

ISSUER, SECRETS = "https://id.example", {"auth": {"cookie_secret": "c" * 32}}
OWNERS = [{"owner": "WCO", "kind": "organisation"}, {"owner": "UNEP", "kind": "organisation"}]
PARTIES = [
    {"party": "WCO", "focal_point": "Ms A", "email": "ann@example.org"},
    {"party": "UNEP", "focal_point": "Mr U", "email": "ulf@example.org"},
]
ACTIONS = [
    {"action_id": "A05", "theme": "T", "action": "Use networks", "timescale": "3", "responsibility": "WCO"},
    {"action_id": "A06", "theme": "T", "action": "Train", "timescale": "on-going", "responsibility": "UNEP"},
]
UPDATES = [
    {"update_id": "mine", "action_id": "A05", "party": "WCO", "status": "In progress", "text": "Begun", "report_date": "2009-06-01"},
    {"update_id": "whole", "action_id": "A05", "party": "", "status": "In progress", "text": "Said", "report_date": "2009-06-02"},
]
NO_PARTY = "You are signed in, but no party in the Parties sheet has your e-mail address. Ask the secretariat."


def allow(coordinators: str = "'sec@example.org'") -> str:
    """What the access file says of the mode login."""
    return f"[access]\nmode = 'login'\nissuers = ['{ISSUER}']\ncoordinators = [{coordinators}]\n"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log says of who was let do what."""
    return [f"{record.levelname} {record.getMessage()}" for record in caplog.records if record.name == "gcdash.access"]
