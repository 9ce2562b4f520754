"""Rules with the help of a pipeline of spaCy, one that is trained here on sentences that are invented."""

from __future__ import annotations

import os
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

import relgraph
from relgraph.authoring.drafting import Pipeline, draft_acts
from relgraph.authoring.gazetteer import load_gazetteer
from relgraph.errors import InputError
from relgraph.vocabulary import relations

needs_spacy = pytest.mark.skipif(
    find_spec("spacy") is None, reason="spaCy is not installed: pip install 'relgraph[spacy]'"
)
# The rules take no small letters for a name, and lose a subject before asides.
TEXT = "The zeltians condemned the attack. Norway, an old ally, with ports, signed the pact. Oman met Peru.\n"
# Each word with the number of its head and how it depends on it.
SENTENCES = (
    "The/1/det zeltians/2/nsubj condemned/2/ROOT the/4/det attack/2/dobj ./2/punct",
    "Norway/9/nsubj ,/0/punct an/4/det old/4/amod ally/0/appos ,/0/punct with/0/prep ports/6/pobj ,/0/punct "
    "signed/9/ROOT the/11/det pact/9/dobj ./9/punct",
    "Oman/1/nsubj met/1/ROOT Peru/1/dobj ./1/punct",
    "The/1/det pact/3/nsubjpass was/3/auxpass signed/3/ROOT by/3/agent small/6/amod zeltians/4/pobj ./3/punct",
    "Norway/3/nsubj ,/0/punct too/0/advmod wants/3/ROOT Peru/6/nsubj to/6/aux sign/3/ccomp the/8/det "
    "pact/6/dobj ./3/punct",
)


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline that knows its few sentences by heart, and one actor."""
    import spacy  # noqa: PLC0415 - an extra
    from spacy.tokens import Doc  # noqa: PLC0415
    from spacy.training import Example  # noqa: PLC0415
    from thinc.util import fix_random_seed  # noqa: PLC0415

    fix_random_seed(7)
    language: Any = spacy.blank("en")
    parser = language.add_pipe("parser")
    examples = []
    for sentence in SENTENCES:
        words, heads, deps = map(list, zip(*(part.split("/") for part in sentence.split()), strict=True))
        reference = Doc(language.vocab, words=words, heads=list(map(int, heads)), deps=deps)
        examples.append(Example(Doc(language.vocab, words=words), reference))
        for dep in deps:
            parser.add_label(dep)
    optimizer = language.initialize(lambda: examples)
    for _ in range(60):
        language.update(examples, sgd=optimizer)
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "NORP", "pattern": "zeltians"}])
    folder = tmp_path_factory.mktemp("pipelines") / "trained"
    language.to_disk(folder)
    return folder


def drafted(text: str, pipeline: Pipeline | None) -> list[tuple[str, str, str]]:
    acts = draft_acts(text, load_gazetteer(), relations(), pipeline=pipeline).acts
    return [(act.actor, act.relation, act.object) for act in acts]


@needs_spacy
def test_names_and_subjects_are_seen_that_the_rules_do_not_see(trained: Path) -> None:
    assert drafted(TEXT, None) == [("Oman", "meets", "Peru")]
    assert drafted(TEXT, Pipeline(str(trained))) == [
        ("zeltians", "condemns", "attack"),
        ("Norway", "signs", "pact"),
        ("Oman", "meets", "Peru"),
    ]


@needs_spacy
def test_a_passive_and_a_verb_that_is_not_finite(trained: Path) -> None:
    text = "The pact was signed by small zeltians. Norway, too, wants Peru to sign the pact."
    wanted = ("Norway", "", "Peru to sign the pact")
    assert drafted(text, None) == [wanted]
    assert drafted(text, Pipeline(str(trained))) == [("zeltians", "signs", "pact"), wanted]


@needs_spacy
def test_what_a_pipeline_sees_is_a_draft_with_its_words(trained: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    for folder in ("desk", "again"):
        done = run("draft", "report.txt", "-o", folder, "--spacy", trained)
        assert done.returncode == 0, done.stderr
    dossier = relgraph.read_dossier(tmp_path / "desk")
    assert [(row.cells["actor"], row.cells["status"]) for row in dossier.acts] == [
        ("zeltians", "draft"),
        ("Norway", "draft"),
        ("Oman", "draft"),
    ]
    assert dossier.acts[1].cells["quote"] == "Norway, an old ally, with ports, signed the pact"
    kinds = {row.cells["label"]: row.cells["kind"] for row in dossier.tables["things.csv"]}
    assert (kinds["zeltians"], kinds["Norway"]) == ("CollectiveActor", "State")
    for name in ("acts.csv", "things.csv"):
        assert (tmp_path / "desk" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


@needs_spacy
def test_a_pipeline_works_in_python(trained: Path) -> None:
    rules = partial(draft_acts, pipeline=Pipeline(str(trained)))
    found = relgraph.draft(TEXT, "", title="Report", base="https://example.org/", proposer=rules)
    assert len(found.acts) == 3


@needs_spacy
@pytest.mark.parametrize("language", ["de", "xx"])
def test_a_pipeline_of_another_language_is_refused(language: str, run: Run, tmp_path: Path) -> None:
    import spacy  # noqa: PLC0415 - an extra

    spacy.blank(language).to_disk(tmp_path / "other")
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    done = run("draft", "report.txt", "-o", "desk", "--spacy", "other")
    assert done.returncode == 2
    assert f"other: is a pipeline for {language}, not for English" in done.stderr.decode()
    assert not (tmp_path / "desk").exists()


@needs_spacy
def test_a_pipeline_that_sees_nothing_is_refused(run: Run, tmp_path: Path) -> None:
    import spacy  # noqa: PLC0415 - an extra

    spacy.blank("en").to_disk(tmp_path / "empty")
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    done = run("draft", "report.txt", "-o", "desk", "--spacy", "empty")
    assert done.returncode == 2
    assert b"empty: finds neither names nor the heads of words" in done.stderr
    assert not (tmp_path / "desk").exists()


@needs_spacy
def test_a_pipeline_that_is_none_is_refused_with_advice(tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "config.cfg").write_text("[nlp\n", "utf-8")
    for name in ("no-such-pipeline", str(tmp_path), str(tmp_path / "broken"), ""):
        with pytest.raises(InputError, match="cannot be loaded") as caught:
            Pipeline(name)
        assert "spacy download" in caught.value.advice


def test_spacy_that_is_not_installed_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "spacy.py").write_text("raise ImportError\n", "utf-8")
    paths = [str(tmp_path / "hidden"), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    done = run("draft", "report.txt", "-o", "desk", "--spacy", "en_core_web_sm")
    assert done.returncode == 2
    assert b"spaCy is not installed" in done.stderr
    assert b"pip install 'relgraph[spacy]'" in done.stderr
    assert not (tmp_path / "desk").exists()
    done = run("draft", "report.txt", "-o", "desk", "--spacy", "x", "--model", "http://127.0.0.1:9/v1", "y")
    assert done.returncode == 2
    assert b"give one of them" in done.stderr
