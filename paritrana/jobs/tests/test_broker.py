"""The broker in files: nobody sees a message or a table before it is whole."""

import json
from importlib.metadata import version
from pathlib import Path
from queue import Empty

import pytest
from django.conf import settings
from kombu import Connection
from kombu.transport import filesystem

from paritrana.celery import app
from paritrana.jobs.broker import Channel


@pytest.fixture
def channel(tmp_path):
    folders = {name: str(tmp_path / name) for name in ("messages", "processed", "control")}
    for folder in folders.values():
        Path(folder).mkdir()
    options = {
        "data_folder_in": folders["messages"],
        "data_folder_out": folders["messages"],
        "processed_folder": folders["processed"],
        "control_folder": folders["control"],
        "store_processed": True,
    }
    assert app.main == "paritrana"
    with Connection("files://localhost/", transport_options=options) as connection:
        yield connection.channel()


def test_message_while_it_is_put_then_no_reader_takes_it_and_afterwards_whole(channel, monkeypatch):
    rename, readers = Path.rename, []

    def watched(part, place):
        with pytest.raises(Empty):
            channel._get("celery")
        readers.append(channel._size("celery"))
        return rename(part, place)

    monkeypatch.setattr(Path, "rename", watched)
    channel._put("celery", {"body": "pesan"})

    assert readers == [0]
    assert channel._size("celery") == 1
    assert channel._get("celery") == {"body": "pesan"}


def test_message_when_the_folder_is_gone_then_says_which_file_could_not_be_added(channel, monkeypatch):
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("disk")))

    with pytest.raises(Exception, match=r"Cannot add file .*\.celery\.msg"):
        channel._put("celery", {"body": "pesan"})


def test_table_of_queues_when_bound_twice_then_holds_both_and_no_leftover(channel):
    channel._queue_bind("celery", "celery", "", "celery")
    channel._queue_bind("celery", "second", "", "second")

    assert sorted(entry.queue for entry in channel.get_table("celery")) == ["celery", "second"]
    assert [path.name for path in channel.control_folder.iterdir()] == ["celery.exchange"]
    assert json.loads((channel.control_folder / "celery.exchange").read_text())


def test_library_whose_private_methods_are_replaced_when_installed_then_pinned_exactly_and_it_has_them():
    wanted = (Path(settings.BASE_DIR) / "requirements.in").read_text("utf-8").splitlines()

    assert f"kombu=={version('kombu')}" in [line.split(" ")[0] for line in wanted]
    assert {"_put", "_queue_bind"} <= vars(Channel).keys() & vars(filesystem.Channel).keys()
