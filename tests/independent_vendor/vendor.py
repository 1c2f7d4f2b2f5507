#!/usr/bin/python3
"""The vendor, written once more from its contract alone, on FastAPI as the real one is.

Listens on 127.0.0.1, prints its base URL, and serves until it is stopped. What the contract leaves open is decided in
choices.py. FastAPI's habits are left as they are: its 422 bodies, `{"detail": "Not Found"}` for routes that are not
there, 405, redirects between paths with and without a slash at the end, HTTPBearer's 403 without a token.
"""

import argparse
import socket
from typing import Optional

import uvicorn
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query
from fastapi.encoders import jsonable_encoder
from fastapi.responses import Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

import models
from choices import CHARACTERS
from side_door import add_side_door
from vendor_store import Store

BASE = "/integrations/syned/v1"
# One for the process, not one made anew in each request.
BEARER = HTTPBearer()


def shown(user):
    return {"metactf_user_id": user["metactf_user_id"], "metactf_username": user["username"],
            "syned_user_id": user["syned_user_id"], "metactf_user_status": user["status"],
            "last_login_unix_timestamp": user["last_login"]}


def add_users(api, store, status_on_create):
    @api.get("/users", status_code=201, response_model=models.User)
    async def read_user(syned_user_id: str):
        return shown(store.user(syned_user_id))

    @api.post("/users", status_code=201, response_model=models.User, response_model_exclude_unset=True)
    async def create_user(body: models.UserCreate):
        answer = shown(store.create_user(jsonable_encoder(body)))
        if not status_on_create:
            del answer["metactf_user_status"]
        return answer

    @api.post("/users/assign_team", status_code=201, response_model=models.Assignment)
    async def assign_team(body: models.Assign):
        store.assign(body.syned_user_id, body.syned_team_id)
        return body

    @api.post("/users/delete_assignment", response_model=models.Assignment, response_model_exclude_none=True)
    async def delete_assignment(body: models.Unassign):
        store.unassign(body.syned_user_id)
        return body

    @api.get("/users/get_team_assignments", response_model=models.Assignments)
    async def get_team_assignments(syned_team_id: Optional[str] = None):
        rows = store.assignments(syned_team_id)
        return {"assignments": rows, "total_count": len(rows)}


def add_teams(api, store):
    @api.post("/teams", status_code=201, response_model=models.Team)
    async def create_team(body: models.TeamCreate):
        return store.create_team(jsonable_encoder(body))

    @api.post("/teams/delete")
    async def delete_team(body: models.TeamDelete):
        store.delete_team(body.syned_team_id)
        return {"message": "Team deleted"}


def add_scores(api, store):
    @api.get("/scores/get_odl_scores", response_model=models.OdlScores)
    async def get_odl_scores(syned_user_id: str, after_time_unix: Optional[int] = Query(None)):
        return store.odl_scores(syned_user_id, after_time_unix)

    @api.get("/scores/get_flash_ctf_progress", response_model=models.FlashProgress)
    async def get_flash_ctf_progress(syned_user_id: str):
        return store.flash_progress(syned_user_id)


def add_password_reset(api, store):
    @api.post("/auth/send_password_reset_email")
    async def send_password_reset_email(body: models.PasswordReset):
        store.user(body.syned_user_id)
        store.resets[body.syned_user_id] += 1
        return {"message": "Password reset email sent"}


def make_app(store, given):
    app = FastAPI(title="SynEd Integration API", version="0.1.0")
    token = given.token

    async def signed_in(sent: HTTPAuthorizationCredentials = Depends(BEARER)):
        if token and sent.credentials != token:
            raise HTTPException(401, "Invalid token")

    @app.get(BASE + "/")
    async def index():
        return {"message": "SynEd Integration API"}

    api = APIRouter(prefix=BASE, dependencies=[Depends(signed_in)])
    add_users(api, store, not given.without_status_on_create)
    add_teams(api, store)
    add_scores(api, store)
    if not given.without_password_reset:
        add_password_reset(api, store)
    app.include_router(api)
    add_side_door(app, store)
    return app


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=0, help="0, the default: any free one")
    parser.add_argument("--character", choices=CHARACTERS, default="strict", help="see choices.py")
    parser.add_argument("--without-password-reset", action="store_true", help="as in every published version")
    parser.add_argument("--without-status-on-create", action="store_true", help="as it was at times")
    parser.add_argument("--token", default="", help="the only one that is taken; none: any")
    given = parser.parse_args()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", given.port))
    listener.listen(128)  # Whoever reads the line below may connect at once.
    app = make_app(Store(CHARACTERS[given.character]), given)
    print(f"independent vendor at http://127.0.0.1:{listener.getsockname()[1]}{BASE}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listener])


if __name__ == "__main__":
    main()
