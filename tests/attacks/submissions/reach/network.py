"""This machine's ports and the world outside."""

# ends as: failed
# exercise: table
# says: reached []

import socket

PORT = int("0PORT OF THE TEST".removesuffix("PORT OF THE TEST"))


def table(column, row):
    reached = []
    for address in (("127.0.0.1", PORT), ("localhost", PORT), ("0.0.0.0", PORT), ("1.1.1.1", 53), ("example.org", 443)):
        try:
            socket.create_connection(address, timeout=0.3).sendall(b"hello")
            reached.append(address)
        except OSError:
            continue
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.socket(family, socket.SOCK_DGRAM).sendto(b"hello", ("127.0.0.1", PORT))
        except OSError:
            continue
    raise ValueError(f"reached {reached}")
