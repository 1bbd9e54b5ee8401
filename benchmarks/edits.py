"""Outlets, and what their pages and desks do to a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from operator import methodcaller
from random import Random

from benchmarks import release_texts as texts
from benchmarks.drafts import Draft, Paragraphs
from benchmarks.wording import invented, particle

# --- outlets and their habits


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet, and what its pages always do to a text."""

    name: str
    domain: str
    reporters: tuple[str, ...]
    byline: str
    rights: str
    straight: bool
    dot: str
    blocks: str


def read_outlets() -> tuple[Outlet, ...]:
    """Return the outlets; their habits stay the same."""
    random = Random("outlets")
    return tuple(
        Outlet(
            name,
            domain,
            tuple(invented(random) for _ in range(5)),
            random.choice(("top", "top", "end", "end", "")),
            random.choice(texts.RIGHTS).format(name=name, domain=domain) if random.random() < 0.55 else "",
            random.random() < 0.4,
            random.choice("···ㆍㆍ?"),
            random.choice(("as sent", "as sent", "sentences", "pairs", "one")),
        )
        for name, domain in (line.split() for line in texts.OUTLETS.strip().split("\n"))
    )


OUTLETS = read_outlets()


def by_sentences(paragraphs: Paragraphs) -> Paragraphs:
    """Give each sentence a paragraph of its own."""
    return [[sentence] for paragraph in paragraphs for sentence in paragraph]


def in_twos(paragraphs: Paragraphs) -> Paragraphs:
    """Join each two paragraphs."""
    return [[sentence for paragraph in paragraphs[n : n + 2] for sentence in paragraph] for n in range(0, len(paragraphs), 2)]


def merged(paragraphs: Paragraphs) -> Paragraphs:
    """Join all paragraphs."""
    return [[sentence for paragraph in paragraphs for sentence in paragraph]]


BLOCKS: dict[str, Callable[[Paragraphs], Paragraphs]] = {"sentences": by_sentences, "pairs": in_twos, "one": merged}


def joined(paragraphs: Paragraphs) -> str:
    """Return a body."""
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)


def furniture(random: Random, draft: Draft, outlet: Outlet, paragraphs: Paragraphs, *, chance: float) -> None:
    """Add what the outlet's pages add to a text: byline, caption, file name, rights line."""
    reporter = random.choice(outlet.reporters)
    title = random.choice(draft.titles)
    if not draft.notice and random.random() < chance * 0.5:
        source = f"{draft.city} 제공" if random.random() < 0.7 else f"{reporter} 기자"
        caption = random.choice(("▲ {title}. (사진={source})", "▲ {title} [사진={source}]", "▲사진={source}", "▲ {title} ⓒ{outlet}"))
        paragraphs.insert(random.randint(0, 1), [caption.format(title=title, source=source, outlet=outlet.name)])
    if not draft.notice and random.random() < chance * 0.2:
        name = random.choice(("[크기변환]{n}.{title}.jpg", "{n}. {title}(1).JPG", "사본 -{title}.jpg"))
        paragraphs.insert(random.randint(0, len(paragraphs)), [name.format(n=random.randint(1, 20), title=title)])
    if outlet.byline == "top" and not draft.notice and random.random() < chance:
        form = random.choice(("[{outlet}={reporter} 기자] ", "[{outlet} {reporter} 기자] ", "({city}={outlet}) {reporter} 기자 = "))
        first = next(paragraph for paragraph in paragraphs if not paragraph[0].startswith(("▲", "[크기", "사본")))
        first[0] = form.format(outlet=outlet.name, reporter=reporter, city=draft.city[:-1]) + first[0]
    elif outlet.byline == "end" and random.random() < chance:
        form = random.choice(("{reporter} 기자", "{city}={reporter} 기자", "{reporter} 기자 news{n}@{domain}"))
        paragraphs.append([form.format(reporter=reporter, city=draft.city[:-1], n=random.randint(1, 99), domain=outlet.domain)])
    if outlet.rights and random.random() < chance:
        paragraphs.append([outlet.rights])


# --- edits


SAID = re.compile(r"다고 (?:\d+일 )?(?:밝혔다|전했다)\.")


def changed(paragraphs: Paragraphs, edit: Callable[[str], str]) -> Paragraphs:
    """Return the paragraphs with each sentence edited."""
    return [[edit(sentence) for sentence in paragraph] for paragraph in paragraphs]


def straight(text: str) -> str:
    """Make quotes straight."""
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", text))


