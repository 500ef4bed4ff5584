"""Where schema/ and queries/ are: carried inside the wheel, or beside kg/ in a checkout."""

from importlib.resources import files
from pathlib import Path


def folder(name: str) -> Path:
    """The folder `schema` or `queries`."""
    package = Path(str(files("kg")))
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name
