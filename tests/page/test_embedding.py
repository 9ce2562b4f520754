"""The files that the page carries in itself, and the order of its scripts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from relgraph.page import embedding

STATIC = Path(str(embedding.STATIC))


def test_every_script_is_in_the_page_once() -> None:
    assert sorted(embedding.SCRIPTS) == sorted(path.name for path in STATIC.glob("*.js"))
    whole = embedding.script()
    for name in embedding.SCRIPTS:
        assert whole.count((STATIC / name).read_text("utf-8")) == 1


@pytest.mark.parametrize("place", range(len(embedding.SCRIPTS)), ids=embedding.SCRIPTS)
def test_a_script_is_a_strict_function_that_uses_only_scripts_before_it(place: int) -> None:
    name = embedding.SCRIPTS[place]
    text = (STATIC / name).read_text("utf-8")
    # One function, and nothing beside it but comments and, in the first script, the object that they share.
    code = re.sub(r"^(//.*)?\n", "", text, flags=re.MULTILINE)
    found = re.fullmatch(
        r"(?:const relgraph = \{\};\n)?(?:relgraph\.(\w+) = )?\(\(\) => \{\n  \"use strict\";\n(.*)\}\)\(\);\n",
        code,
        re.DOTALL,
    )
    assert found is not None
    assert ("const relgraph" in code) == (place == 0)
    assert found[1] in (None, Path(name).stem)

    before = {Path(script).stem for script in embedding.SCRIPTS[:place]}
    taken = re.findall(r"^  const \{ ([\w$, ]+) \} = relgraph\.(\w+);$", found[2], re.MULTILINE)
    assert len(taken) == found[2].count("relgraph.")
    for names, script in taken:
        assert script in before
        returned = re.search(
            r"^  return \{ (.*) \};$", (STATIC / f"{script}.js").read_text("utf-8"), re.MULTILINE
        )
        assert returned is not None
        assert set(names.split(", ")) <= set(returned[1].split(", "))


def test_json_may_stand_in_a_script_element() -> None:
    value = {"</script>": "<!-- & \u2028 Thủ tướng"}
    text = embedding.json_in_script(value)
    assert not re.search(r"[<>&]|[^ -~]", text)
    assert json.loads(text) == value
