"""The wheel carries what the command needs, one copy of each, and works from any folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import REPOSITORY

import relgraph


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (path,) = folder.glob("*.whl")
    return path


def test_everything_travels_in_the_wheel(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("ontology/rules", "ontology/shapes", "ontology/checks", "ontology/alignments"):
        for path in (REPOSITORY / folder).iterdir():
            assert f"relgraph/{folder}/{path.name}" in inside
    assert {"relgraph/ontology/relgraph.ttl", "relgraph/py.typed"} <= inside
    assert {f"relgraph/data/{name}.ttl" for name in ("triples", "void", "gazetteer", "state-codes")} <= inside
    for path in (REPOSITORY / "src" / "relgraph" / "queries").glob("*.rq"):
        assert f"relgraph/queries/{path.name}" in inside
    assert "relgraph/linting/rules.toml" in inside
    page = sorted(path.name for path in (REPOSITORY / "src" / "relgraph" / "page" / "static").iterdir())
    assert {"page.html", "page.css", "start.js"} <= set(page)
    for name in page:
        assert f"relgraph/page/static/{name}" in inside
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    assert any(name.endswith("licenses/LICENSE-DATA") for name in inside)


def test_the_unpacked_wheel_runs_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    script = (
        "import sys, relgraph, relgraph.cli; assert relgraph.__file__.startswith(sys.argv[1]);"
        "sys.argv = ['relgraph', 'run', '-o', 'out']; relgraph.cli.main()"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, unpacked],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr.decode()
    assert (elsewhere / "out" / "index.html").stat().st_size > 100_000


def test_one_version_everywhere() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == relgraph.__version__
    citation = (REPOSITORY / "CITATION.cff").read_text("utf-8")
    assert f"version: {relgraph.__version__}" in citation
    ontology = (REPOSITORY / "ontology" / "relgraph.ttl").read_text("utf-8")
    assert f'owl:versionInfo "{relgraph.__version__}"' in ontology


def test_every_runtime_dependency_is_justified_on_its_line() -> None:
    text = (REPOSITORY / "pyproject.toml").read_text("utf-8")
    (block,) = re.findall(r"^dependencies = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    for line in block.splitlines():
        assert re.search(r'^    "[a-z]+>=[\d.]+(?:,<[\d.]+)?", +# .+\(.+\)$', line), line


def test_no_address_of_a_package_registry_or_path_of_a_machine_is_tracked() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    machine = re.compile(
        "|".join(["/ro" + "ot/", "/ho" + "me/", "/wo" + "rk/", "python" + "hosted", "registry" + ".npm"])
    )
    for name in listed.stdout.splitlines():
        try:
            text = (REPOSITORY / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
        assert not machine.search(text), name
