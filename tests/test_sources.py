"""Listings of every format are read to the field, whatever they are called and what is damaged in them."""

import gzip
import json
import os
import random
import re
import tracemalloc
import unicodedata
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.model import Paper
from kg.sources import Rejected, formats, paper_id, read, title_key
from kg.sources._identity import arxiv_id
from kg.sources._record import authors, clean, iso_date, listed

ROOT = Path(__file__).parents[1]
SAMPLE = sorted((ROOT / "kg" / "sample").iterdir())
SHARED = ROOT.parent / "shared"

ARXIV = """# Arxiv Papers in cs.CV on 2022-02-20
### A first title
- **Arxiv ID**: http://arxiv.org/abs/2202.00001v2
- **DOI**: 10.1000/182
- **Categories**: cs.LG, **cs.CV**, I.2.10; I.5.1
- **Links**: [PDF](http://arxiv.org/pdf/2202.00001v2)
- **Published**: 2022-02-20 00:52:07+00:00
- **Updated**: 2022-07-11 13:21:50+00:00
- **Authors**: Ann One, Bo Two, the XYZ/ABC Collaboration
- **Comment**: 5 pages; code:
  https://github.com/a/b
- **Journal**: Some Journal,
  (2020), 1-2
- **Summary**: The first abstract.



### A second title
- **Arxiv ID**: https://arxiv.org/abs/quant-ph/9802028v1
- **DOI**: None
- **Categories**: **quant-ph**
- **Links**: [PDF](https://arxiv.org/pdf/quant-ph/9802028v1)
- **Published**: 1998-02-11 16:25:41+00:00
- **Updated**: 1998-02-11 16:25:41+00:00
- **Authors**: Cy Three
- **Comment**: None
- **Journal**: None
- **Summary**: The second abstract.



"""
PAGE = """new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Jul 31

A first title

The first abstract is long enough to be taken for an abstract, because it has eighty characters and more.

A second title

The second abstract is long enough to be taken for an abstract, because it has eighty characters and more."""
TABLE = """## Some Words
| **Title** | **Date** | **Abstract** | **Comment** | **CodeRepository** |
| --- | --- | --- | --- | --- |
| **[A [first] title](http://arxiv.org/abs/2202.00001v1)** | 2022-02-20 | <details><summary>Show</summary><p>The $|x|$ abstract.</p></details> | <details><summary>5 pag...</summary><p>5 pages | 6 figures</p></details> | [Code Link](https://github.com/a/b) |
| **[A second title](https://arxiv.org/abs/2202.00002v3)** | 2022-03-01 | <details><summary>Show</summary><p>The second abstract.</p></details> |  | None |
"""  # noqa: E501  # a row is a line
LINES = """{"arxiv_id": "2202.00001", "title": "A first title", "abstract": "The first\\nabstract.", "authors": ["Ann One", "Bo Two"], "date": "20-Feb-2022"}
{"id": "2202.00002v3", "title": "A second title", "summary": "The second abstract.", "authors": "Ann One, Bo Two", "comments": null}
"""  # noqa: E501  # a record is a line
ROWS = """title,abstract,authors,url
A first title,"The first, long
abstract.","Ann One, Bo Two",https://arxiv.org/abs/2202.00001v1
A second title,The second abstract.,"['Ann One', ""Bo O'Two""]",
"""
ARRAY = json.dumps([json.loads(line) for line in LINES.splitlines()], indent=2)
OBJECTS = ", ".join(LINES.splitlines())
EVERY = {"arxiv": ARXIV, "page": PAGE, "table": TABLE, "lines": LINES, "rows": ROWS, "array": ARRAY}


def written(folder: Path, text: str | bytes, name: str = "listing") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def split(path: Path) -> tuple[list[Paper], list[tuple[str, str]]]:
    """The papers, and the place and reason of what was rejected."""
    found = list(read(path))
    papers = [one for one in found if isinstance(one, Paper)]
    return papers, [(one.source, one.reason) for one in found if isinstance(one, Rejected)]


