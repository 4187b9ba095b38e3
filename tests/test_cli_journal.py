import pytest
from typer.testing import CliRunner

import netscout as ns
from netscout.cli import app


def run(*words, answers=None):
    return CliRunner().invoke(app, list(map(str, words)), input=answers)


def test_log_and_undo(tmp_path):
    done = run("log", "met", "Dana Whitlock", "--in", tmp_path, "--channel", "phone", "--on",
               "2026-03-06", "--named", "Lee Ortiz, publicist, Marquee Theatricals")  # fmt: skip
    assert done.exit_code == 0, done.output
    assert "Logged: 2026-03-06, named, Dana Whitlock, Lee Ortiz" in done.output
    assert "Note: Lee Ortiz was not known before" in done.output
    assert ns.load(tmp_path).events["kind"].tolist() == ["met", "named"]
    assert "Taken back in log.csv, people.csv." in run("undo", "--in", tmp_path).output
    assert not (tmp_path / "log.csv").exists()


def test_an_error_is_netscouts_own(tmp_path):
    assert isinstance(run("log", "mett", "Dana", "--in", tmp_path).exception, ns.NetscoutError)
    assert isinstance(run("undo", "--in", tmp_path).exception, ns.NetscoutError)


def test_the_form_after_a_conversation(tmp_path):
    answers = "phone\nread the trades #reading\nLee Ortiz, publicist, Acme\nBo Li\n\ny\nwrite to Lee\nemail\n"
    done = run("wrap-up", "Dana Whitlock", "--in", tmp_path, "--on", "2026-03-06", answers=answers)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "log.csv").read_text("utf-8").splitlines()[1:] == [
        "2026-03-06,met,Dana Whitlock,,phone,read the trades #reading; may use the name; next: write to Lee",
        "2026-03-06,named,Dana Whitlock,Lee Ortiz,,",
        "2026-03-06,named,Dana Whitlock,Bo Li,,",
        "2026-03-06,asked,Dana Whitlock,anyone,,",
        "2026-03-06,thanked,Dana Whitlock,,email,",
    ]
    due = ns.follow_ups(ns.load(tmp_path), on="2026-03-07", ahead=5)
    assert not set(due["rule"]) & {"thank", "ask-for-names"}


def test_the_sheet_is_written(tmp_path):
    run("log", "met", "Dana Whitlock", "--in", tmp_path, "--on", "2026-03-06")
    done = run("prep", tmp_path, "Dana Whitlock", "-o", tmp_path / "dana.html")
    assert "The sheet:" in done.output, done.exception
    assert "since we last talked" in (tmp_path / "dana.html").read_text("utf-8")
    odd = run("prep", tmp_path, "Dana Whitlock", "-o", tmp_path / "dana.html", "--on", "soon")
    assert isinstance(odd.exception, ns.NetscoutError)


@pytest.mark.parametrize("verb", ["log", "undo", "wrap-up", "prep"])
def test_every_verb_has_help(verb):
    assert run(verb, "--help").exit_code == 0
