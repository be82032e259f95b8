"""The evidence of a year: who is in the appraisal, how each stands, and all twelve tables of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .enterprises import clients, enterprise_rows, pools
from .facts import SOUND
from .finance import finance_rows
from .ledger import ledger_rows
from .outputs import output_rows
from .planting import planted_standing
from .platforms import platform_rows, platforms
from .reported import reported_rows
from .services import service_rows
from .staff import staff_rows
from .standing import standing
from .surveys import named_enterprises, survey_rows
from .tables import frame
from .towns import town_rows, towns
from .verified import verified_rows
from .vetoes import veto_rows

if TYPE_CHECKING:
    import polars as pl


def evidence(year: int) -> dict[str, pl.DataFrame]:
    """Return the twelve tables of a year."""
    all_towns = towns()
    all_pools = pools(all_towns)
    listed = [platform for platform in platforms(all_towns) if platform.listed_in(year)]
    states = [planted_standing(standing(platform, year)) for platform in listed if platform.operates_in(year)]
    facts = {platform.platform_id: SOUND for platform in listed} | {s.platform.platform_id: s.facts for s in states}
    submitted = [state for state in states if state.submits]
    served = [(state, clients(state, all_pools)) for state in submitted]
    services, surveys = service_rows(served), survey_rows(served)
    rows = {
        "platforms": platform_rows(year, listed, facts),
        "towns": town_rows(year, all_towns, frozenset(platform.town for platform in listed)),
        "enterprises": enterprise_rows(named_enterprises(services + surveys), all_pools),
        "services": services,
        "staff": staff_rows(submitted),
        "finance": finance_rows(submitted),
        "surveys": surveys,
        "outputs": output_rows(submitted),
        "reported": reported_rows(submitted),
        "verified": verified_rows(year, submitted),
        "vetoes": veto_rows(year, submitted),
        "ledger": ledger_rows(year),
    }
    return {table: frame(table, found) for table, found in rows.items()}