def shared(path: str) -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: the real listings are there")
    return SHARED / path


# Real files


@pytest.mark.parametrize(
    ("name", "count", "pattern"),
    [
        ("000_4aca46ad14dc3643.txt", 20, "(?m)^### "),
        ("001_32791d18ab41cc58.txt", 62, None),
        ("002_d7cb7f8a17b82c5c.txt", 64, None),
        ("003_04fca35f836646b2.txt", 200, r"(?m)^\| \*\*\["),
    ],
)
def test_a_seed_file_gives_every_paper_it_holds(name: str, count: int, pattern: str | None) -> None:
    path = shared(f"seeds/{name}")
    papers, rejected = split(path)
    assert (len(papers), rejected) == (count, [])
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    assert count == (len(re.findall(pattern, text)) if pattern else (len(lines) - 6) / 2)
    assert all(paper.title in text and paper.abstract in text for paper in papers)


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("cvpapers_md", "(?m)^### "),
        ("dailyarxiv_table_md", r"(?m)^\|(?: \d+ \|)? \*\*\["),
        ("daily_arxiv_jsonl", r"(?m)^\{"),
        ("kaggle_jsonl", r"(?m)^\{"),
    ],
)
def test_no_record_of_a_wild_listing_is_lost(folder: str, pattern: str) -> None:
    for path in sorted(shared(f"inputs/{folder}").iterdir()):
        papers, rejected = split(path)
        assert (len(papers), rejected) == (len(re.findall(pattern, path.read_text(encoding="utf-8"))), [])
        assert all(paper.arxiv_id and paper.abstract for paper in papers)


def test_a_json_array_without_titles_rejects_what_has_none() -> None:
    path = shared("inputs/conference_json/siggraphasia2021.json")
    titles = [record["title"] for record in json.loads(path.read_bytes())]
    papers, rejected = split(path)
    assert [paper.title for paper in papers] == [title for title in titles if title]
    assert {reason for _, reason in rejected} == {"no title"} and len(rejected) == titles.count("")


def test_the_daily_listing_is_read_to_the_field() -> None:
    paper = split(shared("seeds/000_4aca46ad14dc3643.txt"))[0][4]
    assert paper.abstract.startswith("Context has proven to be one of the most important factors in object")
    assert paper.abstract.endswith("Our source code is available at https://github.com/lanlan96/3DRM.")
    assert paper == Paper(
        id="2202.09721",
        title="3DRM:Pair-wise relation module for 3D object detection",
        abstract=paper.abstract,
        arxiv_id="2202.09721",
        version=1,
        doi="10.1016/j.cag.2021.04.033",
        published="2022-02-20",
        updated="2022-02-20",
        categories=("cs.CV",),
        authors=("Yuqing Lan", "Yao Duan", "Yifei Shi", "Hui Huang", "Kai Xu"),
        comment="13 pages, 8 figures",
        journal="Computers & Graphics, 2021, Vol. 98, Pages: 58 - 70",
        sources=("000_4aca46ad14dc3643.txt:59",),
    )


def test_the_daily_papers_page_is_read_to_the_field() -> None:
    paper = split(shared("seeds/001_32791d18ab41cc58.txt"))[0][0]
    assert paper == Paper(
        id=paper_id(None, paper.title),
        title="Coarse-to-Fine: Learning Compact Discriminative Representation for Single-Stage Image "
        "Retrieval",
        abstract=paper.abstract,
        sources=("001_32791d18ab41cc58.txt:13",),
    )
    assert paper.abstract.startswith("Image retrieval targets to find images")
    assert paper.abstract.endswith("Code is available at https://github.com/bassyess/CFCD.")


