"""Keeps strangers out: any web page can send a form to 127.0.0.1, and what arrives here is run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 400_000
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

# styles: the editor writes its own into the page; a style cannot run anything
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # with no-referrer a form of ours would come as if from nowhere (Origin: null)
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class TooLarge(Exception):
    """The body of a request goes on after `LARGEST_BODY` bytes."""


class Guard:
    """Answers only requests to this machine by its own pages, with bodies of a bounded size."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope["method"], headers)
        if refused:
            await PlainTextResponse(refused[1], refused[0], HEADERS)(scope, receive, send)
            return
        exchange = _Exchange(receive, send)
        with contextlib.suppress(TooLarge):
            await self.app(scope, exchange.receive, exchange.send)
        if exchange.refused and not exchange.begun:
            await PlainTextResponse(_too_large(), 413, HEADERS)(scope, receive, send)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        """The status and the reason why a request is not answered, if it is not."""
        if _name(headers.get("host", "")) not in self.hosts:
            return 400, "This address is not served here. Open the address that torchdojo printed."
        if method not in SAFE_METHODS and not _from_our_pages(headers):
            return 403, "This request comes from another web site and was refused."
        if _length(headers) > LARGEST_BODY:
            return 413, _too_large()
        return None


class _Exchange:
    """One request and its answer: counts what comes in, adds our headers to what goes out."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send
        self._seen = 0
        self.begun = False
        self.refused = False

    async def receive(self) -> Message:
        """The next part of the request; TooLarge once there was too much of it."""
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > LARGEST_BODY:
            self.refused = True
            raise TooLarge
        return message

    async def send(self, message: Message) -> None:
        """Passes the answer on, unless the request was cut off before it."""
        if self.refused and not self.begun:
            # what the application makes of half a request is of no use
            return
        if message["type"] == "http.response.start":
            self.begun = True
            MutableHeaders(scope=message).update(HEADERS)
        await self._send(message)


def _too_large() -> str:
    return f"The text is longer than {LARGEST_BODY // 1000} kB. A lesson's file is far smaller; was something pasted into it?"


def _from_our_pages(headers: Headers) -> bool:
    """False if a browser says that another site sent this; programs that are no browsers say nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _name(host: str) -> str:
    """The host without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "0")
    return int(length) if length.isascii() and length.isdigit() else LARGEST_BODY + 1
