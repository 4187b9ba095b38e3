"""The user's own files: log.csv, people.csv, netscout.toml."""

import datetime as dt
import re

import pytest
from export_files import (
    ROWS,
    URL,
    connections,
    counts,
    export,
    happened,
    reason,
    table,
    write,
)

import netscout as ns
from netscout import ReadError
from netscout.readers.settings import read_settings

HEADER = "date,event,person,other,channel,note\n"


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes a user's folder and reads it."""

    def read(log="", people=None, toml="", members=None):
        home = tmp_path / "home"
        if members is not False:
            export(home / "linkedin" / "Basic_LinkedInDataExport_11-11-2023.zip",
                   members or {"Connections.csv": connections()})  # fmt: skip
        if log is not None:
            write(home / "log.csv", HEADER + log if isinstance(log, str) else log)
        if people is not None:
            write(home / "people.csv", people)
        write(home / "netscout.toml", toml)
        return ns.load(home)

    return read


def test_every_kind_of_event_goes_the_way_it_is_meant(folder):
    net = folder("""2024-01-02,asked,Dana Whitlock,,email,
2024-01-03,agreed,Dana Whitlock,,,
2024-01-03,declined,Sam Case,,,
2024-01-05,met,Dana Whitlock,,Phone,first talk
2024-01-05,asked,Dana Whitlock,anyone,,
2024-01-05,named,Dana Whitlock,New Person,,
2024-01-06,introduced,Dana Whitlock,New Person,email,
2024-01-06,thanked,Dana Whitlock,,note,
2024-01-07,asked,Sam Case,New Person,,
2024-01-08,wrote,New Person,,,
2024-01-08,invited,New Person,,,
2024-01-09,knows,New Person,,,
2024-01-09,knows,Dana Whitlock,Sam Case,,
2024-01-09,updated,Dana Whitlock,,,
2024-01-09,endorsed,Sam Case,,,
2024-01-09,recommended,Sam Case,,,
""")
    events = net.events[net.events["origin"].str.startswith("log.csv")]
    dana, sam, new = "in/dana-whitlock", "in/sam-case", "new-person"
    assert list(
        events[["kind", "source", "target", "about"]].itertuples(index=False, name=None)
    ) == [
        ("asked", "me", dana, ""),
        ("agreed", dana, "me", ""),
        ("declined", sam, "me", ""),
        ("met", "me", dana, ""),
        ("asked", "me", dana, "anyone"),
        ("named", dana, new, ""),
        ("introduced", dana, new, ""),
        ("thanked", "me", dana, ""),
        ("asked", "me", sam, new),
        ("wrote", "me", new, ""),
        ("invited", "me", new, ""),
        ("knows", "me", new, ""),
        ("knows", dana, sam, ""),
        ("updated", "me", dana, ""),
        ("endorsed", sam, "me", ""),
        ("recommended", sam, "me", ""),
    ]
    assert tuple(events[events["kind"] == "met"].iloc[0][["channel", "note", "origin"]]) == (
        "phone", "first talk", "log.csv:5",
    )  # fmt: skip
    assert net.people.at[new, "name"] == "New Person"
    assert counts(net, "log.csv") == (16, 16, 0, 0, 0, 0)
    assert reason(net, "log.csv") == "1 person not in any other file was added"


@pytest.mark.parametrize("who", [
    "in/zoë-prøve", URL + "zo%C3%AB-pr%C3%B8ve/", "zoe@example.org", "ZOE PRØVE", "Zoë Prøve, PhD",
])  # fmt: skip
def test_a_person_of_the_log_is_found_by_any_exact_key(folder, who):
    net = folder(f'2024-01-02,met,"{who}",,,\n')
    assert happened(net, "met") == [("2024-01-02", "me", "in/zoë-prøve")]
    assert len(net) == 3


