"""The ledger of every sheet: its current rows as a list, made from the declaration alone."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q

from accountability.intake.declare import Sheet, declared
from accountability.intake.lists.ledger_columns import left_out, table_of
from accountability.intake.lists.ledger_filters import filter_of
from accountability.intake.models import SheetRow
from accountability.intake.queries.differences import row_model
from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import LISTS, ListFilter, Listing, register_list
from villages.people.models import Person


def name_of(code: str, part: str) -> str:
    """Return the name of a ledger among the lists."""
    return f"ledger-{code}-{part}".rstrip("-")


def ledger_of(sheet: Sheet, part: str = "") -> Listing | None:
    """Return the list of a sheet's rows, or of one of its tables; None where there is none."""
    piece = sheet.pieces[0] if not part else sheet.piece(part)
    return LISTS.get(name_of(sheet.code, piece.part)) if part in {"", piece.part} else None


def register_ledgers() -> None:
    """Make a list of every table of every sheet there is."""
    for sheet in declared():
        for piece in sheet.pieces:
            register_list(_ledger(sheet, piece))


def _ledger(sheet: Sheet, piece: Sheet) -> Listing:
    is_first = piece.part == sheet.pieces[0].part
    return Listing(
        name=name_of(sheet.code, piece.part),
        title=f"{sheet.code} {sheet.title}",
        url_name="intake:ledger" if is_first else "intake:ledger-part",
        url_args=(sheet.code,) if is_first else (sheet.code, piece.part),
        permission=Permission.SUBMISSION_VIEW,
        rows=_rows(sheet, piece, is_first=is_first),
        filters=filter_of(piece),
        table=table_of(piece, sheet),
        order=("revision__county__code", "pk"),
        widen=widen,
        hidden=left_out(piece),
    )


def _rows(sheet: Sheet, piece: Sheet, *, is_first: bool) -> Callable[[User], Any]:
    """Return what gives the rows of one table; an older version of the first knew no parts."""
    of_part = Q(part__in=["", piece.part] if is_first else [piece.part])

    def rows(user: User) -> Any:
        found = row_model(sheet)._default_manager.visible_to(user)
        return found.filter(of_part) if piece.part else found

    return rows


def widen(rows: Any, user: User, _asked: ListFilter) -> Iterable[SheetRow]:
    """Fetch county and file of the rows shown, and which persons of the registry they mean."""
    found: list[Any] = list(rows.select_related("county", "revision__upload"))
    if found and user.may(Permission.PERSON_VIEW):
        _mark_persons(found, user)
    return found


def _mark_persons(rows: list[Any], user: User) -> None:
    """Note on each row the person it means, where the reader may see that person; one query."""
    keys = {getattr(row, "person_id", None) for row in rows} - {None}
    prints = {getattr(row, "id_fingerprint", "") for row in rows} - {""}
    if not keys and not prints:
        return
    meant = Q(pk__in=keys) | Q(id_fingerprint__in=prints)
    known = dict(Person.objects.visible_to(user).filter(meant).values_list("id_fingerprint", "pk"))
    seen = set(known.values())
    for row in rows:
        own = getattr(row, "person_id", None)
        row.known_person_id = own if own in seen else known.get(getattr(row, "id_fingerprint", ""))