def test_the_markdown_table_is_read_to_the_field() -> None:
    papers = {paper.arxiv_id: paper for paper in split(shared("seeds/003_04fca35f836646b2.txt"))[0]}
    paper = papers["2403.09281"]
    assert paper == Paper(
        id="2403.09281",
        title="CLIP-EBC: CLIP Can Count Accurately through Enhanced Blockwise Classification",
        abstract=paper.abstract,
        arxiv_id="2403.09281",
        version=3,
        updated="2025-03-25",
        comment="This is the author's accepted manuscript. The final version is published in ICME 2025",
        code="https://github.com/Yiming-M/CLIP-EBC",
        sources=("003_04fca35f836646b2.txt:8",),
    )
    assert paper.abstract.startswith("We propose CLIP-EBC, the first fully CLIP-based model")
    text = shared("seeds/003_04fca35f836646b2.txt").read_text(encoding="utf-8")
    assert sum(paper.code is not None for paper in papers.values()) == text.count("[Code Link](") == 49
    folded = text.count("<details>") - len(papers)
    assert sum(len(paper.comment or "") > 20 for paper in papers.values()) == folded
    assert not any("<details>" in (paper.comment or "") for paper in papers.values())


# The formats, each recognised by its content


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("dress", ["plain", "gzip", "bom", "windows"])
def test_each_format_is_known_by_its_content(tmp_path: Path, name: str, dress: str) -> None:
    text = EVERY[name].encode()
    dresses = {"plain": text, "gzip": gzip.compress(text), "bom": b"\xef\xbb\xbf" + text}
    dresses["windows"] = text.replace(b"\n", b"\r\n")
    papers, rejected = split(written(tmp_path, dresses[dress], "anything.dat"))
    assert rejected == []
    assert [paper.title.replace("[first]", "first") for paper in papers] == [
        "A first title",
        "A second title",
    ]
    assert papers[1].abstract.startswith("The second abstract")
    line = {"arxiv": 2, "page": 13, "table": 4, "lines": 1, "rows": 2, "array": 2}[name]
    assert papers[0].sources == (f"anything.dat:{line}",)


def test_a_record_of_the_daily_listing() -> None:
    # What goes on over the next line is joined by one space; the category in bold is the first one.
    first, second = papers_of("arxiv_listing", ARXIV)
    assert first == Paper(
        id="2202.00001",
        title="A first title",
        abstract="The first abstract.",
        arxiv_id="2202.00001",
        version=2,
        doi="10.1000/182",
        published="2022-02-20",
        updated="2022-07-11",
        categories=("cs.CV", "cs.LG", "I.2.10", "I.5.1"),
        authors=("Ann One", "Bo Two", "the XYZ/ABC Collaboration"),
        comment="5 pages; code: https://github.com/a/b",
        journal="Some Journal, (2020), 1-2",
        sources=("x:2",),
    )
    assert (second.id, second.version, second.doi, second.comment) == ("quant-ph/9802028", 1, None, None)


def test_a_row_of_the_table() -> None:
    first, second = papers_of("markdown_table", TABLE)
    assert (first.title, first.abstract) == ("A [first] title", "The $|x|$ abstract.")
    assert (first.comment, first.code) == ("5 pages | 6 figures", "https://github.com/a/b")
    assert (first.published, first.updated, second.published, second.updated) == (
        "2022-02-20", "2022-02-20", None, "2022-03-01",
    )  # fmt: skip
    assert (second.version, second.comment, second.code) == (3, None, None)


@pytest.mark.parametrize(
    ("columns", "cells", "comment", "authors"),
    [
        ("Title Date Abstract Comment", " 2024-03-01 | ABSTRACT |", None, ()),
        ("Title Date Abstract Comment", " 2024-03-01 | ABSTRACT | a | b |", "a | b", ()),
        ("# Title Abstract Date Authors", " ABSTRACT<details><summary>中文</summary><p>摘要</p></details>"
         " | 2024-03-01 | Ann One et al. |", None, ("Ann One",)),
    ],
)  # fmt: skip
def test_tables_of_other_columns(
    columns: str, cells: str, comment: str | None, authors: tuple[str, ...]
) -> None:
    cells = cells.replace("ABSTRACT", "<details><summary>EN</summary><p>Some text.</p></details>")
    heading = "".join(f"| **{column}** " for column in columns.split()) + "|"
    number = "| 1 " if "#" in columns else ""
    row = f"{number}| **[A title](http://arxiv.org/abs/2403.00001v1)** |{cells}"
    (paper,) = papers_of("markdown_table", f"{heading}\n| --- |\n{row}\n")
    assert (paper.abstract, paper.updated) == ("Some text.", "2024-03-01")
    assert (paper.comment, paper.authors) == (comment, authors)


