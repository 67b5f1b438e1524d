"""Reads of posts: who holds one."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from villages.people.models import Tenure, TenureQuerySet

if TYPE_CHECKING:
    from portal.access.reader import Reader


def holders(
    reader: "Reader", title: str, division_ids: Iterable[int], on: dt.date
) -> TenureQuerySet:
    """Return who holds the post `title` (`PostTitle`) in these divisions on a day, one query.

    `tenure.post.division_id` says where, `tenure.holder` who; no tenure where nobody is known.
    """
    return (
        Tenure.objects.visible_to(reader)
        .as_of(on)
        .filter(post__title=title, post__division__in=list(division_ids))
        .select_related("post", "person")
    )
