"""What an export says about its owner, and which companies the owner has looked at."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pandas as pd

from netscout.identity import company_key
from netscout.readers import dates
from netscout.readers.connections import known
from netscout.readers.register import ME

if TYPE_CHECKING:
    from netscout.readers.account import Account
    from netscout.readers.book import Book
    from netscout.readers.sheet import Sheet


def read_profile(sheet: Sheet, book: Book, account: Account) -> None:
    """Read the owner's name; nothing else of the profile."""
    for _row, record in sheet.records():
        book.learn_me(name=f"{record['first']} {record['last']}".strip(), url=record.get("url", ""))
        account.kept += 1


def read_positions(sheet: Sheet, book: Book, account: Account) -> None:
    """Read the owner's employers: the present one, and the former ones in `former`."""
    past = []
    records = [record for _row, record in sheet.records()]
    for record in sorted(records, key=_latest, reverse=True):
        (company,) = known([record["company"]])
        if not record.get("finished") and not book.register.get(ME, "company"):
            book.register.add(ME, company=company, role=record["role"])
        elif company:
            past.append((company, record["role"]))
        account.kept += 1
    book.former.setdefault(ME, []).extend(past)


def read_education(sheet: Sheet, book: Book, account: Account) -> None:
    """Read the owner's school, the latest, and all of them in `schools`."""
    records = sorted((record for _row, record in sheet.records()), key=_latest, reverse=True)
    schools = list(dict.fromkeys(record["school"] for record in records if record["school"]))
    book.register.add(ME, school=schools[0] if schools else "")
    book.schools.update(dict.fromkeys(schools))
    account.kept += len(records)


def read_interest(sheet: Sheet, book: Book, account: Account, *, how: str) -> None:
    """Read companies followed and jobs saved or applied for: suggestions for a goal."""
    day_of = dates.days(sheet.column("date"), order="month")
    for row, record in sheet.records():
        day = day_of[record["date"]]
        if not record["company"]:
            account.leave(row, "no company")
            continue
        said = (record["company"], record.get("role", ""), how, day)
        new = said not in book.interest
        book.interest.setdefault(said)
        account.kept += new
        account.merged += not new


def _latest(record: dict[str, str]) -> tuple[bool, tuple[int, int], tuple[int, int]]:
    """Order of a position or school: what is not finished first, then by its end and start."""
    started, finished = record.get("started", ""), record.get("finished", "")
    return not finished, dates.month_year(finished), dates.month_year(started)


def suggestions(book: Book, people: Any) -> Any:
    """Return the companies of `book.interest` as a table, best first; `people` are those known."""
    known_at = Counter(map(company_key, people["company"].drop(ME)))
    found: dict[str, dict[str, Any]] = {}
    for company, role, how, day in book.interest:
        key = company_key(company)
        if not key:
            continue
        line = found.setdefault(key, {
            "company": company, "applied": 0, "saved": 0, "followed": 0,
            "known": known_at[key], "roles": {}, "last": "",
        })  # fmt: skip
        line[how] += 1
        line["roles"].update({role: None} if role else {})
        line["last"] = max(line["last"], dates.iso(day) if day is not None else "")
    table = pd.DataFrame(
        [line | {"roles": "; ".join(line["roles"])} for line in found.values()],
        columns=["company", "applied", "saved", "followed", "known", "roles", "last"],
    )
    order = ["applied", "saved", "followed", "known"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)
