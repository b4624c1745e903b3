"""Messages between the judge's side and a worker: a length and so many bytes. Length zero is the end."""

from __future__ import annotations

import socket
import struct

HEADER = struct.Struct("<I")
END = HEADER.pack(0)
SMALLEST, ALWAYS_ALLOWED = 4096, 64
"""Messages may be this small on average, beyond the first few: each costs its reader memory, millions of tiny ones much."""


def send(worker: socket.socket, message: bytes) -> None:
    """One message, whole."""
    worker.sendall(HEADER.pack(len(message)))
    worker.sendall(message)


def receive(peer: socket.socket) -> bytes:
    """The next message; EOFError when the other side is gone."""
    (length,) = HEADER.unpack(_exactly(peer, HEADER.size))
    return bytes(_exactly(peer, length))


def receive_at_most(peer: socket.socket, most: int) -> bytes:
    """The next message of a peer that is not trusted yet; EOFError when it is gone or the message is longer."""
    (length,) = HEADER.unpack(_exactly(peer, HEADER.size))
    if length > most:
        raise EOFError
    return bytes(_exactly(peer, length))


def _exactly(peer: socket.socket, length: int) -> bytearray:
    found = bytearray(length)
    at = 0
    with memoryview(found) as view:
        while at < length:
            count = peer.recv_into(view[at:])
            if count == 0:
                raise EOFError
            at += count
    return found


class Incoming:
    """Messages as they arrive in pieces, from a peer that may send anything.

    A length is checked before a byte of it is stored, so a header that announces 4 GB costs nothing.
    """

    def __init__(self, most: int) -> None:
        self.left = most
        self._messages_left = ALWAYS_ALLOWED + most // SMALLEST
        self.ended = False
        self.flooded = False
        self._head = bytearray()
        self._body: bytearray | None = None
        self._filled = 0

    def read(self, peer: socket.socket) -> bytes | None:
        """The message that this read completed, if any; EOFError when the peer is gone. Reads once."""
        if self._body is None:
            piece = peer.recv(HEADER.size - len(self._head))
            if not piece:
                raise EOFError
            self._head += piece
            if len(self._head) == HEADER.size:
                self._open(HEADER.unpack(self._head)[0])
            return None
        with memoryview(self._body) as view:
            count = peer.recv_into(view[self._filled :])
        if count == 0:
            raise EOFError
        self._filled += count
        if self._filled < len(self._body):
            return None
        message, self._body = bytes(self._body), None
        return message

    def _open(self, length: int) -> None:
        self._head.clear()
        self._filled = 0
        self.left -= length
        self._messages_left -= 1
        if length == 0:
            self.ended = True
        elif min(self.left, self._messages_left) < 0:
            self.flooded = True
        else:
            self._body = bytearray(length)