def test_json_and_csv_take_the_usual_names(tmp_path: Path) -> None:
    record = {
        "id": "arXiv:2502.12150v2", "Title": "T", "summary": "A", "author": [{"name": "Ann"}],
        "journal-ref": "J", "comments": "C", "categories": "cs.CV cs.AI", "update_date": "2008-11-26",
        "date": "Mon, 2 Apr 2007 19:18:42", "doi": "https://doi.org/10.1/2",
        "code_links": ["https://a.b/c", "https://a.b/d"], "field": "vision", "x": {},
    }  # fmt: skip
    expected = Paper(
        id="2502.12150", title="T", abstract="A", arxiv_id="2502.12150", version=2, doi="10.1/2",
        published="2007-04-02", updated="2008-11-26", categories=("cs.CV", "cs.AI"), authors=("Ann",),
        comment="C", journal="J", code="https://a.b/c https://a.b/d", sources=("x:1",),
    )  # fmt: skip
    assert papers_of("json_lines", json.dumps(record).replace('"Title"', '"title"')) == [expected]
    assert papers_of("json_array", json.dumps([record])) == [expected]


def test_a_paper_without_abstract_is_kept_where_only_a_title_is_needed() -> None:
    assert [
        paper.abstract
        for paper in papers_of("json_lines", '{"title": "T"}\n{"title": "U", "abstract": null}')
    ] == [
        "",
        "",
    ]
    assert papers_of("csv_rows", "title;abstract\nT;\n")[0].abstract == ""


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_any_usual_separator(separator: str) -> None:
    text = (
        ROWS.replace("url\n", "url\n\n") if separator == "," else f"Title{separator}Abstract\nA{separator}B\n"
    )
    papers = papers_of("csv_rows", text)
    assert papers[0].sources == (("x:3",) if separator == "," else ("x:2",))
    assert papers[0].abstract == ("The first, long abstract." if separator == "," else "B")


def papers_of(format_name: str, text: str) -> list[Paper]:
    """The papers of a text in a file called x, which only the named format may recognise."""
    assert [one.__name__ for one in formats() if one.recognises(text)] == [f"kg.sources.{format_name}"]  # type: ignore[attr-defined]
    with TemporaryDirectory() as folder:
        papers, rejected = split(written(Path(folder), text, "x"))
    assert rejected == []
    return papers


# Damage


