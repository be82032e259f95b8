"""Names of platforms, enterprises, departments and outputs: plausible, invented, and never a person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .chance import chance, share

if TYPE_CHECKING:
    from .towns import Town

#: The service types of Article 2 with the words that platforms of the type bear; a later word serves a renaming.
PHRASES = {
    "技术创新": ("技术创新服务平台", "公共技术创新中心", "生产力促进中心", "协同创新服务平台"),
    "工业设计": ("工业设计服务平台", "创意设计中心", "产品设计公共服务平台"),
    "质量检测": ("质量检测服务平台", "产品质量检测中心", "公共检测服务中心"),
    "知识产权": ("知识产权服务平台", "知识产权公共服务中心", "专利信息服务平台"),
    "信息网络": ("信息化服务平台", "产业信息网络平台", "信息服务中心"),
    "电子商务": ("电子商务服务平台", "电商公共服务中心", "网上商贸服务平台"),
    "创业孵化": ("创业孵化基地", "科技企业孵化服务中心", "中小微企业创业基地"),
    "企业融资": ("中小微企业融资服务平台", "投融资服务中心", "融资对接服务平台"),
    "人才培训": ("技能人才培训中心", "人才培训服务平台", "实训服务基地"),
    "其他": ("综合服务中心", "产业公共服务平台", "会展服务平台"),
}

_FORMS = ("厂", "有限公司", "厂", "有限公司", "加工厂", "经营部", "商行", "实业有限公司")
_DEPARTMENTS = {
    "技术创新": "技术部",
    "工业设计": "设计部",
    "质量检测": "检测部",
    "知识产权": "知识产权部",
    "信息网络": "信息部",
    "电子商务": "电商部",
    "创业孵化": "孵化部",
    "企业融资": "融资部",
    "人才培训": "培训部",
    "其他": "会展部",
}
_SUBJECTS = (
    *("节能", "自动送料", "表面处理", "快速成型", "在线检测", "环保配方", "智能控制", "模块化", "防伪"),
    *("追溯", "包装", "清洗", "烘干", "切割", "抛光", "分级", "保鲜", "染整"),
)
_OUTPUT_WORDS = {
    "发明专利": "方法",
    "实用新型": "装置",
    "外观设计": "外观",
    "软件著作权": "管理软件",
    "技术标准": "技术规范",
    "新产品": "新产品",
    "成果转化": "技术转化",
}


def platform_name(town: Town, kind: str, turn: int) -> str:
    """Return the name a platform of a type bears, and after so many renamings."""
    phrases = PHRASES[kind]
    return f"{town.full_name}{town.craft}{phrases[turn % len(phrases)]}"


def first_turn(town: Town, kind: str) -> int:
    """Return which of its type's words a platform begins with."""
    return chance("phrase", town.full_name, kind).randrange(len(PHRASES[kind]))


def enterprise_name(town: Town, number: int) -> str:
    """Return the name of the town's enterprise of this number; it says that it is an example."""
    form = _FORMS[int(share("form", town.full_name, number) * len(_FORMS))]
    return f"{town.stem}示例{town.craft}{form}{number:03d}"


def departments(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return the departments of a platform that offers these types of service."""
    own = tuple(_DEPARTMENTS[kind] for kind in kinds)
    return (*own, "客户服务部") if len(own) > 1 else (*own, "客户服务部", "综合部")


def output_title(town: Town, kind: str, *words: object) -> str:
    """Return what an output of a kind is called."""
    subject = _SUBJECTS[int(share("subject", *words) * len(_SUBJECTS))]
    return f"{town.craft}{subject}{_OUTPUT_WORDS[kind]}"
