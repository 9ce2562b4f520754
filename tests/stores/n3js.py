"""N3.js 2, the parser that JavaScript programs use."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox

from .contract import Reader, Refused

_MODULES = Path(sys.prefix) / "node" / "node_modules"
_FORMATS = {"turtle": "Turtle", "ntriples": "N-Triples", "trig": "TriG", "nquads": "N-Quads"}
_SCRIPT = """
const n3 = require("n3");
try {
  const quads = new n3.Parser({ format: process.argv[1] }).parse(require("fs").readFileSync(0, "utf8"));
  const writer = new n3.Writer({ format: "N-Quads" });
  writer.addQuads(quads);
  writer.end((error, text) => process.stdout.write(text));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
"""


class N3js(Reader):
    """The ``n3`` package of npm, in the folder ``node`` of the Python environment."""

    name = "N3.js"
    formats = tuple(_FORMATS)

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here."""
        if shutil.which("node") is None:
            return "no node: apt install nodejs npm"
        return "" if (_MODULES / "n3").exists() else "no n3: make test-stores installs it where npm is"

    def parse(self, content: bytes, format: str) -> ox.Dataset:
        """Return what its writer makes of what its parser read."""
        done = subprocess.run(
            ["node", "--eval", _SCRIPT, _FORMATS[format]],
            input=content,
            capture_output=True,
            timeout=60,
            check=False,
            env={**os.environ, "NODE_PATH": str(_MODULES)},
        )
        if done.returncode:
            raise Refused(done.stderr.decode("utf-8", "replace").strip())
        return ox.Dataset(ox.parse(done.stdout, ox.RdfFormat.N_QUADS))
