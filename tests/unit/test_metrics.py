"""What those see who collect ``/metrics``: text that their own parser takes, in which each count goes up with what is done."""

from __future__ import annotations

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.testclient import TestClient

from gcdash.counters import counted
from gcdash.errors import Refusal
from gcdash.web.beginning import Beginning
from gcdash.web.health import routes


def collected() -> dict[str, float]:
    """Each count, as the parser names it; that all of them are counters."""
    answer = TestClient(Starlette(routes=routes(Beginning(lambda: None)))).get("/metrics")
    assert answer.headers["content-type"] == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    families = list(text_string_to_metric_families(answer.text))
    assert {family.type for family in families} == {"counter"}
    return {sample.name: sample.value for family in families for sample in family.samples}


def test_the_text_is_openmetrics_to_those_who_collect_it() -> None:
    before = collected()

    with counted("folds"):
        pass
    with pytest.raises(Refusal), counted("appends"):
        raise Refusal("No.")

    now = collected()
    more = {name: now[name] - before[name] for name in ("gcdash_loads_total", "gcdash_folds_total", "gcdash_appends_total")}
    assert more == {"gcdash_loads_total": 0, "gcdash_folds_total": 1, "gcdash_appends_total": 1}
    assert now["gcdash_refusals_total"] == before["gcdash_refusals_total"] + 1
    assert now["gcdash_folds_seconds_total"] >= before["gcdash_folds_seconds_total"]
