"""The wheel as a user installs it, in an environment of each Python that is supported and is on this machine."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.process import ROOT

VERSIONS = ("3.11", "3.12", "3.13")
THIS = f"{sys.version_info.major}.{sys.version_info.minor}"


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the wheel."""

    folder: Path

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.folder / "bin" / "python")

    @property
    def tonghop(self) -> str:
        """Its console command."""
        return str(self.folder / "bin" / "tonghop")


def wheel(folder: Path) -> Path:
    """Build the wheel of this checkout in a folder, away from the checkout."""
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("pipeline", "schemas", "examples", "docs"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    _done(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(source))
    (built,) = folder.glob("*.whl")
    return built


def installed(version: str, built: Path, folder: Path) -> Installed:
    """Install the wheel for a Python; one that is not here, or whose libraries cannot be fetched, is a skipped test."""
    if version == THIS:
        # what it needs is taken from the environment of these tests
        _done(sys.executable, "-m", "venv", str(folder))
        here = Path(pytest.__file__).parents[1]
        (packages,) = (folder / "lib").glob("python*/site-packages")
        (packages / "libraries.pth").write_text(f"{here}\n", encoding="utf-8")
        _done(str(folder / "bin" / "python"), "-m", "pip", "install", "--no-deps", "--force-reinstall", str(built))
        return Installed(folder)
    python = _interpreter(version)
    if python is None:
        pytest.skip(f"Python {version} is not on this machine; name one in TONGHOP_PYTHONS")
    _done(python, "-m", "venv", str(folder))
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--constraint"]
    done = subprocess.run(
        [*pip, str(ROOT / "requirements.lock"), f"{built}[cluster]"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"the libraries for Python {version} cannot be installed: {done.stderr.splitlines()[-1]}")
    return Installed(folder)


def _interpreter(version: str) -> str | None:
    """Return an interpreter of a version: one that TONGHOP_PYTHONS names, of the path, or of pyenv."""
    named = [Path(name) for name in os.environ.get("TONGHOP_PYTHONS", "").split(os.pathsep) if name]
    on_path = shutil.which(f"python{version}")
    of_pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    for python in [*named, *([Path(on_path)] if on_path else []), *of_pyenv]:
        tell = [str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(tell, capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return str(python)
    return None


def _done(*line: str) -> None:
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
