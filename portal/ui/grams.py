"""Finding Chinese words in names by index: pairs of characters.

A trigram index knows no word of fewer than three characters, and most Chinese names and words have
two. So names are indexed by their pairs of neighbouring characters, the first one with a mark
before it; a word of one character finds the names that begin with it.

    Unit.objects.filter(name__has="水利")        # anywhere in the name, along an index
    FindingRow.objects.filter(description__says="水利")  # the same, where no index may be asked
    GinIndex(Grams("name"), name="unit_name_grams")
"""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, Lookup, TextField

BEGINNING = "^"
FUNCTION = "search_grams"


class Grams(Func):
    """The pairs of characters of a text (the SQL function `search_grams`)."""

    function = FUNCTION
    output_field = ArrayField(TextField())


def grams(word: str) -> list[str]:
    """Return the pairs a name must have to hold the word.

    >>> grams("双河村"), grams("王")
    (['双河', '河村'], ['^王'])
    """
    word = word.lower()
    if len(word) == 1:
        return [BEGINNING + word]
    return sorted({word[at : at + 2] for at in range(len(word) - 1)})


@CharField.register_lookup
@TextField.register_lookup
class Says(Lookup[Any]):
    """Whether a text holds a word, read row by row.

    For tables behind row level security: an index on a function is not asked there before the
    policy, and computing the pairs of every row costs far more than reading it.
    """

    lookup_name = "says"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask the text for the word; as it is where the word knows no capitals."""
        field, values = self.process_lhs(compiler, connection)
        word = str(self.rhs).strip()
        pattern = _escaped(word.lower()) + "%"
        if len(word) > 1:
            pattern = "%" + pattern
        text = field if word.lower() == word.upper() else f"lower({field})"
        return f"({text} LIKE %s)", (*values, pattern)


@CharField.register_lookup
@TextField.register_lookup
class Has(Says):
    """Whether a text holds a word, found along an index on its grams."""

    lookup_name = "has"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask the index for the pairs, then the text for the word."""
        says, pattern = super().as_sql(compiler, connection)
        field, values = self.process_lhs(compiler, connection)
        found = f"({says} AND {FUNCTION}({field}::text) @> %s::text[])"
        return found, (*pattern, *values, grams(str(self.rhs).strip()))


def _escaped(word: str) -> str:
    """Return the word as itself in a LIKE pattern."""
    for character in "\\%_":
        word = word.replace(character, "\\" + character)
    return word
