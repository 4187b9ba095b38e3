"""The minute after a conversation: all of it into the log at once."""

from __future__ import annotations

from typing import Any

import pandas as pd

from netscout.journal import log
from netscout.schema import ANYONE


def wrap_up(  # noqa: PLR0913 - the questions of a form
    folder: Any,
    person: str,
    *,
    on: Any = None,
    channel: str = "",
    note: str = "",
    named: Any = (),
    may_use_name: bool = False,
    asked_for_names: bool = True,
    next_step: str = "",
    thanked: str = "",
) -> Any:
    """Log a conversation in one go: what was said, who was named, and how you thanked.

    Parameters
    ----------
    folder, person, on, channel, note, named
        As for `log`.
    may_use_name
        Whether you may say who sent you; goes to the note.
    asked_for_names
        Whether you asked whom else to speak with.
    next_step
        What comes next; goes to the note.
    thanked
        How you have thanked (note, email, …), `""` if not yet.

    Returns
    -------
    As `log`; each of the up to three entries can be taken back with `undo`.

    Examples
    --------
    >>> import tempfile
    >>> rows = wrap_up(tempfile.mkdtemp(), "Dana Whitlock", on="2026-03-06", channel="phone",
    ...                named="Lee Ortiz", may_use_name=True, thanked="email")
    >>> rows["event"].tolist()
    ['met', 'named', 'asked', 'thanked']
    """
    notes = [note.strip(), "may use the name" if may_use_name else "",
             f"next: {next_step.strip()}" if next_step.strip() else ""]  # fmt: skip
    said = "; ".join(filter(None, notes))
    parts = [log(folder, "met", person, on=on, channel=channel, named=named, note=said)]
    if asked_for_names:
        parts.append(log(folder, "asked", person, on=on, other=ANYONE))
    if thanked.strip():
        parts.append(log(folder, "thanked", person, on=on, channel=thanked))
    table = pd.concat(parts, ignore_index=True)
    table.attrs = {
        key: [text for part in parts for text in part.attrs[key]] for key in ("new", "said")
    }
    return table
