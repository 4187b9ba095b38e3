"""The command line as a user meets it: one message, exit code 2, nothing half-written."""

import json
import re
from pathlib import Path

import pytest
from command_line import as_program, netscout

EXAMPLE = Path(__file__).parents[1] / "data" / "example"


def test_the_main_job_writes_the_report_and_names_five_people(tmp_path):
    done = as_program("report", EXAMPLE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "report.html").read_text("utf-8")
    assert page.startswith("<!doctype html>")
    assert f"The report: {tmp_path / 'report.html'}" in done.stdout
    assert [f"{place}. " in done.stdout for place in range(1, 7)] == [True] * 5 + [False]
    assert "As of 2 Mar 2026." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["reach"], "Marquee Theatricals"),
        (["reach", "--by", "person"], "Dana Whitlock"),
        (["reach", "--by", "role", "--all"], "Through people"),
        (["ask", "-k", "2"], "2. "),
        (["growth", "--by", "wave"], "Wave"),
        (["growth", "--what", "names", "--every", "week"], "2026-02-23"),
        (["waves"], "Oskar Iversby"),
        (["waves", "--on", "2025-11-30"], "further conversations"),
        (["funnel", "--by", "wave"], "asked for names"),
        (["forecast", "--weeks", "4", "--per-week", "2", "--fresh", "1"], "than your recent pace"),
        (["forecast", "--what-if"], "two fresh first contacts a week"),
        (["due"], "Thank "),
        (["check"], "log.csv"),
    ],
)
def test_every_verb_answers(arguments, shown):
    verb, *options = arguments
    done = netscout(verb, EXAMPLE, *options)
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout


@pytest.mark.parametrize("verb", ["reach", "ask", "growth", "waves", "funnel", "forecast", "due"])
def test_json_is_for_programs(verb):
    done = netscout(verb, EXAMPLE, "--json")
    rows = json.loads(done.stdout)
    assert rows
    assert isinstance(rows[0], dict)


def test_the_map_is_written_where_it_is_told(tmp_path):
    done = netscout("map", EXAMPLE, "-o", tmp_path / "here.html")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "here.html").stat().st_size > 100_000


def test_the_past_can_be_asked():
    then = json.loads(
        netscout("reach", EXAMPLE, "--on", "2025-11-01", "--by", "person", "--all", "--json").stdout
    )
    now = json.loads(netscout("reach", EXAMPLE, "--by", "person", "--all", "--json").stdout)
    assert len(then) < len(now)


BAD_LOG = (
    "date,event,person,other,channel,note\n2026-02-31,met,Dana,,phone,\n2026-01-01,mett,Dana,,,\n"
)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nowhere", None, "there is no file or folder"),
        ("Connections.csv", b"", "Connections.csv"),
        ("Connections.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "Connections.csv"),
        ("Connections.csv", b"PK\x03\x04" + b"[Content_Types].xml" + bytes(40), "Connections.csv"),
        ("export.zip", b"PK\x03\x04 broken", "export.zip"),
        ("notes.csv", b"a,b\n1,2\n", "notes.csv"),
    ],
)
@pytest.mark.parametrize("verb", ["report", "ask"])
def test_bad_input_gets_one_message_and_no_page(tmp_path, name, content, said, verb):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    done = netscout(verb, path, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("netscout: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "report.html").exists()


PDF, PAGE = b"%PDF-1.7\nx", b"<!DOCTYPE html><p>Sign in"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cv.pdf", PDF, "cv.pdf is a PDF document; give the archive that LinkedIn sent"),
        ("cv.zip", PDF, "cv.zip is a PDF document, whatever its name says; give the archive"),
        ("x.zip", PAGE, "x.zip is a web page, whatever its name says; download the archive itself"),
        ("x.zip", b"", "x.zip is empty; download it again"),
        ("x.zip", b"PK\x03\x04 broken", "x.zip is a ZIP archive that is cut off or damaged"),
        ("x.zip", b"hello\n", "x.zip is not a ZIP archive, whatever its name says; give"),
        ("x.zip", b"\x1f\x8b\x08 x", "x.zip is a gzip archive; unpack it first"),
        ("x.gz", b"\x1f\x8b\x08 x", "x.gz is a gzip archive; unpack it first"),
        ("x.txt", b"hello\n", "x.txt is no file that netscout knows; give the archive"),
        ("x.png", b"\x89PNG\r\n\x1a\n", "x.png is a picture (PNG); give the archive"),
    ],
)
@pytest.mark.parametrize("verb", ["ask", "init", "check"])
def test_a_file_of_another_kind_is_told_what_it_is(tmp_path, name, content, said, verb):
    (tmp_path / name).write_bytes(content)
    words = ("init", "mine", "--linkedin", name) if verb == "init" else (verb, name)
    done = netscout(*words, cwd=tmp_path)
    assert done.returncode == (0 if verb == "check" else 2)
    text = " ".join((done.stdout + done.stderr).split())
    assert said in text
    assert "File is not a zip file" not in text
    assert not (tmp_path / "mine").exists()


