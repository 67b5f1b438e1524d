"""A parameter every installation has: it belongs to no county."""

from tests.architecture.objects import World, parameter


@parameter("parameters:detail.code")
def code(world: World) -> object:
    del world
    return "young_age_max"
