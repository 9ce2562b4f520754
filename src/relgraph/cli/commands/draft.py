"""The command ``draft``."""

from __future__ import annotations

from pathlib import Path

import click

import relgraph
from relgraph.cli.options import example
from relgraph.cli.terminal import busy, note
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
    "--base", metavar="IRI", help="What IRIs begin with; by default https://example.org/ and the title."
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
    base: str | None,
    known: tuple[str, ...],
    **document: str | None,
) -> None:
    """Draft a dossier of a text, by rules.

    Names come from a gazetteer and from their form, relations from the words of the ontology. Every row is a
    draft with the words that it rests on, until a person sets its status to accepted. The text is English.
    """
    from relgraph.authoring.dossier import check_document, refuse_existing
    from relgraph.authoring.drafted import slug
    from relgraph.model.sources import read_text

    refuse_existing(folder)
    sha256, words = read_text(text)
    title = title or Path(text).stem
    with busy("drafting"):
        found = relgraph.draft(
            words,
            sha256,
            title=title,
            base=base or f"https://example.org/{slug(title)}/",
            document={key: value for key, value in document.items() if value},
            known=[relgraph.open(name) for name in known],
        )
    check_document(found.document, "what is said of the document")
    relgraph.write_dossier(found, Path(text).read_bytes(), folder)
    covered = relgraph.coverage(found)
    things = counted(len(found.tables["things.csv"]), "thing")
    share = f"in {covered.share:.0%} of {counted(len(covered), 'sentence')}" if covered else "no sentence"
    if covered and not found.acts:
        note(
            "the rules found no act: they read English, by the words of relgraph relations",
            style="yellow",
        )
    note(
        f"{counted(len(found.acts), 'candidate')}, {share}; {things}",
        f"set status to accepted in {Path(folder, 'acts.csv')} where a row is right",
        f"then relgraph build {folder}",
    )
