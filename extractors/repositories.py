"""Code, data and project addresses in the abstract, the comment and the code column."""

import re
from collections.abc import Iterator

from extractors.reading import Reading
from kg.model import Mention

CODE_HOSTS = "|".join(
    re.escape(host)
    for host in (
        "github.com", "gitlab.com", "bitbucket.org", "huggingface.co", "hf.co", "gitee.com", "codeberg.org",
        "anonymous.4open.science", "modelscope.cn", "kaggle.com", "zenodo.org",
    )
)  # fmt: skip
CHARACTER = r"[^\s<>\"|{}\\^`\[\]()]"
BROKEN = (
    r"github\.\s+com/[\w.-]+/[\w.-]+"
    r"|(?:github\.com|gitlab\.com|bitbucket\.org)/(?:\s+[\w.-]+/[\w.-]+"
    r"|[\w.-]+/\s+(?=[\w.-]*(?-i:[a-z0-9][A-Z]|[_\d-]))[\w.-]+)"
)
"""An address that a space or the end of a line broke, before owner/name or a name that is no plain word."""
URL = re.compile(
    rf"(?:https?://\s?)?(?:www\.)?(?P<broken>{BROKEN})"
    rf"|(?:https?\\?://\s?(?:\\allowbreak\s)?|(?=www\.))"
    rf"(?P<address>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[:/]{CHARACTER}*)?(?:\\[_~%#&](?:\{{\}})?{CHARACTER}*)*)"
    rf"|(?<![\w./@-])(?P<bare>(?:{CODE_HOSTS}|[a-z0-9-]+\.(?:github|gitlab)\.io)/?[^\s<>\"|{{}}\\^`\[\](),;]*)",
    re.IGNORECASE,
)
HINTS = (
    "://",
    "www.",
    "github",
    "gitlab",
    "bitbucket",
    "huggingface",
    "hf.co/",
    "gitee.",
    "codeberg.",
    "4open",
    "modelscope",
    "kaggle.",
    "zenodo.",
)
"""One of these stands in every text with an address; to look for them costs a hundredth of the expression."""
OWNER_NAME = frozenset(["github.com", "gitlab.com", "bitbucket.org", "gitee.com", "codeberg.org"])
NOT_CODE = re.compile(
    r"^[^/]*journal|^youtu\.?be\b|^(?:dx\.)?doi\.org|^arxiv\.org|^(?:springer|sciencedirect|ieee|nature|wiley|mdpi|acm|elsevier|openreview|creativecommons|aclweb|aclanthology)\b|^link\.springer|^ieeexplore|^dl\.acm|^proceedings\.|^papers\.nips",
    re.IGNORECASE,
)


def address(text: str) -> str:
    """One spelling per address: host in lower case, no scheme, no space, no trailing mark or `.git`,
    cut after owner/name on code hosts.
    """
    text = re.sub(r"\s+|\\(?=.)|\{\}", "", text).rstrip(".,;:!?'\"*~’”")
    host, _, path = text.partition("/")
    host, path = host.lower().removeprefix("www."), path.rstrip("/.")
    host = "huggingface.co" if host == "hf.co" else host
    if host in OWNER_NAME:
        parts = [part for part in path.split("/") if part][:2]
        if len(parts) == 2:
            parts[1] = re.sub(r"\.git$", "", re.split(r"[#?]", parts[1])[0]).rstrip(".")
        path = "/".join(parts)
    elif host == "anonymous.4open.science" and path.startswith("r/"):
        path = "/".join(path.split("/")[:2])
    elif host == "huggingface.co":
        parts = path.split("/")
        path = "/".join(parts[: 3 if parts[0] in ("collections", "datasets", "spaces") else 2])
    path = re.sub(r"\.git$", "", path).rstrip("/.")
    return f"{host}/{path}" if path else host


def addresses(text: str) -> Iterator[re.Match[str]]:
    """Where a text has addresses: each begins in the word that holds its hint."""
    lower = text.lower()
    hints = [place for place in map(lower.find, HINTS) if place >= 0]
    if hints:
        longer = len(lower) - len(text)  # İ in lower case is two characters
        yield from URL.finditer(text, text.rfind(" ", 0, max(0, min(hints) - longer)) + 1)


def extract(reading: Reading) -> Iterator[Mention]:
    """Every address; the stored text is searched, since LaTeX and line joins break addresses."""
    paper = reading.page.paper
    for field, text in (
        ("title", paper.title),
        ("abstract", paper.abstract),
        ("comment", paper.comment),
        ("code", paper.code),
    ):
        for match in addresses(text or ""):
            found = match["address"] or match["bare"] or match["broken"]
            name = address(found)
            if NOT_CODE.search(name) or (match["bare"] and "/" not in name and not name.endswith(".io")):
                continue
            shown = match.group().rstrip(".,;:!?'\"*~’”")
            yield Mention(
                label="Repository",
                name=name,
                text=shown,
                field=field,
                start=match.start(),
                end=match.start() + len(shown),
                rule="address",
            )
