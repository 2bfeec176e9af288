"""The ways in: a one-time link, or a name, a password and a second factor; and everything that must not open them."""

from __future__ import annotations

import time
from dataclasses import replace

import pyotp
import pytest
from fastapi.testclient import TestClient

from rashomon.review.access import (
    TRIES,
    Limiter,
    check_password,
    check_totp,
    digest,
    hash_password,
    now_text,
)
from rashomon.review.app import create_app
from rashomon.review.options import Options
from rashomon.review.registry import API, COOKIE, SECURE_COOKIE
from rashomon.store.desk_protocol import Token
from tests.review.conftest import BASE, PASSWORD, Desk


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/login", data={"name": name, "password": password, **more}).status_code


def test_the_link_works_once(local: Desk) -> None:
    key = local.app.state.desk.sessions.entry()
    first, second = local.client(), local.client()
    assert first.get("/").status_code == 403
    assert first.get(f"/enter?key={key}").status_code == 200
    assert first.get("/").status_code == 200
    assert second.get(f"/enter?key={key}").status_code == 403
    assert "used already" in second.get(f"/enter?key={key}").text
    assert second.get("/enter?key=").status_code == second.get("/enter?key=x").status_code == 403
    another = local.app.state.desk.sessions.new_entry()
    assert second.get(f"/enter?key={another}").status_code == 200


def test_leaving_ends_the_session(local: Desk) -> None:
    client = local.client("ana")
    secret = client.cookies[COOKIE]
    assert client.post("/logout", data={"csrf": "x"}).status_code == 403
    client.cookies.set(COOKIE, secret)
    assert client.get("/").status_code == 200
    client.post("/logout", data={"csrf": local.csrf(client)})
    client.cookies.set(COOKIE, secret)
    assert client.get("/").status_code == 403


def test_name_and_password(team: Desk) -> None:
    client = team.client()
    assert sign_in(client, "coder", "wrong password here") == 403
    assert sign_in(client, "nobody") == 403
    assert sign_in(client, "coder") == 200
    assert "coder" in client.get("/").text.casefold()
    assert client.get("/enter?key=x").status_code == 200


def test_a_session_is_never_one_that_was_brought_along(team: Desk) -> None:
    """Fixation: signing in gives a new secret, and the old one is worth nothing."""
    client = team.client()
    client.cookies.set(COOKIE, "chosen-by-an-attacker")
    assert client.get("/", follow_redirects=False).status_code == 303
    answer = client.post("/login", data={"name": "coder", "password": PASSWORD}, follow_redirects=False)
    fresh = answer.cookies[COOKIE]
    assert fresh != "chosen-by-an-attacker" and len(fresh) >= 40
    other = team.client()
    other.cookies.set(COOKIE, "chosen-by-an-attacker")
    assert other.get("/", follow_redirects=False).status_code == 303
    again = team.client()
    again.cookies.set(COOKIE, fresh)
    newer = again.post("/login", data={"name": "coder", "password": PASSWORD}, follow_redirects=False).cookies[COOKIE]
    old = team.client()
    old.cookies.set(COOKIE, fresh)
    assert newer != fresh and old.get("/", follow_redirects=False).status_code == 303


def test_brute_force_waits(team: Desk) -> None:
    client = team.client()
    codes = [sign_in(client, "coder", f"guess number {i}") for i in range(TRIES + 2)]
    assert codes == [403] * TRIES + [429, 429]
    assert sign_in(client, "coder") == 429, "the right password waits as well"
    assert "wait" in client.post("/login", data={"name": "coder", "password": PASSWORD}).text


