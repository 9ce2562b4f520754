"""Runs a command in a folder until whoever started this ends, then removes the folder.

``python guard.py DESCRIPTOR FOLDER COMMAND...``: ``DESCRIPTOR`` is the reading end of a pipe of which the
starter holds the only writing end. The kernel closes that end when the starter exits in any way, SIGKILL
included, so the command cannot outlive it. Linux could do that itself (PR_SET_PDEATHSIG), but it counts the end
of the thread that started the child as the end of its parent, and other systems have nothing like it.
"""

import os
import shutil
import subprocess
import sys
import threading


def main() -> int:
    """Run the command; return its exit status."""
    descriptor, folder, *command = sys.argv[1:]
    child = subprocess.Popen(command, cwd=folder)

    def end_with_starter() -> None:
        os.read(int(descriptor), 1)  # returns at the end of file
        child.kill()

    threading.Thread(target=end_with_starter, daemon=True).start()
    try:
        return child.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
