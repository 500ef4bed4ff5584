"""A paper as the rules read it: one tokenised document over title and abstract, and the way back to the
stored text.
"""

from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.model import Paper
from kg.text import Plain, plain
from kg.tokenizer import Tokens, document, split


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`text` is the plain title, a line feed and the plain abstract, which starts at character `split`;
    `doc` is its spaCy Doc.
    """

    paper: Paper
    text: str
    tokens: Tokens
    doc: Doc
    title: Plain
    abstract: Plain
    split: int

    def chars(self, start: int, end: int) -> tuple[int, int]:
        """The characters of `text` that tokens `start:end` span, without white space at the edges."""
        words, starts = self.tokens.words, self.tokens.starts
        while end - start > 1 and words[end - 1].isspace():
            end -= 1
        while end - start > 1 and words[start].isspace():
            start += 1
        return starts[start], starts[end - 1] + len(words[end - 1])

    def string(self, start: int, end: int) -> str:
        """The plain text of tokens `start:end`."""
        if end - start == 1:
            return self.tokens.words[start]
        first, last = self.chars(start, end)
        return self.text[first:last]

    def place(self, start: int, end: int) -> tuple[str, int, int]:
        """The field, start and end in the stored text of tokens `start:end`, which lie within one field."""
        first, last = self.chars(start, end)
        if first < self.split:
            return "title", *self.title.span(first, min(last, self.split - 1))
        return "abstract", *self.abstract.span(first - self.split, last - self.split)

    def stored(self, field: str, start: int, end: int) -> str:
        """The stored text at a place."""
        return (self.title if field == "title" else self.abstract).stored[start:end]


def page(vocab: Vocab, paper: Paper) -> Page:
    """Read one paper."""
    title, abstract = plain(paper.title), plain(paper.abstract)
    text = f"{title.text}\n{abstract.text}"
    tokens = split(text)
    return Page(
        paper=paper,
        text=text,
        tokens=tokens,
        doc=document(vocab, tokens),
        title=title,
        abstract=abstract,
        split=len(title.text) + 1,
    )
