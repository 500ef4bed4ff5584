"""The command kg: reads its arguments, calls the line, prints what came out."""

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import kg
from kg import queries as canned
from kg.errors import ClaimgraphError
from kg.terminal import FORMATS, clean, progress_bar, show_rows

if TYPE_CHECKING:
    from kg import evaluation
    from kg.graph import Graph
    from kg.stores import Store

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
        # Unless told, typer loads pydantic to find out what no --help means: a tenth of a second.
        "default_map": {"help": False, "queries": {"help": False}},
    },
)

GRAPH = Path("graph")
SHOWN = 10
"""How many rejected records `build` names; the graph folder keeps all of them."""

MISSED = ("value_text", "slot", "reason", "rule", "sentence")
"""What `misses` shows of each."""

Row = Mapping[str, Any]
FormOption = Annotated[str, typer.Option("--format", metavar="|".join(FORMATS), help="How rows are shown.")]
GraphOption = Annotated[Path, typer.Option("-g", "--graph", metavar="FOLDER", help="The graph.")]
To = Annotated[
    str | None,
    typer.Option(metavar="URL", help="A Neo4j, neo4j:// or bolt://; its password is in NEO4J_PASSWORD."),
]
Parameters = Annotated[
    list[str] | None, typer.Option("-p", metavar="NAME=VALUE", help="A parameter of the query; repeat it.")
]


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Listings of papers in, a knowledge graph of what they claim out. Start with: kg build --sample"""
    if version:
        print(f"kg {kg.__version__}")
    elif context.invoked_subcommand is None:
        print(context.get_help())


@app.command()
def build(
    listings: Annotated[
        list[Path] | None, typer.Argument(metavar="LISTING...", help="Files with papers.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FOLDER", help="The graph.")] = GRAPH,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Extract in so many processes [every CPU].")
    ] = None,
    store: Annotated[bool, typer.Option("--store/--no-store", help="Load the embedded store, too.")] = True,
    sample: Annotated[
        bool, typer.Option("--sample", help="Read the invented papers that ship with kg.")
    ] = False,
) -> None:
    """Read listings, extract what they claim, write the graph."""
    paths = [*(listings or []), *(sorted((Path(__file__).parent / "sample").iterdir()) if sample else [])]
    if not paths:
        raise typer.BadParameter("name the listings to read, or try --sample")
    with progress_bar() as progress:
        graph = kg.build(paths, output, processes=processes or os.cpu_count() or 1, progress=progress)
    _show_build(graph)
    if store:
        _load(output, None)


@app.command()
def load(graph: Annotated[Path, typer.Argument(help="The graph.")] = GRAPH, to: To = None) -> None:
    """Load a graph into its embedded store, or into Neo4j."""
    _load(graph, to)


@app.command()
def query(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A canned query; - reads Cypher from stdin.")
    ] = None,
    *,
    parameters: Parameters = None,
    cypher: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Cypher of your own; it can only read.")
    ] = None,
    form: FormOption = "table",
    graph: GraphOption = GRAPH,
    to: To = None,
) -> None:
    """Ask the graph a canned question or one of your own."""
    form = _known(form)
    if (name is None) == (cypher is None):
        raise typer.BadParameter("give the name of a query (kg queries lists them), or --cypher TEXT")
    if name == "-":
        cypher = sys.stdin.read()
    given = _given(parameters)
    if cypher is None:
        rows = _answer(str(name), given, graph, to)
    else:
        with _store(graph, to) as store:
            rows = store.query(cypher, {key: _plain(value) for key, value in given.items()})
    if not rows:
        unset = "" if name in (None, "-") else _unset(str(name), given)
        print(f"kg: no rows{_unknown(given, graph) if to is None else ''}{unset}", file=sys.stderr)
    show_rows(rows, form=form)


@app.command()
def queries() -> None:
    """List the canned questions and their parameters."""
    show_rows(
        [
            {
                "name": query.name,
                "question": query.question,
                "parameters": ", ".join(f"{name}={value}" for name, value in query.parameters.items()),
            }
            for query in canned.load()
        ]
    )


@app.command()
def view(
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page.")] = Path(
        "graph.html"
    ),
    around: Annotated[str | None, typer.Option(metavar="NAME", help="Only what surrounds this node.")] = None,
    name: Annotated[
        str | None, typer.Option("--query", metavar="NAME", help="Only what a canned query names.")
    ] = None,
    parameters: Parameters = None,
    limit: Annotated[int | None, typer.Option(help="Nodes on the page at most.")] = None,
    graph: GraphOption = GRAPH,
) -> None:
    """Write the graph as one HTML page that opens offline."""
    from kg import view
    from kg.graph import Graph

    if around is not None and name is not None:
        raise typer.BadParameter("--around and --query exclude each other")
    rows = None if name is None else _answer(name, _given(parameters), graph, None)
    drawn = view.write(Graph(graph), output, around=around, rows=rows, limit=limit)
    print(f"{clean(str(output))}: {', '.join(f'{number} {what}' for what, number in drawn.items())}")


@app.command()
def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="turtle, ntriples, graphml or gexf.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")],
    graph: GraphOption = GRAPH,
) -> None:
    """Write the graph in another format."""
    from kg import exports
    from kg.graph import Graph

    formats = exports.formats()
    if form not in formats:
        raise typer.BadParameter(f"FORMAT is one of {', '.join(formats)}, not {form!r}")
    written = formats[form].write(Graph(graph), output)
    unit = "triples" if form in ("turtle", "ntriples") else "nodes and edges"
    print(f"{clean(str(output))}: {written:,} {unit}")


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="The id of a result, or the name of what it is about.")],
    limit: Annotated[int, typer.Option(min=1, help="Results at most.")] = 10,
    graph: GraphOption = GRAPH,
) -> None:
    """Show how results came about: their sentence, and the rule behind each slot."""
    from kg import explanations
    from kg.graph import Graph

    found = list(explanations.explain(Graph(graph), name))
    for one in found[:limit]:
        print(f"{clean(one.result)}  {clean(one.paper)}\n  {clean(one.sentence)}")
        for slot in one.slots:
            because = f"  {slot.rule}: {slot.reason}" if slot.rule else ""
            print(f"    {slot.name:8} {clean(slot.value or 'not stated')}{because}")
        print()
    print(f"{min(limit, len(found))} of {len(found)} results")


@app.command()
def misses(
    listings: Annotated[list[Path], typer.Argument(metavar="LISTING...", help="Files with papers.")],
    form: FormOption = "table",
) -> None:
    """List the numbers with a unit or a metric near them that became no result, and why."""
    from collections import Counter

    from kg import extraction, sources
    from kg.model import Paper

    read = [one for path in listings for one in sources.read(path)]
    papers = [one for one in read if isinstance(one, Paper)]
    found = extraction.misses(papers)
    rows = [{"paper": paper.id} | {name: getattr(miss, name) for name in MISSED} for paper, miss in found]
    show_rows(rows, form=_known(form))
    print(f"{len(papers):,} papers read, {len(read) - len(papers):,} records rejected", file=sys.stderr)
    counts = Counter((row["slot"], row["reason"]) for row in rows)
    for (slot, reason), count in counts.most_common():
        print(f"{count:,} {slot}: {reason}", file=sys.stderr)


@app.command(name="eval")
def evaluate(
    papers: Annotated[Path, typer.Argument(help="Papers, as JSON Lines with keys.")],
    gold: Annotated[Path, typer.Argument(help="What a person found in them.")],
    predictions: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep what was extracted.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed and what is wrong.")] = False,
) -> None:
    """Compare what is extracted with what a person annotated."""
    from kg import differences, evaluation
    from kg.extraction import extract

    read, annotated = list(evaluation.read_papers(papers)), evaluation.read_annotations(gold)
    found = {paper.id: evaluation.prediction(paper.id, facts) for paper, facts in extract(read)}
    if predictions:
        from kg.files import replacing

        with replacing(predictions) as beside:
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in found.values())
            beside.write_text("".join(lines), encoding="utf-8")
    if errors:
        for one in sorted(differences.errors(annotated, found, read), key=lambda one: (one.kind, one.fault)):
            print(clean(f"{one.kind} {one.fault}: {one.text} [{one.hint}] {one.key}"))
            print(clean(f"    {one.sentence}"))
    show_rows([_score(row) for row in evaluation.scores(annotated, found)])


@app.command()
def rules(
    measure: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="PAPERS GOLD", help="Add each rule's precision on these."),
    ] = None,
) -> None:
    """List the extraction rules, each with the fact about papers that it relies on."""
    from kg import rules

    listed: list[dict[str, Any]] = [{"rule": rule.id, "reason": rule.reason} for rule in rules.load()]
    if measure is not None:
        counts = rules.counts(_judged(*measure))
        listed = [row | _precision(*counts.get(row["rule"], (0, 0))) for row in listed]
    show_rows(listed)


def _judged(papers: Path, gold: Path) -> "Iterator[tuple[str, bool]]":
    from kg import differences, evaluation
    from kg.extraction import extract

    annotated = evaluation.read_annotations(gold)
    for paper, facts in extract(evaluation.read_papers(papers)):
        yield from differences.judged(annotated[paper.id], facts)


def _precision(correct: int, found: int) -> dict[str, Any]:
    return {
        "found": found,
        "correct": correct,
        "precision": f"{100 * correct / found:.1f}" if found else None,
    }


def _score(row: "evaluation.Row") -> Row:
    counts: dict[str, Any] = {
        "row": row.name,
        "gold": row.gold,
        "predicted": row.predicted,
        "correct": row.correct,
    }
    return counts | {"P": f"{row.precision:.1f}", "R": f"{row.recall:.1f}", "F1": f"{row.f1:.1f}"}


def _show_build(graph: "Graph") -> None:
    """What became of each record, and what is in the graph."""
    import pyarrow.parquet as pq

    read = [
        {
            "file": one["file"],
            "format": one["format"].partition(" (")[0],
            **{count: one[count] for count in ("read", "kept", "merged")},
            "rejected": sum(one["rejected"].values()),
            "because": "; ".join(f"{reason} ({count})" for reason, count in sorted(one["rejected"].items())),
        }
        for one in graph.manifest["inputs"]
    ]
    show_rows(read)
    rejected = pq.read_table(graph.path / "rejected.parquet")
    for one in rejected.slice(0, SHOWN).to_pylist():
        print(clean(f"{one['source']}: {one['reason']}"))
    if rejected.num_rows > SHOWN:
        print(f"and {rejected.num_rows - SHOWN:,} more in {clean(str(graph.path))}/rejected.parquet")
    counts = (sorted(graph.manifest[kind].items()) for kind in ("nodes", "relationships"))
    pairs = zip_longest(*counts, fillvalue=("", None))
    show_rows([{"nodes": a, "count": n, "relationships": b, "count ": m} for (a, n), (b, m) in pairs])


def _load(graph: Path, to: str | None) -> None:
    from kg.graph import Graph

    found = Graph(graph)
    with _store(graph, to) as store:
        store.write(found)
    counts = (sum(found.manifest[kind].values()) for kind in ("nodes", "relationships"))
    # What stands before the @ of an address may be a password.
    print(
        "{}: {:,} nodes and {:,} relationships".format(clean((to or str(graph)).rpartition("@")[2]), *counts)
    )


@contextmanager
def _store(graph: Path, to: str | None) -> "Iterator[Store]":
    from kg.graph import Graph
    from kg.stores import connect

    with closing(connect(to or Graph(graph).store_path)) as store:
        yield store


def _answer(name: str, given: Mapping[str, str], graph: Path, to: str | None) -> list[dict[str, object]]:
    query = canned.find(name)
    bound = canned.bind(query, given)
    with _store(graph, to) as store:
        return store.query(query.cypher, bound)


def _unknown(given: Mapping[str, str], graph: Path) -> str:
    """Which of the given texts names nothing in the graph, with the name most like it, if one is."""
    from kg.graph import Graph
    from kg.lookup import find, hint

    opened = Graph(graph)
    unknown = (value for value in given.values() if not any(find(opened, {value})))
    hints = (f"; nothing is called {value!r}{near}" for value in unknown if (near := hint(opened, value)))
    return next(hints, "")


def _unset(name: str, given: Mapping[str, str]) -> str:
    """The names that a canned query asks for by default, where no others were given."""
    return "".join(
        f"; {key} is {value!r} where -p {key}=… says no other"
        for key, value in canned.find(name).parameters.items()
        if isinstance(value, str) and key not in given
    )


def _known(form: str) -> str:
    if form not in FORMATS:
        raise typer.BadParameter(f"--format is one of {', '.join(FORMATS)}, not {form!r}")
    return form


def _given(parameters: list[str] | None) -> dict[str, str]:
    given = {}
    for text in parameters or []:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise typer.BadParameter(f"-p takes NAME=VALUE, not {text!r}")
        given[name] = value
    return given


def _plain(text: str) -> object:
    """A parameter of one's own Cypher: JSON where it is JSON (5, true, ["a"]), else the text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def main() -> None:
    """Run the command; what goes wrong is one line on stderr."""
    try:
        code = app(standalone_mode=False) or 0
        sys.stdout.flush()
    except typer.TyperException as error:
        wrong = error.format_message().removeprefix("Invalid value: ").rstrip(".")
        code = _failed(f"{wrong}; see kg --help", error.exit_code)
    except ClaimgraphError as error:
        code = _failed(str(error), 1)
    except OSError as error:
        _leave_stdout()
        code = 1 if error.errno == errno.EPIPE else _failed(_reason(error), 1)
    sys.exit(_failed("interrupted", 130) if code == 130 else code)


def _failed(message: str, code: int) -> int:
    print(f"kg: {clean(message)}", file=sys.stderr)
    return code


def _reason(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    advice = "; make room, or choose another place" if error.errno == errno.ENOSPC else ""
    return f"{where}{error.strerror or error}{advice}"


def _leave_stdout() -> None:
    """Nothing more goes to stdout, whose reader has left (kg … | head) or whose disk is full, not even when
    Python closes it.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
