"""The minute after a conversation: all of it into the log at once."""

from __future__ import annotations

from typing import Any

from netscout.journal.entry import add, writing_in, written
from netscout.schema import ANYONE, KEEP_BACK, MAY_NAME


def wrap_up(  # noqa: PLR0913 - the questions of a form
    folder: Any,
    person: str,
    *,
    on: Any = None,
    channel: str = "",
    note: str = "",
    named: Any = (),
    may_use_name: bool | None = None,
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
        Whether you may say who sent you; goes to the note, and no letter names who may not be
        named. None if it was not asked.
    asked_for_names
        Whether you asked whom else to speak with.
    next_step
        What comes next; goes to the note.
    thanked
        How you have thanked (note, email, …), `""` if not yet.

    Returns
    -------
    As `log`. It is one entry: `undo` takes all of it back.

    Examples
    --------
    >>> import tempfile
    >>> import netscout as ns
    >>> rows = ns.wrap_up(tempfile.mkdtemp(), "Dana Whitlock", on="2026-03-06", channel="phone",
    ...                   named="Lee Ortiz", may_use_name=True, thanked="email")
    >>> rows["event"].tolist()
    ['met', 'named', 'asked', 'thanked']
    """
    remembered = [
        note.strip(),
        {True: MAY_NAME, False: KEEP_BACK, None: ""}[may_use_name],
        f"next: {next_step.strip()}" if next_step.strip() else "",
    ]
    said = "; ".join(filter(None, remembered))
    with writing_in(folder) as entry:
        add(entry, "met", person, on=on, channel=channel, named=named, note=said)
        if asked_for_names:
            add(entry, "asked", person, on=on, other=ANYONE)
        if thanked.strip():
            add(entry, "thanked", person, on=on, channel=thanked)
        return written(entry)
