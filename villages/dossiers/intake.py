"""How the lists of villages and units take their own exports back in."""

from typing import Any

from import_export.fields import Field
from import_export.widgets import CharWidget, Widget

from portal.lists.importing import Intake, ListResource
from villages.dossiers.lists import UNITS, VILLAGES
from villages.dossiers.lists.villages import villages
from villages.people.actions import amend_unit
from villages.people.models import Unit, UnitLevel
from villages.places.actions import amend_village
from villages.places.models import Division, VillageKind


class Kinds(Widget):  # type: ignore[misc]
    """The types of a village, as the list writes them: 贫困村、软弱涣散村."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> list[VillageKind]:
        """Read the types. Raises: ValueError."""
        words = [word.strip() for word in str(value or "").replace("，", "、").split("、")]
        known = {kind.label: kind for kind in VillageKind}
        unknown = [word for word in words if word and word not in known]
        if unknown:
            raise ValueError(f"没有“{unknown[0]}”这种村类型，可以填：{'、'.join(known)}。")
        return [known[word] for word in dict.fromkeys(words) if word]


class Choice(Widget):  # type: ignore[misc]
    """One of the levels, by its label."""

    def clean(self, value: Any, row: Any = None, **_kwargs: Any) -> UnitLevel:
        """Read the level. Raises: ValueError."""
        known = {level.label: level for level in UnitLevel}
        if value not in known:
            raise ValueError(f"没有“{value}”这个层级，可以填：{'、'.join(known)}。")
        return known[value]


class VillageResource(ListResource):
    """Villages by their code."""

    code = Field("code", "村代码", CharWidget())
    short_name = Field("short_name", "简称", CharWidget(allow_blank=True))
    types = Field("kinds", "村类型", Kinds())

    class Meta(ListResource.Meta):
        model = Division
        fields = ("code", "short_name", "types")
        import_id_fields = ("code",)

    def get_queryset(self) -> Any:
        """Look among the villages of the user."""
        return villages(self.by)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **_kwargs: Any) -> None:  # noqa: FBT001
        """Write through the action; rows that do not exist were refused before."""
        amend_village(
            village=instance,
            short_name=instance.short_name,
            kinds=instance.kinds,
            by=self.by,
            at=self.at,
        )


class UnitResource(ListResource):
    """Units by their number."""

    number = Field("pk", "编号", CharWidget())
    name = Field("name", "单位名称", CharWidget(allow_blank=True))
    level = Field("level", "层级", Choice())

    class Meta(ListResource.Meta):
        model = Unit
        fields = ("number", "name", "level")
        import_id_fields = ("number",)

    def get_queryset(self) -> Any:
        """Look among the units the user may see."""
        return Unit.objects.visible_to(self.by)

    def save_instance(self, instance: Any, is_create: bool, row: Any, **_kwargs: Any) -> None:  # noqa: FBT001
        """Write through the action."""
        amend_unit(unit=instance, name=instance.name, level=instance.level, by=self.by, at=self.at)


VILLAGE_INTAKE = Intake(VILLAGES, "code", ("short_name", "types"), VillageResource)
UNIT_INTAKE = Intake(UNITS, "number", ("name", "level"), UnitResource)
