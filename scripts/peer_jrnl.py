"""jrnl over the same entries, encrypted, in an environment of its own; started by `scripts/journals.py`.

`build FOLDER` makes its journal of `entries.json`, a list of [moment, text]; `add FOLDER` and `search
FOLDER WORD` are whole processes as people start them, the password answered as a keyring would.
"""

import json
import sys
from pathlib import Path

import keyring
from jrnl.encryption import BasePasswordEncryption
from jrnl.main import run
from keyring.backend import KeyringBackend

PASSWORD = "harbour violin amber thirty wooden clocks"
CONFIG = """colors: {{body: none, date: none, tags: none, title: none}}
default_hour: 9
default_minute: 0
editor: ''
encrypt: false
highlight: false
indent_character: '|'
journals:
  default: {{journal: '{path}', encrypt: {encrypt}}}
linewrap: 79
tagsymbols: '#@'
template: false
timeformat: '%Y-%m-%d %H:%M'
version: v4.6
"""


class Answering(KeyringBackend):
    """A keyring that knows the password."""

    priority = 9

    def get_password(self, _service, _username):
        """Answer."""
        return PASSWORD

    def set_password(self, service, username, password):
        """Keep nothing."""

    def delete_password(self, service, username):
        """Keep nothing."""


def jrnl(folder: Path, *words: str) -> None:
    status = run(["--config-file", str(folder / "jrnl.yaml"), *words])
    if status:
        raise SystemExit(status)


def configured(folder: Path, *, encrypted: bool) -> None:
    told = CONFIG.format(path=folder / "jrnl.txt", encrypt=str(encrypted).lower())
    (folder / "jrnl.yaml").write_text(told, encoding="utf-8")


def build(folder: Path) -> None:
    entries = json.loads((folder / "entries.json").read_text(encoding="utf-8"))
    lines = [f"[{moment}] {text}\n" for moment, text in entries]
    (folder / "jrnl.txt").write_text("\n".join(lines), encoding="utf-8")
    configured(folder, encrypted=False)
    BasePasswordEncryption.create_password = lambda _name: PASSWORD
    jrnl(folder, "--encrypt")
    configured(folder, encrypted=True)
    if (folder / "jrnl.txt").read_bytes()[:1] == b"[":
        raise SystemExit("the journal was not encrypted")


if __name__ == "__main__":
    command, place, *rest = sys.argv[1:]
    keyring.set_keyring(Answering())
    if command == "build":
        build(Path(place))
    elif command == "add":
        jrnl(Path(place), "yesterday at 9am:", "A line about trust and a promise that was kept.")
    else:
        jrnl(Path(place), "-contains", *rest)
