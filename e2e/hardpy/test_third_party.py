"""Programs that are not HardPy sign in, with nothing but what the standards and the server's metadata say."""

import json
import os
from pathlib import Path

import pytest

from harness.browser import Visitor
from harness.environment import clean_environment
from harness.login_process import LoginProcess
from harness.node import node, openid_client
from harness.pages import ConsentPage, DevicePage, Person
from harness.server import Server
from harness.venvs import E2E_FOLDER, THIRD_PARTY, python_of

PUBLIC_CLIENT = "standcloud-cli"
PYTHON_CLIENTS = E2E_FOLDER / "clients" / "third_party"
WELL_KNOWN = "/.well-known/oauth-authorization-server"


@pytest.mark.parametrize("library", ["requests", "authlib", "oauthlib", "openid-client"])
def test_a_program_without_a_browser_signs_in_reads_and_renews(
    library: str, server: Server, visitor: Visitor, administrator: Person, tmp_path: Path
) -> None:
    """R-15, R-16: these libraries find everything by the issuer, and refuse metadata that do not fit."""
    script = "device_login.js" if library == "openid-client" else f"with_{library}.py"
    login = begin(script, server, PUBLIC_CLIENT, tmp_path)

    DevicePage(visitor).open(login.link(), administrator).accept_as(f"Program with {library}")

    assert_done(login, server, {"report:read", "report:write", "offline_access"})


@pytest.mark.parametrize("library", ["authlib", "openid-client"])
def test_a_registered_program_signs_in_by_code_reads_and_renews(
    library: str, server: Server, visitor: Visitor, administrator: Person, tmp_path: Path
) -> None:
    """R-31, R-32, R-35: code and PKCE without PAR, back to any port of the loopback address."""
    application = server.add_application(
        f"Program with {library}", "--grant", "code", "--redirect", "http://127.0.0.1/callback", "--public"
    )
    script = "code_login.js" if library == "openid-client" else f"code_with_{library}.py"
    login = begin(script, server, application["client_id"], tmp_path)

    ConsentPage(visitor).open(login.link(), administrator).accept()
    visitor.page.wait_for_url("http://127.0.0.1:*/callback?**")

    assert_done(login, server, {"report:read", "offline_access"})


def test_both_addresses_of_the_metadata_say_the_same(server: Server) -> None:
    """R-15, R-16: and every address in them is served."""
    answers = [server.get(path, headers={}) for path in (f"{WELL_KNOWN}/auth", f"/auth{WELL_KNOWN}")]
    assert [answer.status_code for answer in answers] == [200, 200]
    metadata, same = (answer.json() for answer in answers)
    assert metadata == same
    assert metadata["issuer"] == f"https://{server.address}/auth"
    assert metadata["code_challenge_methods_supported"] == ["S256"]
    assert [] not in metadata.values()
    base = f"https://{server.address}"
    for name, url in metadata.items():
        if name.endswith(("_endpoint", "_uri")):
            assert server.get(url.removeprefix(base), headers={}).status_code != 404, f"{name} {url}"


def begin(script: str, server: Server, client_id: str, folder: Path) -> LoginProcess:
    if script.endswith(".js"):
        command = [node(), str(openid_client() / script)]
    else:
        command = [str(python_of(THIRD_PARTY)), str(PYTHON_CLIENTS / script)]
    # Verified TLS, as every program but HardPy wants it.
    trust = {name: os.fspath(server.certificate) for name in ("REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")}
    arguments = [f"https://{server.address}", client_id]
    environment = clean_environment(folder / "home", **trust)
    return LoginProcess(script, [*command, *arguments], folder / "program", environment)


def assert_done(login: LoginProcess, server: Server, scopes: set[str]) -> None:
    done = json.loads(login.finish())
    assert done["issuer"] == f"https://{server.address}/auth"
    assert set(done["scope"].split()) == scopes
    assert (done["status"], done["is_renewed"]) == (200, True)
