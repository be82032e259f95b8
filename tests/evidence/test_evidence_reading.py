"""The one door of the formats: by first bytes, then by name; what is not read says what to do."""

from __future__ import annotations

import pytest

from appraisal.evidence.reading import file_format, read_table


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"a,b\n", "f.csv", "csv"),
        (b"a,b\n", "F.CSV", "csv"),
        (b"a\tb\n", "f.tsv", "csv"),
        (b"PAR1....PAR1", "f.parquet", "parquet"),
        (b"PAR1....PAR1", "f.csv", "parquet"),
        (b"nothing", "f.parquet", "parquet"),
        (b"PK\x03\x04", "f.xlsx", "excel"),
        (b"PK\x03\x04", "f.zip", "archive"),
        (b"PK\x03\x04", "f.csv", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "f.xls", "excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "f.et", "excel"),
        (b"\x1f\x8b\x08", "f.csv", "archive"),
        (b"a,b\n", "f.dat", "unknown"),
        (b"a,b\n", "f", "unknown"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data, name, kind):
    assert file_format(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "mend"),
    [
        (b"PK\x03\x04", "f.xlsx", "Save it as CSV UTF-8 or Parquet."),
        (b"\xd0\xcf\x11\xe0", "f.xls", "Save it as CSV UTF-8 or Parquet."),
        (b"\xd0\xcf\x11\xe0", "f.et", "Save it as CSV UTF-8 or Parquet."),
        (b"PK\x03\x04", "f.zip", "Unpack it"),
        (b"\x1f\x8b\x08", "f.csv", "Unpack it"),
        (b"\x00\x01", "f.bin", "Save it as CSV UTF-8 or Parquet."),
    ],
)
def test_a_file_that_is_not_read_says_what_to_do(things, data, name, mend):
    table, [finding] = read_table(data, name, things)
    assert (table, finding.code, finding.place.file) == (None, "file|format", name)
    assert mend in finding.sentence("en")
