"""A record of any listing, field by field as it was read, becomes a Paper or is rejected with a reason."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kg.model import Paper
from kg.sources._identity import arxiv_id, paper_id
from kg.text import plain

FIELD_LIMIT = 100_000
"""Characters; real abstracts have a few thousand, and normalising Unicode can take quadratic time."""

NAMES = {
    "title": ("title",),
    "abstract": ("abstract", "summary"),
    "identifier": ("arxiv_id", "arxiv", "id", "entry_id", "url", "abs", "link", "pdf", "pdf_url", "doi"),
    "version": ("version",),
    "doi": ("doi",),
    "published": ("published", "date", "publication_date", "published_date"),
    "updated": ("updated", "update_date", "updated_date"),
    "categories": ("categories", "category"),
    "authors": ("authors", "author"),
    "comment": ("comment", "comments"),
    "journal": ("journal", "journal_ref"),
    "code": ("code", "code_links", "code_link", "code_url", "coderepository", "github"),
}
"""Under which names listings keep what a Paper needs; the first that holds something counts."""

USED = frozenset(name for names in NAMES.values() for name in names)
Value = TypeVar("Value")
MISSING = {"", "None", "none", "null", "NULL", "nan", "NaN", "[]"}
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_FIRST = re.compile(r"(?:[A-Za-z]{3}, )?([0-9]{1,2})[- ]([A-Za-z]{3})[a-z]*[-, ]+([0-9]{4})\b")
ITEM_BREAK = re.compile(r"[,;\s]+")
AUTHOR_BREAK = re.compile(r",\s*and\s|,|\sand\s")
PARENTHESES = re.compile(r"\([^()]*\)")
END = re.compile(r"""[.!?…][)\]}"'”’»*$]*$|(?:https?://|github\.com/)\S+$|https URL$""")
QUOTED = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
RESOLVER = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
ET_AL = re.compile(r"(?:^|[ ,]+)(?:et al\.?|and others)$")
GROUP_LEAD = re.compile(r"^(?:for|on behalf of) (?=the )", re.IGNORECASE)
GROUP_BREAK = re.compile(r"(?<=Collaboration):\s*|(?<=Consortium):\s*|(?<=Team):\s*")
SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A record that cannot be a Paper: where it stands (`FILE:LINE`), and why in a phrase to count."""

    source: str
    reason: str


def clean(text: str) -> str:
    """The text in one line, NFC, without control characters, and otherwise as it was."""
    text = CONTROL.sub("", text.replace("\t", " "))
    parts = (part.strip() for part in text.splitlines())
    return unicodedata.normalize("NFC", " ".join(part for part in parts if part))


def column(name: str) -> str:
    """A field's name as NAMES has it: `Arxiv ID` and `arxiv-id` are `arxiv_id`."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")


def known(value: object) -> str | None:
    """The text of a value, None for the many ways to write that there is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = clean(str(value))
    return None if text in MISSING else text


def listed(value: object) -> tuple[str, ...]:
    """The items of a list, of objects with a name, of a list written as text, or of a separated text."""
    if isinstance(value, str):
        value = written_list(value) if value.startswith("[") else ITEM_BREAK.split(clean(value))
    items = value if isinstance(value, Iterable) and not isinstance(value, str | Mapping) else ()
    texts = (known(item.get("name") if isinstance(item, Mapping) else item) for item in items)
    return tuple(text for text in texts if text)


def overlong(value: object) -> bool:
    """Whether a text, or one in a list, is too long to be what its name says."""
    if isinstance(value, str):
        return len(value) > FIELD_LIMIT
    return isinstance(value, list | tuple) and any(
        isinstance(item, str) and len(item) > FIELD_LIMIT for item in value
    )


def cut_off(text: str) -> bool:
    """Whether a file that ends so lost its end: no line break, no end of a sentence or an address."""
    return not text.endswith("\n") and not END.search(text[-500:])


def written_list(text: str) -> object:
    """The items of a list that stands in one text: as JSON, as Python writes it, or as numpy does."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return [re.sub(r"\\(.)", r"\1", one or other) for one, other in QUOTED.findall(text)]


def authors(value: object) -> tuple[str, ...]:
    """The authors in order, LaTeX accents read as letters; a text is split at semicolons, or else at commas
    outside parentheses. Names are told apart by nothing but their spelling.
    """
    if isinstance(value, str) and not value.startswith("["):
        hidden = PARENTHESES.sub(lambda part: part[0].translate({ord(","): 0, ord(" "): 1}), clean(value))
        parts = hidden.split(";") if ";" in hidden else AUTHOR_BREAK.split(hidden)
        value = [part.translate({0: ",", 1: " "}) for part in parts]
    names: list[str] = []
    for name in (part for item in listed(value) for part in GROUP_BREAK.split(item)):
        if names and SUFFIX.fullmatch(name):
            names[-1] += f", {name}"
        else:
            names.append(" ".join(plain(GROUP_LEAD.sub("", ET_AL.sub("", name))).text.split()))
    return tuple(name for name in names if name)


def iso_date(value: object) -> str | None:
    """`2022-02-20` from a time stamp, `20-Feb-2022` or `Sun, 20 Feb 2022`; None for what is no full date."""
    text = known(value) or ""
    if match := DAY_FIRST.match(text):
        day, month, year = match.groups()
        if month.lower() not in MONTHS:
            return None
        text = f"{year}-{MONTHS.index(month.lower()) + 1:02}-{int(day):02}"
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None


def version_number(value: object) -> int | None:
    """3 from `3` or `v3`."""
    match = re.fullmatch("v?([0-9]{1,4})", known(value) or "")
    return int(match[1]) if match else None


def bare_doi(value: object) -> str | None:
    """The DOI without the address of its resolver."""
    return RESOLVER.sub("", known(value) or "") or None


def paper(record: Mapping[str, object], source: str, *, abstract_needed: bool = True) -> Paper | Rejected:
    """The Paper that a record gives under any of the usual names of its fields."""
    fields = {name: value for key, value in record.items() if (name := column(key)) in USED}

    def first(field: str, reader: Callable[[object], Value | None]) -> Value | None:
        found = (reader(fields[name]) for name in NAMES[field] if name in fields)
        return next((value for value in found if value), None)

    if any(map(overlong, fields.values())):
        return Rejected(source=source, reason=f"field over {FIELD_LIMIT:,} characters")
    title, abstract = first("title", known), first("abstract", known)
    if title is None:
        return Rejected(source=source, reason="no title")
    if abstract is None and abstract_needed:
        return Rejected(source=source, reason="no abstract")
    identifier, version = first("identifier", lambda value: arxiv_id(known(value) or "")) or (None, None)
    return Paper(
        id=paper_id(identifier, title),
        title=title,
        abstract=abstract or "",
        arxiv_id=identifier,
        version=version or first("version", version_number),
        doi=first("doi", bare_doi),
        published=first("published", iso_date),
        updated=first("updated", iso_date),
        categories=first("categories", listed) or (),
        authors=first("authors", authors) or (),
        comment=first("comment", known),
        journal=first("journal", known),
        code=" ".join(first("code", listed) or ()) or None,
        sources=(source,),
    )
