"""Marks for tests that need what not every system has: they are skipped elsewhere, and say why."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

_WINDOWS = sys.platform == "win32"
OPEN_FILES = pytest.mark.skipif(_WINDOWS, reason="Windows moves and deletes no file that is open")
SIGNALS = pytest.mark.skipif(_WINDOWS, reason="Windows sends a process neither SIGINT nor SIGKILL")
SHELL = pytest.mark.skipif(_WINDOWS, reason="the command is a POSIX shell's")
PIPES = pytest.mark.skipif(_WINDOWS, reason="Windows has no named pipes in its folders")
MODES = pytest.mark.skipif(_WINDOWS, reason="Windows knows neither modes of files nor, for everybody, links")
LIMITS = pytest.mark.skipif(_WINDOWS, reason="Windows has no module resource, which bounds the size of a file")
MEMORY = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells the memory in use in KiB")
TERMINALS = pytest.mark.skipif(_WINDOWS, reason="Windows has no terminal that a program can hold the other end of")
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's device that is always full")
DEVICES = pytest.mark.skipif(not Path("/proc").exists(), reason="needs Linux's /proc and /dev")
