"""What stands in a backup: its names, its limits, and the two texts beside the sealed files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterable, Mapping

from assistant.storage.files import MIB, SUFFIX

TOP = "viceversa-backup"
"""The folder in it that holds all."""
HOW_TO = "HOW-TO-OPEN.txt"
SUMS = "SHA256SUMS"
MOST_FILES = 50_000
MOST_TOTAL = 2048 * MIB
"""Bytes of all files together."""

_ID = "[0-9a-f]{16}"
# Some names are devices on Windows.
_FILE = (
    r"(?!(?:con|prn|aux|nul)\.)[a-z]{1,30}(?:-[0-9]{4,6})?(?:\.recovery|\.copy[0-9]{1,2})?\.age"
    r"(?:\.[1-9])?(?:\.damaged[0-9]{1,2})?"
)
_MEMBER = re.compile(f"private/({_ID})/({_ID})/.*")
_PAIR = re.compile(f"shared/({_ID})/.*")
OURS = re.compile(
    rf"private/{_ID}/{_ID}/(?:{_FILE}|owner\.json|inbox/{_ID}\.age)|shared/{_ID}/(?:{_ID}/)?{_FILE}"
)
"""A file that belongs in a backup, by its path below the home."""
FOLDER = re.compile(f"private(/{_ID}(/{_ID}(/inbox)?)?)?|shared(/{_ID}(/{_ID})?)?")
"""A folder that may hold such files."""
_COPY = re.compile(rf"((?:private|shared)/{_ID}/{_ID}/[a-z]{{1,30}}-[0-9]{{4,6}})[^/]*\.age")
_MOST_COPIES = 99
_SUM = re.compile(f"([0-9a-f]{{64}})  ({HOW_TO}|{OURS.pattern})")


def name_in_backup(path: str, taken: Container[str]) -> str:
    """What the file at `path`, below the home, is called in a backup, where `taken` are there already.

    A synchroniser's copy, such as "j-0001 (Ana's laptop).age", is read when a journal is opened; but its
    name tells of a computer, and not every system can have it. Returns "" for what belongs in no backup.
    """
    if OURS.fullmatch(path):
        return path
    copy = _COPY.fullmatch(path)
    names = (f"{copy[1]}.copy{number}.age" for number in range(1, _MOST_COPIES + 1)) if copy else ()
    return next((name for name in names if name not in taken), "")


def members_in(names: Iterable[str]) -> list[tuple[str, str]]:
    """The members whose own files these are, each as space and writer, sorted."""
    return sorted({(found[1], found[2]) for name in names if (found := _MEMBER.fullmatch(name))})


def pairs_in(names: Iterable[str]) -> list[str]:
    """The spaces whose shared files these are, sorted."""
    return sorted({found[1] for name in names if (found := _PAIR.fullmatch(name))})


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """The list of `files`, as `sha256sum --check` takes it."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items()]
    return "".join(lines).encode()


def sums_in(data: bytes) -> dict[str, str]:
    """The hash of each file by its name, as `sums_of` lists them. Raises ValueError."""
    sums: dict[str, str] = {}
    for line in data.decode("ascii").splitlines():
        found = _SUM.fullmatch(line)
        if found is None or found[2] in sums:
            raise ValueError
        sums[found[2]] = found[1]
    if HOW_TO not in sums or len(sums) < 2 or len(sums) > MOST_FILES:
        raise ValueError
    return sums


def how_to_open(names: Iterable[str]) -> bytes:
    """How to open the files of these names without this program."""
    names = sorted(names)
    members = members_in(names)
    folders = "\n".join(f"    {TOP}/private/{space}/{writer}" for space, writer in members)
    shared = [
        f"    age -d -i key.txt ../../../{name}"
        for name in names
        if re.fullmatch(f"shared/{_ID}/{_ID}/s-[0-9]+{re.escape(SUFFIX)}", name)
    ]
    shared += [
        f"    age -d -i key.txt ../../../shared/{space}/members.age" for space in pairs_in(names)
    ]
    text = _TEXT.format(folders=folders, shared="\n".join(shared) or "    (nothing yet)")
    return text.encode("ascii")


_TEXT = """\
HOW TO OPEN THIS BACKUP
=======================

These are the files of Vice Versa, a journal for two people in a mentoring pair. All
words in them are sealed in the open format "age". Whoever wrote them can open them with
their passphrase or their recovery code. Nobody else can, and there is no other way in.

With Vice Versa, put them into an empty home. This needs no passphrase:

    viceversa --home NEW-FOLDER restore THE-BACKUP.tar


WITHOUT VICE VERSA
------------------

1. Get the free program "age": https://age-encryption.org, or `apt install age`,
   `brew install age`, `winget install FiloSottile.age`. Check that it is there:

    age --version

2. Unpack the backup (`tar -xf THE-BACKUP.tar`), open a terminal, and go with `cd` into the
   folder of one person. Their names are sealed too, so with several, try each. Here are:

{folders}

3. Get the key. With the passphrase, which you are asked for:

    age -d -o key.txt identity.age

   Or with the recovery code. Put it into a file code.txt: one line, all in capitals, the
   blocks written together without spaces, beginning with AGE-SECRET-KEY-1. Then:

    age -d -i code.txt -o key.txt identity.recovery.age

4. Read the journal. Each of these prints readable lines; do it for every j-....age file:

    age -d -i key.txt j-0001.age

   What is being written and not yet kept, and notes taken while the journal was locked:

    age -d -i key.txt draft.age
    age -d -i key.txt inbox/NAME.age

5. Read what the pair shares. Either of the two can:

{shared}

6. When you are done, delete key.txt and code.txt, and whatever you wrote beside them. Who
   has one of those two needs no passphrase to read everything.


WHAT THE LINES MEAN
-------------------

Line 1 says what the file is: whose it is (random numbers), its version, and how often its
writer had written (sequence). Line 2 is a signature of line 1. Each line after that is one
record in JSON. Blank lines at the end hide how long it is.

    entry    the number of the entry; a change has the same number and more "edits"
    at       when it was, or what moment it tells of
    kept     when it was kept
    kind     reflection, preparation or note
    mood     1 low, 2 uneasy, 3 even, 4 good, 5 bright; null where none was given
    tags     words it was filed under
    prompts  questions it answers
    text     what was written; \\n is a new line

    j-....age     the journal              p-....age    who wrote it, and with whom
    v-....age     numbers for search; they can be made anew
    q-....age     answers after a session  f-....age    forms that were not kept yet
    draft.age     what is being written    inbox/       notes taken while locked
    head.age      the list of the files    owner.json   a public key, no secret
    shared/       what both may read: s-....age what both write, members.age the two people
    name.age.1    the same file as it was before its last change; name.age.2 before that
    name.damaged1 a file that could not be read when it was met
    name.copy1.age another copy, by a service that synchronises folders; the higher sequence counts

SHA256SUMS tells whether the files are as they were: `sha256sum --check SHA256SUMS`.
"""