@pytest.mark.parametrize(
    ("text", "kept", "rejected"),
    [
        # A record without its summary, without its title, and one cut in the middle of a word.
        (ARXIV.replace("- **Summary**: The first abstract.\n", ""), 1, [("listing:2", "no abstract")]),
        (ARXIV.replace("### A second title\n", ""), 1, [("listing:18", "no title")]),
        (ARXIV.rstrip()[:-5], 1, [("listing:18", "cut off")]),
        (ARXIV[: ARXIV.rindex("Authors")], 1, [("listing:18", "cut off")]),
        (ARXIV.rstrip(), 2, []),
        (ARXIV + "### \n- **Summary**: An abstract.\n", 2, [("listing:32", "no title")]),
        # A page whose turns are broken.
        (PAGE.replace("A second title\n\n", "Words. " * 50), 1, [("listing:17", "no title")]),
        (PAGE + "\n\nA third title\n", 2, [("listing:21", "no abstract")]),
        (PAGE + "\n\nA third ti", 2, [("listing:21", "cut off")]),
        (PAGE[:-5], 1, [("listing:17", "cut off")]),
        (PAGE.replace("A second", "A lone title\n\nA second", 1), 2, [("listing:17", "no abstract")]),
        # Rows.
        (TABLE.rstrip()[:-10], 1, [("listing:5", "cut off")]),
        (TABLE[: TABLE.rindex("abstract.")], 1, [("listing:5", "cut off")]),
        (TABLE[: TABLE.rindex("second title")], 1, [("listing:5", "cut off")]),
        (TABLE + "| what | is | this |\n", 2, [("listing:6", "no title")]),
        (TABLE.replace("The second abstract.", ""), 1, [("listing:5", "no abstract")]),
        # Lines and rows.
        (LINES + '{"title": "T"\n[1]\n{"title": ""}\n{"title": "U', 2,
         [("listing:3", "not JSON"), ("listing:4", "not an object"), ("listing:5", "no title"),
          ("listing:6", "cut off")]),
        (LINES + "[" * 100_000 + "\n" + LINES, 4, [("listing:3", "not JSON")]),
        (LINES + json.dumps({"title": "T" * 100_001}), 2, [("listing:3", "field over 100,000 characters")]),
        (ROWS + "one,two\n" + "A,B,C,D\n", 3, [("listing:5", "wrong number of cells")]),
        (ROWS + '"A,B', 2, [("listing:5", "cut off")]),
        (ROWS + '"A"B,c,d,e\nA,B,C,D\n', 3, [("listing:5", "not CSV")]),
        # An array cut at its end, and one with a broken object in its middle.
        (ARRAY[:-2], 2, [("listing:18", "cut off")]),
        (ARRAY[:-20], 1, [("listing:12", "cut off")]),
        ('[{"title": "A"}, {"title": }, {"title": "B"}]', 2, [("listing:1", "not JSON")]),
        ('[{"title": "A"},\n 1,\n "text",\n {"title": "B"}]', 2,
         [("listing:2", "not an object"), ("listing:3", "not an object")]),
    ],
)  # fmt: skip
def test_a_damaged_record_is_named_and_the_rest_is_kept(
    tmp_path: Path, text: str, kept: int, rejected: list[tuple[str, str]]
) -> None:
    papers, named = split(written(tmp_path, text))
    assert (len(papers), named) == (kept, rejected)


