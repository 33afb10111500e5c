"""Prices on disk: written once by a job, mapped by every worker.

They have versions and a pointer of their own beside the index, since they are found after it and
outlive it: while a new index has no prices yet, those of the profiles it shares with the old one
stay in force.
"""

from dataclasses import asdict
from pathlib import Path

from matchmaker.scoring.fairness import Prices, Terms
from matchmaker.scoring.storage.columns import Files, mapped
from matchmaker.scoring.storage.versions import new_version, publish, version_in_force


def write_prices(directory: Path, prices: Prices) -> Path:
    """Write a new version of the prices, put it in force, and return its folder."""
    with new_version(directory) as folder:
        with Files(folder) as files:
            files.append("hashes", prices.hashes.astype("<u8"))
            files.append("values", prices.values.astype("<f8"))
        terms = {kind: asdict(each) for kind, each in prices.terms.items()}
        publish(folder, {"origin": prices.origin, "terms": terms})
    return folder


def open_prices(directory: Path) -> Prices:
    """The prices in force, checked against what was written; IndexUnusable without any."""
    folder, manifest = version_in_force(directory)
    terms = {kind: Terms(**each) for kind, each in manifest["terms"].items()}
    hashes, values = mapped(folder, "hashes", "<u8"), mapped(folder, "values", "<f8")
    return Prices(hashes, values, terms, manifest["origin"])
