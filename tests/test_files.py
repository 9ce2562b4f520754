"""Files: written whole or not at all, packed by suffix."""

from __future__ import annotations

import gzip
import stat
from pathlib import Path

import pytest

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import OutputError


def test_write_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.txt"
    relgraph.write(b"old", path)
    path.chmod(0o640)

    def broken(self: Path, target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "replace", broken)
        relgraph.write(b"new", path)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.txt"]
    relgraph.write(b"new", path)
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_write_follows_a_link_and_refuses_folders(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    relgraph.write(b"new", link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    with pytest.raises(OutputError, match="is a folder"):
        relgraph.write(b"x", tmp_path)
    with pytest.raises(OutputError, match="No such file"):
        relgraph.write(b"x", tmp_path / "none" / "x")


def test_a_stream_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "g.nt"
    path.write_text("".join(f"<a:{i}> <a:p> <a:o> .\n" for i in range(9000)) + "<a:z> <a:p> <xsd:z> .\n")
    out = tmp_path / "out.jsonld"
    out.write_bytes(b"old")
    with pytest.raises(OutputError):
        relgraph.write(relgraph.stream(relgraph.open(path), "jsonld"), out)
    assert out.read_bytes() == b"old"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["g.nt", "out.jsonld"]


def test_gzip_by_suffix_has_neither_name_nor_time(meeting: KnowledgeGraph, tmp_path: Path) -> None:
    content = relgraph.export(meeting, "turtle")
    for name in ("one.ttl.gz", "two.TTL.GZ"):
        relgraph.write(content, tmp_path / name)
    packed = (tmp_path / "one.ttl.gz").read_bytes()
    assert packed == (tmp_path / "two.TTL.GZ").read_bytes()
    assert gzip.decompress(packed) == content
    assert packed[3:8] == bytes(5)  # no name among the flags, no time


def test_a_text_is_written_as_utf8(tmp_path: Path) -> None:
    relgraph.write("Südland\n", tmp_path / "page.html")
    assert (tmp_path / "page.html").read_bytes() == "Südland\n".encode()


def test_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    with pytest.raises(OutputError, match=r"loop\.csv"):
        relgraph.write(b"a", loop)
    assert loop.is_symlink()
