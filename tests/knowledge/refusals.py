"""What a system refuses: room on the disk, and folders that may not be written."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """As if the disk were full: no file grows beyond `size` bytes."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextlib.contextmanager
def mode_of(folder: Path, mode: int) -> Iterator[None]:
    """`folder` has this mode, and it holds for this thread even if it is root's."""
    former = folder.stat().st_mode & 0o777
    folder.chmod(mode)
    try:
        with _ordinary_user():
            yield
    finally:
        folder.chmod(former)


@contextlib.contextmanager
def _ordinary_user() -> Iterator[None]:
    """Without what lets root pass over modes (Linux: CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH)."""
    if sys.platform == "win32":
        pytest.skip("folders have no modes there")
    if os.geteuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("nothing is refused to root")
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # the third version, this thread
    held = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: low halves, then high ones
    assert libc.capget(header, held) == 0
    fewer = (ctypes.c_uint32 * 6)(*held)
    fewer[0] &= ~0b110
    assert libc.capset(header, fewer) == 0
    try:
        yield
    finally:
        assert libc.capset(header, held) == 0
