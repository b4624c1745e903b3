"""The application: routes behind a guard, and pages for what goes wrong."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.types import Scope

from torchdojo.catalog import Catalog, LessonError
from torchdojo.fronts.web.ahead import Prepare, never
from torchdojo.fronts.web.desk import Desk, Grader
from torchdojo.fronts.web.drawing import HERE, draw
from torchdojo.fronts.web.guard import Guard
from torchdojo.fronts.web.routes import pages, router, theme_of
from torchdojo.progress import Store, StoreError, Workspace, WorkspaceError
from torchdojo.sandbox import SandboxError

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Kept(StaticFiles):
    """Files whose address changes with their content, so that a browser may keep them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if scope["query_string"] else "no-cache"
        return answer


def create_app(
    catalog: Catalog,
    store: Store,
    workspace: Workspace,
    grader: Grader,
    *,
    hosts: Iterable[str] = LOOPBACK,
    ahead: Prepare = never,
) -> FastAPI:
    """The application, ready to be served."""
    app = FastAPI(title="torchdojo", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(catalog, store, workspace, grader, ahead)
    app.mount("/static", Kept(directory=HERE / "static", check_dir=False), name="static")
    app.include_router(pages)
    app.include_router(router)
    app.add_exception_handler(HTTPException, _missing)
    for fault in (LessonError, StoreError, WorkspaceError, SandboxError):
        app.add_exception_handler(fault, _broken)
    app.add_middleware(Guard, hosts=tuple(hosts))
    return app


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _missing(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    if not _wants_page(request):
        return PlainTextResponse(str(fault.detail), fault.status_code)
    desk: Desk = request.app.state.desk
    known = fault.detail if fault.status_code == 404 and fault.detail != "Not Found" else "There is no such page."
    body = draw("missing.html", message=known, shelves=desk.shelves(), theme=theme_of(request), here="")
    return HTMLResponse(body, fault.status_code)


def _broken(request: Request, fault: Exception) -> Response:
    """What is wrong with a lesson, the working folder or the sandbox, in its own words."""
    if not _wants_page(request):
        return PlainTextResponse(str(fault), 500)
    return HTMLResponse(draw("broken.html", message=str(fault), theme=theme_of(request)), 500)
