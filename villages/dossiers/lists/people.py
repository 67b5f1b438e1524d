"""The list of persons."""

from collections.abc import Iterable
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q

from portal.access.models import User
from portal.access.roles import Permission
from portal.ui.listing import ListFilter, Listing, Status, register_list
from portal.ui.tables import Table
from villages.dossiers import queries
from villages.dossiers.lists.filters import CountyFilter, named
from villages.people.models import Person, Tenure
from villages.places.models import Division
from villages.postings.models import Posting, PostingRole


class PersonFilter(CountyFilter):
    """What may be asked of persons."""

    q = django_filters.CharFilter(label="姓名、简拼或身份证号", method="by_name")
    party_status = django_filters.CharFilter(label="政治面貌", lookup_expr="contains")
    education = django_filters.CharFilter(label="学历", lookup_expr="contains")
    county = django_filters.ModelChoiceFilter(
        label="县（市、区）",
        queryset=Division.objects.none(),
        method="by_county",
        empty_label="全部",
    )

    class Meta:
        model = Person
        fields = ["q", "county", "party_status", "education"]

    def by_name(self, rows: Any, _name: str, value: str) -> Any:
        """Keep the persons meant by the word."""
        return rows.filter(named(value))

    def by_county(self, rows: Any, _name: str, value: Division) -> Any:
        """Keep the persons posted to the county, or holding a post in it."""
        posted = Posting.objects.filter(person=OuterRef("pk"), county=value)
        serving = Tenure.objects.filter(person=OuterRef("pk"), post__county=value)
        return rows.filter(Exists(posted) | Exists(serving))


class PersonTable(Table):
    """Persons with their last posting or post."""

    caption = "干部"
    unit = "人"
    name = tables.Column(
        "姓名",
        order_by="initials",
        linkify=("villages:person", {"person_id": tables.A("pk")}),
    )
    sex = tables.Column("性别")
    birth_month = tables.Column("出生年月")
    ethnicity = tables.Column("民族")
    id_masked = tables.Column("身份证号", orderable=False)
    party_status = tables.Column("政治面貌")
    education = tables.Column("学历")
    place = tables.Column("现任或最近任职", empty_values=(), orderable=False)
    unit_name = tables.Column("派出单位", empty_values=(), orderable=False)

    def render_place(self, record: Person) -> str:
        """Say where the person is or was last."""
        for posting in record.seen_postings:  # type: ignore[attr-defined]
            where = f"{posting.county.name}{posting.village.parent.name}{posting.village.name}"
            return f"{where} {posting.get_role_display()}"
        for tenure in record.seen_tenures:  # type: ignore[attr-defined]
            return f"{tenure.post.division.name} {tenure.post.get_title_display()}"
        return "—"

    def render_unit_name(self, record: Person) -> str:
        """Say who sent the person."""
        for posting in record.seen_postings:  # type: ignore[attr-defined]
            return posting.unit.name if posting.unit else "未填"
        return "—"


def widen(rows: Any, user: User, _asked: ListFilter) -> Iterable[Person]:
    """Fetch the postings and posts of the persons shown."""
    return queries.with_careers(rows, user)


def posted_as(*roles: str) -> Q:
    """Return the condition that a person is or was posted in one of the roles."""
    return Q(Exists(Posting.objects.filter(person=OuterRef("pk"), role__in=roles)))


PEOPLE = register_list(
    Listing(
        name="people",
        title="干部档案",
        url_name="villages:person-list",
        permission=Permission.PERSON_VIEW,
        rows=Person.objects.visible_to,
        filters=PersonFilter,
        table=PersonTable,
        order=("initials", "pk"),
        widen=widen,
        tabs=(
            Status("", "全部"),
            Status(
                "secretaries", "第一书记", lambda _: posted_as(PostingRole.FIRST_SECRETARY.value)
            ),
            Status(
                "members",
                "工作队员",
                lambda _: posted_as(PostingRole.LEADER.value, PostingRole.MEMBER.value),
            ),
            Status(
                "heads",
                "党政正职",
                lambda _: Q(Exists(Tenure.objects.filter(person=OuterRef("pk")))),
            ),
        ),
        hidden=frozenset({"ethnicity", "id_masked"}),
        meta="按姓名、简拼或完整身份证号查找",
    )
)
