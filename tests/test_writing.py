"""Writing: files whole or not at all, packed by suffix; devices and descriptors as they are; folders as one."""

from __future__ import annotations

import gzip
import hashlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from patience import PATIENCE

import relgraph
from relgraph import KnowledgeGraph
from relgraph.errors import OutputError
from relgraph.writing import INCOMPLETE, write_folder


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
    with pytest.raises(OutputError, match="is a folder"):
        relgraph.write(b"x", f"{tmp_path}/new/")
    with pytest.raises(OutputError, match="is empty"):
        relgraph.write(b"x", "")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["link", "target"]


def test_a_link_to_nothing_makes_what_it_points_to(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to("target")
    relgraph.write(b"new", link)
    assert link.is_symlink()
    assert (tmp_path / "target").read_bytes() == b"new"


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


needs_descriptors = pytest.mark.skipif(not Path("/dev/fd").exists(), reason="this system names no descriptors")


@needs_descriptors
@pytest.mark.parametrize("folder", ["/dev/fd", "/proc/self/fd", "/proc/thread-self/fd", "/proc/own/fd"])
def test_a_descriptor_is_written_to_where_it_stands(folder: str, tmp_path: Path) -> None:
    folder = folder.replace("own", str(os.getpid()))
    if not Path(folder).exists():
        pytest.skip(f"this system has no {folder}")
    path = tmp_path / "log.txt"
    path.write_bytes(b"before\n")
    with path.open("ab") as file:
        relgraph.write([b"one\n", b"two\n"], f"{folder}/{file.fileno()}")
        link = tmp_path / "link.txt"
        link.symlink_to(f"{folder}/{file.fileno()}")
        relgraph.write(b"three\n", link)
        again = tmp_path / "again.txt"
        again.symlink_to("link.txt")
        relgraph.write(b"four\n", again)
        file.write(b"after\n")
    assert path.read_bytes() == b"before\none\ntwo\nthree\nfour\nafter\n"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["again.txt", "link.txt", "log.txt"]


@needs_descriptors
def test_a_descriptor_at_a_place_in_a_file_writes_there(tmp_path: Path) -> None:
    path = tmp_path / "form.txt"
    path.write_bytes(b"0123456789")
    with path.open("r+b", buffering=0) as file:
        file.seek(4)
        relgraph.write(b"AB", f"/dev/fd/{file.fileno()}")
    assert path.read_bytes() == b"0123AB6789"


@needs_descriptors
def test_the_descriptor_of_another_process_is_appended_to(tmp_path: Path) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("only Linux shows the descriptors of another process")
    path = tmp_path / "log.txt"
    path.write_bytes(b"before\n")
    with path.open("ab") as log, subprocess.Popen(["sleep", "60"], stdout=log) as other:
        relgraph.write(b"ours\n", f"/proc/{other.pid}/fd/1")
        other.kill()
    assert path.read_bytes() == b"before\nours\n"


@needs_descriptors
def test_a_descriptor_that_takes_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes(b"text")
    with (tmp_path / "in.txt").open("rb") as file, pytest.raises(OutputError, match="Bad file descriptor"):
        relgraph.write(b"x", f"/dev/fd/{file.fileno()}")
    with pytest.raises(OutputError, match="/dev/fd/987: Bad file descriptor"):
        relgraph.write(b"x", "/dev/fd/987")
    assert (tmp_path / "in.txt").read_bytes() == b"text"


def test_pipes_and_devices_are_written_to_and_stay(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.nt.gz"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    relgraph.write([b"one ", b"two"], pipe)
    reader.join()
    assert gzip.decompress(read[0]) == b"one two"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    relgraph.write(b"away", "/dev/null")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    if Path("/dev/full").exists():
        with pytest.raises(OutputError, match="/dev/full: No space left on device"):
            relgraph.write(b"more", "/dev/full")


def test_a_pipe_that_nobody_reads_any_more_is_told_apart(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        relgraph.write(b"x" * 100_000, f"/dev/fd/{writing}")
    os.close(writing)


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_not_replaced(mode: int, tmp_path: Path) -> None:
    path, link = tmp_path / "kept.csv", tmp_path / "link.csv"
    path.write_bytes(b"old")
    path.chmod(mode)
    link.symlink_to(path)
    for name in (path, link):
        with pytest.raises(OutputError, match=r"\.csv: is read-only") as caught:
            relgraph.write(b"new", name)
        assert caught.value.advice
    assert path.read_bytes() == b"old"
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["kept.csv", "link.csv"]


def test_a_new_file_has_the_permissions_that_the_mask_leaves(tmp_path: Path) -> None:
    for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o000, 0o666)):
        before = os.umask(mask)
        try:
            relgraph.write(b"x", tmp_path / f"{mode:o}")
        finally:
            os.umask(before)
        assert stat.S_IMODE((tmp_path / f"{mode:o}").stat().st_mode) == mode


def test_a_private_file_stays_private_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "private.txt"
    path.touch()
    path.chmod(0o600)

    def seen() -> object:
        (draft,) = tmp_path.glob(".relgraph-*")
        assert stat.S_IMODE(draft.stat().st_mode) == 0o600
        yield b"x"

    relgraph.write(seen(), path)  # type: ignore[arg-type]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_several_write_at_once_is_one_of_theirs(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    program = "import relgraph, sys; relgraph.write(sys.argv[1].encode() * 500_000, sys.argv[2])"
    writers = [subprocess.Popen([sys.executable, "-c", program, letter, path]) for letter in "abcd"]
    assert [writer.wait() for writer in writers] == [0, 0, 0, 0]
    content = path.read_bytes()
    assert len(content) == 500_000
    assert len(set(content)) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.txt"]


OLD = {"a.txt": b"old a", "answers/b.csv": b"old b", "z.txt": b"old z"}
NEW = {"a.txt": b"new a", "answers/b.csv": b"new b", "z.txt": b"new z"}


def files_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_folder_is_written_and_what_else_is_in_it_stays(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "out"
    write_folder(OLD, folder)
    (folder / "answers" / "own.txt").write_bytes(b"mine")
    (folder / "a.txt").chmod(0o640)
    write_folder(NEW, folder)
    assert files_below(folder) == {**NEW, "answers/own.txt": b"mine"}
    assert stat.S_IMODE((folder / "a.txt").stat().st_mode) == 0o640
    link = tmp_path / "link"
    link.symlink_to(folder)
    write_folder(OLD, link)
    assert link.is_symlink()
    assert files_below(folder) == {**OLD, "answers/own.txt": b"mine"}


def test_one_file_that_cannot_be_written_leaves_all_as_they_were(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(OLD, folder)
    (folder / "z.txt").chmod(0o444)
    with pytest.raises(OutputError, match=r"z\.txt: is read-only"):
        write_folder(NEW, folder)
    (folder / "z.txt").unlink()
    (folder / "z.txt").mkdir()
    with pytest.raises(OutputError, match=r"z\.txt: is a folder"):
        write_folder(NEW, folder)
    assert files_below(folder) == {name: content for name, content in OLD.items() if name != "z.txt"}


def test_what_is_no_file_is_not_replaced_in_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(OutputError, match=r"a\.txt: is no file"):
        write_folder(OLD, tmp_path)
    (tmp_path / "a.txt").unlink()
    (tmp_path / "z.txt").symlink_to("/dev/null")
    with pytest.raises(OutputError, match=r"z\.txt: is no file"):
        write_folder(OLD, tmp_path)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert [entry.name for entry in tmp_path.iterdir()] == ["z.txt"]


SLOW_FOLDER = """
import sys, time
from pathlib import Path
from relgraph.writing import write_folder

replace = Path.replace

def slowly(path, target):
    replace(path, target)
    time.sleep(0.2)

Path.replace = slowly
write_folder({f"{n}.txt": b"slow" for n in range(6)}, sys.argv[1])
"""


def test_a_folder_that_two_write_at_once_is_of_one_of_them(tmp_path: Path) -> None:
    write_folder({f"{n}.txt": b"old" for n in range(6)}, tmp_path)
    with subprocess.Popen([sys.executable, "-c", SLOW_FOLDER, tmp_path]) as slow:
        until = time.monotonic() + PATIENCE
        while not (tmp_path / INCOMPLETE).exists():
            assert time.monotonic() < until
        write_folder({f"{n}.txt": b"fast" for n in range(6)}, tmp_path)
        assert slow.wait() == 0
    assert files_below(tmp_path) == {f"{n}.txt": b"fast" for n in range(6)}


def test_a_folder_that_could_not_be_written_is_not_left_empty(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="File name too long"):
        write_folder({"a.txt": b"a", "x" * 400: b"b"}, tmp_path / "new" / "out")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="file: File exists"):
        write_folder(NEW, tmp_path / "file")
    with pytest.raises(OutputError, match="Not a directory"):
        write_folder(NEW, tmp_path / "file" / "out")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(OutputError, match="loop"):
        write_folder(NEW, loop)
    with pytest.raises(OutputError, match="is empty"):
        write_folder(NEW, "")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "loop"]


ENDED_WHILE_REPLACING = """
import os, signal, sys
from pathlib import Path
from relgraph.writing import write_folder

number, after, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
replace = Path.replace

def replace_and_end(path, target):
    global after
    replace(path, target)
    after -= 1
    if after == 0:
        os.kill(os.getpid(), number)

Path.replace = replace_and_end
write_folder({"a.txt": b"new a", "answers/b.csv": b"new b", "z.txt": b"new z"}, folder)
"""


@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_a_process_killed_while_files_are_replaced_says_which_are_new(after: int, tmp_path: Path) -> None:
    write_folder(OLD, tmp_path)
    command = [sys.executable, "-c", ENDED_WHILE_REPLACING, str(int(signal.SIGKILL)), str(after), str(tmp_path)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    lines = (tmp_path / INCOMPLETE).read_text("utf-8").splitlines()
    assert lines[0].startswith("# Writing this folder was cut off")
    told = dict(line.split("  ")[::-1] for line in lines if not line.startswith("#"))
    assert set(told) == set(NEW)
    new = {
        name
        for name, digest in told.items()
        if hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    }
    assert new == {name for name in NEW if (tmp_path / name).read_bytes() == NEW[name]}
    assert len(new) == after - 1
    write_folder(NEW, tmp_path)
    left = files_below(tmp_path)
    # Who is killed takes nothing away.
    assert {name: content for name, content in left.items() if ".relgraph-" not in name} == NEW


@pytest.mark.parametrize("after", [1, 2, 3, 4])
def test_an_interrupt_waits_until_all_files_are_replaced(after: int, tmp_path: Path) -> None:
    write_folder(OLD, tmp_path)
    command = [sys.executable, "-c", ENDED_WHILE_REPLACING, str(int(signal.SIGINT)), str(after), str(tmp_path)]
    result = subprocess.run(command, check=False, capture_output=True)
    assert b"KeyboardInterrupt" in result.stderr
    assert files_below(tmp_path) == NEW


def test_an_interrupt_before_that_leaves_all_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(OLD, tmp_path)
    seen = []

    def interrupted(path: Path, mode: int) -> None:
        seen.append(path)
        if len(seen) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "chmod", interrupted)
        write_folder(NEW, tmp_path)
    assert files_below(tmp_path) == OLD