def test_several_people_can_be_named_at_once(folder):
    net = folder("2024-01-02,named,Dana Whitlock,Sam Case; New One;,,\n")
    assert happened(net, "named") == [
        ("2024-01-02", "in/dana-whitlock", "in/sam-case"),
        ("2024-01-02", "in/dana-whitlock", "new-one"),
    ]


def test_new_people_are_known_by_address_or_mail(folder):
    net = folder(f"2024-01-02,met,{URL}ann-other-1,,,\n2024-01-02,met,bo@example.org,,,\n")
    assert net.people.at["in/ann-other-1", "name"] == "Ann Other 1"
    assert net.people.at["bo-example-org", "email"] == "bo@example.org"


def test_a_row_said_twice_is_merged(folder):
    net = folder("2024-01-02,met,Dana Whitlock,,,\n" * 2)
    assert counts(net, "log.csv") == (2, 1, 0, 1, 0, 0)


@pytest.mark.parametrize(
    "date", ["2024-01-02", "2 Jan 2024", "2024/01/02", "02.01.2024", "Jan 2, 2024"]
)
def test_dates_are_read_as_people_write_them(folder, date):
    other = "2024-01-13" if date[2] != "." else "13.01.2024"
    net = folder(f'"{date}",met,Dana Whitlock,,,\n{other},met,Sam Case,,,\n')
    assert happened(net, "met")[0] == ("2024-01-02", "me", "in/dana-whitlock")


def test_the_settings_decide_what_numeric_dates_mean(folder):
    row = "3/4/2024,met,Dana Whitlock,,,\n"
    assert happened(folder(row, toml="day_first = true"), "met")[0][0] == "2024-04-03"
    assert happened(folder(row, toml="day_first = false"), "met")[0][0] == "2024-03-04"


def test_spreadsheets_leave_their_marks_on_a_log(folder):
    log = (
        HEADER.replace(",", ";")
        + "02/01/2024;met;Dana Whitlock;;;caf\xe9\n13/01/2024;met;Sam Case\n;;;;;\n"
    )
    net = folder(log.encode("cp1252"))
    assert happened(net, "met") == [
        ("2024-01-02", "me", "in/dana-whitlock"), ("2024-01-13", "me", "in/sam-case"),
    ]  # fmt: skip
    assert net.events["note"].iat[-2] == "café"
    assert counts(net, "log.csv")[:2] == (2, 2)


def test_all_faults_of_a_log_are_said_at_once(folder, tmp_path):
    two = [*ROWS, ["Dana", "Whitlock", URL + "dana-2", "", "Firma", "", "01 Jan 2020"]]
    log = """2024-02-30,met,Sam Case,,,
2024-01-02,mett,Sam Case,,,
03/04/2024,met,,,,
2024-01-02,met,Dana Whitlock,,,
2024-01-02,named,Sam Case,,,
2024-01-02,named,Sam Case,Sam Case,,
2024-01-02,met,me,,,
2024-01-02,met,★,,,
2024-01-02,met,Sam Case,,,
"""
    with pytest.raises(ReadError) as error:
        folder(log, members={"Connections.csv": connections(two)})
    assert str(error.value).splitlines()[1:] == [
        "  log.csv, row 2, date: '2024-02-30' is not a date; write it as 2026-03-31",
        "  log.csv, row 3, event: unknown event 'mett'; did you mean 'met'?",
        "  log.csv, row 4, date: '03/04/2024' may be two days; write it as 2026-03-31",
        "  log.csv, row 4, person: is empty",
        (
            "  log.csv, row 5, person: 2 people are called 'Dana Whitlock'; write one of the ids "
            "instead: in/dana-whitlock (Marquee Theatricals); in/dana-2 (Firma)"
        ),
        "  log.csv, row 6, other: is empty; 'named' needs the person who was named",
        "  log.csv, row 7, person: the same person stands on both sides",
        "  log.csv, row 8, person: the same person stands on both sides",
        "  log.csv, row 9, person: '★' is not a name",
        "Nothing was read; mend these and load again.",
    ]
    (line,) = ns.check(tmp_path / "home").query("file == 'log.csv'").itertuples(index=False)
    assert (line.rows, line.kept, line.skipped) == (9, 1, 8)
    for fault in str(error.value).splitlines()[1:5]:
        column, what = re.fullmatch(r"  log.csv, row \d+, (\w+): (.*)", fault).groups()
        assert f"{column}: {what}" in line.reason


