"""What a result keeps of the documents it was made from, and the way back from it to these documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from appraisal import declarative
from appraisal.errors import Refused
from appraisal.scenario.documents import Documents
from appraisal.schema import table_schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from appraisal.scenario.previous import Before
    from appraisal.scenario.stated_files import EvidenceFile


def recorded(documents: Documents, province_digest: str | None = None) -> dict[str, Any]:
    """Rules, scenario and indicators for a result; of a local ranking also what the province's result is made from."""
    scenario, province = dict(documents.scenario), documents.province
    if province is not None:
        # Files, indicators and tables stand in the local documents already: their names are enough.
        scenario["province"] = {
            "content_digest": province_digest,
            "scenario": province.scenario,
            "rules": province.rules,
            **{kind: sorted(province.indicators[kind]) for kind in ("indicators", "tables")},
        }
    return {"rules": documents.rules, "scenario": scenario, "indicators": documents.indicators}


def kept(
    result: Mapping[str, Any],
    evidence: Mapping[str, EvidenceFile],
    before: Before | None = None,
    official: Mapping[str, EvidenceFile] | None = None,
) -> Documents:
    """The documents that a result keeps, with its evidence and the year before.

    Raises Refused where they are no longer what they were.
    """
    documents, findings = result["indicators"], []
    made = {}
    for name, document in documents["indicators"].items():
        made[name], faults = declarative.indicator(document, f"indicators.json::$.indicators.{name}")
        findings += faults
    if findings:
        raise Refused(findings)
    schemas = {name: table_schema(document, f"{name}.schema.json") for name, document in documents["tables"].items()}
    scenario = {key: value for key, value in result["scenario"].items() if key != "province"}
    province = _province(result, evidence, before) if "province" in result["scenario"] else None
    return Documents(
        scenario, result["rules"], documents, evidence, made, schemas, scenario["id"], before, province, official
    )


def _province(result: Mapping[str, Any], evidence: Mapping[str, EvidenceFile], before: Before | None) -> Documents:
    stated = result["scenario"]["province"]
    indicators = {
        "format": result["indicators"]["format"],
        **{
            kind: {name: result["indicators"][kind][name] for name in stated[kind]} for kind in ("indicators", "tables")
        },
    }
    own = {table: file for table, file in evidence.items() if table in stated["scenario"]["evidence"]}
    return kept({"rules": stated["rules"], "scenario": stated["scenario"], "indicators": indicators}, own, before)
