"""What invented officials write into the demo's workbooks, drawn from a seed.

Each filler takes the county's blank and returns the rows as the county sends them. They pass the
checks of their sheet but for the planned dirt (`dirt`) and the planned contradictions.
"""

from collections.abc import Callable, Mapping
from typing import Final

from accountability.management.demo_values.cadres import heads, look_back, posts
from accountability.management.demo_values.dirt import dirty
from accountability.management.demo_values.findings import findings
from accountability.management.demo_values.form import Form, Rows
from accountability.management.demo_values.people import members, training
from accountability.management.demo_values.postings import presence, roster, scores
from accountability.management.demo_values.supervision import incentives, measures, visits
from accountability.management.demo_values.villages import economy, election, guarantee
from accountability.management.demo_values.weak import cases

FILL: Final[Mapping[str, Callable[[Form], Rows]]] = {
    "T1": roster,
    "T2": presence,
    "T3": scores,
    "T4": cases,
    "T5": economy,
    "T6": findings,
    "T7": election,
    "T8": look_back,
    "T9": members,
    "T10": training,
    "T11": guarantee,
    "T12": heads,
    "T13": visits,
    "T14": posts,
    "T15": measures,
    "T16": incentives,
}


def filled(sheet: str, form: Form) -> Rows:
    """Return the rows a county sends: filled in, with the dirt people leave."""
    rows = FILL[sheet](form)
    return [dirty(form.county.code, number, row) for number, row in enumerate(rows, 1)]
