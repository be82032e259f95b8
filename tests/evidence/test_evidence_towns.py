"""A town that is not in the register: what is there instead, the surest first; nothing is taken for granted."""

from __future__ import annotations

import polars as pl
import pytest

from appraisal.evidence.origin import WholeFile
from appraisal.evidence.references import check_references
from appraisal.evidence.table import Table
from appraisal.evidence.towns import town_register

TOWNS = [
    ("广州市", "增城区", "新塘镇", "增城市、旧城县"),
    ("广州市", "增城区", "石滩镇", None),
    ("广州市", "番禺区", "沙湾街道", None),
    ("广州市", "番禺区", "横沥镇", None),
    ("广州市", "南沙区", "横沥镇", None),
    ("惠州市", "惠城区", "横沥镇", None),
    ("东莞市", None, "横沥镇", None),
    ("东莞市", None, "虎门镇", None),
    ("清远市", "清城区", "源潭（工业）镇", None),
]


def table_of(schema, rows, columns):
    types = {name: column.dtype for name, column in schema.columns.items()}
    data = [dict.fromkeys(types) | dict(zip(columns, row, strict=True)) for row in rows]
    return Table(schema, pl.DataFrame(data, schema=types), WholeFile(f"{schema.name}.csv", 2))


@pytest.fixture(scope="module")
def towns(request):
    schemas = request.getfixturevalue("shipped")
    return table_of(schemas["towns"], TOWNS, ("city", "county", "town", "former_county"))


@pytest.mark.parametrize(
    ("asked", "mend"),
    [
        # The county the town stands in, when it is unique in the city.
        (("广州市", "番禺区", "新塘镇"), "新塘镇 of 广州市 stands in 增城区: write 广州市 / 增城区 / 新塘镇."),
        (("广州市", None, "新塘镇"), "新塘镇 of 广州市 stands in 增城区: write 广州市 / 增城区 / 新塘镇."),
        # The candidates, when there are several.
        (
            ("广州市", None, "横沥镇"),
            "Several towns have this name: 广州市 / 南沙区 / 横沥镇, 广州市 / 番禺区 / 横沥镇. Write the county too.",
        ),
        (
            ("广州市", "增城区", "横沥镇"),
            "It stands in other counties: 广州市 / 南沙区 / 横沥镇, 广州市 / 番禺区 / 横沥镇. Write the one that is meant.",
        ),
        # A county under its former name; the name stands in one row of the county and holds for all its towns.
        (("广州市", "增城市", "新塘镇"), "增城市 is now 增城区: write 广州市 / 增城区 / 新塘镇."),
        (("广州市", "旧城县", "石滩镇"), "旧城县 is now 增城区: write 广州市 / 增城区 / 石滩镇."),
        # Towns become sub-districts; brackets and spaces in another width.
        (("广州市", "番禺区", "沙湾镇"), "The register writes it 广州市 / 番禺区 / 沙湾街道."),
        (("广州市", "番禺区", "沙湾街道办事处"), "The register writes it 广州市 / 番禺区 / 沙湾街道."),
        (("清远市", "清城区", "源潭(工业)镇"), "The register writes it 清远市 / 清城区 / 源潭（工业）镇."),
        (("广州市", "增城区", "新 塘镇"), "The register writes it 广州市 / 增城区 / 新塘镇."),
        (("东莞市", None, "虎门"), "The register writes it 东莞市 / - / 虎门镇."),
        (("东莞市", "东莞市", "虎门镇"), "东莞市 has no counties: leave the county empty."),
        # Near names, then other cities.
        (("广州市", "增城区", "新搪镇"), "Near in 广州市: 广州市 / 增城区 / 新塘镇."),
        (("惠州市", "惠城区", "虎门镇"), "惠州市 has no 虎门镇; there is: 东莞市 / - / 虎门镇."),
        (
            ("广洲市", "增城区", "新塘镇"),
            "There is no city 广洲市 in the register; near are: 广州市 / 增城区 / 新塘镇.",
        ),
        (("北京", "朝阳区", "无名乡"), "There is no city 北京 in the register."),
        (("广州市", None, None), "Fill in city and town; the county too, where the city has counties."),
    ],
)
def test_the_mend_says_what_the_register_has_instead(towns, asked, mend):
    assert str(town_register(towns).mend(*asked)) == mend


def test_a_town_under_a_former_county_is_still_not_found(shipped, towns):
    platforms = table_of(
        shipped["platforms"], [("P1", "广州市", "增城市", "新塘镇")], ("platform_id", "city", "county", "town")
    )
    [found] = check_references({"platforms": platforms, "towns": towns}, {})
    assert (found.code, found.severity, found.place.row) == ("town_unknown", "error", 2)


def test_a_register_without_former_names_is_asked_all_the_same(shipped, towns):
    bare = Table(shipped["towns"], towns.frame.with_columns(former_county=None), towns.origin)
    assert "stands in 增城区" in str(town_register(bare).mend("广州市", "增城市", "新塘镇"))


@pytest.mark.parametrize("written", ["P0Ol2", "p0012", "\uff30\uff10\uff10\uff11\uff12", "P0012\u200b"])
def test_a_reference_that_looks_like_an_id_says_which_one(shipped, written):
    platforms = table_of(shipped["platforms"], [("P0012",), ("P0013",)], ("platform_id",))
    services = table_of(shipped["services"], [("S1", written), ("S2", "X99")], ("service_id", "platform_id"))
    alike, other = check_references({"platforms": platforms, "services": services}, {})
    assert str(alike.fix) == "Did you mean P0012?"
    assert str(other.fix).startswith("Correct it here, or add it to that table; if that table is in another file")


def test_a_misspelt_city_is_told_with_county_and_town_at_once(towns):
    mend = str(town_register(towns).mend("广州", "增城市", "新塘"))
    assert mend == "There is no city 广州 in the register; near are: 广州市 / 增城区 / 新塘镇."


def test_a_town_that_nobody_knows_is_for_the_province_to_add(towns):
    assert "ask the province" in str(town_register(towns).mend("东莞市", None, "没有的镇"))


def test_a_required_town_that_is_missing_is_told_once(shipped, towns):
    asked = table_of(shipped["platforms"], [("P1", "东莞市", None)], ("platform_id", "city", "town"))
    assert check_references({"platforms": asked, "towns": towns}, {}) == []
