"""The sheet to have beside oneself in a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netscout.page.carrier import render
from netscout.page.facts import plain
from netscout.prep import preparation

if TYPE_CHECKING:
    from netscout.network import Network
    from netscout.page.page import Page


def prep_sheet(net: Network, person: str, *, on: Any = None) -> Page:
    """Write the sheet for a conversation: what is known, how we got here, and what to ask.

    It holds your own notes and the person's details, all from your own files: keep it to yourself.

    Parameters
    ----------
    net
        The network.
    person
        An id, a profile address or a unique name.
    on
        The day from which to look, as if nothing later were known; the last event's when not given.

    Returns
    -------
    A page of one or two printed sheets, with space for notes.

    Raises
    ------
    UnknownPerson
        Nobody, or more than one person, answers to `person`.

    Examples
    --------
    >>> import netscout as ns
    >>> prep_sheet(ns.example(), "Dana Whitlock")
    Page('Dana Whitlock: before you talk', ... kB)
    """
    known = _plain(preparation(net, person, on=on))
    return render("prep.html", title=f"{known['name']}: before you talk", view=None, prep=known)


def _plain(value: Any) -> Any:
    """Return nested texts without control characters; notes keep their length."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return plain(value, most=1_000) if isinstance(value, str) else value