def test_an_empty_cell_is_called_empty(folder, tmp_path):
    with pytest.raises(ReadError, match="log.csv, row 2, event: is empty"):
        folder("2024-01-02,,Sam Case,,,\n")
    reason = ns.check(tmp_path / "home").set_index("file").loc["log.csv", "reason"]
    assert reason == "event: is empty (row 2)"


def test_a_log_without_its_header_is_told_what_to_write(tmp_path):
    write(tmp_path / "log.csv", "date,person\n2024-01-02,Sam Case\n")
    with pytest.raises(ReadError, match="date, event, person; write them as its first row"):
        ns.load(tmp_path)


def test_channels_that_are_not_known_are_said_once_each_and_kept(folder):
    log = "".join(
        f"2024-01-0{day},met,Sam Case,,{channel},\n"
        for day, channel in enumerate(("vidoe", "Video", "vidoe", "at the park", ""), 1)
    )
    net = folder(log)
    said = reason(net, "log.csv")
    assert (
        "is none of in person, phone, video, email, linkedin, note; did you mean 'video'? (rows 2, 4)"
        in said
    )
    assert "channel 'at the park' is none of" in said
    assert "it is kept as it is (row 5)" in said
    assert said.count("channel ") == 2
    assert net.events["channel"].tolist()[-5:] == ["vidoe", "video", "vidoe", "at the park", ""]
    many = folder("".join(f"2024-01-01,met,Sam Case,,way {n},\n" for n in range(7)))
    assert reason(many, "log.csv").count("is none of") == 5
    assert "and 2 more such channels" in reason(many, "log.csv")


def test_an_ambiguous_name_is_settled_by_the_id(folder):
    two = [*ROWS, ["Dana", "Whitlock", URL + "dana-2", "", "Firma", "", "01 Jan 2020"]]
    net = folder("2024-01-02,met,in/dana-2,,,\n", members={"Connections.csv": connections(two)})
    assert happened(net, "met") == [("2024-01-02", "me", "in/dana-2")]


def test_unknown_columns_of_a_log_are_named(folder):
    log = "date,event,person,chanel\n2024-01-02,met,Sam Case,phone\n"
    net = folder(log.encode())
    assert reason(net, "log.csv") == "column 'chanel' is not read; did you mean 'channel'?"


def test_what_the_user_says_of_people_overrules_exports(folder):
    people = table(
        ["name", "company", "position", "school", "mood"],
        [["Dana Whitlock", "Own Firm", "", "State University", "warm"],
         ["New Person", "Acme", "Producer", "", ""], ["me", "", "", "State University", ""]],
    )  # fmt: skip
    net = folder("2024-01-02,met,New Person,,,\n", people)
    dana = net.people.loc["in/dana-whitlock"]
    assert tuple(dana[["company", "role", "school", "mood"]]) == (
        "Own Firm", "Publicist", "State University", "warm",
    )  # fmt: skip
    assert tuple(net.people.loc["new-person", ["company", "role", "mood"]]) == (
        "Acme",
        "Producer",
        "",
    )
    assert net.people.at["me", "school"] == "State University"
    assert counts(net, "people.csv") == (3, 3, 0, 0, 0, 0)


def test_a_person_column_picks_one_and_renames_them(folder):
    people = "person,name,tags\nin/dana-whitlock,Dana W. Stone,press\nSam Case,,alumni\n"
    net = folder(people=people)
    assert net.people.at["in/dana-whitlock", "name"] == "Dana W. Stone"
    assert net.people.at["in/sam-case", "tags"] == "alumni"
    assert len(net) == 3


