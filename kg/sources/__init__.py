"""Listings in, papers out; each format is one module of this folder, found by looking, chosen by content.

A format is NAME, `recognises(head)` on the first 64 KB of text and `read(file, path)` on the unpacked bytes.
"""

import pkgutil
import zlib
from collections.abc import Iterator
from importlib import import_module
from io import BufferedIOBase
from pathlib import Path
from typing import Protocol, cast

from kg.errors import SourceError
from kg.model import Paper
from kg.sources._file import not_utf8, opened
from kg.sources._identity import paper_id, title_key
from kg.sources._record import Rejected

__all__ = ["Format", "Rejected", "formats", "paper_id", "read", "title_key"]

HEAD = 2**16


class Format(Protocol):
    """What a module of this folder offers."""

    NAME: str

    def recognises(self, head: str) -> bool:
        """Whether a text that begins so is of this format."""

    def read(self, file: BufferedIOBase, path: Path) -> Iterator[Paper | Rejected]:
        """The records of a file in their order; `path` is for naming places only."""


def formats() -> list[Format]:
    """The formats in the order of their modules' names."""
    names = sorted(
        module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_")
    )
    return [cast(Format, import_module(f"{__name__}.{name}")) for name in names]


def read(path: Path) -> Iterator[Paper | Rejected]:
    """The papers of a listing in their order, and in place of each damaged record what is wrong with it."""
    try:
        with opened(path) as file:
            yield from recognised(file, path).read(file, path)
    except FileNotFoundError as error:
        raise SourceError(f"{path}: no such file; check the path") from error
    except PermissionError as error:
        raise SourceError(
            f"{path}: no permission to read it; change its mode, for example: chmod +r"
        ) from error
    except (EOFError, zlib.error) as error:
        raise SourceError(f"{path}: its gzip data is damaged or cut off; fetch the file again") from error
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error}); check the path and the disk") from error


def recognised(file: BufferedIOBase, path: Path) -> Format:
    """The first format that recognises the head of the file, which is then back at its start."""
    head = file.read(HEAD)
    file.seek(0)
    text = head.decode(errors="replace").removeprefix("\ufeff")
    if not text.strip():
        raise SourceError(f"{path}: is empty; give a listing with papers in it")
    for one in formats():
        if one.recognises(text):
            return one
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(
            f"{path}: is UTF-16; save it as UTF-8, for example: iconv -f UTF-16 -t UTF-8 OLD > NEW"
        )
    if b"\0" in head:
        raise SourceError(f"{path}: is a binary file; give a listing as UTF-8 text, plain or gzip")
    try:
        head.decode()
    except UnicodeDecodeError as error:
        if len(head) < HEAD or error.start < HEAD - 3:
            line = head.count(b"\n", 0, error.start) + 1
            raise not_utf8(path, byte=error.start, line=line) from error
    names = "; ".join(one.NAME for one in formats())
    raise SourceError(f"{path}: is of no known format; known formats: {names}")
