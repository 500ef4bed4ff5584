"""Opening a listing: plain or gzip, UTF-8, line by line, no line longer than a limit."""

import codecs
import gzip
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedIOBase
from pathlib import Path

from kg.errors import SourceError

LINE_LIMIT = 16 * 2**20
"""Bytes; no record of a listing is longer, so a longer line is damage and is not held in memory."""


@contextmanager
def opened(path: Path) -> Iterator[BufferedIOBase]:
    """The bytes of a listing, unpacked if they are gzip, whatever the file is called."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise SourceError(f"{path}: is a folder; name the files in it, for example {path}/*.md")
    if not stat.S_ISREG(mode):
        raise SourceError(f"{path}: is not a regular file; save it as one and read that")
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        if not packed:
            yield file
        else:
            with gzip.GzipFile(fileobj=file) as unpacked:
                yield unpacked


def not_utf8(path: Path, *, byte: int, line: int) -> SourceError:
    """The error for a byte that is not UTF-8; `byte` counts from 0 in the unpacked text, `line` from 1."""
    advice = "save it as UTF-8, for example: iconv -f LATIN1 -t UTF-8 OLD > NEW"
    return SourceError(f"{path}:{line}: byte {byte} is not UTF-8; {advice}")


def lines(file: BufferedIOBase, path: Path) -> Iterator[tuple[int, str]]:
    """Numbers and lines, with the line break they end in; an overlong one comes cut, but over the limit."""
    offset = number = 0
    while raw := file.readline(LINE_LIMIT + 1):
        number += 1
        size = len(raw)
        if size > LINE_LIMIT:
            # Its record will be refused, so that one character per byte is good enough.
            text = raw.decode("latin-1") + "\n"
            while raw and not raw.endswith(b"\n"):
                raw = file.readline(2**20)
                size += len(raw)
        else:
            try:
                text = raw.decode()
            except UnicodeDecodeError as error:
                if error.reason != "unexpected end of data":
                    raise not_utf8(path, byte=offset + error.start, line=number) from error
                text = raw[: error.start].decode()  # the file was cut within its last character
        offset += size
        if number == 1:
            text = text.removeprefix("\ufeff")
        yield number, text.removesuffix("\r\n") + "\n" if text.endswith("\r\n") else text


def chunks(file: BufferedIOBase, path: Path) -> Iterator[str]:
    """The text in pieces of about 1 MB, for a format whose records are not lines."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset, line = 0, 1
    while raw := file.read(2**20):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(raw)
        except UnicodeDecodeError as error:
            line += error.object[: error.start].count(b"\n")
            raise not_utf8(path, byte=offset - pending + error.start, line=line) from error
        if text:
            yield text if offset else text.removeprefix("\ufeff")
        offset += len(raw)
        line += text.count("\n")
