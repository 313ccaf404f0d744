"""A server-sent-events endpoint and nothing else: no login, no database, no pages, one loop.

What the real stream takes beyond this is the price of everything the product does besides sending.
`python -m bench.bare PORT`: GET opens a stream, POST makes the next version and tells every stream of it.
"""

from __future__ import annotations

import asyncio
import sys

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


class Bare:
    def __init__(self) -> None:
        self.version = 0
        self.streams: set[asyncio.StreamWriter] = set()

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:  # somebody who only looked whether the server is there
            return
        if head.startswith(b"GET"):
            writer.write(HEAD + self._event())
            self.streams.add(writer)
            return
        self.version += 1
        for stream in list(self.streams):
            if stream.is_closing():
                self.streams.discard(stream)
            else:
                stream.write(self._event())
        told = str(self.version).encode()
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(told), told)
        )
        await writer.drain()
        writer.close()

    def _event(self) -> bytes:
        return b"id: %d\nevent: state\ndata: {}\n\n" % self.version


async def serve(port: int) -> None:
    server = await asyncio.start_server(Bare().answer, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
