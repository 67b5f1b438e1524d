"""What invented officials write into the demo's workbooks, drawn from a seed.

Each filler takes the county's blank and returns the rows as the county sends them. They pass the
checks of their sheet but for the planned dirt (`dirt`) and the planned contradictions.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from accountability.intake.declare import SHEETS, Sheet
from accountability.management.demo_values.cadres import heads, look_back, posts
from accountability.management.demo_values.dirt import dirty
from accountability.management.demo_values.findings import findings
from accountability.management.demo_values.form import Form, Rows
from accountability.management.demo_values.party_days import party_days
from accountability.management.demo_values.people import members, training
from accountability.management.demo_values.planned import is_planned
from accountability.management.demo_values.postings import presence, roster, scores
from accountability.management.demo_values.supervision import incentives, measures, visits
from accountability.management.demo_values.support import groups, support
from accountability.management.demo_values.talent import talent
from accountability.management.demo_values.villages import economy, election, guarantee
from accountability.management.demo_values.weak import cases

COLLECTED_FIRST: Final = frozenset({"T1", "T2", "T3"})
# Columns the blank leaves out, which some counties add.
ADDED: Final[Mapping[str, frozenset[str]]] = {"T6": frozenset({"satisfaction"})}
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
    "T18": groups,
    "T19": support,
    "T20": talent,
    "T17": party_days,
}


def filled(sheet: str, form: Form) -> Rows:
    """Return the rows a county sends: filled in, with the dirt people leave."""
    rows = FILL[sheet](form)
    if rows and sheet not in COLLECTED_FIRST and is_planned("broken", form.code, sheet):
        rows[0] |= _left_blank(SHEETS[sheet], rows[0])
    return [dirty(form.county.code, number, row) for number, row in enumerate(rows, 1)]


def _left_blank(sheet: Sheet, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a required cell left blank, where the sheet has one beside the names of places."""
    required = (c.name for c in sheet.columns if c.required and not c.prefilled)
    return {name: None for name in required if name in row}