@pytest.mark.parametrize("path", SAMPLE, ids=lambda path: path.name)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_listing_cut_anywhere_loses_only_its_last_record(
    tmp_path: Path, path: Path, data: st.DataObject
) -> None:
    whole = path.read_bytes()
    end = data.draw(st.integers(len(whole) // 3, len(whole) - 1))
    all_papers = {paper.sources[0].split(":")[1]: paper for paper in split(path)[0]}
    papers, rejected = split(written(tmp_path, whole[:end]))
    lines = whole[:end].count(b"\n") + 1
    started = [number for number in all_papers if int(number) < lines]
    assert len(rejected) <= 1
    assert len(papers) + len(rejected) in (len(started), len(started) + 1)
    for paper in papers[:-1]:
        known = all_papers[paper.sources[0].split(":")[1]]
        assert (paper.title, paper.abstract, paper.authors) == (known.title, known.abstract, known.authors)


# Errors


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty; give a listing"),
        (b"\xef\xbb\xbf \n\n", "is empty; give a listing"),
        (gzip.compress(b"", mtime=0), "is empty; give a listing"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a binary file; give a listing as UTF-8"),
        (ARXIV.encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (
            b"Some prose.\nNo listing.",
            "is of no known format; known formats: daily arXiv listing in markdown",
        ),
        (b"caf\xe9\n", r"listing:1: byte 3 is not UTF-8; save it as UTF-8, for example: iconv"),
        (ARXIV.replace("Bo Two", "Bö Two").encode("latin-1"), r"listing:9: byte 342 is not UTF-8"),
        (
            b"[\n" + ARRAY[1:].replace("Bo Two", "Bö Two").encode("latin-1"),
            r"listing:9: byte \d+ is not UTF-8",
        ),
        (
            gzip.compress(ARXIV.encode(), mtime=0)[:-20],
            "its gzip data is damaged or cut off; fetch the file again",
        ),
        (
            gzip.compress(random.Random(0).randbytes(50), mtime=0)[:20] + b"\xff" * 30,
            "(gzip data is damaged|not UTF-8|cannot be read|binary)",
        ),
        (b"title,price\nA,1\n", "is of no known format"),
        (b"A title of nothing\n", "is of no known format"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(SourceError, match=message) as error:
        list(read(path))
    assert str(error.value).startswith(str(path)) and "\n" not in str(error.value)


def test_an_unknown_format_is_told_all_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        list(read(written(tmp_path, "Some prose.")))
    assert len(formats()) >= 6 and all(one.NAME in str(error.value) for one in formats())


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    for path, message in [
        (tmp_path / "none", "no such file; check the path"),
        (tmp_path, "is a folder; name the files in it"),
        (Path("/dev/null"), "is not a regular file"),
        (written(tmp_path, "x") / "y", "cannot be read"),
    ]:
        with pytest.raises(SourceError, match=message):
            list(read(path))


def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    path = written(tmp_path, LINES)
    assert len(list(read(path))) == 2
    path.chmod(0)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(SourceError, match="no permission to read it"):
            list(read(path))
    finally:
        if root:
            os.seteuid(0)


# Size


@pytest.mark.parametrize(
    ("start", "end", "reasons"),
    [
        (LINES + '{"title": "', '"}\n' + LINES, {"record over 16 MB"}),
        (ARXIV + "### T\n- **Summary**: ", "\n" + ARXIV, {"field over 100,000 characters"}),
        (PAGE + "\n\nT\n\n", "\n\n" + PAGE[PAGE.index("A first") :], {"field over 100,000 characters"}),
        (TABLE + "| **[T](http://x)** | 2022-01-01 | ", "\n" + TABLE, {"record over 16 MB"}),
        (ROWS, "\n" + ROWS[ROWS.index("\n") + 1 :], {"not CSV"}),
        (f"[{OBJECTS}, " + '{"title": "', '"}, ' + f"{OBJECTS}]",
         {"record over 16 MB", "not JSON"}),
    ],
    ids=["lines", "arxiv", "page", "table", "rows", "array"],
)  # fmt: skip
def test_a_line_far_over_the_limit_is_refused_and_not_held(
    tmp_path: Path, start: str, end: str, reasons: set[str]
) -> None:
    path = tmp_path / "listing"
    with path.open("wb") as file:
        file.write(start.encode())
        for _ in range(64):
            file.write(b"x" * 2**20)
        file.write(end.encode())
    tracemalloc.start()
    papers, rejected = split(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (len(papers), {reason for _, reason in rejected}) == (4, reasons)
    assert peak < 60 * 2**20


@pytest.mark.parametrize("array", [False, True])
def test_records_are_read_one_by_one(tmp_path: Path, array: bool) -> None:
    record = json.dumps({"title": "T", "abstract": "word " * 19_000})
    path = tmp_path / "listing"
    with path.open("w") as file:
        file.write("[" if array else "")
        for number in range(400):
            file.write(("," if array and number else "") + record + "\n")
        file.write("]" if array else "")
    tracemalloc.start()
    assert sum(isinstance(one, Paper) for one in read(path)) == 400
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < path.stat().st_size / 4


# Identity


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2202.09741", ("2202.09741", None)),
        ("2202.09741v12", ("2202.09741", 12)),
        ("arXiv:0704.0001", ("0704.0001", None)),
        ("http://arxiv.org/abs/2202.09704v2", ("2202.09704", 2)),
        ("https://www.arxiv.org/pdf/2202.09704v2.pdf", ("2202.09704", 2)),
        ("https://arxiv.org/abs/quant-ph/9802028v1", ("quant-ph/9802028", 1)),
        ("math.GT/0309136", ("math/0309136", None)),
        ("cond-mat.mes-hall/0309136", ("cond-mat/0309136", None)),
        ("10.48550/arXiv.2202.09704", ("2202.09704", None)),
        ("https://doi.org/10.48550/arXiv.2202.09704", ("2202.09704", None)),
        ("c2d0580604", None),
        ("202.09741", None),
        ("10.1109/CVPR.2016.279", None),
        ("https://example.org/2202.09741", None),
        ("٢٢٠٢.٠٩٧٤١", None),
        ("", None),
    ],
)
def test_arxiv_ids_are_found_in_what_listings_write(
    text: str, expected: tuple[str, int | None] | None
) -> None:
    assert arxiv_id(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"$\alpha$-BN: A Title", "alpha-BN: a title"),
        (r"$\alpha$-BN", "α-BN"),
        (r"The $\lambda$ and $\Delta$ of it", "The λ and Δ of it"),
        (r"Learning in $\mathcal{S}^p$", "Learning in S^p"),
        (r"R\'enyi na\"ive Fran\c{c}ois", "Rényi naïve François"),
        ("Contrastive   Learning", "contrastive learning"),
        ("Pre-training", "Pretraining"),
        ("A &amp; B", r"A \& B"),
        ("ﬁne–tuning", "fine-tuning"),
    ],
)
def test_titles_that_differ_in_typography_are_one(one: str, other: str) -> None:
    assert title_key(one) == title_key(other)
    assert paper_id(None, one) == paper_id(None, other)


@pytest.mark.parametrize(
    ("one", "other"), [("YOLO", "YOLO+"), ("Net v1", "Net v2"), ("?", "!"), ("标题一", "标题二")]
)
def test_titles_of_two_papers_stay_two(one: str, other: str) -> None:
    assert title_key(one) != title_key(other)


def test_a_paper_is_named_by_its_arxiv_id_or_else_by_its_title() -> None:
    assert paper_id("2202.09741", "Any Title") == "2202.09741"
    assert re.fullmatch("t-[0-9a-f]{16}", paper_id(None, "Any Title"))


# Fields


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-02-20 00:52:07+00:00", "2022-02-20"),
        ("2022-02-20T00:52:07Z", "2022-02-20"),
        ("17-Mar-2025", "2025-03-17"),
        ("9 January 2025", "2025-01-09"),
        ("Tue, 24 Jul 2007 20:10:27 GMT", "2007-07-24"),
        ("31-Feb-2025", None),
        ("2022", None),
        ("Jul 31", None),
        (2022, None),
        (None, None),
    ],
)
def test_dates(value: object, expected: str | None) -> None:
    assert iso_date(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ann One, Bo Two and Cy Three", ("Ann One", "Bo Two", "Cy Three")),
        ("Ann One, Bo Two, and Cy Three", ("Ann One", "Bo Two", "Cy Three")),
        ("Ann One; Bo Two", ("Ann One", "Bo Two")),
        ("One, Ann; Two, Bo", ("One, Ann", "Two, Bo")),
        ("Ann One, Jr., Bo Two", ("Ann One, Jr.", "Bo Two")),
        ("Ann One (1, 2), Bo Two (1 and 3)", ("Ann One (1, 2)", "Bo Two (1 and 3)")),
        ("the A/B Collaboration, C. Bal\\'azs", ("the A/B Collaboration", "C. Balázs")),
        ("A/B Collaboration: S{\\o}ren One, Bo Two, et al.", ("A/B Collaboration", "Søren One", "Bo Two")),
        ("['Ann One' 'Bo Two']", ("Ann One", "Bo Two")),
        ('["Ann \\u00d6ne", "Bo Two"]', ("Ann Öne", "Bo Two")),
        (["Ann\n One", "", None, "Ferdinand"], ("Ann One", "Ferdinand")),
        ("Sandy Andrews", ("Sandy Andrews",)),
        (7, ()),
        (None, ()),
    ],
)
def test_authors_are_told_apart(value: object, expected: tuple[str, ...]) -> None:
    assert authors(value) == expected