def test_all_faults_of_a_log_are_in_one_message(tmp_path):
    (tmp_path / "netscout.toml").write_text('me = "Robin"\n', "utf-8")
    (tmp_path / "log.csv").write_text(BAD_LOG, "utf-8")
    done = as_program("ask", tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for part in ("log.csv", "2026-02-31", "'mett'", "did you mean 'met'"):
        assert part in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["reach", "--by", "compny"], "did you mean 'company'"),
        (["growth", "--every", "wek"], "did you mean 'week'"),
        (["growth", "--what", "nams"], "did you mean 'names'"),
        (["funnel", "--by", "compny"], "did you mean 'company'"),
        (["forecast", "--weeks", "0"], "--weeks"),
        (["ask", "--on", "2026-02-31"], "--on wants a date"),
        (["map", "-o", "no/such/folder/map.html"], "no/such/folder"),
    ],
)
def test_wrong_options_say_what_is_right(arguments, said, tmp_path):
    verb, *options = arguments
    done = netscout(verb, EXAMPLE, *options, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("options", [[], ["--what-if"]])
def test_a_forecast_says_that_it_does_not_follow_the_advice(options):
    said = netscout("forecast", EXAMPLE, "--weeks", "1", *options).stdout
    assert "it does not follow the advice of `netscout ask`." in said


def test_without_a_goal_it_is_said_that_everybody_counts(tmp_path):
    (tmp_path / "people.csv").write_text("name,url\nAda Moss,linkedin.com/in/ada-moss\n", "utf-8")
    done = netscout("ask", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "(expected new conversations):" in done.stdout
    assert "No goal is given" in done.stderr
    assert "No goal is given" not in netscout("ask", EXAMPLE, "-k", "1").stderr


def test_a_goal_whose_day_has_passed_is_said(tmp_path):
    (tmp_path / "netscout.toml").write_text(
        'me = "Robin"\n[goal]\nroles = ["x"]\nby = 2020-01-01\n'
    )
    (tmp_path / "log.csv").write_text(
        "date,event,person,other,channel,note\n2019-12-01,met,Ann,,,\n"
    )
    assert "2020-01-01, has passed" in netscout("reach", tmp_path).stderr
    assert "has passed" not in netscout("reach", EXAMPLE).stderr


def test_a_goal_that_fits_nobody_is_said_and_answered():
    done = netscout("ask", EXAMPLE, "--company", "Marquee Theatrical")
    assert done.returncode == 0
    assert "nobody you know of fits the goal" in done.stderr
    assert "did you mean 'Marquee Theatricals'" in done.stderr
    assert "1. " in done.stdout


@pytest.mark.parametrize(
    "verb",
    ["report", "reach", "ask", "growth", "waves", "funnel", "forecast", "map", "due", "check"],
)
def test_help_has_an_example(verb):
    done = netscout(verb, "--help")
    assert done.returncode == 0
    assert f"netscout {verb} " in done.stdout
    assert "Example" in done.stdout


def test_newcomers_are_told_in_words():
    waves, forecast = (netscout(verb, EXAMPLE).stdout for verb in ("waves", "forecast"))
    assert "R >" not in waves
    assert "above 1, so that referrals alone keep a network growing" in waves
    assert "capacity" not in forecast
    assert "how many conversations you hold a week" in forecast


def test_one_is_not_called_many(tmp_path):
    (tmp_path / "log.csv").write_text("date,event,person\n2026-02-20,met,Mira Sand\n", "utf-8")
    assert "1 person not in any other file was added" in netscout("check", tmp_path).stdout
    assert "in the next 1 week (" in netscout("forecast", tmp_path, "--weeks", "1").stdout


def test_report_map_and_command_line_look_from_one_day(tmp_path):
    for verb in ("report", "map"):
        done = netscout(verb, EXAMPLE, "-o", str(tmp_path / f"{verb}.html"))
        assert "As of 2 Mar 2026." in done.stderr
        page = (tmp_path / f"{verb}.html").read_text("utf-8")
        assert re.search("[Aa]s of 2 Mar 2026", page)
        assert '"until": "2 Mar 2026"' in page
