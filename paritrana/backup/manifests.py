"""What a backup consists of: a folder named by its time, and in it a manifest of every file with size and digest.

A folder is a backup from the moment its manifest is there and it has its own name; before, it ends in `.making`.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

FORMAT = "paritrana-cadangan-1"
MANIFEST = "manifest.json"
MAKING = ".making"
NAME = "%Y%m%dT%H%M%SZ"
PIECE = 1024 * 1024


class BackupBrokenError(Exception):
    """A folder is no whole backup; the message names what is wrong."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a backup by its path in it; `changed_ns` is when the original was last written."""

    path: str
    size: int
    sha256: str
    changed_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """When a backup was made, of which kind of database, and where the audit trail ended before (NUMBER:DIGEST)."""

    at: datetime.datetime
    vendor: str
    trail: str
    files: tuple[KeptFile, ...]


def folder_name(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime(NAME)


def time_of(folder: Path) -> datetime.datetime:
    return datetime.datetime.strptime(folder.name, NAME).replace(tzinfo=datetime.UTC)


def backups(place: Path) -> list[Path]:
    """Return the folders of the finished backups, the newest first; none where there is no such place."""
    found = [file.parent for file in place.glob(f"*T*Z/{MANIFEST}")]
    return sorted((folder for folder in found if _is_named(folder)), key=lambda folder: folder.name, reverse=True)


def _is_named(folder: Path) -> bool:
    try:
        time_of(folder)
    except ValueError:
        return False
    return True


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Write it and return its digest, which stands for the whole backup."""
    told = {
        "format": FORMAT,
        "at": manifest.at.isoformat(),
        "vendor": manifest.vendor,
        "trail": manifest.trail,
        "files": [asdict(file) for file in manifest.files],
    }
    content = json.dumps(told, indent=1).encode()
    (folder / MANIFEST).write_bytes(content)
    return hashlib.sha256(content).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        if told["format"] != FORMAT:
            raise BackupBrokenError(f"{folder / MANIFEST}: {told['format']}")
        files = tuple(KeptFile(**file) for file in told["files"])
        return Manifest(datetime.datetime.fromisoformat(told["at"]), told["vendor"], told["trail"], files)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupBrokenError(f"{folder / MANIFEST}: {error}") from error


def differing_files(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield the path of every file that is absent or is not the one that was kept."""
    for file in manifest.files:
        try:
            found = file_digest(folder / file.path)
        except OSError:
            found = ""
        if found != file.sha256:
            yield file.path


def file_digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