def test_who_is_renamed_or_given_an_address_is_found_by_the_new_one(folder):
    jo = ["Jo", "Lin", f"{URL}jo-lin", "jo@old.example", "Acme", "", "05 Nov 2023"]
    people = (
        "person,name,email\n"
        "Dana Whitlock,,dana@acme.example\n"  # names and addresses have been looked up from here on
        "jo@old.example,Jo Lin-Stone,jo@new.example\n"
        "Sam Case,,sam@acme.example\n"
    )
    texts = ["dana@acme.example", "Jo Lin-Stone", "jo@new.example", "sam@acme.example", "Jo Lin"]
    log = "".join(f"2024-01-0{day},met,{text},,,\n" for day, text in enumerate(texts, 1))
    net = folder(log, people, members={"Connections.csv": connections([*ROWS, jo])})
    assert [target for _day, _source, target in happened(net, "met")] == [
        "in/dana-whitlock", "in/jo-lin", "in/jo-lin", "in/sam-case", "jo-lin",
    ]  # fmt: skip


def test_namesakes_among_people_are_two(folder):
    people = "name,company\nJo Test,Acme\nJo Test,Firma\n"
    net = folder(people=people)
    assert {"jo-test", "jo-test-firma"} <= set(net.people.index)
    with pytest.raises(ReadError, match="2 people are called 'Jo Test'"):
        folder("2024-01-02,met,Jo Test,,,\n", people)


def test_people_are_the_same_by_address_and_mail(folder):
    people = f"name,url,email,note\nZ. P.,{URL}zoë-prøve,,one\nSomebody,,new@example.org,two\n"
    net = folder("2024-01-02,met,NEW@example.org,,,\n", people)
    assert tuple(net.people.loc["in/zoë-prøve", ["name", "note"]]) == ("Z. P.", "one")
    assert happened(net, "met")[0][2] == "somebody"


def test_faults_of_people_are_said_at_once(folder):
    two = [*ROWS, ["Dana", "Whitlock", URL + "dana-2", "", "Firma", "", "01 Jan 2020"]]
    people = "name,company,note\n,Acme,who\nDana Whitlock,,\nSam Case,,a\nsam case,,b\n"
    with pytest.raises(ReadError) as error:
        folder(people=people, members={"Connections.csv": connections(two)})
    assert [line.split(":")[0].strip() for line in str(error.value).splitlines()[1:-1]] == [
        "people.csv, row 2, name", "people.csv, row 3, person", "people.csv, row 5, name",
    ]  # fmt: skip


def test_a_folder_that_was_only_just_begun_is_an_empty_network(folder):
    net = folder(members=False, toml='me = "Robin Vale"')
    assert (len(net), len(net.events)) == (0, 0)
    assert net.people.at["me", "name"] == "Robin Vale"
    assert reason(net, "log.csv") == "it has a header and no rows"


def test_a_folder_with_nothing_in_it_is_an_error(tmp_path):
    with pytest.raises(ReadError, match="holds nothing to read"):
        ns.load(tmp_path)
    write(tmp_path / "cat.png", b"\x89PNG")
    with pytest.raises(ReadError, match="holds nothing to read"):
        ns.check(tmp_path)


def test_a_log_or_people_file_alone_can_be_read(tmp_path):
    assert len(ns.load(write(tmp_path / "log.csv", HEADER + "2024-01-02,met,Jo Test,,,\n"))) == 1
    assert len(ns.load(write(tmp_path / "people.csv", "name,company\nJo Test,Acme\n"))) == 1


SETTINGS = """
me = "Robin Vale"
me_url = "https://www.linkedin.com/in/robin-vale"
school = "State University"
as_of = 2026-03-02
per_week = 3
[goal]
companies = ["Marquee Theatricals"]
roles = ["publicist"]
people = ["Dana Whitlock"]
by = 2026-05-15
[assumptions]
"talk.cold" = [2, 8]
[company_size]
"Marquee Theatricals" = 120
"""


