"""The peer of the benchmarks: what a team would write in an afternoon.

FastAPI, uvicorn and PostgreSQL: one insert of the report as JSONB for each request, an identifier as the answer. It
checks no key, finds no duplicates and derives nothing, so it does far less than StandCloud. With PEER_BODY=raw it does
not even parse: the body goes to the database as it came, which is the least that any Python server can do.

A poll for a login that waits reads one row and answers. No limits, no metrics, no slow_down, no headers.
"""

import json
import os
import secrets
import uuid
from contextlib import asynccontextmanager
from urllib.parse import parse_qs

import asyncpg
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

TABLE = "CREATE TABLE IF NOT EXISTS peer_report (id uuid PRIMARY KEY, received timestamptz DEFAULT now(), body jsonb)"
INSERT = "INSERT INTO peer_report (id, body) VALUES ($1, $2)"
LOGIN_TABLE = "CREATE TABLE IF NOT EXISTS peer_login (code text PRIMARY KEY, state text NOT NULL)"
BEGIN_LOGIN = "INSERT INTO peer_login (code, state) VALUES ($1, 'pending')"
FIND_LOGIN = "SELECT state FROM peer_login WHERE code = $1"
# So that workers that start at the same time do not make the table at the same time.
TABLE_LOCK = "SELECT pg_advisory_xact_lock(1)"
PARSES = os.environ.get("PEER_BODY", "parsed") == "parsed"


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with asyncpg.create_pool(os.environ["PEER_DATABASE_URL"], min_size=8, max_size=16) as pool:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(TABLE_LOCK)
            await connection.execute(TABLE)
            await connection.execute(LOGIN_TABLE)
        app.state.pool = pool
        yield


app = FastAPI(lifespan=lifespan)


@app.post("/hardpy/api/v1/test_report", status_code=201)
async def add_test_report(request: Request) -> JSONResponse:
    body = json.dumps(await request.json()) if PARSES else (await request.body()).decode()
    test_run_id = uuid.uuid4()
    await request.app.state.pool.execute(INSERT, test_run_id, body)
    return JSONResponse({"test_run_id": str(test_run_id)}, status_code=201)


@app.post("/auth/api/oidc/device-authorization")
async def begin_login(request: Request) -> JSONResponse:
    code = secrets.token_urlsafe(32)
    await request.app.state.pool.execute(BEGIN_LOGIN, code)
    return JSONResponse({"device_code": code, "verification_uri_complete": f"{request.base_url}login"})


@app.post("/auth/api/oidc/token")
async def poll_login(request: Request) -> JSONResponse:
    fields = parse_qs((await request.body()).decode())
    code = fields.get("device_code", [""])[0]
    state = await request.app.state.pool.fetchval(FIND_LOGIN, code)
    error = "authorization_pending" if state == "pending" else "invalid_grant"
    return JSONResponse({"error": error, "error_description": "The login waits."}, status_code=400)


@app.get("/readyz")
async def readyz() -> dict:
    return {}
