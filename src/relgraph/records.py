"""Records: results that are rows, as CSV, as JSON and for data frames."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from relgraph.errors import OutputError

if TYPE_CHECKING:
    from types import ModuleType

    import pandas as pd


def to_csv(records: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Return CSV (RFC 4180) with a header; ``None`` is an empty field, floats as short as they read back."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue()


def to_json(content: object) -> str:
    """Return ``content`` as JSON (RFC 8259), which has no nan: null stands for it."""
    return json.dumps(_without_nan(content), ensure_ascii=False, indent=2) + "\n"


def _without_nan(value: object) -> object:
    if isinstance(value, float):
        return None if math.isnan(value) else value
    if isinstance(value, Mapping):
        return {name: _without_nan(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return value


def to_frame(records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a data frame. Raises :class:`~relgraph.errors.OutputError` where pandas is not installed."""
    frame: pd.DataFrame = pandas().DataFrame.from_records(records)
    return frame


def pandas() -> ModuleType:
    """Return pandas. Raises :class:`~relgraph.errors.OutputError` where it is not installed."""
    try:
        import pandas as installed  # noqa: PLC0415 - an extra
    except ImportError:
        raise OutputError(
            "a data frame needs pandas, which is not installed", "pip install 'relgraph[pandas]'"
        ) from None
    return installed
