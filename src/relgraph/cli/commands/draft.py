"""The command ``draft``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import relgraph
from relgraph.cli.options import example, with_option
from relgraph.cli.terminal import busy, note, progress
from relgraph.wording import counted

if TYPE_CHECKING:
    from relgraph.authoring.annotations import Annotated
    from relgraph.authoring.dossier import Refused

_LISTED = 20  # rows that are refused, of which standard error tells


class _Json(click.ParamType[dict[str, Any]]):
    """A parameter that takes an object of JSON."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Any]:
        try:
            read = json.loads(value)
        except (ValueError, RecursionError):
            read = None
        if not isinstance(read, dict):
            self.fail("it has to be an object of JSON", param, ctx)
        return read


@click.command(
    epilog=example(
        "relgraph draft article.txt -o report/ --title 'Report on the meeting' --published 2021-07-06",
        "relgraph draft article.txt -o report/ --base https://example.org/desk/ --with known.ttl",
        "relgraph draft article.txt -o report/ --model http://localhost:11434/v1 llama3.1 --refused no.csv",
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
@with_option
@click.option(
    "--annotations",
    multiple=True,
    metavar="FILE",
    help="Rows of what others marked, not by rules: Web Annotation JSON-LD, UIMA CAS JSON or XMI; repeatable.",
)
@click.option(
    "--spacy",
    metavar="MODEL",
    help="Let an English pipeline of spaCy help the rules: an installed one, such as en_core_web_sm, or in a "
    "folder; its code is run. Needs pip install 'relgraph[spacy]'.",
)
@click.option(
    "--model",
    nargs=2,
    metavar="URL NAME",
    help="Ask the language model NAME behind an OpenAI-compatible address, such as http://localhost:11434/v1, "
    "in place of the rules. The text and the relations (of --with too) are sent there, and nowhere else.",
)
@click.option(
    "--refused",
    metavar="FILE.csv",
    help="With --model: write what it proposes and is not kept, with the reason.",
)
@click.option(
    "--part",
    type=click.IntRange(min=1),
    metavar="N",
    help="With --model: characters of the text to send at once, to the end of a sentence. Default: 4,000.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="With --model: how long to wait for an answer. Default: 300.",
)
@click.option(
    "--max-time",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="With --model: how long all may take. Default: twice --timeout for each part.",
)
@click.option(
    "--request",
    "options",
    type=_Json(),
    metavar="JSON",
    help="With --model: keys of each request, such as '{\"max_tokens\": 8000}'; null leaves a key out.",
)
def draft(
    *,
    text: str,
    folder: str,
    title: str | None,
    base: str | None,
    known: tuple[str, ...],
    spacy: str | None,
    model: tuple[str, str] | None,
    refused: str | None,
    part: int | None,
    timeout: float | None,
    max_time: float | None,
    options: dict[str, Any] | None,
    annotations: tuple[str, ...],
    **document: str | None,
) -> None:
    """Draft a dossier of a text, by rules or by a language model of yours.

    By rules, names come from a gazetteer and from their form, relations from the words of the ontology; the
    text is English, and nothing leaves the machine. A model (--model) is sent the text and the relations. What
    it proposes is kept where its quote stands in the text and its actors are known. A key that it asks for
    comes from RELGRAPH_MODEL_KEY, and goes to its host only. With --annotations the rows are what people marked
    in the text with other tools, in any language; docs/dossier.md has the rules, and what is left out is told.
    Every row is a draft with the words that it rests on, until a person sets its status to accepted.
    """
    from relgraph.authoring.dossier import check_document, refuse_existing
    from relgraph.authoring.drafted import slug
    from relgraph.authoring.drafting import Pipeline, draft_acts
    from relgraph.model.sources import read_text

    given = {"part": part, "timeout": timeout, "max_time": max_time, "options": options}
    asked: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if model is None and (asked or refused):
        raise click.UsageError("--refused, --part, --timeout, --max-time and --request go with --model")
    if model and spacy:
        raise click.UsageError("--spacy helps the rules, which --model replaces: give one of them")
    if annotations and (model or spacy):
        raise click.UsageError("--annotations takes the place of the rules and of a model: give one of them")
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
    if annotations:
        with busy("drafting"):
            annotated = relgraph.draft_annotated(words, sha256, annotations, **told)
            found = annotated.dossier
    elif model is None:
        with busy("drafting"):
            rules = partial(draft_acts, pipeline=Pipeline(spacy) if spacy else None)
            found = relgraph.draft(words, sha256, **told, proposer=rules)
    else:
        with progress("asking the model") as show:
            proposer = relgraph.LanguageModel(*model, **asked, progress=show)
            found = relgraph.draft(words, sha256, **told, proposer=proposer)
    check_document(found.document, "what is said of the document")
    _tell(found.refused, refused)
    relgraph.write_dossier(found, Path(text).read_bytes(), folder)
    covered = relgraph.coverage(found)
    things = counted(len(found.tables["things.csv"]), "thing")
    share = f"in {covered.share:.0%} of {counted(len(covered), 'sentence')}" if covered else "no sentence"
    if annotated:
        _tell_annotated(annotated)
    elif covered and not found.acts:
        note(
            "the rules found no act: they read English, by the words of relgraph relations",
            style="yellow",
        )
    note(
        f"{counted(len(found.acts), 'candidate')}, {share}; {things}",
        f"then relgraph review {folder}, or set status in {Path(folder, 'acts.csv')}",
    )


def _tell(refused: Sequence[Refused], path: str | None) -> None:
    """Say what was proposed and is not kept, and write it to a file."""
    if path:
        from relgraph.authoring.dossier import table_of
        from relgraph.authoring.proposing import COLUMNS

        rows = [{**one.cells, "reason": one.reason} for one in refused]
        relgraph.write(table_of(("reason", *COLUMNS), rows), path)
    lines = [
        f"refused: {one.reason}: {one.cells.get('actor', '')}, {one.cells.get('relation', '')}, "
        f"{one.cells.get('quote', '')!r}"
        for one in refused[:_LISTED]
    ]
    more = len(refused) - len(lines)
    note(*lines, *([f"and {counted(more, 'row')} more; --refused FILE.csv has all of them"] if more else []))


def _tell_annotated(annotated: Annotated) -> None:
    """Say what came in of annotations beside acts and things, and what did not."""
    note(*annotated.remarks, style="yellow")
    for where, reason, number in annotated.left:
        note(f"left out: {where}: {reason}" + (f" ({number:,} of them)" if number > 1 else ""))
    passages = counted(len(annotated.dossier.tables["passages.csv"]), "further passage")
    out = counted(sum(one.number for one in annotated.left), "annotation")
    note(f"{passages}; left out: {out}")
