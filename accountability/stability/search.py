"""What of heads' posts can be found: T14 gives names of which the registry knows no person."""

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from portal.access.reader import Reader
from portal.access.roles import Permission
from portal.ui.search import Hit, Source, Words, register_source
from villages.people.models import Post, Tenure


def find_posts(reader: Reader, words: Words, limit: int) -> list[Hit]:
    """Find posts by who holds or held them without a record as a person, one query."""
    named = Q()
    for word in words.all:
        named &= Q(holder_name__contains=word)
    holding = Tenure.objects.filter(named, person__isnull=True, post=OuterRef("pk"))
    rows = (
        Post.objects.visible_to(reader)
        .filter(Exists(holding))
        .select_related("division", "county")
        .order_by("division__code", "-title")
    )
    return [
        Hit(
            f"{post.division.name}{post.get_title_display()}",
            reverse("stability:post", args=[post.pk]),
            f"{'、'.join(words.all)}　{post.county.name}",
        )
        for post in rows[:limit]
    ]


register_source(
    Source(
        key="posts", label="党政正职", icon="users", order=35,
        permission=Permission.PERSON_VIEW, find=find_posts,
    )
)  # fmt: skip
