"""How well bundled scorers find the partners of judged pairs, and how they stand other spellings.

    python -m bench.evaluation PROFILES.jsonl QRELS.tsv [--scorers text_similarity=1] [--spellings]

Without --scorers those that are in force by default, with their weights.
Profiles and judgements as for `matchmaker evaluate`. Profiles that are joined by judgements stay
together; a seed splits these groups into a half for tuning and a half that is set aside. Intervals
are 95 % bootstrap intervals of the mean over groups. Where nearly everybody hangs together, as in
`bench/judged/`, seekers are taken one by one instead.

`bench/judged/` holds 120 invented profiles of one region, with places, needs and offers, and whom a
broker would introduce to each of them, graded 1 to 3; `bench/judged/north/` the same of another
region by another hand. Neither knew what the product knows. `north/creatives.qrels.tsv` judges
creatives among themselves, who take the part of a firm there, as in the service.
"""

import argparse
import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.perturbations import CHANGES, changed
from matchmaker.matching.meeting import OTHER
from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.matching.trial import read_pool
from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load
from matchmaker.scoring.panel import Panel, Part
from matchmaker.scoring.trials.metrics import bootstrap_interval, hit, ndcg, reciprocal_rank

SEED = 20261125
K = 10

Grades = Mapping[str, Mapping[str, int]]
Values = dict[str, float]


def read_grades(path: Path) -> Grades:
    grades: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            grades.setdefault(row["seeker"], {})[row["candidate"]] = int(row["grade"])
    return grades


def groups_of(grades: Grades) -> list[list[str]]:
    """The seekers, in groups that are joined by judgements, in an order that never changes."""
    group: dict[str, set[str]] = {}
    for seeker, candidates in grades.items():
        joined = set().union({seeker, *candidates}, *(group.get(id, ()) for id in candidates))
        joined |= group.get(seeker, set())
        group.update(dict.fromkeys(joined, joined))
    groups = sorted(
        sorted(members) for members in {id(some): some for some in group.values()}.values()
    )
    largest = max(map(len, groups), default=0)
    return [[id] for id in sorted(grades)] if largest > len(group) / 2 else groups


def halves(groups: Sequence[list[str]]) -> tuple[set[str], set[str]]:
    """The profiles for tuning, and those set aside: whole groups, half of the profiles each."""
    shuffled = list(groups)
    random.Random(SEED).shuffle(shuffled)  # noqa: S311
    everybody = sum(map(len, groups))
    tuning: set[str] = set()
    for members in shuffled:
        if len(tuning) + len(members) <= everybody / 2:
            tuning.update(members)
    return tuning, {id for members in groups for id in members} - tuning


def rankings(panel: Panel, pool: Pool, seekers: Iterable[Profile]) -> dict[str, list[str]]:
    """For each seeker the profiles of the other kind, best first; no quorum last, ties by id."""
    lists = {}
    for seeker in seekers:
        blend, _faults = panel.blend(seeker)
        scores = np.where(blend.quorate, blend.score, -1.0)
        rows = [
            row
            for row, profile in enumerate(pool)
            if profile.kind != seeker.kind and profile.id != seeker.id
        ]
        rows.sort(key=lambda row: (-scores[row], pool.ids[row]))
        lists[seeker.id] = [pool.ids[row] for row in rows]
    return lists


def as_asked(seeker: Profile, judged: Iterable[str], kinds: Mapping[str, str]) -> Profile:
    """The seeker; one whose judged partners are all of its own kind takes the other part."""
    own = {kinds[id] for id in judged} == {seeker.kind}
    return replace(seeker, kind=OTHER[seeker.kind]) if own else seeker


def mean_of_directions(values: Values, kinds: Mapping[str, str], of: Iterable[str]) -> float:
    chosen = set(of)
    directions = [
        [value for id, value in values.items() if id in chosen and kinds[id] == kind]
        for kind in ("kmu", "creative")
    ]
    return float(np.mean([np.mean(direction) for direction in directions if direction]))


def interval(values: Values, groups: Sequence[list[str]], of: set[str]) -> tuple[float, float]:
    means = [
        float(np.mean([values[id] for id in members if id in values]))
        for members in groups
        if members[0] in of
    ]
    return bootstrap_interval(means, seed=SEED)


def report(panel: Panel, pool: Pool, grades: Grades, spellings: bool) -> Iterable[str]:
    kinds = {profile.id: profile.kind for profile in pool}
    seekers = [as_asked(one, grades[one.id], kinds) for one in pool if one.id in grades]
    groups = groups_of(grades)
    tuning, aside = halves(groups)
    lists = rankings(panel, pool, seekers)
    for name, of in (("all", tuning | aside), ("tuning half", tuning), ("set aside", aside)):
        values = {id: ndcg(ids, grades[id], K) for id, ids in lists.items()}
        low, high = interval(values, groups, of)
        further = {
            "hit@10": {id: hit(ids, grades[id], K) for id, ids in lists.items()},
            "mrr": {id: reciprocal_rank(ids, grades[id]) for id, ids in lists.items()},
        }
        figures = [
            f"{key} {mean_of_directions(own, kinds, of):.3f}" for key, own in further.items()
        ]
        mean = mean_of_directions(values, kinds, of)
        yield f"{name:16} ndcg@10 {mean:.3f} [{low:.3f}, {high:.3f}]  {'  '.join(figures)}"
    for name, change in CHANGES.items() if spellings else ():
        runs = []
        for seed in range(5):
            other = rankings(panel, pool, [changed(seeker, change, seed) for seeker in seekers])
            values = {id: ndcg(ids, grades[id], K) for id, ids in other.items()}
            runs.append(mean_of_directions(values, kinds, tuning | aside))
        base = {id: ndcg(ids, grades[id], K) for id, ids in lists.items()}
        change_of_mean = np.mean(runs) - mean_of_directions(base, kinds, tuning | aside)
        yield f"{name:16} ndcg@10 {np.mean(runs):.3f} ({change_of_mean:+.3f})"


def weights_of(text: str) -> dict[str, float]:
    return {name: float(weight) for name, _, weight in (e.partition("=") for e in text.split(","))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("profiles", type=Path)
    parser.add_argument("qrels", type=Path)
    parser.add_argument("--scorers", type=weights_of, default=DEFAULT_WEIGHTS)
    parser.add_argument("--spellings", action="store_true", help="also perturb the seekers' texts")
    asked = parser.parse_args()
    pool = Pool(read_pool(asked.profiles))
    found = discover(BUNDLED_FOLDER)
    parts = [Part(load(found[name])(), weight) for name, weight in asked.scorers.items()]
    for line in report(Panel(parts).fit(pool), pool, read_grades(asked.qrels), asked.spellings):
        print(line)


if __name__ == "__main__":
    main()