def test_another_site_can_not_sign_anybody_in(team: Desk) -> None:
    client = team.client()
    data = {"name": "coder", "password": PASSWORD}
    assert client.post("/login", data=data, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.post("/login", data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_the_second_factor_is_asked_for_and_good_once(team: Desk) -> None:
    key = pyotp.random_base32()
    person = team.store.person("reviewer")
    assert person is not None
    team.store.put_person(replace(person, totp=key))
    code = pyotp.TOTP(key).now()
    client = team.client()
    assert sign_in(client, "reviewer") == 403
    assert sign_in(client, "reviewer", code="000000" if code != "000000" else "000001") == 403
    assert sign_in(client, "reviewer", code=code) == 200
    assert sign_in(team.client(), "reviewer", code=code) == 403, "a code that was seen is worth nothing"


def test_codes_of_the_steps_beside_are_good(team: Desk) -> None:
    person = replace(team.store.people()[0], totp=pyotp.random_base32())
    clock = pyotp.TOTP(person.totp or "")
    now = time.time()
    step = int(now // 30)
    assert check_totp(person, clock.at(now - 30), at=now) == step - 1
    assert check_totp(person, clock.at(now - 90), at=now) is None
    assert check_totp(replace(person, totp_step=step), clock.at(now), at=now) is None
    assert check_totp(replace(person, totp=None), "1", at=now) is None


def test_a_closed_account_is_out_at_once(team: Desk) -> None:
    client = team.client("coder")
    assert client.get("/").status_code == 200
    person = team.store.person("coder")
    assert person is not None
    team.store.put_person(replace(person, active=False))
    assert client.get("/", follow_redirects=False).status_code == 303
    assert sign_in(team.client(), "coder") == 403


def test_a_changed_role_holds_at_once(team: Desk) -> None:
    client = team.client("coder")
    assert client.get("/add").status_code == 200
    person = team.store.person("coder")
    assert person is not None
    team.store.put_person(replace(person, role="reader"))
    assert client.get("/add").status_code == 403


def test_idle_sessions_end(team: Desk) -> None:
    app = create_app(team.store, Options(team=True, idle_s=-1))
    secret = app.state.desk.sessions.open("coder")
    client = TestClient(app, base_url=BASE)
    client.cookies.set(COOKIE, secret)
    assert client.get("/", follow_redirects=False).status_code == 303


def test_tokens_do_no_more_than_their_role_and_owner(team: Desk) -> None:
    def token(person: str, role: str, ends: str | None = None) -> dict[str, str]:
        secret = f"secret-{person}-{role}-{ends}"
        team.store.put_token(Token(digest(secret), person, "x", role, now_text(), ends))  # type: ignore[arg-type]
        return {"authorization": f"Bearer {secret}"}

    client = team.client()
    path = f"{API}/incident/{team.incident.id}/comment"
    lesser = token("coder", "reader")
    assert client.get(f"{API}/", headers=lesser).status_code == 200
    assert client.post(path, json={"text": "x"}, headers=lesser).status_code == 403
    assert client.post(path, json={"text": "x"}, headers=token("reader", "admin")).status_code == 403
    assert client.post(path, json={"text": "x"}, headers=token("coder", "coder")).status_code == 200
    assert client.get(f"{API}/", headers=token("coder", "coder", now_text(-5))).status_code == 401
    assert client.get(f"{API}/", headers={"authorization": "Bearer nope"}).status_code == 401
    assert client.get("/", headers=token("admin", "admin"), follow_redirects=False).status_code == 303, (
        "a token opens no page"
    )


def test_over_tls_the_cookie_is_bound_to_it(team: Desk) -> None:
    app = create_app(team.store, Options(team=True, secure=True))
    client = TestClient(app, base_url="https://127.0.0.1")
    answer = client.post("/login", data={"name": "coder", "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert (
        cookie.startswith(f"{SECURE_COOKIE}=") and "Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie
    )
    assert "max-age" in answer.headers["strict-transport-security"]


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_this_desk_only(team: Desk, to: str) -> None:
    answer = team.client(follow=False).post("/login", data={"name": "coder", "password": PASSWORD, "to": to})
    assert answer.headers["location"] == "/"


def test_short_passwords_are_refused_and_nobody_takes_as_long() -> None:
    with pytest.raises(ValueError, match="12"):
        hash_password("short")
    assert not check_password(None, PASSWORD)


def test_the_limiter_forgets_in_time() -> None:
    clock = [0.0]
    limit = Limiter(tries=2, window_s=10, clock=lambda: clock[0])
    limit.note("a")
    limit.note("a")
    assert limit.wait_s("a") == 10 and limit.wait_s("b") == 0
    clock[0] = 10.5
    assert limit.wait_s("a") == 0
    for i in range(10_050):
        limit.note(f"k{i}")
        clock[0] += 0.01
    assert len(limit._seen) < 10_050
