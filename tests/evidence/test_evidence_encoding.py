"""The encoding of a file is found from its bytes: UTF-8, GB18030, or UTF-16 with its mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appraisal.errors import Severity
from appraisal.evidence.encoding import decode

HAN = st.text([chr(code) for code in range(0x4E00, 0x4E00 + 6000)], min_size=1, max_size=4)
COMMON = st.text("平台名称镇街道企业服务人数年广东省佛山市南海区中学联通（），。", min_size=1, max_size=6)


def texts(data: bytes) -> str | None:
    return decode(data, "f.csv")[0]


@pytest.mark.parametrize(
    "word", ["平台", "联通", "名称", "小榄镇", "㐀䶮", "a,b\n", "", "1；2", "“引号”", "𠀀", "￥５"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_is_read_in_each_encoding_of_excel(word, encoding):
    assert texts(word.encode(encoding)) == word


@given(COMMON, st.sampled_from(["utf-8", "gb18030"]))
def test_short_chinese_words_are_never_mistaken(word, encoding):
    assert texts(word.encode(encoding)) == word


@given(HAN)
def test_any_han_character_in_utf_8_is_read_as_such(word):
    assert texts(word.encode()) == word


def test_european_letters_in_utf_8_stay_unless_they_could_be_chinese():
    assert texts("Müller-Café, naïve".encode()) is not None
    found, notes = decode("ä,ö,ü,ß,".encode(), "f.csv")
    assert found is not None
    assert found == "ä,ö,ü,ß," or notes[0].severity is Severity.WARNING


def test_a_text_that_is_well_formed_in_both_is_the_one_that_is_mostly_chinese():
    data = "中中".encode() + "平平平平".encode("gb18030")
    assert data.decode() == "中中ƽƽƽƽ"
    found = texts(data)
    assert found is not None
    assert found.endswith("平平平平")


def test_the_reader_is_told_which_encoding_was_taken():
    assert decode("平台，名称，地市，县区".encode("gb18030"), "f.csv")[1][0].severity is Severity.NOTICE
    [warning] = decode("平台".encode("gb18030"), "f.csv")[1]
    assert (warning.severity, warning.code) == (Severity.WARNING, "file|encoding")
    assert "Save it as CSV UTF-8" in warning.sentence("en")


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"a\nb\nc\xff\n", 3),
        (b"\xef\xbb\xbfa\n\xff\n", 2),
        (b"\xff\xfea\x00\n\x00\x00\xd8", 2),
        ("平台\n".encode() + b"\xff", 2),
    ],
)
def test_bytes_that_are_no_text_are_refused_by_their_row(data, row):
    found, [finding] = decode(data, "f.csv")
    assert (found, finding.code, finding.place.row) == (None, "file|encoding", row)
