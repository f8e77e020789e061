"""What is installed, where things are, what is wrong and how to mend it."""

from __future__ import annotations

import os
import platform
from importlib import metadata

from assistant.doctor_journals import journals
from assistant.errors import Trouble
from assistant.finding import Finding
from assistant.workspace import Workspace
from knowledge.encoder import DEFAULT_MODEL, default_model_folder, verify_weights
from knowledge.errors import KnowledgeError

_CONVERTERS = ("pypdf", "python-docx", "python-pptx")
_LIBRARIES = (
    "textual",
    "sentence-transformers",
    "torch",
    "faiss-cpu",
    "pydantic",
    "tinydb",
    "pyrage",
    "cryptography",
)


def examine(workspace: Workspace) -> list[Finding]:
    """Look at everything the program depends on, without loading the model."""
    return [
        Finding("version", True, f"viceversa {version()} on Python {platform.python_version()}"),
        *(_library(name) for name in _LIBRARIES),
        _home(workspace),
        *_settings(workspace),
        *journals(workspace.people),
        _guide(workspace),
        _model(workspace),
        _index(workspace),
        *_documents(workspace),
        _converters(),
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


def _settings(workspace: Workspace) -> list[Finding]:
    return [
        Finding("settings", False, unusable, f"Mend or remove {workspace.settings_file}.")
        for unusable in workspace.settings.unusable[:1]
    ]


def _model(workspace: Workspace) -> Finding:
    named = workspace.settings.model
    try:
        if named:
            return Finding(
                "model", True, f"{named}, as set; key {workspace.library.model_key[:12]}…"
            )
        folder = default_model_folder()
        verify_weights(folder)
    except (KnowledgeError, Trouble) as error:
        return Finding("model", False, str(error), "Until then, search goes by words.")
    return Finding("model", True, f"{DEFAULT_MODEL}, weights verified, in {folder}")


def _index(workspace: Workspace) -> Finding:
    try:
        state = workspace.index_state
    except Trouble:
        return Finding("index", False, "cannot be looked at without a guide and a model")
    begun = (
        f"; {state.begun:,} passages of a build that was stopped are kept" if state.begun else ""
    )
    if state.state == "ready":
        size = f"{state.passages} passages, {state.bytes / 1024 / 1024:.1f} MiB"
        return Finding("index", True, f"ready: {size}, in {state.folder}{begun}")
    return Finding(
        "index",
        state.state == "missing",  # nothing is wrong with a first day
        f"{state.state}, in {state.folder}{begun}",
        "It is built when next needed, or now by `viceversa prepare`.",
    )


def _converters() -> Finding:
    missing = [name for name in _CONVERTERS if not _library(name).well]
    if not missing:
        return Finding("PDF, DOCX, PPTX", True, "can be read among your own documents")
    told = f"cannot be read among your own documents ({', '.join(missing)} not installed)"
    return Finding(
        "PDF, DOCX, PPTX", True, f"{told}; `pip install 'viceversa[documents]'` adds that"
    )


def _documents(workspace: Workspace) -> list[Finding]:
    """Own documents, where there are any."""
    try:
        sources = workspace.documents.sources()
    except Trouble as trouble:
        return [Finding("documents", False, trouble.detail, trouble.hint)]
    if not sources:
        return []
    gone = [str(source.path) for source in sources if not source.there]
    told = (
        f"{workspace.documents.count:,} from {len(sources)} place{'' if len(sources) == 1 else 's'}"
    )
    if gone:
        hint = "`viceversa guide remove PATH` forgets it, or bring it back."
        return [Finding("documents", False, f"{told}; not there now: {', '.join(gone)}", hint)]
    try:
        state = workspace.documents.index_state(workspace.library.model_key)
    except Trouble:  # said of the guide's index
        state = None
    if state is None or state.state == "ready":
        return [Finding("documents", True, told)]
    hint = "They are searched by words until `viceversa guide refresh` prepares them."
    well = state.state == "missing"
    return [Finding("documents", well, f"{told}; their index is {state.state}", hint)]
