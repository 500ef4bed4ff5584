"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import GraphError


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A path beside `output` to write to; it takes its place at the end, and is gone if anything fails."""
    beside = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        yield beside
        beside.replace(output)
    except OSError as error:
        reason = error.strerror or error
        raise GraphError(f"{output}: cannot be written: {reason}; choose another place") from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
