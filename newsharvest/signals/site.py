"""What an outlet says for all of its pages: in robots.txt, and in `/.well-known/tdmrep.json` (W3C TDMRep)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from newsharvest.addresses import is_address
from newsharvest.download.robots import robots_text
from newsharvest.signals.agents import AI_AGENTS, BY_TOKEN
from newsharvest.signals.kinds import Signal, in_order
from newsharvest.signals.page import RESERVATION, TDM

ROBOTS = "robots.txt"
TDMREP = "tdmrep.json"
TDMREP_PATH = "/.well-known/tdmrep.json"
RULES_MAX = 1_000
"""Rules of a tdmrep.json that are read."""
POLICIES_MAX = 5
"""Addresses of policies that are kept."""

_LINE = re.compile(r"\s*(user[ -]?agent|allow|disallow)\s*:([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What one of an outlet's files says."""

    codes: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    """The AI agents that robots.txt shuts out; `*` before them where it shuts out whomever it does not name."""
    policies: tuple[str, ...] = ()
    """Where tdmrep.json says that a licence can be had."""

    def dump(self) -> dict[str, list[str]]:
        """Return it as plain data."""
        return {"codes": [*self.codes], "agents": [*self.agents], "policies": [*self.policies]}

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Return what `dump` gave, also of another version; what of it is no list of texts is left out."""
        lists = (data.get(name) for name in ("codes", "agents", "policies"))
        return cls(*(tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else () for found in lists))


def said_by_robots(*bodies: bytes) -> Said:
    """Return what the robots.txt of an outlet's hosts say to AI agents; an empty one says nothing."""
    shut = {agent for body in bodies for agent in shut_out(body)}
    return said_to([agent for agent in ("*", *AI_AGENTS) if agent in shut])


def said_to(agents: Iterable[str]) -> Said:
    """Return what a robots.txt says that shuts these agents out."""
    agents = tuple(agents)
    return Said((Signal.AI_ROBOTS.code,) if agents else (), agents)


def shut_out(body: bytes) -> set[str]:
    """Return which of AI_AGENTS a robots.txt forbids the whole site, `*` for those that it does not name.

    A rule is for the whole site that fits every path (`/`, `/*`); the longest such rule counts, of two alike the one that allows, as in
    RFC 9309. That one is shut out of a part of the site is not looked at.
    """
    rules: dict[str, list[int]] = {}  # by agent the length of the longest rule for all that allows, and that forbids; -1: none
    group: set[str] = set()
    naming = False
    for line in robots_text(body).splitlines():
        found = _LINE.match(line)
        if not found:
            continue
        name, value = found[1].lower(), found[2].strip()
        if name.startswith("user"):
            if not naming:
                group = set()
            naming = True
            agent = BY_TOKEN.get(value.partition("/")[0].strip().lower(), "*" if value == "*" else "")
            if agent:
                group.add(agent)
                rules.setdefault(agent, [-1, -1])
        else:
            naming = False
            if value and value.strip("*") in {"", "/"}:
                place = int(name == "disallow")
                for agent in group:
                    rules[agent][place] = max(rules[agent][place], len(value))
    return {agent for agent, (allowed, forbidden) in rules.items() if forbidden > allowed}


def read_tdmrep(body: bytes, paths: Iterable[str]) -> Said | None:
    """Return what a tdmrep.json says of these paths (with their queries), each rule that fits any of them; None if it is none.

    Which of two rules that fit goes before the other the protocol leaves open: both are kept.
    """
    try:
        rules = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        return None
    paths = list(paths)
    fitting = [
        rule for rule in rules[:RULES_MAX] if isinstance(place := rule.get("location"), str) and any(fits(place, path) for path in paths)
    ]
    signals = [signal for rule in fitting if (signal := TDM.get(str(rule.get(RESERVATION))))]
    policies = dict.fromkeys(policy for rule in fitting if isinstance(policy := rule.get("tdm-policy"), str) and is_address(policy))
    return Said(tuple(in_order(signals)), (), tuple(policies)[:POLICIES_MAX])


def fits(pattern: str, path: str) -> bool:
    """Tell whether a path begins as a pattern says: `*` is any text, `$` at the end the path's end, as in robots.txt."""
    first, *others = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    place = len(first)
    last = others.pop() if others and pattern.endswith("$") else None
    for part in others:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    if last is not None:
        return path.endswith(last) and len(path) - len(last) >= place
    return not pattern.endswith("$") or place == len(path)
