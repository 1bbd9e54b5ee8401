"""How a query is written and read.

    query   = unit { unit }            all of them
    unit    = part { "|" part }        one of them: `|` joins more closely than a space
    part    = ["-"] (word | title)     `-`: must not be
    title   = ["title:"] (word | phrase | "(" query ")")

A word goes to the next space, `|`, `(`, `)` or quotation mark; a `-` within it is a letter. What stands in quotation marks is looked for as
it is. Everything that people write elsewhere and that means nothing here (commas, OR, *, single quotation marks) is refused with what to
write instead: taken as it stands it would find nothing, in silence.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from typing import NoReturn

from newsharvest import press
from newsharvest.language import N_, _
from newsharvest.search.folding import fold
from newsharvest.search.query import And, Node, Not, Or, Query, Word, says_what_is_wanted

DEEPEST = 8
"""Parentheses within one another."""

# one for one, so that places stay what they are
_MARKS = str.maketrans("｜（）＂“”„‟：，、；＊‐‑‒–—―−－", '|()"""""' + ":,,;*" + "-" * 8)
_APOSTROPHES = "'‘’‚‛`"
_TITLE = "title:"
_BAR = N_("| stands between two words: write 축제 | 행사, or leave it out")
_OTHER_FIELDS = re.compile(r"(제목|본문|내용|기사|body|text|content|headline):")
_JOINERS = {"또는": "|", "혹은": "|", "or": "|", "및": " ", "그리고": " ", "and": " ", "&": " ", "&&": " ", "+": " ", "not": "-"}
_LIST_SIGN = re.compile(r"(?<![0-9])[,;]|[,;](?![0-9])")  # `1,000명` is a number


class QueryError(ValueError):
    """A query that cannot be read; the text says in a sentence what is wrong, and what to write instead."""

    def __init__(self, message: str, query: str, position: int) -> None:
        """`query` is what was read, on one line, and `position` the place in it that the message speaks of, from 0."""
        super().__init__(message)
        self.message, self.query, self.position = message, query, position


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """Read a query. QueryError if it cannot be read, or is plainly meant otherwise."""
    query = press.clean(text)
    return Query(query, _Reader(query).query())


