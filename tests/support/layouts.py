"""Every layout and notice that there is."""

from __future__ import annotations

from importlib import import_module

from newsharvest.page.common import CHALLENGES
from newsharvest.page.layouts import Layout
from tests.support.project import ROOT, outlets


def every_layout() -> list[Layout]:
    """The layouts of all families, once each: one module may use another's."""
    modules = [f"newsharvest.platforms.{file.stem}" for file in (ROOT / "newsharvest" / "platforms").glob("*.py")]
    found = [value for module in modules for value in vars(import_module(module)).values() if isinstance(value, Layout)]
    return list({layout.name: layout for layout in found}.values())


LAYOUTS = every_layout()
NOTICES = {notice for spider in outlets().values() for notice in (*spider.notices, *CHALLENGES)}
