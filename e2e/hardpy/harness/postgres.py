"""A PostgreSQL database of its own for a server under test.

The caller names a PostgreSQL server on which databases may be made, `STANDCLOUD_TEST_POSTGRES`. Without one the tests
that need it are skipped, or fail where nothing may be skipped (`STANDCLOUD_TEST_STRICT=1`).
"""

import os
import uuid
from urllib.parse import unquote, urlsplit

import pg8000.dbapi

from harness.programs import leave_out

URL_VARIABLE = "STANDCLOUD_TEST_POSTGRES"


class Database:
    """Made at once, dropped by `drop`."""

    def __init__(self) -> None:
        self._server = urlsplit(_url_of_the_server())
        self.name = f"standcloud_e2e_{uuid.uuid4().hex}"
        self._run(f"CREATE DATABASE {self.name}")

    @property
    def url(self) -> str:
        return self._server._replace(path=f"/{self.name}").geturl()

    def drop(self) -> None:
        self._run(f"DROP DATABASE {self.name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        connection = pg8000.dbapi.connect(
            user=unquote(self._server.username or "postgres"),
            password=unquote(self._server.password or ""),
            host=self._server.hostname or "localhost",
            port=self._server.port or 5432,
            database=self._server.path.lstrip("/") or "postgres",
        )
        try:
            connection.autocommit = True
            connection.cursor().execute(statement)
        finally:
            connection.close()


def _url_of_the_server() -> str:
    url = os.environ.get(URL_VARIABLE)
    if url:
        return url
    return leave_out(f"{URL_VARIABLE} names no PostgreSQL server")
