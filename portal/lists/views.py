"""Handing out what was exported in the background."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.access.guards import Request, for_everyone
from portal.files.store import path_of
from portal.lists import actions
from portal.lists.models import Export
from portal.ui.listing import LISTS
from portal.workbooks import XLSX


@require_GET
@for_everyone()
def export(request: Request, export_id: int) -> FileResponse:
    """Hand out one's own export, while one may still see the list."""
    made = get_object_or_404(Export.objects.visible_to(request.user), pk=export_id)
    listing = LISTS.get(made.list_name)
    if listing is None or not request.user.may(listing.permission):
        raise PermissionDenied
    now = timezone.now()
    actions.note_download(export=made, by=request.user, at=now)
    name = f"{made.list_name}-{timezone.localtime(made.made_at):%Y%m%d-%H%M%S}.xlsx"
    return FileResponse(
        path_of(made.file_id).open("rb"), as_attachment=True, filename=name, content_type=XLSX
    )
