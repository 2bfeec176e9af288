"""The JSON API: made-up requests after its OpenAPI never break it, and its answers are what it says."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from rashomon.review.access import digest, now_text
from rashomon.review.registry import API
from rashomon.store.desk_protocol import Token
from tests.review.conftest import Desk

#: Checks that hold for every answer.
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


def test_openapi_is_for_who_is_in(local: Desk) -> None:
    assert local.client().get(f"{API}/openapi.json").status_code == 401
    paths = local.client("ana").get(f"{API}/openapi.json").json()["paths"]
    assert f"{API}/incident/{{incident_id}}" in paths and f"{API}/report/{{report_id}}/edit" in paths


def test_files_are_handed_in_with_a_token(local: Desk) -> None:
    local.store.put_token(Token(digest("hands"), "ana", "hands", "coder", now_text(), None))
    client, files = local.client(), [("files", ("strike.txt", b"Two died in Mosul.", "text/plain"))]
    assert client.post(f"{API}/add", files=files).status_code in (401, 403)
    client.headers["authorization"] = "Bearer hands"
    answer = client.post(f"{API}/add", files=files)
    assert answer.status_code == 200 and answer.json()["note"] == "1 handed in: strike.txt"
    assert [r.name for r in local.store.readings()] == ["strike.txt"]


def test_made_up_requests(local: Desk) -> None:
    local.app.state.desk.writes._tries = 10**9
    local.store.put_token(Token(digest("fuzz"), "ana", "fuzz", "admin", now_text(), None))
    headers = {"authorization": "Bearer fuzz", "host": "localhost"}
    schema = schemathesis.openapi.from_asgi(f"{API}/openapi.json", local.app, headers=headers)
    count = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=12, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        @_given(operation)
        def ask(case: schemathesis.Case) -> None:
            nonlocal count
            count += 1
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)

        ask()
    assert count > 200


def _given(operation: object) -> object:
    from hypothesis import given

    return given(case=operation.as_strategy())  # type: ignore[attr-defined]