def joined_by_particle(text: str) -> str:
    """Write 과 or 와 for 및."""
    return re.sub(r"(\S*[가-힣]) 및 ", lambda found: f"{found[1]}{particle(found[1], '과')} ", text)


def without_commas(text: str) -> str:
    """Write 1080 for 1,080."""
    return re.sub(r"(?<=\d),(?=\d{3})", "", text)


def respaced(random: Random, paragraphs: Paragraphs) -> Paragraphs:
    """Write some compounds apart or together, each the same way throughout."""
    pairs = [pair for pair in texts.SPACING if random.random() < 0.6]

    def edit(text: str) -> str:
        for one, other in pairs:
            text = text.replace(one, other) if one in text else text.replace(other, one)
        return text

    return changed(paragraphs, edit)


def said_elsewhere(random: Random, paragraphs: Paragraphs) -> Paragraphs:
    """Drop the lead's "…고 5일 밝혔다", or move it to the sentence after."""
    flat = [(row, column) for row, paragraph in enumerate(paragraphs) for column in range(len(paragraph))]
    for index, (row, column) in enumerate(flat[:2]):
        sentence = paragraphs[row][column]
        if SAID.search(sentence):
            paragraphs[row][column] = SAID.sub("다.", sentence, count=1)
            if random.random() < 0.4 and index + 1 < len(flat):
                row, column = flat[index + 1]
                after = paragraphs[row][column]
                if re.search(r"(?<!이)(?<!밝혔)(?<!말했)다\.$", after) and "”" not in after[-12:]:
                    paragraphs[row][column] = after[:-1] + "고 밝혔다."
            break
    return paragraphs


def without_head(paragraphs: Paragraphs) -> Paragraphs:
    """Drop the head's name in brackets, which some desks never print."""
    return changed(paragraphs, lambda text: re.sub(r"(?<=[시군구])\((?:시장|군수|구청장) [가-힣]{3}\)", "", text))


def set_by(random: Random, draft: Draft, outlet: Outlet, paragraphs: Paragraphs, *, edits: int, pages: float = 0.8) -> str:
    """Return the body as an outlet sets it: its habits, some more light edits, and what its page adds."""
    if outlet.straight:
        paragraphs = changed(paragraphs, straight)
    if outlet.dot != "·":
        paragraphs = changed(paragraphs, lambda text: text.replace("·", outlet.dot))
    for edit in random.sample(range(7), edits):
        if edit == 0:
            paragraphs = respaced(random, paragraphs)
        elif edit == 1:
            paragraphs = changed(paragraphs, joined_by_particle)
        elif edit == 2:
            paragraphs = changed(paragraphs, without_commas)
        elif edit == 3:
            paragraphs = said_elsewhere(random, paragraphs)
        elif edit == 4:
            paragraphs = changed(paragraphs, lambda text: text.replace("△", "▲") if "△" in text else re.sub(r"▲ ?", "△", text))
        elif edit == 5:
            paragraphs = without_head(paragraphs)
        elif not draft.notice:
            paragraphs = BLOCKS[random.choice(("sentences", "pairs", "one"))](paragraphs)
    if not draft.notice and outlet.blocks in BLOCKS and random.random() < 0.8:
        paragraphs = BLOCKS[outlet.blocks](paragraphs)
    paragraphs = [list(paragraph) for paragraph in paragraphs if paragraph]
    if pages:
        furniture(random, draft, outlet, paragraphs, chance=pages)
    return joined(paragraphs)


COUNT = re.compile(r"(?<![\d,.])(\d[\d,]*)(?=(?:여 ?)?(?:명|개|곳|억|만 원|톤|가구|대(?! 보험| \d)|건|㏊|㎡|회|팀|병|부|농가|%))")


def corrected(random: Random, paragraphs: Paragraphs, count: int) -> Paragraphs:
    """Change some figures, each wherever it stands."""
    found = list(dict.fromkeys(match[1] for paragraph in paragraphs for sentence in paragraph for match in COUNT.finditer(sentence)))
    for old in random.sample(found, min(count, len(found))):
        value = int(old.replace(",", ""))
        step = 1 if value < 20 else 5 if value < 200 else 10 if value < 2000 else 100
        new = max(1, value + random.choice((-2, -1, 1, 2)) * step)
        figure = f"{new:,}" if "," in old or new >= 1000 else str(new)
        pattern = re.compile(rf"(?<![\d,.]){re.escape(old)}(?=여|명|개|곳|억|만 원|톤|가구|대(?! 보험| \d)|건|㏊|㎡|회|팀|병|부|농가|%)")
        paragraphs = changed(paragraphs, partial(pattern.sub, figure))
    return paragraphs


