"""The broker in files, without the moment in which a reader takes a file that its writer has only opened.

The library's own transport opens a message under its final name and fills it afterwards; its reader moves the file away
without asking for the lock. A worker that meets an empty message stops, and everything served beside it stops too.
Here files are filled under a name that no reader looks for and are moved into place whole.
"""

import os
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

PART = "part"


class Channel(filesystem.Channel):
    """Puts messages and tables of queues into place whole."""

    def _put(self, queue: str, message: Any, **kwargs: Any) -> None:  # type: ignore[override]
        place = Path(self.data_folder_out) / f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        try:
            self._written(place, dumps(message)).rename(place)  # type: ignore[no-untyped-call]
        except OSError as problem:
            raise ChannelError(f"Cannot add file {place} to directory") from problem

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        table: Path = self._exchange_file(exchange)  # type: ignore[no-untyped-call]
        if not table.exists():
            empty = self._written(table, "[]")
            with suppress(FileExistsError):  # a link never replaces: who comes second keeps the table of the first
                os.link(empty, table)
            empty.unlink()
        super()._queue_bind(exchange, routing_key, pattern, queue)  # type: ignore[no-untyped-call]

    @staticmethod
    def _written(place: Path, text: str) -> Path:
        place.parent.mkdir(exist_ok=True)
        part = place.with_name(f"{place.name}.{uuid4()}.{PART}")
        part.write_text(text)
        return part


class Transport(filesystem.Transport):
    """The library's transport over these channels."""

    Channel = Channel
