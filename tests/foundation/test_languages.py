"""The order of names in the six languages."""

from __future__ import annotations

import pytest

from serai.foundation.languages import collation


@pytest.mark.parametrize(("language", "names"), [
    ("zh-hans", ["阿里学院", "北京大学", "重庆", "中国", "Academy", "Ärzte"]),
    ("ru", ["ёлка", "Ещё", "жук", "Икар", "Иркутск", "Йошкар", "CERN"]),
    ("ar", ["الجزائر", "مصر", "CERN"]),
    ("es", ["Espada", "“Espanto”", "España", "Íbero", "Женева"]),
    ("fr", ["École", "ecu", "Été", "zèbre", "العلوم", "中国"]),
])  # fmt: skip
def test_names_stand_in_the_order_of_their_readers(language: str, names: list[str]) -> None:
    names_by_code = sorted(names)
    assert sorted(names_by_code, key=collation(language)) == names
