"""What every verb says of itself: an example that would run, options explained, completion."""

import os
import re
import shlex
import shutil
import subprocess
import sys

import pytest
import typer.main

import netscout as ns
from netscout.cli import app


def _verbs(command, path=("netscout",)):
    """Yield every command with its path, groups included."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _verbs(below, (*path, name))


VERBS = dict(_verbs(typer.main.get_command(app)))
LEAVES = {path: verb for path, verb in VERBS.items() if not hasattr(verb, "commands")}
EXAMPLE = re.compile(r"`(netscout [^`]+)`")


def _words(path):
    return " ".join(path)


@pytest.mark.parametrize("path", VERBS, ids=_words)
def test_a_verb_has_an_example(path):
    examples = EXAMPLE.findall(VERBS[path].epilog or "")
    assert examples
    assert VERBS[path].epilog.startswith("Example: ")
    assert examples[0].startswith(_words(path))


@pytest.mark.parametrize("path", LEAVES, ids=_words)
def test_the_example_is_one_that_the_verb_takes(path):
    words = shlex.split(EXAMPLE.findall(LEAVES[path].epilog)[0])
    context = LEAVES[path].make_context(_words(path), words[len(path) :])
    given = [p for p in context.params if context.get_parameter_source(p).name == "COMMANDLINE"]
    assert given or path == ("netscout", "undo")


@pytest.mark.parametrize("path", VERBS, ids=_words)
def test_every_option_is_explained_in_sentences_that_end(path):
    verb = VERBS[path]
    assert verb.help.endswith(".")
    assert len(verb.help.splitlines()) == 1
    for parameter in verb.params:
        if getattr(parameter, "hidden", False) or parameter.name in {
            "install_completion",
            "show_completion",
        }:
            continue
        assert parameter.help, parameter.name
        assert parameter.help.endswith((".", "]", "…")), parameter.help
        told = parameter.help.count("[default:") + bool(
            parameter.show_default and parameter.default not in (None, False, "")
        )
        assert told <= 1, f"{parameter.name} tells its default twice"


@pytest.mark.parametrize("path", LEAVES, ids=_words)
def test_help_is_printed(path, capsys):
    with pytest.raises(SystemExit) as done:
        app([*path[1:], "--help"], prog_name="netscout")
    said = capsys.readouterr().out
    assert done.value.code == 0
    assert "Example: netscout" in said
    assert _words(path) in said


def _run(*words, **environment):
    return subprocess.run(
        words, capture_output=True, text=True, check=False, env=os.environ | environment
    )


NETSCOUT = (sys.executable, "-m", "netscout")


def test_it_runs_as_a_module_under_its_own_name():
    done = _run(*NETSCOUT, "--help", COLUMNS="120")
    assert done.returncode == 0
    assert "Usage: netscout" in done.stdout
    assert "report" in done.stdout
    assert _run(*NETSCOUT, "reprot").returncode == 2


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as done:
        app(["--version"], prog_name="netscout")
    assert done.value.code == 0
    assert capsys.readouterr().out == f"netscout {ns.__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed(shell, tmp_path):
    done = _run(*NETSCOUT, _NETSCOUT_COMPLETE=f"source_{shell}")
    assert "_NETSCOUT_COMPLETE=complete_" in done.stdout
    if shutil.which(shell):
        script = tmp_path / "completion"
        script.write_text(done.stdout)
        assert _run(shell, "-n", str(script)).returncode == 0


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_the_option_finds_the_shell_it_is_called_from():
    command = f"{shlex.join(NETSCOUT)} --show-completion; exit $?"
    done = _run("bash", "-c", command)
    assert done.returncode == 0, done.stderr
    assert "complete -o default -F" in done.stdout


def test_verbs_and_options_are_completed():
    def completed(line):
        words = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        return _run(*NETSCOUT, _NETSCOUT_COMPLETE="complete_bash", **words).stdout.split()

    assert completed("netscout re") == ["report", "reach"]
    assert completed("netscout pool sh") == ["share"]
    assert "--company" in completed("netscout ask --co")
