"""What may be shown of people to others: only what enough of them share, in every combination.

A row of a table shows somebody's company, role and school. Each may be common while the three
together are one person's; so a fact is shown only together with others that at least `floor` people
share with it (k-anonymity, by leaving out: Sweeney, "k-anonymity", 2002).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from netscout._worlds import Ints

FLOOR = 5
FACTS = {"company": "firm", "role": "post", "school": "campus"}
"""What is shown of a person, and the key by which its spellings are one."""


def shown(groups: Any, floor: int) -> Any:
    """Decide what may be shown of people who are alike.

    Of a combination that fewer people share, the rarest fact is left out, until what remains is
    shared by enough, or nothing remains.

    Parameters
    ----------
    groups
        A row a combination: firm, post, campus (`""` where none is known), and people, how many.
    floor
        How many people must share whatever is shown.

    Returns
    -------
    DataFrame with the same rows: whether company, role and school are shown.

    Examples
    --------
    >>> groups = pd.DataFrame({
    ...     "firm": ["grand hall"] * 2, "post": ["usher", "director"], "campus": "",
    ...     "people": [7, 1],
    ... })
    >>> shown(groups, 5)
       company   role  school
    0     True   True   False
    1    False  False   False
    """
    people = groups["people"].to_numpy(np.int64)
    codes = np.stack([_codes(groups[key]) for key in FACTS.values()])
    sharing = np.stack([_sums(code, people) for code in codes])
    for _ in FACTS:
        few = _sums(_classes(codes), people) < floor
        rarest = np.where(codes > 0, sharing, people.sum() + 1).argmin(axis=0)
        codes[rarest[few], np.flatnonzero(few)] = 0
    return pd.DataFrame(dict(zip(FACTS, codes > 0, strict=True)), index=groups.index)


def spelling(fact: str) -> str:
    """Return the query of one spelling of each group: the one that most use, ties by text."""
    key = FACTS[fact]
    return (
        f"(select {key}, {fact} as usual_{fact} from (select {key}, {fact}, row_number() over "
        f"(partition by {key} order by count(*) desc, {fact}) as place from people "
        f"group by {key}, {fact}) where place = 1)"
    )


def _codes(values: Any) -> Ints:
    """Return a number for each text, 0 for none."""
    codes: Ints = pd.factorize(values.where(values != "", None))[0].astype(np.int64) + 1
    return codes


def _classes(codes: Ints) -> Ints:
    """Return a number for each combination of codes."""
    classes: Ints = np.unique(codes, axis=1, return_inverse=True)[1].reshape(-1)
    return classes


def _sums(code: Ints, people: Ints) -> Ints:
    """Return, for each row, how many people the rows of its code have together."""
    sums: Ints = np.bincount(code, people).astype(np.int64)[code]
    return sums
