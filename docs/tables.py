"""What the pages in docs/ and the READMEs take from the code. `uv run cog -r "@docs/generated.txt"` writes it into them anew."""

from __future__ import annotations

import argparse
import ast
import io
import json
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from itemadapter import ItemAdapter
from scrapy.commands import ScrapyCommand
from scrapy.settings import default_settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.project import get_project_settings

from newsharvest import commands as our_commands
from newsharvest import press
from newsharvest import settings as our_settings
from newsharvest.commands.outlets import FIXTURES, discovery, fixtures, found_layouts, load_cases
from newsharvest.crawl.outlet import OutletSpider
from newsharvest.doubts import Doubt
from newsharvest.download.replay import Case
from newsharvest.feeds.headers import head
from newsharvest.items import ARTICLE_FIELDS, STORY_FIELDS, VERSION_FIELDS, Article, Story, json_schema
from newsharvest.language import _, speaking, use
from newsharvest.reasons import Reason
from newsharvest.signals import Signal

OUTLETS = {
    "en": ("outlet", "masthead", "region", "family", "discovery", "fixtures", "checked live"),
    "ko": ("매체", "제호", "지역", "계열", "찾는 방법", "담긴 기사", "실제 사이트 확인"),
}
FOUND = {"en": "found by program", "ko": "프로그램이 찾음"}
REPAIR = {"en": "repair.md", "ko": "repair.ko.md"}
NEVER = {"en": "never", "ko": "한 적 없음"}
DOUBTS = {"en": ("doubt", "means"), "ko": ("의심", "뜻")}
REASONS = {"en": ("reason", "means", "is it a failure?"), "ko": ("사유", "뜻", "실패인가")}


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table between two blank lines."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n" + "".join("| " + " | ".join(cell.replace("|", r"\|") for cell in line) + " |\n" for line in lines) + "\n"


def as_text(words: str) -> str:
    """Return words that a page may have said, as Markdown that shows them as they are: no link, no HTML, no end of what cog writes."""
    return re.sub(r"[!$&*:<>\[\\\]^_`~]", r"\\\g<0>", " ".join(words.split()))


def spiders() -> list[type[OutletSpider]]:
    """Return the outlets by name."""
    loader = get_spider_loader(get_project_settings())
    return [outlet for name in sorted(loader.list()) if issubclass(outlet := loader.load(name), OutletSpider)]


def checked_live(outlet: type[OutletSpider]) -> str | None:
    """Return the day on which its spider says that it was checked on its live site, if it was."""
    day = re.search(r"\. Checked live (20\d\d-\d\d-\d\d)", sys.modules[outlet.__module__].__doc__ or "")
    return day[1] if day else None


def status(language: str) -> str:
    """Return the first words of a README's line on its status."""
    outlets = spiders()
    checked = sum(checked_live(outlet) is not None for outlet in outlets)
    if language == "ko":
        return f"**현재 상태: 매체 {len(outlets)}곳, 실제 사이트에서 확인한 곳 {checked}곳.**"
    return f"**Status: {len(outlets)} outlets, {checked} checked live.**"


def outlets(language: str) -> str:
    """Return the table of outlets: what `scrapy outlets` shows without a store, and whether it was checked live."""
    cases = load_cases(FIXTURES)
    with speaking(language):
        return table(OUTLETS[language], [outlet_row(outlet, cases, language) for outlet in spiders()])


def outlet_row(outlet: type[OutletSpider], cases: Sequence[Case], language: str) -> list[str]:
    """Return an outlet's row."""
    family = f"`{outlet.family}`" if outlet.family.startswith("/") else outlet.family
    if days := press.unique(day for _, day in found_layouts(outlet)):
        family += f" ([{FOUND[language]}]({REPAIR[language]}) {', '.join(days)})"
    masthead = f"[{as_text(outlet.title)}]({outlet.address('/')})"
    pages, checked = fixtures(outlet, cases) or "-", checked_live(outlet) or NEVER[language]
    return [f"`{outlet.name}`", masthead, as_text(outlet.region), family, discovery(outlet), pages, checked]


def doubts(language: str) -> str:
    """Return the table of doubts, in the program's own words."""
    with speaking(language):
        return table(DOUBTS[language], [[f"`{doubt.code}`", markup_as_code(_(doubt.words))] for doubt in Doubt])


def signals() -> str:
    """Return the table of signals."""
    return table(("signal", "means"), ((f"`{signal.code}`", signal.words) for signal in Signal))


def reasons(language: str) -> str:
    """Return the table of reasons, in the program's own words."""
    with speaking(language):
        rows = [[f"`{reason.code}`", _(reason.words), _("no") if reason.normal else _("yes")] for reason in Reason]
    return table(REASONS[language], rows)


