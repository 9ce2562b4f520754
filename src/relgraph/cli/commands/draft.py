"""The command ``draft``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import relgraph
from relgraph.cli.options import example
from relgraph.cli.terminal import busy, note
from relgraph.wording import counted

if TYPE_CHECKING:
    from relgraph.authoring.annotations import Annotated


@click.command(
    epilog=example(
        "relgraph draft article.txt -o report/ --title 'Report on the meeting' --published 2021-07-06",
        "relgraph draft article.txt -o report/ --base https://example.org/desk/ --with known.ttl",
        "relgraph draft article.txt -o report/ --annotations recogito.jsonld --annotations inception.json",
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
@click.option(
    "--annotations",
    multiple=True,
    metavar="FILE",
    help="Rows of what others marked, not by rules: Web Annotation JSON-LD, UIMA CAS JSON or XMI; repeatable.",
)
def draft(
    *,
    text: str,
    folder: str,
    title: str | None,
    base: str | None,
    known: tuple[str, ...],
    annotations: tuple[str, ...],
    **document: str | None,
) -> None:
    """Draft a dossier of a text, by rules.

    Names come from a gazetteer and from their form, relations from the words of the ontology. Every row is a
    draft with the words that it rests on, until a person sets its status to accepted. The text is English.

    With --annotations the rows are what people marked in the text with other tools, in any language, and what
    is left out of them is told; docs/dossier.md has the rules.
    """
    from relgraph.authoring.dossier import check_document, refuse_existing
    from relgraph.authoring.drafted import slug
    from relgraph.model.sources import read_text

    refuse_existing(folder)
    sha256, words = read_text(text)
    title = title or Path(text).stem
    told: dict[str, Any] = {
        "title": title,
        "base": base or f"https://example.org/{slug(title)}/",
        "document": {key: value for key, value in document.items() if value},
        "known": [relgraph.open(name) for name in known],
    }
    annotated = None
    with busy("drafting"):
        if annotations:
            annotated = relgraph.draft_annotated(words, sha256, annotations, **told)
            found = annotated.dossier
        else:
            found = relgraph.draft(words, sha256, **told)
    check_document(found.document, "what is said of the document")
    relgraph.write_dossier(found, Path(text).read_bytes(), folder)
    covered = relgraph.coverage(found)
    things = counted(len(found.tables["things.csv"]), "thing")
    share = f"{covered.share:.0%} of {counted(len(covered), 'sentence')}"
    if annotated:
        _tell(annotated)
    note(
        f"{counted(len(found.acts), 'candidate')}, in {share}; {things}",
        f"set status to accepted in {Path(folder, 'acts.csv')} where a row is right",
        f"then relgraph build {folder}",
    )


def _tell(annotated: Annotated) -> None:
    """Say what came in of annotations beside acts and things, and what did not."""
    note(*annotated.remarks, style="yellow")
    for where, reason, number in annotated.left:
        note(f"left out: {where}: {reason}" + (f" ({number:,} of them)" if number > 1 else ""))
    passages = counted(len(annotated.dossier.tables["passages.csv"]), "further passage")
    out = counted(sum(one.number for one in annotated.left), "annotation")
    note(f"{passages}; left out: {out}")
