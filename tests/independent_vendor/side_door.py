"""The way in for the test alone, `/_test/...`: no part of the contract, and asks for no token."""

import time
from typing import List, Optional

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from pydantic import BaseModel

from models import FlashCtf, Solve


class Status(BaseModel):
    syned_user_id: str
    status: str


class Scores(BaseModel):
    """Replaces all that the user has."""
    syned_user_id: str
    odl: List[Solve]
    flash: List[FlashCtf]


class Fault(BaseModel):
    """The next `times` requests whose path begins with `path` go wrong."""
    path: str = ""
    times: int = 1
    status: int = 500
    retry_after: Optional[int] = None
    executed: bool = False  # The call was done, and its answer is lost.
    html: bool = False


class Faults:
    def __init__(self):
        self.next = []

    def take(self, path):
        for fault in self.next:
            if fault.times > 0 and path.startswith(fault.path):
                fault.times -= 1
                return fault
        return None


def answer_of(fault):
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if fault.html:
        return PlainTextResponse("<html><body>Bad gateway</body></html>", fault.status, headers, "text/html")
    return JSONResponse({"detail": "Something went wrong"}, fault.status, headers)


def add_side_door(app, store):
    door = APIRouter(prefix="/_test")
    faults = Faults()
    seen = []

    @app.middleware("http")
    async def remember_and_fail(request: Request, proceed):
        path = request.url.path
        if path.startswith("/_test"):
            return await proceed(request)
        fault = faults.take(path)
        answer = None
        if fault is None or fault.executed:
            answer = await proceed(request)
        if fault is not None:
            answer = answer_of(fault)
        seen.append({"method": request.method, "path": path, "status": answer.status_code})
        return answer

    @door.get("/state")
    async def state():
        return {"users": list(store.users.values()), "teams": list(store.teams.values()),
                "assignments": store.assignments(None), "resets": store.resets}

    @door.get("/requests")
    async def requests():
        return seen

    @door.post("/status")
    async def status(body: Status):
        user = store.user(body.syned_user_id)
        user["status"] = body.status
        if body.status == "approved":
            user["last_login"] = int(time.time())
        return {}

    @door.post("/scores")
    async def scores(body: Scores):
        store.odl[body.syned_user_id] = [solve.dict() for solve in body.odl]
        store.flash[body.syned_user_id] = [event.dict() for event in body.flash]
        return {}

    @door.post("/faults")
    async def set_faults(body: List[Fault]):
        faults.next = body
        return {}

    app.include_router(door)
