"""The place that a finding of place tells, as the region in which a camera stood or a bang was."""

from firsthand.record.bounds import Region
from firsthand.record.fault import BadValue
from firsthand.record.finding import Finding, Found

SHARE = "95"


def region_of(finding: Finding) -> Region:
    """The region that holds the place in 95 of 100 cases, or the only one that the finding has. Raises BadValue."""
    outcome = finding.result
    if finding.job.method.startswith("place.") and isinstance(outcome, Found):
        told = outcome.value
        where = told.get("where")
        region = where.get(SHARE, {}).get("region") if isinstance(where, dict) else told.get("region")
        if isinstance(region, dict):
            return Region.from_wire(region)
    raise BadValue(f"{finding.job.method} ({outcome.name}) tells no region in which a camera could have stood")
