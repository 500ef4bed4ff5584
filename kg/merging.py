"""The records of one paper become one paper, whatever files they are in."""

from pathlib import Path
from typing import TYPE_CHECKING

from kg.assembly import parquet

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHARD = 2048
"""Papers per row group, and so per shard of facts."""

_RANKED = """
CREATE OR REPLACE TABLE ranked AS
WITH owner AS (
    SELECT title_key, min(id) AS id FROM staged WHERE arxiv_id IS NOT NULL
    GROUP BY title_key HAVING count(DISTINCT id) = 1
), owned AS (
    SELECT n, file, version, updated,
        CASE WHEN arxiv_id IS NULL THEN coalesce(owner.id, staged.id) ELSE staged.id END AS paper
    FROM staged LEFT JOIN owner USING (title_key)
)
SELECT n, file, paper, count(*) OVER (PARTITION BY paper) AS records, row_number() OVER (
    PARTITION BY paper ORDER BY version DESC NULLS LAST, updated DESC NULLS LAST, n) AS rank
FROM owned
"""


def merge(connection: "DuckDBPyConnection", staged: Path, target: Path) -> dict[int, int]:
    """Write each paper once, sorted by id; the number of papers that have their text from each file.

    Records are of one paper by arXiv id; without one by a title that a single arXiv id has, else by title.
    """
    parquet(connection, staged.parent, staged.name).create_view("staged")
    connection.execute(_RANKED)
    records = connection.table("staged")
    kinds = dict(zip(records.columns, map(str, records.types), strict=True))
    columns = [name for name in kinds if name not in ("n", "file", "title_key", "id")]
    alone = connection.sql("SELECT staged.* FROM staged JOIN ranked USING (n) WHERE records = 1")
    several = connection.sql(
        "SELECT staged.*, paper, rank FROM staged JOIN ranked USING (n) WHERE records > 1"
    )
    merged = [_merged(name, text=kinds[name] != "BIGINT") for name in columns]
    papers = alone.project(", ".join(["id", *columns])).union(
        several.aggregate(", ".join(["paper AS id", *merged]), "paper")
    )
    papers.order("id").write_parquet(str(target), row_group_size=SHARD)
    kept = connection.sql("SELECT file, count(*) FROM ranked WHERE rank = 1 GROUP BY file")
    return dict(kept.fetchall())


def _merged(name: str, *, text: bool) -> str:
    """A merged column: what the newest record says; where it is silent, an older one, but for its date."""
    if name == "sources":
        return "list_sort(list_distinct(flatten(list(sources)))) AS sources"
    newest = f"first({name} ORDER BY rank)"
    if name in ("version", "updated"):
        return f"{newest} AS {name}"
    some = f"len({name}) > 0" if text else f"{name} IS NOT NULL"
    return f"coalesce({newest} FILTER ({some}), {newest}) AS {name}"
