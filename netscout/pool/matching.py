"""Who a contact without a profile address may be: proposals with a probability, never a decision.

The model is that of Fellegi and Sunter as splink fits it to the files themselves: how often name,
company and role agree for one person and for two. It is the extra `match`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.errors import NetscoutError
from netscout.identity import company_key, name_key, words
from netscout.pool.inbox import each_given, exports_of, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

FEWEST = 50
COLUMNS = ("file", "name", "company", "role", "profile", "known_as", "evidence", "probability")
_PAIRS = 1e6
_FOUND = 0.6  # a guess: of those who are one person, how many agree in name and company
_FACTS = {"first": "first name", "last": "surname", "company": "company", "role": "role"}


def matches(paths: Any, *, least: float = 0.5, seed: int = 1) -> Any:
    """Propose which profile a contact without an address may have; nothing is merged.

    Whoever is sure may write the address into the share file and gather again.

    Parameters
    ----------
    paths
        The exports and share files, as for `gather`.
    least
        The least probability of a proposal.
    seed
        Which pairs are sampled.

    Returns
    -------
    DataFrame, most probable first: file, name, company and role of the contact without an address;
    profile and known_as (the name there) of who it may be; evidence (what agrees); probability.

    Raises
    ------
    ReadError
        Exports that cannot be read, all in one message.
    NetscoutError
        splink is not installed, or there are fewer than 50 contacts with or without an address: too
        few to learn from.
    """
    try:
        import splink  # noqa: PLC0415 - an extra
    except ImportError:
        raise NetscoutError(
            "proposals need splink: pip install 'netscout-referrals[match]'"
        ) from None
    everybody = pd.DataFrame(
        _records(paths), columns=["file", "profile", "name", "company", "role"]
    )
    known = everybody[everybody["profile"] != ""].drop_duplicates("profile")
    unknown = everybody[everybody["profile"] == ""].drop_duplicates()
    if min(len(known), len(unknown)) < FEWEST:
        raise NetscoutError(
            f"{len(known)} contacts with an address and {len(unknown)} without are too few to "
            f"learn from: at least {FEWEST} of each"
        )
    tables = [_compared(table) for table in (known, unknown)]
    pairs = _predicted(splink, tables, least, seed)
    left, right = known.loc[pairs["unique_id_l"]], unknown.loc[pairs["unique_id_r"]]
    found = right.drop(columns="profile").reset_index(drop=True)
    found["profile"], found["known_as"] = left["profile"].to_numpy(), left["name"].to_numpy()
    agree = [
        "; ".join(f"same {what}" for fact, what in _FACTS.items() if row[f"gamma_{fact}"] > 0)
        for row in pairs.to_dict("records")
    ]
    found["evidence"], found["probability"] = agree, pairs["match_probability"].to_numpy()
    order = ["probability", "file", "name", "profile"]
    return found[list(COLUMNS)].sort_values(
        order, ascending=[False, True, True, True], ignore_index=True
    )


def _records(paths: Any) -> Iterator[tuple[str, ...]]:
    """Yield file, profile, name, company and role of every contact."""
    faults: list[str] = []
    for path, given in each_given(exports_of(paths)[0], faults):
        columns = (given[name][1:] for name in ("key", "name", "company", "role"))
        yield from ((path.name, *row) for row in zip(*columns, strict=True))
    refuse(faults)


def _compared(table: Any) -> Any:
    """Return what is compared of people; what is not known is missing."""
    names = table["name"].map(name_key).str.split()
    columns = {
        "first": names.str[0],
        "last": names.str[-1].where(names.str.len() > 1),
        "company": table["company"].map(company_key),
        "role": table["role"].map(words),
    }
    compared = pd.DataFrame(columns, index=table.index).replace("", None).astype(object)
    compared = compared.where(compared.notna(), None)
    return compared.rename_axis("unique_id").reset_index()


def _predicted(splink: Any, tables: list[Any], least: float, seed: int) -> Any:
    """Return the pairs that are likely enough: unique_id_l, unique_id_r, gamma_…."""
    import splink.comparison_library as compare  # noqa: PLC0415

    block = splink.block_on
    settings = splink.SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("first", [0.9]),
            compare.JaroWinklerAtThresholds("last", [0.92]),
            compare.ExactMatch("company"),
            compare.ExactMatch("role"),
        ],
        blocking_rules_to_generate_predictions=[
            block("first", "last"), block("last", "company"), block("first", "company"),
            block("last", "role"),
        ],
    )  # fmt: skip
    database = splink.DuckDBAPI()
    handles = [
        database.register(table, dataset_display_name=name)
        for table, name in zip(tables, ("known", "unknown"), strict=True)
    ]
    linker = splink.Linker(handles, settings, log_level="ERROR")
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block("first", "last", "company")], recall=_FOUND
    )
    train.estimate_u_using_random_sampling(max_pairs=_PAIRS, seed=seed)
    for rule in (block("company"), block("last")):
        train.estimate_parameters_using_expectation_maximisation(rule)
    return linker.inference.predict(threshold_match_probability=least).as_pandas_dataframe()