class _Reader:
    """Reads one query, from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = text.translate(_MARKS)
        """The text with each mark in its plain form."""
        self.at = 0
        self.open: list[int] = []
        """Where the parentheses stand that are open."""
        self.first_not: int | None = None
        """Where the first `-` stands that says what must not be."""

    def query(self) -> Node:
        if not self.marks:
            self.refuse(_("the query is empty: write a word"), 0)
        asked = self.all_of()
        if self.at < len(self.marks):
            told = _("no parenthesis opens before this one: leave it out, or write it in quotation marks if the text has it")
            self.refuse(told, self.at)
        if not says_what_is_wanted(asked):
            told = _("a - takes away from what is found: write what is wanted beside it, as in 축제 -취소")
            self.refuse(told, self.first_not or 0)
        return asked

    def refuse(self, message: str, position: int) -> NoReturn:
        raise QueryError(message, self.text, position)

    # --- the grammar

    def all_of(self) -> Node:
        parts: list[Node] = []
        while (mark := self.mark()) and mark != ")":
            parts.append(self.one_of())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one_of(self) -> Node:
        parts = [self.part()]
        while self.mark() == "|":
            bar = self.at
            self.at += 1
            if self.mark() in {"", "|", ")"}:
                self.refuse(_(_BAR), bar)
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def part(self) -> Node:
        if self.mark() == "|":
            self.refuse(_(_BAR), self.at)
        if self.marks[self.at] != "-":
            return self.titled()
        self.first_not = self.at if self.first_not is None else self.first_not
        self.at += 1
        if self.next() == "-":
            self.refuse(_("one - is enough: write -취소"), self.at)
        if self.next() in {"", " ", "|", ")"}:
            self.refuse(_('a - stands right before what is not wanted: write -취소, or "-" if the text has it'), self.at - 1)
        return Not(self.titled())

    def titled(self) -> Node:
        start = self.at
        in_title = fold(self.marks[start : start + len(_TITLE)]) == _TITLE
        if in_title:
            self.at += len(_TITLE)
            if self.next() in {"", " ", "|", ")"}:
                word = self.word_from(self.at) or "축제"
                self.refuse(_("title: stands right before its word: write title:{word}", word=word), start)
            if self.next() == "-":
                word = self.word_from(self.at + 1) or "취소"
                self.refuse(_("a - stands before title: and not after it: write -title:{word}", word=word), self.at)
        if self.next() == '"':
            return self.phrase(in_title=in_title)
        if self.next() != "(":
            return self.word(in_title=in_title)
        inner = self.group()
        return _in_title(inner) if in_title else inner

    def group(self) -> Node:
        start = self.at
        if len(self.open) == DEEPEST:
            self.refuse(_("no more than {most} parentheses stand within one another: write fewer", most=DEEPEST), start)
        self.open.append(start)
        self.at += 1
        if self.mark() == ")":
            self.refuse(_("nothing stands between these parentheses: leave them out"), start)
        inner = self.all_of()
        if not self.mark():
            self.refuse(_("this parenthesis is not closed: write ) where it ends"), start)
        self.open.pop()
        self.at += 1
        self.stand_apart(self.at, " |)-")
        return inner

    def phrase(self, *, in_title: bool) -> Node:
        start = self.at
        end = self.marks.find('"', start + 1)
        if end < 0:
            self.refuse(_('this quotation mark is not closed: write another where the phrase ends, as in "시민 마라톤"'), start)
        said = self.text[start + 1 : end].strip()
        if not fold(said):
            self.refuse(_("nothing stands between these quotation marks: leave them out"), start)
        self.at = end + 1
        if self.next() and self.next() in ",;":
            self.refuse_list(self.at)
        self.stand_apart(self.at, " |)")
        return Word(fold(said), said, in_title)

    def word(self, *, in_title: bool) -> Node:
        start = self.at
        end = start
        while end < len(self.marks) and self.marks[end] not in ' |"()':
            end += 1
        said = self.text[start:end]
        self.check_word(start, end)
        self.at = end
        self.stand_apart(end, " |)")
        return Word(fold(said), said, in_title)

    # --- what is plainly meant otherwise

    def check_word(self, start: int, end: int) -> None:
        word, folded = self.marks[start:end], fold(self.text[start:end])
        if sign := _LIST_SIGN.search(word):
            self.refuse_list(start + sign.start())
        if folded in _JOINERS:
            self.refuse_joiner(start, end, _JOINERS[folded])
        if (field := _OTHER_FIELDS.match(folded)) is not None:
            rest = self.text[start + len(field[0]) : end] or self.word_from(end) or "축제"
            if field[1] in {"제목", "headline"}:
                self.refuse(_("the title is written title: here: write title:{word}", word=rest), start)
            self.refuse(_("only title: can be named, and title and body are both looked through: write {word}", word=rest), start)
        self.check_apostrophes(start)
        if "*" in {word[0], word[-1]} and word.strip("*"):
            told = _("a word is found in longer ones without a *: write {word}", word=word.strip("*"))
            self.refuse(told, start if word[0] == "*" else end - 1)
        if word[0] == "+" and not word[1].isdigit():
            self.refuse(_("each word is wanted without a +: write {word}", word=word.lstrip("+")), start)
        if word[0] == "!" and word.strip("!"):
            self.refuse(_("what is not wanted has a - before it: write -{word}", word=word.lstrip("!")), start)
        if all(unicodedata.category(letter).startswith("P") for letter in folded):
            self.refuse(_('{word} is no word: leave it out, or write "{word}" if the text has it', word=word), start)

    def check_apostrophes(self, start: int) -> None:
        """Refuse single quotation marks round a word or several; `’24년` has one alone."""
        if self.text[start] in _APOSTROPHES and start < self.last_quoted:
            last = next(place for place in range(start + 1, len(self.text)) if self.ends_quoted(place))
            said = self.text[start + 1 : last]
            self.refuse(_('a phrase stands in double quotation marks: write "{said}"', said=said), start)

    @cached_property
    def last_quoted(self) -> int:
        """Where the last single quotation mark stands that ends a word; -1 if none does."""
        return max((place for place in range(len(self.text)) if self.ends_quoted(place)), default=-1)

    def ends_quoted(self, place: int) -> bool:
        return self.text[place] in _APOSTROPHES and self.marks[place + 1 : place + 2] in {"", " ", "|", ")"}

    def refuse_list(self, place: int) -> NoReturn:
        sign = _("a semicolon") if self.marks[place] == ";" else _("a comma")
        left, right = self.word_before(place), self.word_from(place + 1)
        if left and right:
            told = _(
                "{sign} joins nothing: write {left} | {right} for one of them, {left} {right} for both", sign=sign, left=left, right=right
            )
            self.refuse(told, place)
        self.refuse(_("{sign} joins nothing: write | between words for one of them, a space for all", sign=sign), place)

    def refuse_joiner(self, start: int, end: int, mark: str) -> NoReturn:
        said, left, right = self.text[start:end], self.word_before(start) or "축제", self.word_from(end)
        joined = {"|": f"{left} | {right or '행사'}", " ": f"{left} {right or '행사'}", "-": f"-{right or '취소'}"}[mark]
        self.refuse(_('{said} is no sign here: write {joined}, or "{said}" if the text has it', said=said, joined=joined), start)

    def stand_apart(self, place: int, may_follow: str) -> None:
        """Refuse a word, a phrase or a parenthesis that goes on where something else begins."""
        mark = self.marks[place : place + 1]
        if mark and mark not in may_follow:
            begin = max(self.marks.rfind(" ", 0, place), self.marks.rfind("|", 0, place)) + 1
            end = min(found for sign in " |" if (found := (self.marks + sign).find(sign, place)) >= 0)
            said = self.text[begin:end]
            if '"' in self.marks[begin:end]:
                self.refuse(_("quotation marks and parentheses stand apart from words: write a space here"), place)
            told = _(
                'quotation marks and parentheses stand apart from words: write a space here, or "{said}" if the text has it so', said=said
            )
            self.refuse(told, place)

    # --- places

    def next(self) -> str:
        """Return the mark or letter here, or nothing at the end."""
        return self.marks[self.at : self.at + 1]

    def mark(self) -> str:
        """Go to what is no space; return it, or nothing at the end."""
        while self.next() == " ":
            self.at += 1
        return self.next()

    def word_from(self, place: int) -> str:
        """Return the word that comes next, without marks, for an example."""
        found = re.search(r'[^\s|"(),;-][^\s|"(),;]*', self.marks[place:])
        return found[0] if found else ""

    def word_before(self, place: int) -> str:
        """Return the word that came last, without marks, for an example."""
        found = re.findall(r'[^\s|"(),;-][^\s|"(),;]*', self.marks[:place])
        return found[-1] if found else ""


def _in_title(node: Node) -> Node:
    """Return what is to stand in the title alone."""
    match node:
        case Word(text, said, _):
            return Word(text, said, in_title=True)
        case Not(part):
            return Not(_in_title(part))
        case And(parts):
            return And(tuple(map(_in_title, parts)))
        case Or(parts):
            return Or(tuple(map(_in_title, parts)))