def test_the_settings_are_read_and_belong_to_the_network(folder, tmp_path):
    net = folder(toml=SETTINGS)
    assert (net.goal.companies, net.goal.roles) == (("Marquee Theatricals",), ("publicist",))
    assert (net.goal.by, net.goal.per_week) == (dt.date(2026, 5, 15), 3)
    assert net.assumptions["talk.cold"].mean == 0.2
    assert net.assumptions.company_size == {"Marquee Theatricals": 120.0}
    assert tuple(net.people.loc["me", ["name", "school"]]) == ("Robin Vale", "State University")
    settings = read_settings(tmp_path / "home")
    assert (settings.me, settings.as_of) == ("Robin Vale", dt.date(2026, 3, 2))
    assert read_settings(tmp_path).goal is None


def test_all_faults_of_the_settings_are_said_at_once(tmp_path):
    write(
        tmp_path / "netscout.toml",
        """
mee = "Robin"
as_of = "soon"
per_week = -1
me = 3
[goal]
company = ["x"]
roles = [1]
[company_size]
Acme = "big"
""",
    )
    with pytest.raises(ReadError) as error:
        ns.load(tmp_path)
    said = str(error.value)
    for fault in (
        "unknown key 'mee'; did you mean 'me'", "me: 3 is not a text", "per_week: -1",
        "as_of: 'soon' is not a date", "unknown key 'goal.company'", "goal.roles: [1]",
        "company_size.Acme: 'big'", f"{tmp_path} has 7 faults",
    ):  # fmt: skip
        assert fault in said
    lines = {"mee": 2, "as_of": 3, "per_week": 4, " me:": 5, "company'": 7, "roles": 8, "Acme": 10}
    for key, line in lines.items():
        (fault,) = (one for one in said.splitlines() if key in one.split("; ")[0])
        assert fault.startswith(f"  netscout.toml, line {line}, ")
    assert ns.check(tmp_path)["reason"].iat[0].startswith("line 2, unknown key 'mee'")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (
            '[assumptions]\n"talk.cld" = [1, 2]',
            "unknown assumption 'talk.cld'; did you mean 'talk.cold'",
        ),
        ('[assumptions]\n"talk.cold" = 0.2', "'talk.cold' wants two positive numbers"),
        ('[calendar]\n"hgh summer" = false', "did you mean 'high summer'"),
        ("calendar = 1", r"calendar: write it as a section"),
        ("goal = 3", r"goal: write it as a section \[goal\]"),
        ('[goal]\npeople = ["Nobody Here"]', "goal.people: nobody is called 'Nobody Here'"),
    ],
)
def test_settings_that_cannot_be_meant_are_errors(folder, toml, message):
    with pytest.raises(ReadError, match=message):
        folder(toml=toml)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("# me\nme = Robin", "line 2, `me = Robin`: what stands after = is no value; write a text"),
        ('me = "Robin\nper_week = 2', 'line 1, `me = "Robin`: a quote is not closed'),
        ('me = "Robin', 'line 1, `me = "Robin`: a quote is not closed'),
        ("me = “Robin”", "line 1, `me = “Robin”`: the quotes are those of a word processor"),
        ("[goal\nby = 2026-01-01", "line 1, `[goal`: the name of a section is not closed"),
        ('me = "a"\n\nme = "b"', 'line 3, `me = "b"`: this stands here for the second time'),
        ("[goal]\n[goal]", "line 2, `[goal]`: this section stands here for the second time"),
        ("[goal]\nby = 2026-13-01", "line 2, `by = 2026-13-01`: this is no day of the calendar"),
        ("[goal]\nby = 2026-02-30", "line 2, `by = 2026-02-30`: this is no day of the calendar"),
        ("as_of = 31.12.2026", "line 1, `as_of = 31.12.2026`: this is no day of the calendar"),
        ("[goal]\nroles = ['a' 'b']", "line 2, `roles = ['a' 'b']`: a list is not closed, or"),
        ("[goal]\nroles = ['a'", "at its end: a list is not closed"),
        ("me = '''Robin", "at its end: a quote is not closed"),
        ('me = "C:\\Abc"', 'line 1, `me = "C:\\Abc"`: a backslash'),
        ("me 'Robin'", "line 1, `me 'Robin'`: no value; write `key = value`"),
        ("!", "line 1, `!`: neither a key nor a section"),
        ("[]", "line 1, `[]`: this is not TOML (Invalid initial character for a key part)"),
        ('me = "' + "x" * 99, 'line 1, `me = "' + "x" * 54 + " …`: a quote is not closed"),
        ("me = 'Robin", "at its end: a quote is not closed"),
    ],
)
def test_what_is_no_toml_is_said_in_words_with_its_line(folder, tmp_path, toml, message):
    with pytest.raises(ReadError) as error:
        folder(toml=toml)
    first, second, *_ = str(error.value).splitlines()
    assert first.endswith("home has 1 fault:")
    assert second.startswith(f"  netscout.toml, {message}")
    assert ns.check(tmp_path / "home")["reason"].iat[0].startswith(message)
    with pytest.raises(ReadError) as error:
        read_settings(tmp_path / "home")
    assert f"netscout.toml has 1 fault:\n  {message}" in str(error.value)


