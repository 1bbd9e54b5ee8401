"""A forward proxy on loopback that plays hosts byte by byte: what goes over the wire is written by hand, so that anything can."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum


class Then(Enum):
    """What a server does beside sending bytes."""

    SILENCE = "says nothing more until the other side hangs up"
    RESET = "resets the connection"
    KEEP = "waits for the next request on the same connection"


Step = bytes | float | Then
"""Bytes to send, seconds to wait, or one of Then. After the last step the connection is closed."""

PATIENCE = 20.0
"""Seconds after which a silent server hangs up too."""


class _Connection(threading.Thread):
    def __init__(self, connection: socket.socket, answer: Callable[[str], Iterable[Step]]) -> None:
        super().__init__(daemon=True)
        self.connection, self.answer = connection, answer

    def run(self) -> None:
        with self.connection, suppress(OSError):
            self.connection.settimeout(PATIENCE)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while self.serve():
                pass

    def serve(self) -> bool:
        """Answer one request; return whether another may follow."""
        asked = b""
        while b"\r\n\r\n" not in asked:
            received = self.connection.recv(65536)
            if not received:
                return False
            asked += received
        for step in self.answer(asked.split(b" ", 2)[1].decode("latin-1")):
            if step is Then.KEEP:
                return True
            if step is Then.SILENCE:
                while self.connection.recv(65536):
                    pass
                return False
            if step is Then.RESET:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            if isinstance(step, bytes):
                self.connection.sendall(step)
            elif isinstance(step, float):
                time.sleep(step)
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(0.5)
            self.connection.recv(65536)  # until the other side has read it all: else the rest may be lost to a reset
        return False


@contextmanager
def raw_server(answer: Callable[[str], Iterable[Step]]) -> Iterator[str]:
    """Answer every request for an absolute address with these steps; yields the proxy's address."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as server:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    _Connection(server.accept()[0], answer).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
    thread.join(5)
