"""Labels around a table: who filled it in, when, for whom; and the values that stand beside a label."""

from __future__ import annotations

import re

from appraisal.evidence.repairs import is_placeholder

#: How a closing line begins.
FOOTER = re.compile(
    "(?:填表|制表|填报|填写|审核|审批|复核|经办|报送|单位负责|负责人|法人代表签|法定代表人签|联系人|联系电话|联系方式"
    "|电话|日期:|日期$|(?:备注|附注|注|说明)(?:[0-9:.、]|$)|注意|填表说明|以上数据|以上内容|以上情况"
    "|单位(?:名称)?(?:[(:]|盖章|公章)|[(]?(?:盖章|公章|签章|签字)|主管|分管|领导签|以下空白|此表|本表|抄送)"
)
TOTAL = re.compile(
    "(?:[0-9]{4}年度?)?[^0-9]{0,12}(?:合计|小计|总计|共计|总和)(?:[:：]|[:：]?共?[0-9][0-9.,]*[^0-9]{0,3})?"
)
DAY = re.compile("[0-9]*年[0-9]*月[0-9]*日")
#: A label whose value stands in the next cell. A name that only begins so (审批服务中心平台) is none.
_ALONE = re.compile(
    "(?:填表|制表|填报|填写|审核|审批|复核|经办|报送|单位|主管|分管|联系|法人|法定|负责)*"
    "(?:人员?|者|员|单位|部门|领导|代表|人?电话|方式|日期|时间|意见|签[字章名]|[盖公]章|名称|备注|附注|注|说明)*"
    "(?:[(][^()]*[)])?|.*:"
)


def is_label(word: str) -> bool:
    """Whether a word without spaces begins as a closing line does, is a total, or says nothing."""
    return bool(FOOTER.match(word) or TOTAL.fullmatch(word) or is_placeholder(word))


def stands_alone(word: str) -> bool:
    """Whether a word without spaces is a label whose value stands beside it."""
    return bool(word) and _ALONE.fullmatch(word) is not None