def test_settings_in_another_coding_are_said_with_the_line(tmp_path):
    (tmp_path / "netscout.toml").write_bytes('# mine\nme = "José"\n'.encode("cp1252"))
    with pytest.raises(ReadError, match="netscout.toml, line 2: it is not UTF-8; save"):
        ns.load(tmp_path)


@pytest.mark.parametrize(
    ("toml", "place"),
    [
        (
            '[drafts.nudge]\ntext = """\n[goal]\nper_week = 1\n"""\n[goal]\nper_week = 0',
            "line 7, goal.per_week",
        ),
        ("goal = { company = ['x'] }", "line 1, unknown key 'goal.company'"),
        ("[columns.'a b.csv']\nnme = 'Who'", "line 2, unknown key"),
        ("[company_size]\nAcme = 5\n'Marquee Theatricals' = 0", "line 3, company_size.Marquee"),
        ("[rules.remind]\nwhat = 'x'\nwithin = -1", "line 3, rules.remind: within"),
        ("[assumptions]\n'talk.cld' = [1, 2]", "line 2, assumptions: unknown"),
        ("\n[calendar.away]\nfrom = '01-13'", "line 2, calendar: 'away' lacks 'to'"),
    ],
)
def test_a_fault_of_the_settings_has_its_line(folder, toml, place):
    with pytest.raises(ReadError) as error:
        folder(toml=toml)
    assert f"  netscout.toml, {place}" in str(error.value)


def test_faults_of_assumptions_and_calendar_are_said_together(folder):
    with pytest.raises(ReadError) as error:
        folder(toml='[assumptions]\n"any" = 1\n[calendar.away]\nfrom = "13-01"\nactivity = 2')
    for fault in ("has 4 faults", "'any' wants", "'away' lacks 'to'",
                  "from = '13-01' is no day", "activity is 2"):  # fmt: skip
        assert fault in str(error.value)


def test_an_empty_goal_is_no_goal(folder):
    assert folder(toml="[goal]\nby = 2026-01-01").goal is None


def test_me_names_the_owner_where_no_file_does(tmp_path):
    path = write(tmp_path / "Connections.csv", connections())
    assert ns.load(path).people.at["me", "name"] == "You"
    assert ns.load(path, me="Robin Vale").people.at["me", "name"] == "Robin Vale"
    assert ns.load(path, me=URL + "robin").people.at["me", "url"] == URL + "robin"
