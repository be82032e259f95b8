"""The planted truths: which platform of which year stands for what, so that a test can be named after it.

In its year each passes all gates but the one it is about, unless it handed in nothing. The composites named here are
those of the example rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Served exactly 50 distinct SMEs, on more than 50 lines, six of them by two departments: passes smes_50.
EXACTLY_50_SMES = {2012: "P0072", 2013: "P0396", 2014: "P0137", 2015: "P0041"}

#: Served 49 distinct SMEs, one of them by two departments: counted per department it would be 50. Fails smes_50.
ONLY_49_SMES = {2012: "P0147", 2013: "P0340", 2014: "P0585", 2015: "P0307"}

#: Served 48 SMEs and 6 large enterprises, which do not count: fails smes_50.
LARGE_DO_NOT_COUNT = {2012: "P0328", 2013: "P0485", 2014: "P0007", 2015: "P0604"}

#: Served 48 SMEs in the year and 3 more in the December before: fails smes_50.
DECEMBER_BEFORE = {2012: "P0151", 2013: "P0486", 2014: "P0718", 2015: "P0654"}

#: 52 SMEs in the ledger, 51 verified by the city, 49 at the site; the latest stage scores: fails smes_50.
SITE_FOUND_49 = {2012: "P0335", 2013: "P0523", 2014: "P0469", 2015: "P0554"}

#: Qualified and team are exactly 60 %: passes staff_60.
EXACTLY_60_PERCENT = {2012: "P0054", 2013: "P0067", 2014: "P0321", 2015: "P0237"}
EXACTLY_60_PERCENT_COUNTS = {2012: (18, 30), 2013: (12, 20), 2014: (27, 45), 2015: (15, 25)}

#: One qualified person short of 60 %: fails staff_60.
ONE_PERSON_SHORT = {2012: "P0208", 2013: "P0083", 2014: "P0090", 2015: "P0270"}
ONE_PERSON_SHORT_COUNTS = {2012: (17, 30), 2013: (11, 20), 2014: (29, 50), 2015: (23, 40)}

#: A training school with 3,001 qualified of 5,002: 59.996 %, which a rounded quotient lets through. Fails staff_60.
NEARLY_60_PERCENT = {2012: "P0370", 2013: "P0370", 2014: "P0370", 2015: "P0370"}
NEARLY_60_PERCENT_COUNTS = (3001, 5002)

#: A team of 20: ten have degree, title and skill, one more is only skilled: 11 of 20, though the counts add up to 31.
#: Fails staff_60.
ALL_THREE_QUALIFICATIONS = {2012: "P0112", 2013: "P0124", 2014: "P0005", 2015: "P0344"}

#: No roster, only head counts in `reported`: team 20, 10 with degree, 8 with title, 5 skilled, so between 10 and 20:
#: undecided at staff_60.
HEAD_COUNTS_ONLY = {2012: "P0107", 2013: "P0289", 2014: "P0178", 2015: "P0347"}
HEAD_COUNTS = (20, 10, 8, 5)

#: The year in which all else of it is so strong that it would win if it passed: the meeting had to decide.
HEAD_COUNTS_MATTER = (2013,)

#: Nine survey answers: satisfaction is missing and marked 0.
NINE_ANSWERS = {2012: "P0019", 2013: "P0033", 2014: "P0080", 2015: "P0116"}

#: Joint outputs count by share; by whole outputs it would be 31 equivalents (30.5 where a utility model is 2.5).
JOINT_OUTPUTS = {2012: "P0126", 2013: "P0436", 2014: "P1020", 2015: "P0424"}
JOINT_OUTPUTS_SHARES = (("发明专利", 33), ("技术标准", 50), ("实用新型", 25), ("软件著作权", 67), ("成果转化", 100))
JOINT_OUTPUTS_EQUIVALENTS = {2012: "16.39", 2013: "16.39", 2014: "16.265", 2015: "16.265"}

#: Revenue written in 万元 where the column is in 元: 186.50 instead of 1,865,000.
REVENUE_IN_WAN = {2013: "P0125", 2014: "P0274"}

#: Stands only in the register and handed in nothing: not submitted.
HANDED_IN_NOTHING = {2012: "P0188", 2013: "P0206", 2014: "P0110", 2015: "P0186"}

#: Vetoed for false data; without the veto among the first 20 (in 2012 among the excellent).
VETOED_LEADER = {2012: "P0308", 2013: "P0260", 2014: "P0305", 2015: "P1220"}

#: Two platforms of one legal entity, both among the first 20: the better one first. The other's place goes to the next.
ONE_ENTITY = {2013: ("P0210", "P0226"), 2014: ("P0562", "P0322"), 2015: ("P0322", "P0562")}

#: Platforms that belong to the legal entity of another.
OWNED_WITH: Mapping[str, str] = {"P0226": "P0210", "P0562": "P0322"}

#: Equal composite, effect and satisfaction (3776/40 = 4248/45) over the award line: the number of SMEs served decides,
#: though both are beyond the point where its curve ends. Who takes place 20 (rank 21, behind ONE_ENTITY), and who not.
TIE_AT_PLACE_20 = {2015: ("P1099", "P1654")}

#: How many are excellent in the year in which there are fewer than 20.
FEWER_THAN_20_EXCELLENT = {2012: 13}

_BY_YEAR = (
    EXACTLY_50_SMES,
    ONLY_49_SMES,
    LARGE_DO_NOT_COUNT,
    DECEMBER_BEFORE,
    SITE_FOUND_49,
    EXACTLY_60_PERCENT,
    ONE_PERSON_SHORT,
    NEARLY_60_PERCENT,
    ALL_THREE_QUALIFICATIONS,
    HEAD_COUNTS_ONLY,
    NINE_ANSWERS,
    JOINT_OUTPUTS,
    REVENUE_IN_WAN,
    HANDED_IN_NOTHING,
    VETOED_LEADER,
)
_PAIRS = (ONE_ENTITY, TIE_AT_PLACE_20)

#: Every platform that a planted truth is about: none of them ever closes.
PLATFORMS = frozenset(
    [platform for truth in _BY_YEAR for platform in truth.values()]
    + [platform for truth in _PAIRS for pair in truth.values() for platform in pair]
)
