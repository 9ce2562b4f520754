"""What README and the notebooks promise is what runs."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import REPOSITORY
from nbclient import NotebookClient

README = (REPOSITORY / "README.md").read_text("utf-8")


def test_the_six_lines_run(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(code.splitlines()) == 6
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own page
    shown = capsys.readouterr().out
    assert "conforms" in shown
    assert "Russia" in shown


def test_what_readme_points_to_is_there() -> None:
    for path in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (REPOSITORY / path).exists(), path
    for folder in re.findall(r"^    (\w+)/ ", README, re.MULTILINE):
        assert (REPOSITORY / folder).is_dir(), folder


@pytest.mark.parametrize("path", sorted((REPOSITORY / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The kernel that the notebook names, in the environment that runs the tests.
    monkeypatch.setenv("JUPYTER_PATH", str(Path(sys.prefix) / "share" / "jupyter"))
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert all(not cell.metadata for cell in notebook.cells), "no times of execution are kept"
    stored = _texts(notebook)
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": tmp_path}}
    ).execute()
    # What a reader sees without running it is what the graph gives, warnings of libraries included.
    assert _texts(notebook) == stored
    assert any("Russia" in text for _, text in stored)


def _texts(notebook: nbformat.NotebookNode) -> list[tuple[str, str]]:
    return [
        (cell.id, output.get("text", "") + str(output.get("data", {}).get("text/plain", "")))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    ]
