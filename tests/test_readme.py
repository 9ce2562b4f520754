"""What README and the notebooks promise is what runs."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from conftest import REPOSITORY, Run
from nbclient import NotebookClient
from stores.oxigraph import Oxigraph

README = (REPOSITORY / "README.md").read_text("utf-8")
COMMANDS = [
    line.split("#")[0].strip()
    for line in re.findall(
        r"^    (relgraph .*)$",
        README.partition("## On the command line")[2].partition("\n## ")[0],
        re.MULTILINE,
    )
]


def test_the_python_that_is_shown_runs(capsys: pytest.CaptureFixture[str]) -> None:
    six_lines, of_a_fold = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(six_lines.splitlines()) == 6
    names: dict[str, object] = {}
    exec(compile(six_lines, "README.md", "exec"), names)  # noqa: S102 - our own page
    shown = capsys.readouterr().out
    assert "conforms" in shown
    assert "Russia" in shown
    exec(compile(of_a_fold, "README.md", "exec"), names)  # noqa: S102 - our own page
    assert [line.split("(")[0] for line in capsys.readouterr().out.splitlines()] == [
        "ScoreRow", "Standing", "Reason",
    ]  # fmt: skip


def test_the_act_that_is_shown_is_a_file_that_conforms(run: Run, tmp_path: Path) -> None:
    (act,) = re.findall(r"```turtle\n(.*?)```", README, re.DOTALL)
    (tmp_path / "my-acts.ttl").write_text(act, encoding="utf-8")
    validated = run("validate", "my-acts.ttl")
    assert validated.returncode == 0, validated.stdout.decode()
    assert run("lint", "my-acts.ttl").returncode == 0
    said = run("query", "proposals", "-d", "my-acts.ttl", "-f", "csv")
    assert b"Arcadia" in said.stdout
    assert b"120,184" in said.stdout


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a triple store of our own, where README has that of the reader's."""
    if reason := Oxigraph.missing():
        pytest.skip(reason)
    with Oxigraph() as store:
        yield store.url


def test_the_command_block_is_read_whole() -> None:
    assert len(COMMANDS) > 20
    assert {line.split()[1] for line in COMMANDS} >= {"validate", "query", "project", "why", "push", "run"}


@pytest.mark.parametrize("line", COMMANDS)
def test_each_line_of_the_command_block_runs(
    line: str, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    shutil.copy(REPOSITORY / "ontology" / "examples" / "valid" / "meeting.ttl", tmp_path / "my-acts.ttl")
    shutil.copy(REPOSITORY / "ontology" / "rules" / "1-direct-relation.rq", tmp_path / "FILE.rq")
    if "http://127.0.0.1:7878" in line:
        line = line.replace("http://127.0.0.1:7878", request.getfixturevalue("address"))
    arguments = shlex.split(line)[1:]
    result = run(*arguments)
    # lint says by its exit code that it found something.
    assert result.returncode in ((0, 1) if arguments[0] == "lint" else (0,)), result.stderr.decode()
    assert b"Traceback" not in result.stderr
    if "-o" in arguments:
        written = tmp_path / arguments[arguments.index("-o") + 1]
        assert any(written.iterdir()) if written.is_dir() else written.stat().st_size > 0
    else:
        assert result.stdout or arguments[0] == "lint"


TRADE = """source,target,relation,date,weight
Arda,Bree,trades with,2001,3
Bree,Corin,trades with,2001-05,1
Corin,Arda,sanctions,2002-02-03,2
"""


def test_a_table_of_five_columns_is_a_scored_drawn_network_in_a_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(TRADE, "utf-8")
    [line] = re.findall(r"^    (relgraph import edges t\.csv .+)$", README, re.MULTILINE)
    imported, scored, drawn = (run(*shlex.split(part)[1:]) for part in line.split("&&"))
    assert [imported.returncode, scored.returncode, drawn.returncode] == [0, 0, 0]
    assert {row.split()[1] for row in scored.stdout.decode().splitlines()} >= {"Arda", "Bree", "Corin"}
    page = (tmp_path / "t.html").read_text("utf-8")
    assert all(name in page for name in ("Arda", "Bree", "Corin"))


def test_what_readme_points_to_is_there() -> None:
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (REPOSITORY / path).exists(), path
    # The folders of the repository, then the rooms of the package.
    folders, _, rooms = README.partition("\nThe rooms of ")
    for folder in re.findall(r"^    (\w+)/ ", folders, re.MULTILINE):
        assert (REPOSITORY / folder).is_dir(), folder
    told = [name for line in re.findall(r"^    (\w[\w ]*/?)  ", rooms, re.MULTILINE) for name in line.split()]
    source = REPOSITORY / "src" / "relgraph"
    there = {path.name + "/" * path.is_dir() for path in source.iterdir() if not path.name.startswith("_")}
    assert {name.removesuffix(".py") for name in there} == {*told, "py.typed"}


def test_what_contributing_names_is_there() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    for path in re.findall(r"`((?:src|tests|ontology|docs)/[\w./-]+)`", text):
        if "NAME" not in path:
            assert (REPOSITORY / path).exists(), path


@pytest.mark.parametrize("path", sorted((REPOSITORY / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The kernel that the notebook names, in the environment that runs the tests.
    monkeypatch.setenv("JUPYTER_PATH", str(Path(sys.prefix) / "share" / "jupyter"))
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert all(not cell.metadata for cell in notebook.cells), "no times of execution are kept"
    stored = _texts(notebook)
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    # What a reader sees without running it is what the graph gives, warnings of libraries included.
    assert _texts(notebook) == stored
    assert any("Russia" in text for _, _, text in stored)


def _texts(notebook: nbformat.NotebookNode) -> list[tuple[str, str, str]]:
    """Return what each cell gives, each stream as one text: a kernel sends it in any number of parts."""
    found: dict[tuple[str, str], str] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            stream = output.get("name", output.output_type)
            text = output.get("text", "") + str(output.get("data", {}).get("text/plain", ""))
            found[cell.id, stream] = found.get((cell.id, stream), "") + text
    return [(cell, stream, text) for (cell, stream), text in found.items()]


@pytest.mark.parametrize("parts", [["one\ntwo\n"], ["one\n", "two\n"], ["on", "e\ntwo", "\n"]])
def test_a_stream_in_parts_is_one_text(parts: list[str]) -> None:
    outputs = [nbformat.v4.new_output("stream", name="stdout", text=part) for part in parts]  # type: ignore[no-untyped-call]
    outputs.insert(1, nbformat.v4.new_output("stream", name="stderr", text="said\n"))  # type: ignore[no-untyped-call]
    cell = nbformat.v4.new_code_cell(id="c", outputs=outputs)  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
    assert _texts(notebook) == [("c", "stdout", "one\ntwo\n"), ("c", "stderr", "said\n")]