def markup_as_code(words: str) -> str:
    """Return words with the tags and character references that they name as code, which a page in a browser shows as they are."""
    return re.sub(r"</?\w+>|&\w+;", r"`\g<0>`", words)


def fields() -> str:
    """Return the table of an article's fields, from its JSON schema: the docstrings of `newsharvest/items.py`."""
    properties = ItemAdapter.get_json_schema(Article)["properties"]
    return table(("column", "kind", "what it holds"), ([f"`{name}`", kind(of), of["description"]] for name, of in properties.items()))


def headers(language: str) -> str:
    """Return the table of what stands over the columns of articles and stories with `--headers ko`."""
    names = dict.fromkeys([*ARTICLE_FIELDS, "body_more", "body_more_2", *STORY_FIELDS, *VERSION_FIELDS])
    heads = {"en": ("field", "`--headers ko`"), "ko": ("필드", "`--headers ko`")}
    return table(heads[language], ([f"`{name}`", head(name, "ko")] for name in names))


def kind(of: dict[str, str | list[str]]) -> str:
    """Return the kind of a field in words."""
    kinds = [of["type"]] if isinstance(of["type"], str) else [name for name in of["type"] if name != "null"]
    words = {"array": "list", "string": "text", "integer": "number", "number": "number"}[kinds[0]]
    return f"{words} or empty" if "null" in of["type"] else words


# --- Commands


def commands() -> str:
    """Return what each command is for, how it is written, and its options: its own help."""
    told = []
    for module in iter_modules(our_commands.__path__):
        command: ScrapyCommand = import_module(f"{our_commands.__name__}.{module.name}").Command()
        use("en")  # a command speaks its user's language
        description = command.long_desc()
        told.append(
            f"\n## scrapy {module.name}\n\n{command.short_desc()}.\n\n"
            f"`scrapy {module.name} {command.syntax()}`\n"
            + (f"\n{plain(description)}\n" if description != command.short_desc() else "")
            + (table(("option", "what it does"), rows) if (rows := list(options(command))) else "")
        )
    return "".join(told).rstrip("\n") + "\n\n"


def options(command: ScrapyCommand) -> Iterator[tuple[str, str]]:
    """Yield the options that a command has beside those of every Scrapy command."""
    parser, common = argparse.ArgumentParser(), argparse.ArgumentParser()
    command.settings = get_project_settings()
    command.add_options(parser)
    ScrapyCommand.add_options(command, common)
    known = {option for action in common._actions for option in action.option_strings}  # argparse has no public list of them
    for action in parser._actions:
        if not known.intersection(action.option_strings):
            value = f" {action.metavar or action.dest.upper()}" if action.nargs != 0 else ""
            yield ", ".join(f"`{option}{value}`" for option in action.option_strings), plain(action.help or "")


def plain(text: str) -> str:
    """Return help as Markdown that shows it as it is."""
    return re.sub(r"[<>]", r"\\\g<0>", text)


# --- Settings


def settings() -> str:
    """Return the settings in the groups of `newsharvest/settings.py`, with what its comments say."""
    assert our_settings.__file__ is not None
    source = Path(our_settings.__file__).read_text(encoding="utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = {token.start[0]: token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT}
    headings = {line: found[1] for line, comment in comments.items() if (found := re.fullmatch(r"--- (.+?) -+", comment))}
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for statement in ast.parse(source).body:
        above = [heading for line, heading in headings.items() if line < statement.lineno]
        # A dict with something in it is wiring: it names the project's own classes
        if (
            above
            and isinstance(statement, ast.Assign | ast.AnnAssign)
            and not (isinstance(statement.value, ast.Dict) and statement.value.keys)
        ):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            [name] = [target.id for target in targets if isinstance(target, ast.Name)]
            assert statement.value
            said = (comments.get(line, "") for line in range(statement.lineno, (statement.end_lineno or statement.lineno) + 1))
            value = f"`{ast.get_source_segment(source, statement.value)}`"
            whose = " (Scrapy's)" if hasattr(default_settings, name) else ""
            groups.setdefault(above[-1], []).append((f"`{name}`{whose}", value, " ".join(filter(None, said))))
    return "".join(f"\n## {heading}\n{table(('setting', 'default', 'why'), rows)}" for heading, rows in groups.items())


def schema_files() -> Iterator[tuple[Path, str]]:
    """Yield the JSON Schemas that are published here, each with what it has to hold. `uv run python docs/tables.py` writes them anew."""
    for item in (Article, Story):
        text = json.dumps(json_schema(item), ensure_ascii=False, indent=2)
        yield Path(__file__).with_name(f"{item.__name__.lower()}.schema.json"), f"{text}\n"


if __name__ == "__main__":
    for file, text in schema_files():
        file.write_text(text, encoding="utf-8", newline="\n")
