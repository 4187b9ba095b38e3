"""The package as it is given out: built, installed where nothing else is, and its main job run."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "data" / "example"
VERSIONS = ("3.11", "3.12", "3.13")
LARGEST_WHEEL = 2_000_000
MINUTES = 60

pytestmark = [pytest.mark.slow, pytest.mark.index]


def _run(*words, cwd, minutes=10):
    """Run a program without anything of this environment."""
    own = ("PYTHONPATH", "VIRTUAL_ENV", "NETSCOUT_SOCKETS")
    environment = {name: text for name, text in os.environ.items() if name not in own}
    return subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False,
        timeout=minutes * MINUTES, env=environment | {"UV_PYTHON_DOWNLOADS": "never"},
    )  # fmt: skip


def _done(*words, cwd):
    done = _run(*words, cwd=cwd)
    assert done.returncode == 0, f"{' '.join(map(str, words))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def _lacking(reason):
    """Skip where a thing is missing; fail where continuous integration must have it."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def uv(tmp_path_factory):
    """The program that builds and installs, if it reaches the package index."""
    program = shutil.which("uv")
    if program is None:
        _lacking("no uv here: pip install uv")
    place = tmp_path_factory.mktemp("index")
    (place / "wanted.txt").write_text("hatchling\n")
    done = _run(program, "pip", "compile", "wanted.txt", cwd=place)
    if done.returncode:
        _lacking(f"the package index cannot be reached: {done.stderr.strip()[-200:]}")
    return program


@pytest.fixture(scope="module")
def built(uv, tmp_path_factory):
    """The sdist, and the wheel that was built from it."""
    out = tmp_path_factory.mktemp("dist")
    _done(uv, "build", "--out-dir", out, ROOT, cwd=out)
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return {"sdist": sdist, "wheel": wheel}


def _parts(folder):
    """Return the files of a folder of the project, without what Python leaves there."""
    files = (ROOT / folder).rglob("*")
    return {
        file.relative_to(ROOT).as_posix()
        for file in files
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_wheel_is_small_and_holds_the_whole_package_alone(built):
    assert built["wheel"].stat().st_size < LARGEST_WHEEL
    with zipfile.ZipFile(built["wheel"]) as wheel:
        names = set(wheel.namelist())
    assert {name for name in names if ".dist-info/" not in name} == _parts("netscout")


def test_the_sdist_holds_the_example_and_the_tests(built):
    with tarfile.open(built["sdist"]) as sdist:
        names = {member.name.partition("/")[2] for member in sdist if member.isfile()}
    assert _parts("netscout") | _parts("data/example") <= names
    assert {"README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"} <= names
    assert "tests/test_package.py" in names


@cache
def _python(version):
    """Return a Python of a version that is on this machine, None if there is none."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    places = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python"))]
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        places.append(sys.executable)
    for place in filter(None, places):  # what a version manager puts on the path need not run
        asked = _run(place, "-c", "import sys; print('%d.%d' % sys.version_info[:2])", cwd="/")
        if asked.stdout.strip() == version:
            return place
    return None


STRICT = """
import sys, warnings
warnings.filterwarnings("error", module=r"netscout(\\.|$)")
from netscout.cli import main
sys.argv = ["netscout", "report", sys.argv[1], "-o", "strict.html"]
main()
"""
"""The main job, with warnings of our own modules as errors: a newer Python's wishes are seen."""


def _check_main_job(python, place):
    """Assert that the installed package, and not the project's folder, does its main job."""
    where = _done(python, "-c", "import netscout; print(netscout.__file__)", cwd=place)
    assert Path(where.strip()).is_relative_to(place)
    program = Path(python).with_name("netscout")
    said = _done(program, "report", EXAMPLE, "-o", "report.html", cwd=place)
    assert "5. " in said
    assert (place / "report.html").stat().st_size > 100_000
    _done(program, "share", EXAMPLE, "-o", "copy", cwd=place)
    _done(program, "export", "copy", "-o", "copy.graphml", cwd=place)
    _done(program, "check", "copy", cwd=place)
    _done(python, "-X", "dev", "-c", STRICT, EXAMPLE, cwd=place)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_wheel_does_its_main_job_where_nothing_else_is_installed(version, built, uv, tmp_path):
    python = _python(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    _done(uv, "venv", "--python", python, "env", cwd=tmp_path)
    own = tmp_path / "env" / "bin" / "python"
    _done(uv, "pip", "install", "--python", own, built["wheel"], cwd=tmp_path)
    _check_main_job(own, tmp_path)


def test_the_sdist_does_too(built, uv, tmp_path):
    _done(uv, "venv", "--python", sys.executable, "env", cwd=tmp_path)
    own = tmp_path / "env" / "bin" / "python"
    _done(uv, "pip", "install", "--python", own, built["sdist"], cwd=tmp_path)
    _check_main_job(own, tmp_path)
