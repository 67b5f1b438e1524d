"""What goes into the database by COPY comes out as it was."""

import pytest
from django.db import connection

from accountability.intake.staging import copying

ODD = ("", "张　三", 'say "a"', "a\\b", "\\N", "NULL", "{}", "a,b", "tab\there", "one\r\ntwo", "😀")


@pytest.mark.django_db
@pytest.mark.parametrize("batch", [ODD, ODD[:2], ODD[1:2]], ids=["odd", "plain", "one"])
def test_texts_come_back_as_they_were(batch: tuple[str, ...]) -> None:
    rows = [(text, text, [text, "甲", text]) for text in batch]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE odd (one text, maybe text, many text[])")
        fields = zip(
            copying.column([row[0] for row in rows]),
            copying.column([row[1] for row in rows], empty=copying.NULL),
            copying.arrays([row[2] for row in rows]),
            strict=True,
        )
        copying.insert("odd", ("one", "maybe", "many"), fields)
        cursor.execute("SELECT one, maybe, many FROM odd")
        assert cursor.fetchall() == [(one, maybe or None, many) for one, maybe, many in rows]


@pytest.mark.django_db
def test_values_that_equal_each_other_keep_their_kind() -> None:
    assert copying.column([True, 1, None, 0, False]) == ["t", "1", "\\N", "0", "f"]
    assert copying.column([[1, None], None, []], empty="{}") == ["{1,NULL}", "{}", "{}"]
