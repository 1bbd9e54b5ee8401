"""What not every system has."""

from __future__ import annotations

import sys

import pytest

WINDOWS = sys.platform == "win32"
POSIX = pytest.mark.skipif(WINDOWS, reason="a file that is open can be moved, deleted and replaced on POSIX systems alone")
SIGNALS = pytest.mark.skipif(WINDOWS, reason="Windows sends a process neither SIGINT, SIGTERM nor SIGKILL")
LIMITS = pytest.mark.skipif(WINDOWS, reason="the module resource, which bounds a file's size, is of POSIX systems alone")
PIPES = pytest.mark.skipif(WINDOWS, reason="Windows has no named pipes in its folders, and no /dev/full")
SHELL = pytest.mark.skipif(WINDOWS, reason="the command is one of a POSIX shell")
MODES = pytest.mark.skipif(WINDOWS, reason="Windows knows no modes of files, and links are for administrators")
