"""A paper as the rules read it: one tokenised document over title and abstract, and the way back to the stored text."""

from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.model import Paper
from kg.text import Plain, plain
from kg.tokenizer import tokenize


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`doc` is the plain title, a line feed and the plain abstract; the abstract starts at character `split`."""

    paper: Paper
    doc: Doc
    title: Plain
    abstract: Plain
    split: int

    def place(self, start: int, end: int) -> tuple[str, int, int]:
        """The field, start and end in the stored text of `doc.text[start:end]`, which lies within one field."""
        if start < self.split:
            return "title", *self.title.span(start, min(end, self.split - 1))
        return "abstract", *self.abstract.span(start - self.split, end - self.split)

    def stored(self, field: str, start: int, end: int) -> str:
        """The stored text at a place."""
        return (self.title if field == "title" else self.abstract).stored[start:end]


def page(vocab: Vocab, paper: Paper) -> Page:
    """Read one paper."""
    title, abstract = plain(paper.title), plain(paper.abstract)
    doc = tokenize(vocab, f"{title.text}\n{abstract.text}")
    return Page(paper=paper, doc=doc, title=title, abstract=abstract, split=len(title.text) + 1)
