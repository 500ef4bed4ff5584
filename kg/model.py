"""What travels along the line: papers, and the facts that rules find in them."""

from dataclasses import dataclass

LABELS = ("Method", "Dataset", "Metric", "Task")
"""The labels of entities that stand in a paper's text under a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper as a listing gives it.

    Texts are NFC and otherwise untouched; what is missing is None or empty.
    `id` is the arXiv id without version, or `t-` and 16 hex digits of the normalised title's SHA-256.
    Dates are ISO 8601 dates (`2022-02-20`); `sources` are `FILE:LINE` of the records it was read from.
    """

    id: str
    title: str
    abstract: str
    arxiv_id: str | None = None
    version: int | None = None
    doi: str | None = None
    published: str | None = None
    updated: str | None = None
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    comment: str | None = None
    journal: str | None = None
    code: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name of an entity in one field of a paper: `paper.FIELD[start:end] == text`.

    `name` is the entity's canonical name. `long_form` is what the paper spells an abbreviation out to.
    `role` is introduced, used or compared (methods; datasets: introduced or used).
    """

    label: str
    name: str
    text: str
    field: str
    start: int
    end: int
    rule: str
    role: str | None = None
    generic: bool = False
    long_form: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A number by which a method is judged; `paper.FIELD[start:end] == value_text` is the number as
    written.

    `value` is the number in decimal notation, `value_high` the upper end of a range; `kind` is absolute or
    delta. `method`, `dataset`, `metric`, `task` and `versus` are names of this paper's mentions, None where
    the text does not say; `ours` says that the paper's own method is meant, whether or not it has a name.
    `rule` found the number and its metric; the other rules, each slot's filling.
    """

    value: str
    value_text: str
    kind: str
    sentence: str
    field: str
    start: int
    end: int
    rule: str
    value_high: str | None = None
    unit: str | None = None
    qualifier: str | None = None
    setting: str | None = None
    efficiency: bool = False
    ours: bool = False
    method: str | None = None
    dataset: str | None = None
    metric: str | None = None
    task: str | None = None
    versus: str | None = None
    method_rule: str | None = None
    dataset_rule: str | None = None
    versus_rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A number with a unit or a metric near it that became no result: the slot that failed, why, and the
    rule that came nearest; `paper.FIELD[start:end] == value_text`.
    """

    value_text: str
    sentence: str
    field: str
    start: int
    end: int
    slot: str
    reason: str
    rule: str


Fact = Mention | Result
