"""From listings to the graph folder: read, merge, extract in shards, assemble, rename into place."""

import hashlib
import inspect
import json
import signal
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg import sources
from kg.assembly import assemble
from kg.errors import GraphError, SourceError
from kg.facts import PAPERS, Extract, paper_row, table, write_shard
from kg.graph import Graph
from kg.merging import merge
from kg.model import Paper
from kg.names import slug
from kg.sources import Rejected
from kg.sources._file import opened
from kg.workplace import check_place, put_in_place, workplace

Progress = Callable[[int, int], None]

RULES = ("extraction", "facts", "model", "names", "page", "text", "tokenizer")
"""The modules of kg that decide, beside the extractors, what is found in a text."""

_BATCH = 10_000
"""Records held before they are written; some 20 MB."""
_STAGED = pa.schema([("n", pa.int64()), ("file", pa.int64()), ("title_key", pa.string()), *PAPERS])
_REJECTED = pa.schema([("source", pa.string()), ("reason", pa.string())])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    path: Path
    sha256: str
    format: str


def build(
    paths: Iterable[str | Path],
    output: str | Path,
    *,
    processes: int = 1,
    progress: Progress | None = None,
    extract: Extract | None = None,
    metrics: Mapping[str, tuple[str | None, str | None]] | None = None,
    listed: Mapping[str, Collection[str]] | None = None,
) -> Graph:
    """Build the graph of the papers in these listings and put it in place of whatever graph is at `output`.

    `progress` is told (done, all) papers. `metrics` gives direction and family of metrics by canonical name,
    `listed` by label the canonical names that mean the same in every paper which does not say otherwise.
    """
    extract = extract or _own_extract()
    inputs, output = _inputs(paths), check_place(Path(output))
    with workplace(output) as (part, connection):
        facts = part / "new" / "facts"
        counts = _stage(inputs, part)
        kept = merge(connection, part / "staged.parquet", facts / "papers.parquet")
        rules = _rules_hash(extract)
        _extract(facts, partial(write_shard, facts, rules=rules, extract=extract), processes, progress)
        rows = assemble(
            connection,
            part / "new",
            metrics={slug(name): facets for name, facets in (metrics or {}).items()},
            listed={label: {slug(name) for name in names} for label, names in (listed or {}).items()},
        )
        read = [
            _account(one, count, kept.get(n, 0))
            for n, (one, count) in enumerate(zip(inputs, counts, strict=True))
        ]
        manifest = {"claimgraph": version("claimgraph"), "rules": rules, "inputs": read, **rows}
        text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False)
        (part / "new" / "manifest.json").write_text(text + "\n", encoding="utf-8")
        put_in_place(part, output)
    return Graph(output)


def _own_extract() -> Extract:
    from kg.extraction import extract

    return extract


def _inputs(paths: Iterable[str | Path]) -> list[_Input]:
    """Each file once, in an order that is the same in every folder, after a look at what each begins with."""
    once = {path.resolve(): path for path in sorted(map(Path, paths))}
    found = [_input(path) for path in once.values()]
    if not found:
        raise SourceError("no files given; name the listings to read")
    return sorted(found, key=lambda one: (one.path.name, one.sha256))


def _input(path: Path) -> _Input:
    next(sources.read(path), None)
    with opened(path) as unpacked, path.open("rb") as file:
        name = sources.recognised(unpacked, path).NAME
        return _Input(path=path, sha256=hashlib.file_digest(file, "sha256").hexdigest(), format=name)


def _stage(inputs: Iterable[_Input], part: Path) -> list[Counter[str]]:
    """Write papers and refused records to Parquet; for each input its reasons and, under "", its papers."""
    counts = []
    number = 0
    with (
        pq.ParquetWriter(part / "staged.parquet", _STAGED) as staged,
        pq.ParquetWriter(part / "new" / "rejected.parquet", _REJECTED) as rejected,
    ):
        for file, one in enumerate(inputs):
            counts.append(count := Counter[str]())
            records = sources.read(one.path)
            while batch := list(islice(records, _BATCH)):
                papers = [record for record in batch if isinstance(record, Paper)]
                refused = [record for record in batch if isinstance(record, Rejected)]
                rows = [
                    (n, file, sources.paper_id(None, p.title), *paper_row(p))
                    for n, p in enumerate(papers, number)
                ]
                staged.write_table(table(rows, _STAGED))
                rejected.write_table(table([(one.source, one.reason) for one in refused], _REJECTED))
                number += len(papers)
                count.update(["" for _ in papers] + [one.reason for one in refused])
    if not number:
        names = ", ".join(one.path.name for one in inputs)
        total = sum(counts, Counter[str]())
        reasons = "; ".join(f"{count} with {reason}" for reason, count in total.most_common(3))
        raise SourceError(
            f"{names}: no paper among {total.total()} records ({reasons}); give listings with papers"
        )
    return counts


def _account(one: _Input, count: Counter[str], kept: int) -> dict[str, object]:
    """What became of an input's records: read = kept + merged into a newer one + rejected."""
    return {
        "file": one.path.name,
        "sha256": one.sha256,
        "format": one.format,
        "read": count.total(),
        "kept": kept,
        "merged": count[""] - kept,
        "rejected": {reason: number for reason, number in count.items() if reason},
    }


def _rules_hash(extract: Extract) -> str:
    """The hash of everything that decides which facts a paper has."""
    function = extract.func if isinstance(extract, partial) else extract
    options = repr((extract.args, sorted(extract.keywords.items()))) if isinstance(extract, partial) else ""
    package = Path(__file__).parent
    files = {package / f"{name}.py" for name in RULES} | {Path(str(inspect.getsourcefile(function)))}
    files |= {path for path in (package.parent / "extractors").glob("[!.]*.*") if path.is_file()}
    digest = hashlib.sha256(f"{getattr(function, '__qualname__', function)} {options}".encode())
    for path in sorted(files, key=lambda path: (path.name, path)):
        content = path.read_bytes()
        digest.update(f"\n{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _extract(
    facts: Path, task: Callable[..., tuple[str, int]], processes: int, progress: Progress | None
) -> None:
    """Extract every shard that is not there yet; shards of other papers or rules go."""
    papers = facts / "papers.parquet"
    shape = pq.read_metadata(papers)
    done, names = 0, set()
    with _workers(min(processes, shape.num_row_groups)) as each:
        for name, number in each(partial(task, papers), range(shape.num_row_groups)):
            done += number
            names.add(name)
            if progress:
                progress(done, shape.num_rows)
    for folder in facts.iterdir():
        if folder.is_dir() and folder.name not in names:
            rmtree(folder)


@contextmanager
def _workers(processes: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """`map`, in this process or in a pool of others."""
    if processes <= 1:
        yield map
        return
    # Spawned, because a fork would copy the locks of pyarrow and DuckDB in whatever state they are in.
    # At Ctrl-C a worker just ends; its traceback would hide what the parent has to say.
    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_DFL)
    )
    try:
        yield pool.map
    except BrokenProcessPool as error:
        advice = (
            "take fewer processes if memory ran out; run it again to go on with the shards that are finished"
        )
        raise GraphError(f"a worker process was killed while it extracted; {advice}") from error
    finally:
        pool.shutdown(cancel_futures=True)
