"""Invented Party branches of the demo province. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from villages.demo.draws import Draws
from villages.demo.synthetic import person

_VACANT_PER_MILLE, _VACANT_PER_MILLE_WEAK = 6, 160


@dataclass(frozen=True, slots=True)
class DemoBranch:
    """The branch of one village."""

    village_code: str
    name: str
    secretary_name: str
    secretary_source: str
    members_count: int


def branches(
    seed: str, villages: Iterable[tuple[str, str]], weak: frozenset[str]
) -> Iterator[DemoBranch]:
    """Yield a branch for each village (code, name); weak ones more often lack a secretary."""
    for code, name in villages:
        draws = Draws(seed, f"branch {code}")
        vacant = _VACANT_PER_MILLE_WEAK if code in weak else _VACANT_PER_MILLE
        is_vacant = draws.happens(vacant)
        yield DemoBranch(
            village_code=code,
            name=f"{name}党支部",
            secretary_name="" if is_vacant else person(seed, f"secretary {code}").name,
            secretary_source="" if is_vacant else _source(draws),
            members_count=draws.between(14, 78),
        )


def _source(draws: Draws) -> str:
    if draws.happens(965):
        return "local"
    return "sent" if draws.happens(800) else "first_secretary"
