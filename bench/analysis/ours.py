"""StandCloud, asked over HTTPS as a program asks it."""

import json
import re
import sqlite3
import ssl
import time
from http.client import HTTPResponse, HTTPSConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlencode

ANALYSIS = "/integration/api/v1/analysis/"
SERVER_TIME = re.compile(r"dur=([0-9.]+)")
FACTS_BYTES = re.compile(r"^standcloud_facts_bytes ([0-9]+)$", re.MULTILINE)

CHUNKS = """
SELECT SUM(LENGTH(summary) + LENGTH(body)), SUM(value_count) FROM series_chunk
JOIN series ON series.organisation_id = series_chunk.organisation_id AND series.id = series_chunk.series_id
WHERE series.kind = 'numeric'
"""


class Ours:
    """One connection that stays open."""

    name = "StandCloud"

    def __init__(self, address: str, key: str) -> None:
        # A certificate of its own making, as on a first start.
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        host, port = address.rsplit(":", 1)
        self.connection = HTTPSConnection(host, int(port), timeout=600, context=trusting)
        self.key = key

    def ask(self, question: str, parameters: dict) -> tuple[object, float, float]:
        """The answer, what the server took for it and what it took in all, in ms."""
        path = f"{ANALYSIS}{question}?{urlencode(parameters, doseq=True)}"
        started = time.perf_counter()
        status, body, headers = self._get(path)
        took = (time.perf_counter() - started) * 1_000
        if status != 200:
            raise SystemExit(f"{path} was answered {status}: {body[:500]!r}")
        in_server = SERVER_TIME.search(headers["server-timing"])
        return json.loads(body), float(in_server[1]), took

    def facts_bytes(self) -> int:
        _, body, _ = self._get("/metrics")
        found = FACTS_BYTES.search(body.decode())
        return int(found[1]) if found else 0

    def _get(self, path: str) -> tuple[int, bytes, dict]:
        try:
            answer = self._send(path)
        except RemoteDisconnected:
            # Loading the peers takes longer than the server keeps a silent connection.
            self.connection.close()
            answer = self._send(path)
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}

    def _send(self, path: str) -> HTTPResponse:
        self.connection.request("GET", path, headers={"X-API-KEY": self.key})
        return self.connection.getresponse()


def bytes_of_values(data: Path) -> tuple[int, int]:
    """What the chunks of numeric measurements take in the database, and how many values they hold."""
    database = sqlite3.connect(f"file:{data / 'standcloud.db'}?mode=ro", uri=True)
    size, count = database.execute(CHUNKS).fetchone()
    return size or 0, count or 0
