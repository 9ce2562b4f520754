"""The walk over the tokens of a Turtle file: statements, rules on syntax, and where each rule applies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from relgraph.linting.iris import Namespaces
from relgraph.linting.literals import language_rules, string_rules, value_rules
from relgraph.linting.tokens import TOKEN, unescape
from relgraph.linting.values import comparison_key
from relgraph.model.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
_RDF = PREFIXES["rdf"]
_OWL = PREFIXES["owl"]
_BY_MARK = {"<<": "quoted-triple", "<<(": "triple-term", "{|": "annotation", "~": "reifier"}
"""Punctuation of RDF 1.2 and RDF-star."""


class Hit(NamedTuple):
    """A place in a text at which a rule applies.

    Attributes:
        rule: The name of the rule.
        start: The position of the first character there, from 0.
        end: The position after the last one.
    """

    rule: str
    start: int
    end: int


class _Frame:
    """What is open: a statement, or a bracket in it. A collection has no predicate."""

    __slots__ = ("predicate", "subject")

    def __init__(self, subject: str | None = None) -> None:
        self.subject = subject
        self.predicate: str | None = None


class Scanner:
    """One pass over the tokens of a file.

    Attributes:
        hits: Where rules apply, in the order in which they are found: a datatype before its string.
        stopped: The position at which no token begins, or ``None``. What follows it is not looked at: in a file
            that is not Turtle nothing says where a string ends.

    Example:
        >>> scanner = Scanner("<https://example.org/s> a 5.", has_ontology=False)
        >>> scanner.run()
        >>> scanner.hits
        [Hit(rule='number-before-dot', start=26, end=28)]
    """

    def __init__(self, text: str, *, has_ontology: bool) -> None:
        """Prepare the pass.

        Args:
            text: The content of the file.
            has_ontology: Whether it declares an ontology.
        """
        self.hits: list[Hit] = []
        self.stopped: int | None = None
        self._text = text
        self._has_ontology = has_ontology
        self._namespaces = Namespaces()
        self._frames = [_Frame()]
        self._last: re.Match[str] | None = None
        self._string: re.Match[str] | None = None  # waits for its language tag or datatype
        self._typed = False  # ... after ^^
        self._directive = ""  # what the next token belongs to
        self._prefix = ""
        self._blanks = 0
        self._values: dict[tuple[str, str, object], tuple[str, str]] = {}

    def run(self) -> None:
        """Walk to the end of the text, or to where no token begins."""
        text, position = self._text, 0
        if text.startswith("\ufeff"):
            position = 1
            self.hits.append(Hit("byte-order-mark", 0, 1))
        while position < len(text):
            token = TOKEN.match(text, position)
            if token is None:
                self.stopped = position
                break
            position = token.end()
            if token.lastgroup != "skip":
                if not (self._string is not None and self._after_string(self._string, token)):
                    self._take(token)
                self._last = token
        if self._string is not None:
            self._literal(self._string)

    def _add(self, token: re.Match[str], *rules: str) -> None:
        self._add_at(token.start(), token.end(), rules)

    def _add_at(self, start: int, end: int, rules: Iterable[str]) -> None:
        self.hits += [Hit(rule, start, end) for rule in rules]

    def _after_string(self, string: re.Match[str], token: re.Match[str]) -> bool:
        """Take what follows ``string``, and tell whether it belongs to it."""
        kind = token.lastgroup
        if kind == "mark" and token[0] == "^^":
            self._typed = True
            return True
        self._string = None
        if self._typed and kind in ("iri", "pname"):
            self._literal(string, datatype=self._iri(token), end=token.end())
            return True
        self._literal(string)
        if not self._typed and kind == "language":
            self._add(token, *language_rules(token[0][1:]))
            return True
        return False

    def _take(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        if self._directive:
            self._declare(token)
        elif kind in ("iri", "pname"):
            self._term(self._iri(token), token)
        elif kind == "mark":
            self._mark(token)
        elif kind in ("string", "long"):
            self._string, self._typed = token, False
        elif kind == "word":
            self._word(token)
        elif kind == "number":
            datatype = next(name for name in ("integer", "decimal", "double") if token[name] is not None)
            self._value(token[0], _XSD + datatype, token.start(), token.end())
        elif kind == "blank":
            self._term(token[0], token)
        elif token[0] in ("@prefix", "@base", "@version"):
            self._directive = token[0][1:]
            if token[0] == "@version":
                self._add(token, "version-directive")

    def _declare(self, token: re.Match[str]) -> None:
        """Take what follows a directive."""
        if self._directive == "prefix" and token.lastgroup == "pname":
            self._directive, self._prefix = "namespace", token[0]
            if token[0].startswith("a."):
                self._add(token, "prefix-with-dot")
            return
        if token.lastgroup == "iri":
            if self._directive == "namespace":
                self._namespaces.declare_prefix(self._prefix, self._iri(token))
            elif self._directive == "base":
                self._namespaces.declare_base(self._iri(token))
        self._directive = ""

    def _word(self, token: re.Match[str]) -> None:
        word = token[0]
        if word == "a":
            self._term(_RDF + "type", token)
        elif word in ("true", "false"):
            self._value(word, _XSD + "boolean", token.start(), token.end())
        elif word.lower() in ("prefix", "base", "version"):
            self._directive = word.lower()
            self._add(token, "version-directive" if self._directive == "version" else "sparql-directive")

    def _mark(self, token: re.Match[str]) -> None:
        mark = token[0]
        if mark in _BY_MARK:
            self._add(token, _BY_MARK[mark])
        if mark == ".":
            self._before_dot(token)
            self._frames = [_Frame()]
        elif mark == ";":
            if self._last is not None and self._last[0] == ";":
                self._add(token, "repeated-semicolon")
            self._frames[-1].predicate = None
        elif mark in ("[", "(", "<<", "<<(", "{|"):
            self._blanks += 1
            blank = f"[{self._blanks}"
            if mark != "{|":
                self._term(blank, token)
            self._frames.append(_Frame(None if mark.startswith("<<") else blank))
            if mark == "(":
                self._frames[-1].predicate = ""
        elif mark in ("]", ")", ">>", ")>>", "|}") and len(self._frames) > 1:
            self._frames.pop()

    def _before_dot(self, dot: re.Match[str]) -> None:
        last = self._last
        if last is not None and last.end() == dot.start():
            if last.lastgroup == "number":
                self._add_at(last.start(), dot.end(), ["number-before-dot"])
            elif last[0] in ("true", "false"):
                self._add_at(last.start(), dot.end(), ["boolean-before-dot"])

    def _term(self, term: str, token: re.Match[str]) -> None:
        frame = self._frames[-1]
        if frame.subject is None:
            frame.subject = term
        elif frame.predicate is None:
            frame.predicate = term
            if term == _OWL + "imports" and not self._has_ontology:
                self._add(token, "owl-imports")

    def _iri(self, token: re.Match[str]) -> str:
        iri, rules = self._namespaces.resolve(token[0])
        if rules:
            self._add(token, *rules)
        return iri

    def _literal(self, string: re.Match[str], datatype: str = "", end: int = 0) -> None:
        written = string[0]
        quotes = 3 if string.lastgroup == "long" else 1
        lexical = unescape(written[quotes:-quotes])
        self._add(string, *string_rules(written, lexical))
        if datatype:
            self._value(lexical, datatype, string.start(), end)

    def _value(self, lexical: str, datatype: str, start: int, end: int) -> None:
        self._add_at(start, end, value_rules(lexical, datatype, has_ontology=self._has_ontology))
        frame = self._frames[-1]
        if frame.subject and frame.predicate:
            key = comparison_key(lexical, datatype)
            if key is not None:
                known = self._values.setdefault((frame.subject, frame.predicate, key), (lexical, datatype))
                if known != (lexical, datatype):
                    self._add_at(start, end, ["equal-values"])
