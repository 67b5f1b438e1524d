"""A parameter and an indicator every installation has: they belong to no county."""

from tests.architecture.objects import World, parameter


@parameter("parameters:detail.code")
def code(world: World) -> object:
    del world
    return "young_age_max"


@parameter("assessment:rule.code")
def indicator(world: World) -> object:
    del world
    return "presence"
