"""What is installed, where things are, what is wrong and how to mend it."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib import metadata

from assistant.errors import Trouble
from assistant.workspace import Workspace
from knowledge.encoder import DEFAULT_MODEL, default_model_folder, verify_weights
from knowledge.errors import KnowledgeError

_LIBRARIES = ("textual", "sentence-transformers", "torch", "faiss-cpu", "pydantic", "tinydb")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, what it is, and what to do if it is not."""

    name: str
    well: bool
    text: str
    hint: str = ""


def examine(workspace: Workspace) -> list[Finding]:
    """Look at everything the program depends on, without loading the model."""
    return [
        Finding("version", True, f"viceversa {version()} on Python {platform.python_version()}"),
        *(_library(name) for name in _LIBRARIES),
        _home(workspace),
        _guide(workspace),
        _model(),
        _index(workspace),
    ]


def version() -> str:
    """The installed version of this program."""
    try:
        return metadata.version("viceversa")
    except metadata.PackageNotFoundError:
        return "unknown"


def _library(name: str) -> Finding:
    try:
        return Finding(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Finding(name, False, "not installed", f"`pip install {name}` adds it.")


def _home(workspace: Workspace) -> Finding:
    home = workspace.locations.home
    nearest = next(folder for folder in (home, *home.parents) if folder.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK):
        return Finding("home", True, f"{home}{'' if home.exists() else ' (not made yet)'}")
    return Finding("home", False, f"{home} cannot be written to", "Name another with --home.")


def _guide(workspace: Workspace) -> Finding:
    try:
        return Finding(
            "guide", True, f"{len(workspace.catalogue)} cards in {workspace.guide_folders}"
        )
    except Trouble as trouble:
        return Finding(
            "guide", False, str(trouble), "`viceversa guide check` lists what is broken."
        )


def _model() -> Finding:
    try:
        folder = default_model_folder()
        verify_weights(folder)
    except KnowledgeError as error:
        return Finding("model", False, str(error), "Until then, search goes by words.")
    return Finding("model", True, f"{DEFAULT_MODEL}, weights verified, in {folder}")


def _index(workspace: Workspace) -> Finding:
    try:
        state = workspace.index_state
    except Trouble:
        return Finding("index", False, "cannot be looked at while the guide is broken")
    if state.state == "ready":
        size = f"{state.passages} passages, {state.bytes / 1024 / 1024:.1f} MiB"
        return Finding("index", True, f"ready: {size}, in {state.folder}")
    return Finding(
        "index",
        state.state == "missing",  # nothing is wrong with a first day
        f"{state.state}, in {state.folder}",
        "It is built when next needed, or now by `viceversa prepare`.",
    )
