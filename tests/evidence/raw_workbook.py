"""Workbooks written member by member, as sound or as broken as a test wants them."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="0.0&quot;万元&quot;"/><numFmt numFmtId="166" formatCode="0.0,"/></numFmts>
<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>"""


def sheet(rows: str, after: str = "", before: str = "") -> str:
    """A sheet of rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def members(*sheets: str, texts: str = "", book: str = "", styles: str = STYLES) -> dict[str, str]:
    """The members of a workbook with these sheets."""
    numbers = range(1, len(sheets) + 1)
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    links = "".join(f'<Relationship Id="r{n}" Type="{_KIND}/worksheet" Target="worksheets/s{n}.xml"/>' for n in numbers)
    links += f'<Relationship Id="rt" Type="{_KIND}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="rs" Type="{_KIND}/styles" Target="styles.xml"/>'
    return {
        "_rels/.rels": f'<Relationships xmlns="{_LINKS}"><Relationship Id="a" Type="{_KIND}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_KIND}"><sheets>{names}</sheets>{book}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_LINKS}">{links}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "xl/styles.xml": styles,
        **{f"xl/worksheets/s{n}.xml": source for n, source in zip(numbers, sheets, strict=True)},
    }


def packed(parts: dict[str, str | bytes], level: int = 6) -> bytes:
    """The zip of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def workbook(*sheets: str, **more: str) -> bytes:
    """A workbook with these sheets."""
    return packed(dict(members(*sheets, **more)))
