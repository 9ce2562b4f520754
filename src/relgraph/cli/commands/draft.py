"""The command ``draft``."""

from __future__ import annotations

from pathlib import Path

import click

import relgraph
from relgraph.cli.options import example
from relgraph.cli.terminal import busy, note
from relgraph.errors import DossierError
from relgraph.wording import counted


@click.command(
    epilog=example(
        "relgraph draft article.txt -o report/ --title 'Report on the meeting' --published 2021-07-06",
        "relgraph draft article.txt -o report/ --base https://example.org/desk/ --with known.ttl",
    )
)
@click.argument("text", metavar="TEXT")
@click.option("-o", "--output", "folder", required=True, metavar="DOSSIER", help="The folder to write.")
@click.option("--title", metavar="TEXT", help="What the document is called; by default the name of its file.")
@click.option(
    "--kind", default="Report", show_default=True, metavar="CLASS", help="Such as Report or Statement."
)
@click.option("--publisher", metavar="NAME", help="Who published it.")
@click.option("--published", metavar="DATE", help="When: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option("--licence", metavar="IRI", help="Under which licence.")
@click.option(
    "--base",
    default="https://example.org/",
    show_default=True,
    metavar="IRI",
    help="What IRIs begin with: one of your own.",
)
@click.option(
    "--with",
    "known",
    multiple=True,
    metavar="GRAPH",
    help="A graph whose actors and relations are known by name too; repeatable.",
)
def draft(
    *,
    text: str,
    folder: str,
    title: str | None,
    base: str,
    known: tuple[str, ...],
    **document: str | None,
) -> None:
    """Draft a dossier of a text, by rules.

    Names come from a gazetteer and from their form, relations from the words of the ontology. Every row is a
    draft with the words that it rests on, until a person sets its status to accepted. The text is English.
    """
    from relgraph.model.sources import read_text

    if Path(folder, "acts.csv").exists():
        raise DossierError(
            f"{folder}: is a dossier already", "give another folder, so that no work in it is lost"
        )
    sha256, words = read_text(text)
    with busy("drafting"):
        found = relgraph.draft(
            words,
            sha256,
            title=title or Path(text).stem,
            base=base,
            document={key: value for key, value in document.items() if value},
            known=[relgraph.open(name) for name in known],
        )
    relgraph.write_dossier(found, Path(text).read_bytes(), folder)
    covered = relgraph.coverage(found)
    things = counted(len(found.tables["things.csv"]), "thing")
    share = f"{covered.share:.0%} of {counted(len(covered), 'sentence')}"
    note(
        f"{counted(len(found.acts), 'candidate')}, in {share}; {things}",
        f"set status to accepted in {Path(folder, 'acts.csv')} where a row is right",
        f"then relgraph build {folder}",
    )
