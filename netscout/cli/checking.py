"""The verb that shows what is read of the user's files, and what is left to decide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from netscout.cli._app import app
from netscout.cli._options import Json, Most, Where
from netscout.cli._output import print_json, print_table, say_more, warn_of_repository


@app.command(epilog="Example: `netscout check Basic_LinkedInDataExport_03-01-2026.zip`")
def check(
    path: Where,
    roles: Annotated[
        bool, typer.Option("--roles", help="Also show what each title is taken for.")
    ] = False,
    proposals: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the pairs who may be one person to FILE; decide there."
        ),
    ] = None,
    most: Most = 20,
    as_json: Json = False,
) -> None:
    """Show what would be read of your files, what not and why, and what is left to decide."""
    from netscout.readers import examine

    checked = examine(path)
    if proposals:
        _write_proposals(checked.same_person, proposals)
    if as_json:
        tables = {"files": checked.files, "same_person": checked.same_person,
                  "meetings": checked.meetings}  # fmt: skip
        print_json(**tables, **({"titles": checked.titles} if roles else {}))
        return
    warn_of_repository(Path(path))
    print_table({name.capitalize(): checked.files[name] for name in checked.files.columns})
    _show_pairs(checked.same_person, most, proposals)
    _show_meetings(checked.meetings, most)
    _show_companies(Path(path), most)
    if roles:
        _show_titles(checked.titles, most)


def _show_companies(path: Path, most: int) -> None:
    """Show the companies that may make a goal; what cannot be read the table of files has said."""
    from netscout.errors import ReadError
    from netscout.readers import suggest_goal

    try:
        companies = suggest_goal(path)
    except ReadError:
        return
    if len(companies):
        print("\nCompanies you have applied to, saved a job of, or follow (for the goal):\n")
        shown = companies.head(most)
        print_table({name.capitalize(): shown[name] for name in shown.columns})
        say_more(len(companies), most)


def _show_pairs(pairs: Any, most: int, proposals: Path | None) -> None:
    if not len(pairs):
        return
    print("\nWho may be one person; nobody is merged until you say so:\n")
    shown = pairs.head(most)
    columns = zip(shown["name"], shown["person"], shown["other_name"], shown["other"], strict=True)
    print_table(
        {
            "Records": [f"{a} [{i}]\n{b} [{j}]" for a, i, b, j in columns],
            "Score": [f"{score:.2f}" for score in shown["score"]],
            "Evidence": shown["evidence"],
        }
    )
    say_more(len(pairs), most)
    print(
        f"\nSay same or different in the column decision of {proposals}; keep it as aliases.csv."
        if proposals
        else "\nDecide in aliases.csv: a row `person,other,decision` with two ids and same or "
        "different.\n`--proposals FILE` writes the rows for you; taking a row out undoes it."
    )


def _show_meetings(meetings: Any, most: int) -> None:
    if not len(meetings):
        return
    print("\nMeetings in your calendars that are not in your log; they count once you log them:\n")
    shown = meetings.tail(most)
    print_table(
        {
            "Date": shown["date"],
            "With": shown["name"].where(shown["name"] != "", shown["email"]),
            "Known as": shown["person"].where(shown["person"] != "", "nobody you know yet"),
            "Channel": shown["channel"],
            "Title": shown["note"],
            "From": shown["origin"],
        }
    )
    say_more(len(meetings), most)
    last = shown.iloc[-1]
    who = last["person"] or last["name"] or last["email"]
    channel = f' --channel "{last["channel"]}"' if last["channel"] else ""
    print(f'\nIf one took place: netscout log met "{who}" --on {last["date"]}{channel}')


def _show_titles(titles: Any, most: int) -> None:
    print("\nWhat is made of titles; role_family and seniority in people.csv overrule it:\n")
    shown = titles.head(most)
    names = {"role": "Title", "people": "People", "role_family": "Family",
             "seniority": "Seniority", "source": "Source"}  # fmt: skip
    print_table({title: shown[name] for name, title in names.items()})
    say_more(len(titles), most)


def _write_proposals(pairs: Any, file: Path) -> None:
    """Write the pairs in the form of aliases.csv, with the decisions left open."""
    import csv

    from netscout.errors import NetscoutError
    from netscout.journal.table import cell

    columns = ("person", "name", "other", "other_name", "score", "evidence")
    try:
        with file.open("x", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["person", "other", "decision", "note"])
            for person, name, other, other_name, score, evidence in pairs[list(columns)].to_numpy():
                note = f"{name} / {other_name}: {score:.2f}, {evidence}"
                writer.writerow([cell(person), cell(other), "", cell(note)])
    except FileExistsError:
        raise NetscoutError(f"{file} is there already; give a new name or move it away") from None
    except OSError as error:
        raise NetscoutError(f"{file} cannot be written: {error.strerror}") from error
