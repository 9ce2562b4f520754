"""Raptor 2, the parser of Redland."""

from __future__ import annotations

import shutil
import subprocess

import pyoxigraph as ox

from .contract import Reader, Refused

_PARSERS = {"turtle": "turtle", "ntriples": "ntriples", "rdfxml": "rdfxml", "trig": "trig", "nquads": "nquads"}


class Raptor(Reader):
    """The ``rapper`` command."""

    name = "Raptor"
    formats = tuple(_PARSERS)

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here."""
        return "" if shutil.which("rapper") else "no rapper: apt install raptor2-utils"

    def parse(self, content: bytes, format: str) -> ox.Dataset:
        """Return what ``rapper`` writes as N-Quads; an error or a warning is a refusal."""
        done = subprocess.run(
            [
                "rapper",
                "--quiet",
                "--input",
                _PARSERS[format],
                "--output",
                "nquads",
                "-",
                "https://example.org/",
            ],
            input=content,
            capture_output=True,
            timeout=60,
            check=False,
        )
        complaint = done.stderr.decode("utf-8", "replace").strip()
        if done.returncode or complaint:
            raise Refused(complaint)
        return ox.Dataset(ox.parse(done.stdout, ox.RdfFormat.N_QUADS))
