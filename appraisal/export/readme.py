"""README.txt of an anonymised copy: what it is, and what it cannot promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from appraisal.texts import Bilingual

README = "README.txt"
_TEXT = """\
{zh}

本文件夹是一次评审结果的去标识副本，供研究使用。平台名称、镇、人员、认定的理由和核查问题的原文都已去掉，
平台、法人和专家的编号换成了代号；每一列如何处理见 removed.csv，各列的含义见 datapackage.json。

去标识不等于认不出：
- 公布的名次和得分与本副本中的名次和得分相同，据此可以认出已公布的平台，获奖平台尤其如此。
- 持有佐证数据的人可以凭指标值认出平台。
- 代号相同的平台是同一家。各年用同一个密钥文件时，代号各年相同，几年合起来更容易认出。
- 办法若对某镇、某类平台另有规定，得分本身就可能说明平台在哪里、是哪一类。
程序只去掉它认得的编号、名称；办法文字中不足三个字符的编号不查找。能否转交他人，由转交的人判断。

没有密钥，不能由编号求得代号；密钥不在本文件夹中。

---

{en}

This folder is an anonymised copy of the result of an appraisal, for research. Names of platforms, towns, persons, the
reasons of decisions and the words of findings were removed; the ids of platforms, legal entities and experts were
replaced by pseudonyms. What was done with each column stands in removed.csv, what it says in datapackage.json.

Anonymised does not mean that nobody can be found again:
- Published ranks and composites equal those of this copy. Whoever has them finds the published platforms, the
  winners above all.
- Whoever has the evidence finds a platform by its measures.
- The same pseudonym is the same platform. Copies of several years made with one key file share it, and several years
  together tell more than one.
- Where the rules say something of their own for a town or a kind of platform, a mark alone may tell which it is.
The program removes the ids and names that it knows; an id of fewer than three characters is not looked for in the text
of the rules. Whether the copy may be handed on is for whoever hands it on to judge.

Without the key no pseudonym can be found from an id. The key is not in this folder.
"""


def readme(title: Bilingual) -> bytes:
    """The text in both languages under the title of the copy; UTF-8 with a mark at its beginning, for Windows."""
    return _TEXT.format(zh=title.zh, en=title.en).encode("utf-8-sig")
