"""Files as exports write them, with invented values: the material of the reader tests."""

import csv
import io
import zipfile

PREAMBLE = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are '
    'missing. You will only see email addresses for connections who have allowed it."\n'
    "\n"
)
SIX = ["First Name", "Last Name", "Email Address", "Company", "Position", "Connected On"]
SEVEN = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
URL = "https://www.linkedin.com/in/"
ROWS = [
    ["Dana", "Whitlock", URL + "dana-whitlock", "", "Marquee Theatricals", "Publicist", "05 Nov 2023"],
    ["Zoë", "Prøve", URL + "zo%C3%AB-pr%C3%B8ve", "zoe@example.org", "Acme", "Head of Ops, EMEA", "04 Nov 2023"],
    ["", "", "", "", "", "", "04 Nov 2023"],
    ["Sam", "Case", URL + "sam-case", "", "", "", "31 Dec 2021"],
]  # fmt: skip
IDS = ["in/dana-whitlock", "in/zoë-prøve", "in/sam-case"]
DAYS = ["2023-11-05", "2023-11-04", "2021-12-31"]


def table(header, rows, *, delimiter=",", end="\n", quoting=csv.QUOTE_MINIMAL, final=True):
    """Return a table as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([header, *rows] if header else rows)
    return out.getvalue() if final else out.getvalue().removesuffix(end)


def connections(rows=ROWS, *, header=SEVEN, preamble=PREAMBLE, **form):
    """Return a Connections.csv as it comes: preamble, header, no newline at the end."""
    return preamble + table(header, rows, **{"final": False} | form)


def six(rows=ROWS):
    """Return rows without the URL column, as exports had them to 2023."""
    return [[*row[:2], *row[3:]] for row in rows]


def write(path, content):
    """Write text as UTF-8, or bytes as they are; return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def export(path, members):
    """Write an export archive with these members; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def ties(net):
    """Return the `knows` events of a network as a list of (day, person)."""
    events = net.events[net.events["kind"] == "knows"]
    return [(f"{d:%Y-%m-%d}", p) for d, p in zip(events["date"], events["target"], strict=True)]


def happened(net, kind):
    """Return the events of one kind as a list of (day, source, target)."""
    events = net.events[net.events["kind"] == kind]
    return [
        (f"{row.date:%Y-%m-%d}", row.source, row.target) for row in events.itertuples(index=False)
    ]


def counts(net, file="Connections.csv"):
    """Return the accounting of a file: rows, kept, hidden, merged, repaired, skipped."""
    (line,) = net.imports[net.imports["file"] == file].itertuples(index=False)
    assert line.rows == line.kept + line.hidden + line.merged + line.skipped
    return (line.rows, line.kept, line.hidden, line.merged, line.repaired, line.skipped)


def reason(net, file="Connections.csv"):
    """Return what the accounting says of a file."""
    return net.imports.set_index("file").at[file, "reason"]


def everything(net):
    """Return all events of a network as a sorted list of (day, kind, source, target)."""
    rows = net.events.itertuples(index=False)
    return sorted((f"{row.date:%Y-%m-%d}", row.kind, row.source, row.target) for row in rows)


def accounts(net):
    """Return the accounting of every file: rows, kept, hidden, merged, repaired, skipped."""
    return {line.file: tuple(line[1:7]) for line in net.imports.itertuples(index=False)}
