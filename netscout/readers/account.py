"""What became of every row of every file: read, hidden, merged, repaired, skipped and why.

For each file, `rows = kept + hidden + merged + skipped`; a repaired row is also one of these.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout._phrases import counted
from netscout.errors import ReadError, fault_list
from netscout.network import IMPORT_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROWS_SHOWN = 5
LONGEST = 600
"""Letters of the longest sentence: a cell that it quotes may be as long as a file."""


@dataclass
class Account:
    """The accounting of one file.

    `kept` rows said something new, `hidden` rows are members without a name, `merged` rows said
    only what another row had said, `skipped` rows were left out: on purpose (`leave`) or because
    they could not be understood (`refuse`).
    """

    file: str
    rows: int = 0
    kept: int = 0
    hidden: int = 0
    merged: int = 0
    repaired: int = 0
    skipped: int = 0
    refused: int = 0
    why: dict[str, list[int]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def leave(self, row: int, reason: str) -> None:
        """Count a row that is left out on purpose."""
        self.skipped += 1
        self.why.setdefault(_shortened(reason), []).append(row)

    def refuse(self, row: int, reason: str) -> None:
        """Count a row that cannot be understood."""
        self.refused += 1
        self.leave(row, reason)

    def fault(self, row: int, column: str, what: str) -> None:
        """Count a row of the user's own file that the user has to mend."""
        place = f"{self.file}, row {row}" + (f", {column}" if column else "")
        self.faults.append(f"{place}: {what}")
        self.refuse(row, f"{column}: {what}" if column else what)

    def broken(self, what: str) -> None:
        """Note that the file as a whole cannot be read."""
        self.faults.append(what)
        self.note(what)

    def note(self, sentence: str) -> None:
        """Add a remark on the file as a whole, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def settle(self) -> None:
        """Make a file of whose rows none could be understood a fault."""
        read = self.kept + self.hidden + self.merged
        if self.refused and not read and not self.faults:
            self.faults.append(
                f"{self.file}: none of {counted(self.rows, 'row')} could be read: {self.reason}"
            )

    @property
    def reason(self) -> str:
        """The remarks, and why rows were skipped, as one sentence."""
        skipped = [f"{reason} ({row_list(rows)})" for reason, rows in self.why.items()]
        if len(skipped) > ROWS_SHOWN:
            skipped = [
                *skipped[:ROWS_SHOWN],
                f"and {counted(len(skipped) - ROWS_SHOWN, 'more reason')}",
            ]
        return "; ".join([*self.notes, *skipped])


def _shortened(sentence: str) -> str:
    """Return a sentence without the middle of what it quotes, if that is very long."""
    half = LONGEST // 2
    return sentence if len(sentence) <= LONGEST else f"{sentence[:half]} … {sentence[-half:]}"


def row_list(rows: Sequence[int]) -> str:
    """Return `row 5` or `rows 5, 9 and 3 more`."""
    shown = ", ".join(f"{row}" for row in rows[:ROWS_SHOWN])
    more = f" and {len(rows) - ROWS_SHOWN:,} more" if len(rows) > ROWS_SHOWN else ""
    return f"row{'s' if len(rows) > 1 else ''} {shown}{more}"


def table(accounts: Iterable[Account]) -> Any:
    """Return the accounting as a table with the columns of `IMPORT_COLUMNS`, a row a file."""
    rows = [{column: getattr(account, column) for column in IMPORT_COLUMNS} for account in accounts]
    return pd.DataFrame(rows, columns=list(IMPORT_COLUMNS))


def raise_faults(path: object, accounts: Iterable[Account]) -> None:
    """Raise one `ReadError` with the faults of all files, if there are any."""
    faults = [_shortened(fault) for account in accounts for fault in account.faults]
    if faults:
        number = f"{len(faults)} fault{'s' if len(faults) > 1 else ''}"
        remedy = "Nothing was read; mend these and load again."
        raise ReadError(fault_list(f"{path} has {number}", faults, remedy))
