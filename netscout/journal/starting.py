"""A user's folder, begun: settings to fill in, the tables with their headers, what to do next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from netscout.errors import NetscoutError, ReadError
from netscout.journal.entry import COLUMNS
from netscout.journal.files import content, locked, put
from netscout.journal.repository import IGNORE_FILE
from netscout.journal.table import cell, new_table
from netscout.readers.archive import read_bytes
from netscout.readers.checking import check
from netscout.readers.finding import CONTACTS, EXPORTS, LOG_FILE, PEOPLE_FILE
from netscout.readers.log import DETAILS
from netscout.readers.settings import FILE

START = "START-HERE.md"

SETTINGS = """\
# What netscout should know about you. Take the # away from a line to use it.
{me}
# me_url = "https://www.linkedin.com/in/your-name"   # your own profile address
# school = "Your university"   # who went there too is likelier to talk with you
# company = "Where you work"
# role = "What you do"
# per_week = 2                 # conversations that fit into a week
# day_first = true             # what 3/4/2026 means in your files

# What you want to reach; every advice is made for it.
# [goal]
# companies = ["Marquee Theatricals"]
# roles = ["publicist"]
# schools = []
# people = []
# by = 2026-12-31
"""

IGNORE = """\
# Everything here is about people who did not ask to be published: nothing of it is committed.
*
"""

NEXT = """\
# Start here

This folder is yours. netscout reads it, adds rows to `log.csv` and `people.csv` when you log
something, and sends nothing anywhere.

1. **Your connections.** {export}
2. **Your name and your goal.** Open `netscout.toml` in any text editor.
3. **Look.** `netscout check .` says what was read and what was not.
   `netscout report . -o report.html` writes one page of everything.
4. **Ask.** `netscout ask .` says whom to ask for a conversation next, and why.
   `netscout prep . "Their Name"` writes the sheet to prepare with.
5. **Write down what happened,** on the same day:
   `netscout log asked "Their Name" --channel email`, then, when you have talked,
   `netscout wrap-up "Their Name"`. `netscout undo` takes the last entry back.
6. **Keep your word.** `netscout due .` says whom to thank and what comes due.
7. **Learn how it reckons.** `netscout lab .` opens a course of notebooks that look at this folder.

The commands are written for a shell in this folder. Where the shell finds no `netscout`, type
`uv run netscout` in netscout's own folder instead, with the path of this one for the dot; or type
`uv tool install .` there once, and `netscout` works everywhere.

| file | what it is |
|---|---|
| `netscout.toml` | who you are, and your goal |
| `log.csv` | what happened, a row each; any spreadsheet opens it |
| `people.csv` | what you know of people; what stands here goes before any export |
| `linkedin/` | exports as downloaded (zip or folder), any number of them |
| `contacts/` | address books and calendars (.csv, .vcf, .ics), if you like |
| `.gitignore` | keeps all of this out of version control |

Close `log.csv` in your spreadsheet before you log. To take somebody out of everything:
`netscout forget "Their Name"`.
"""
GET_EXPORT = (
    "On LinkedIn: *Settings & Privacy*, *Data privacy*, *Get a copy of your data*. Choose "
    "*Connections* (ready within minutes) or the larger archive, and put the zip as it is into "
    "`linkedin/`."
)
HAVE_EXPORT = (
    "`linkedin/{name}` is in place. Put a newer export beside it now and then; keep the old one, "
    "it tells what changed."
)


def start(folder: Any, *, linkedin: Any = None, me: str = "") -> list[str]:
    """Make a user's folder, or add to one what it lacks; nothing that is there is changed.

    Parameters
    ----------
    folder
        Where; made if there is none.
    linkedin
        A LinkedIn export (zip, or Connections.csv) to copy into it.
    me
        Your name, for netscout.toml.

    Returns
    -------
    The files that were made, in the order in which they are worth looking at.

    Raises
    ------
    ReadError
        The export cannot be read; nothing has been made then.
    NetscoutError
        There is another file of the export's name, or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> start(tempfile.mkdtemp(), me="Robin Vale")
    ['START-HERE.md', 'netscout.toml', 'log.csv', 'people.csv', '.gitignore']
    """
    where = Path(folder)
    data, copy = _export(where, linkedin)
    try:
        where.mkdir(parents=True, exist_ok=True)
        (where / EXPORTS).mkdir(exist_ok=True)
        (where / CONTACTS).mkdir(exist_ok=True)
    except OSError as error:
        raise NetscoutError(f"cannot make the folder {where}: {error.strerror}") from error
    files = {IGNORE_FILE: IGNORE.encode()}  # before anything that is private
    if copy:
        files[f"{EXPORTS}/{copy}"] = data
    files |= {
        FILE: SETTINGS.format(me=_my_name(me)).encode(),
        LOG_FILE: new_table(COLUMNS),
        PEOPLE_FILE: new_table(DETAILS),
        START: _next(copy).encode(),
    }
    with locked(where):
        made = [name for name in files if not (where / name).exists()]
        for name in made:
            put(where / name, files[name], old=content(where / name))
    order = [START, FILE, LOG_FILE, PEOPLE_FILE, *files]
    return sorted(made, key=order.index)


def _export(folder: Path, linkedin: Any) -> tuple[bytes, str]:
    """Return the bytes of an export that can be read, and the name that its copy has."""
    if linkedin is None:
        return b"", ""
    path = Path(linkedin)
    if path.is_dir():
        raise ReadError(f"{path} is a folder; copy it into {folder / EXPORTS} yourself")
    table = check(path)
    if not table["kept"].sum():
        reason = "; ".join(filter(None, table["reason"])) or "no rows"
        raise ReadError(f"nothing could be read of {path}: {reason}")
    data, there = read_bytes(path), folder / EXPORTS / path.name
    if there.exists() and there.read_bytes() != data:
        raise NetscoutError(f"{there} is another file; give the new export another name")
    return data, path.name


def _my_name(me: str) -> str:
    text = json.dumps(cell(me), ensure_ascii=False)  # a text of JSON is one of TOML
    return f"me = {text}" if cell(me) else '# me = "Your Name"'


def _next(copy: str) -> str:
    return NEXT.format(export=HAVE_EXPORT.format(name=copy) if copy else GET_EXPORT)