def test_lists_are_read_in_every_spelling() -> None:
    assert listed("cs.CV, cs.AI; I.2.10 68T45") == ("cs.CV", "cs.AI", "I.2.10", "68T45")
    assert listed("['cs.CV', 'cs.AI']") == listed(["cs.CV", "cs.AI"]) == ("cs.CV", "cs.AI")
    assert listed({"a": 1}) == listed("[") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" a\n  b\r\n\r\nc\u2028d ", "a b c d"),
        ("e\u0301", "é"),
        ("e\0\u0301 a\x07b\tc\ud800", "é ab c"),
        (r"$\alpha$  \textbf{x} &amp; 5\%", r"$\alpha$  \textbf{x} &amp; 5\%"),
    ],
)
def test_texts_are_one_clean_line_and_otherwise_untouched(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once == unicodedata.normalize("NFC", once)
    once.encode()
    assert "\n" not in once and "\0" not in once


# Anything at all

PIECES = [
    "\n", "\n\n", "\r\n", "\0", "é", "### ", "- **Summary**: ", "- **Arxiv ID**: ", "**", "|", "<details>",
    "<details><summary>Show</summary><p>", "</p></details>", "**[a](b)**", "{", "}", "[", "]", '"title": ',
    '"', ",", "\\", "None", "Daily Papers\n\n", "x" * 301, "9" * 5000, *EVERY.values(),
]  # fmt: skip
anything = st.one_of(
    st.binary(),
    st.tuples(st.sampled_from(["", *EVERY.values(), "title,abstract\n", '[{"title": ', '{"title": ']),
              st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=12))
    .map(lambda pair: (pair[0] + "".join(pair[1])).encode()),
)  # fmt: skip


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, st.booleans())
@example(b"\x1f\x8b", False)
@example(b"\x1f\x8b\x08\x00", False)
@example(
    b"| **Title** (x) | **Abstract** |\n| **[a](b)** | <details><summary></summary><p>c</p></details> |",
    False,
)
def test_whatever_a_file_holds_reading_gives_clean_papers_or_one_error(
    tmp_path: Path, content: bytes, packed: bool
) -> None:
    path = written(tmp_path, gzip.compress(content) if packed else content)
    try:
        found = list(read(path))
    except SourceError as error:
        assert "\n" not in str(error)
        return
    for one in found:
        if isinstance(one, Rejected):
            assert re.fullmatch(r"listing:[0-9]+", one.source) and one.reason
            continue
        assert one.title and one.id == paper_id(one.arxiv_id, one.title)
        for text in (one.title, one.abstract, one.comment or "", *one.authors, *one.categories):
            assert text == clean(text)
    assert Counter(type(one) for one in found) == Counter(type(one) for one in read(path))


# The sample


def test_the_sample_is_whole_invented_and_says_so() -> None:
    papers = [paper for path in SAMPLE for paper in split(path)[0]]
    assert not [rejected for path in SAMPLE for rejected in split(path)[1]]
    assert all("invented" in path.read_text(encoding="utf-8")[:400] for path in SAMPLE)
    assert len(SAMPLE) == 3 and len({title_key(paper.title) for paper in papers}) >= 24
    assert all((paper.arxiv_id or "2999").startswith("2999") for paper in papers)
    addresses = [
        text
        for path in SAMPLE
        for text in re.findall(r"github\.com/([^/]+)/", path.read_text(encoding="utf-8"))
    ]
    assert set(addresses) == {"example-lab"}


def test_the_sample_has_one_paper_in_two_versions_and_one_by_its_title() -> None:
    papers = [paper for path in SAMPLE for paper in split(path)[0]]
    reef = [(paper.arxiv_id, paper.version) for paper in papers if paper.title.startswith("ReefDet")]
    assert reef == [("2999.00004", 1), ("2999.00004", 2)]
    whirl = {paper.arxiv_id for paper in papers if title_key(paper.title).startswith("whirlctc")}
    assert whirl == {None, "2999.00013"}
