"""The verbs around a conversation, as a user meets them."""

import tomllib
from pathlib import Path

import pytest
from icalendar import Calendar
from typer.testing import CliRunner

import netscout as ns
from netscout.cli import app
from netscout.courtesy import courtesy_of

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "data" / "example"


def run(*words):
    return CliRunner().invoke(app, list(map(str, words)))


def test_what_is_due_goes_to_the_calendar_and_renews_it(tmp_path):
    file = tmp_path / "due.ics"
    for day in ("2026-03-02", "2026-03-02", "2026-03-09"):
        done = run("due", EXAMPLE, "--ics", file, "--on", day)
        assert done.exit_code == 0, done.output
        assert f"The calendar: {file}" in done.output
    events = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert {str(event["status"]) for event in events} == {"CONFIRMED", "CANCELLED"}


def test_the_nearest_are_shown_and_the_rest_counted():
    done = run("due", EXAMPLE, "--most", 5, "--on", "2026-03-02")
    assert "today" in done.output
    assert "more, further from today (--most" in done.output
    assert done.output.count("2026-0") >= 5


def test_nothing_due_says_what_a_log_would_add(tmp_path):
    (tmp_path / "netscout.toml").write_text('me = "Robin"\n')
    assert "log each" in run("due", tmp_path).output


def test_a_letter_is_drafted_and_checked(tmp_path):
    done = run("draft", EXAMPLE, "Dana Whitlock", "request")
    assert done.exit_code == 0, done.output
    assert "Mei Silvestrin suggested" in done.output
    letter = tmp_path / "letter.txt"
    letter.write_text(done.stdout, "utf-8")
    checked = run("draft", EXAMPLE, "Dana Whitlock", "--check", letter)
    assert (checked.exit_code, checked.stdout) == (0, "Nothing to mend.\n")
    letter.write_text("Dear Dana,\n\nare you hiring?\n", "utf-8")
    checked = run("draft", EXAMPLE, "Dana Whitlock", "--check", letter)
    assert checked.exit_code == 1
    assert "asks for a job" in checked.stdout
    assert "names no connection" in checked.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Dana Whitlock", "thank"), "did you mean 'thanks'"),
        (("Dana Whitlok", "thanks"), "did you mean 'Dana Whitlock'"),
        (("Dana Whitlock", "--check", "nowhere.txt"), "nowhere.txt cannot be opened"),
        (("Dana Whitlock", "introduction", "--via", "Dana Whitlock"), "third person"),
    ],
)
def test_a_wrong_word_is_netscouts_own_error(words, said):
    error = run("draft", EXAMPLE, *words).exception
    assert isinstance(error, ns.NetscoutError)
    assert said in str(error)


def test_the_sections_that_the_documentation_shows_are_right():
    shown = (ROOT / "docs" / "conversations.md").read_text("utf-8")
    given = tomllib.loads(shown.split("```toml")[1].split("```")[0])
    pytest.importorskip("holidays")
    courtesy = courtesy_of(given["rules"], given["drafts"])
    assert courtesy.country == "US-CA"
    assert {rule.name: rule.within for rule in courtesy.rules}["keep-in-touch"] == 60


@pytest.mark.parametrize(
    ("kind", "event"), [("thanks", "met"), ("nudge", "asked"), ("confirmation", "agreed")]
)
def test_a_letter_about_what_the_log_does_not_have_is_noted(tmp_path, kind, event):
    log = tmp_path / "log.csv"
    log.write_text("date,event,person\n2026-03-01,knows,Dana Whitlock\n", "utf-8")
    done = run("draft", tmp_path, "Dana Whitlock", kind)
    assert done.stdout.startswith("Subject: ")
    assert f"Dana Whitlock, but your log has no `{event}`" in done.stderr
    log.write_text(log.read_text("utf-8") + f"2026-03-02,{event},Dana Whitlock\n", "utf-8")
    assert "but your log has no" not in run("draft", tmp_path, "Dana Whitlock", kind).stderr