def reworded(random: Random, paragraphs: Paragraphs, count: int) -> Paragraphs:
    """Say a few things in other words, or more shortly."""
    flat = "\n".join(sentence for paragraph in paragraphs for sentence in paragraph)
    usable = [pair for pair in texts.REWORDED if pair[0] in flat]
    for old, new in random.sample(usable, min(count, len(usable))):
        paragraphs = changed(paragraphs, methodcaller("replace", old, new))
    return paragraphs


def shorter_quotation(paragraphs: Paragraphs) -> Paragraphs:
    """Keep the first half of the first quotation that has two: “…”며 “…”고 말했다."""
    done = False

    def edit(text: str) -> str:
        nonlocal done
        short = re.sub(r"”(?:라)?며 “[^”]*”(라?)고 ", "”고 ", text, count=1) if not done else text
        done = done or short != text
        return short

    return changed(paragraphs, edit)


def moderately(random: Random, draft: Draft, added: str) -> Paragraphs:
    """Return the text as a desk that works on it leaves it."""
    paragraphs = draft.copy()
    steps = random.sample(("drop", "move", "split", "aside", "reword", "reword", "figures", "figures", "quote"), random.randint(2, 4))
    for step in steps:
        if step == "drop" and len(paragraphs) > 3:
            inner = range(1, len(paragraphs))
            del paragraphs[min(random.sample(inner, 2), key=lambda row: sum(map(len, paragraphs[row])))]
        elif step == "move" and len(paragraphs) > 3:
            paragraphs.insert(random.randint(1, len(paragraphs) - 1), paragraphs.pop(random.randint(2, len(paragraphs) - 1)))
        elif step == "split":
            row = max(range(len(paragraphs)), key=lambda row: len(paragraphs[row]))
            cut = (len(paragraphs[row]) + 1) // 2
            paragraphs[row : row + 1] = [paragraphs[row][:cut], paragraphs[row][cut:]]
        elif step == "aside":
            asides = [row for row, paragraph in enumerate(paragraphs) if row > 1 and paragraph and paragraph[0].startswith("한편")]
            if asides:
                del paragraphs[asides[-1]]
            else:
                paragraphs.append([added])
        elif step == "reword":
            paragraphs = reworded(random, paragraphs, random.randint(2, 5))
        elif step == "figures":
            paragraphs = corrected(random, paragraphs, random.randint(1, 3))
        elif step == "quote":
            paragraphs = shorter_quotation(paragraphs)
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    return reworded(random, paragraphs, 3) if paragraphs == draft.copy() else paragraphs


def length(paragraphs: Iterable[Iterable[str]]) -> int:
    """Return how many characters the sentences have."""
    return sum(len(sentence) + 1 for paragraph in paragraphs for sentence in paragraph)


def excerpted(random: Random, draft: Draft) -> Paragraphs:
    """Return 40 to 60 % of the text: the lead and what follows, or the lead and a selection."""
    flat = [(row, sentence) for row, paragraph in enumerate(draft.paragraphs) for sentence in paragraph]
    total = length(draft.paragraphs)
    best: tuple[float, list[int]] = (9.0, [0])
    for _ in range(40):
        target = random.uniform(0.42, 0.58)
        order = list(range(1, len(flat)))
        if random.random() < 0.5:
            random.shuffle(order)
        kept, size = [0], len(flat[0][1]) + 1
        for index in order:
            if size / total >= target:
                break
            kept.append(index)
            size += len(flat[index][1]) + 1
        off = abs(size / total - 0.5)
        best = min(best, (off, sorted(kept)))
        if off <= 0.1:
            best = (off, sorted(kept))
            break
    rows: dict[int, list[str]] = {}
    for index in best[1]:
        row, sentence = flat[index]
        rows.setdefault(row, []).append(sentence)
    return list(rows.values())


def headline(random: Random, draft: Draft, outlet: Outlet, first: bool = False) -> str:
    """Return a headline as a desk rewrites it."""
    title = draft.titles[0] if first or random.random() < 0.35 else random.choice(draft.titles)
    if first or draft.notice:
        return title
    for edit in random.sample(range(6), random.choice((0, 1, 1, 2))):
        if edit == 0:
            title = title if title.startswith("[") else f"[{draft.city}] {title}"
        elif edit == 1:
            title = f"{title} -{outlet.name}-"
        elif edit == 2:
            title = title.replace("…", "... ")
        elif edit == 3:
            title = title.replace("·", "ㆍ")
        elif edit == 4:
            title = title.replace(", ", " ")
    return straight(title) if outlet.straight else title
