"""Whether people with messy words are shown the kinds of partners a broker would introduce.

    python -m bench.messy_people [--scorers text_similarity=1] [--list ID …]

All firms and creatives of `bench/messy/` are invented, as is the demo region whose creatives stand
beside them. A firm names, for each of its needs, the trades of which one is right, and trades that
a broker would not introduce. They were written before anybody looked at what the book knows.
Every second firm is set aside: only its figures are looked at, never its list. So are those of
`firms_later.jsonl`, written when the book had been broadened once. `firms_third.jsonl` was written
third, when the book had been broadened twice, `firms_fourth.jsonl` fourth, `firms_fifth.jsonl` and
`firms_blunt.jsonl`, a sentence each, fifth, and with them `creatives_fifth.jsonl`, whose creatives
tell what they do as bluntly; of these, too, every second one is set aside, and all the blunt ones.
`firms_sixth.jsonl` was written when the book had become version 1.6, and nobody has looked at it.
`firms_seventh.jsonl`, who tell what happens instead of what they want, was written after version
1.7; every first of two served to find sayings that turn things down, every second is set aside.
`firms_eighth.jsonl`, of all kinds, was written after version 1.8.

Creatives are asked for firms likewise: right is a firm one of whose needs they serve.
"""

import argparse
import csv
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.evaluation import rankings, weights_of
from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.profiles.interchange.fields import parse_offers
from matchmaker.scoring import Pool, Profile
from matchmaker.scoring.loader import BUNDLED_FOLDER, discover, load
from matchmaker.scoring.panel import Panel, Part

FOLDER = Path(__file__).with_name("messy")
FILES = (
    "firms.jsonl",
    "firms_later.jsonl",
    "firms_third.jsonl",
    "firms_fourth.jsonl",
    "firms_fifth.jsonl",
    "firms_blunt.jsonl",
    "firms_sixth.jsonl",
    "firms_seventh.jsonl",
    "firms_eighth.jsonl",
)
CREATIVES = ("creatives.jsonl", "creatives_fifth.jsonl")
DEMO = Path(__file__).parents[1] / "matchmaker" / "demo" / "creatives.jsonl"
K = 5

Trades = Mapping[str, frozenset[str]]
"""By the id of a creative: its trades."""


class Judged(NamedTuple):
    """What a broker says of a firm: for each need the right trades, and the wrong ones."""

    needs: tuple[frozenset[str], ...]
    never: frozenset[str]


class Figures(NamedTuple):
    """Of the first K: share of needs served (of a creative, whether any firm is right), share of
    right ones, number of wrong ones."""

    served: float
    right: float
    wrong: float


def the_pool() -> Pool:
    paths = (DEMO, *(FOLDER / file for file in (*CREATIVES, *FILES)))
    return Pool(_profile_of(json.loads(line)) for path in paths for line in _lines(path))


def _profile_of(row: Mapping[str, object]) -> Profile:
    needs = row.get("needs") or ()
    return Profile(
        id=str(row["external_id"]),
        kind=str(row["kind"]),
        about=str(row.get("about") or ""),
        offers=parse_offers(row.get("offers") or ""),
        needs=(needs,) if isinstance(needs, str) else tuple(map(_need, needs)),  # type: ignore[call-overload]
        **{
            name: frozenset(row.get(name) or ())  # type: ignore[call-overload]
            for name in ("sectors", "submarkets", "skills")
        },
    )


def _need(need: str | Mapping[str, str]) -> str:
    return need if isinstance(need, str) else f"{need.get('title', '')}. {need.get('text', '')}"


def the_trades() -> Trades:
    own = {
        row["external_id"]: frozenset(row["trades"])
        for file in CREATIVES
        for row in map(json.loads, _lines(FOLDER / file))
    }
    with (FOLDER / "demo_trades.csv").open(encoding="utf-8", newline="") as lines:
        demo = {
            row["external_id"]: frozenset(row["trades"].split()) for row in csv.DictReader(lines)
        }
    return own | demo


def the_judgements(file: str) -> Mapping[str, Judged]:
    return {
        row["external_id"]: Judged(tuple(map(frozenset, row["introduce"])), frozenset(row["never"]))
        for row in map(json.loads, _lines(FOLDER / file))
    }


def figures(ranked: Sequence[str], judged: Judged, trades: Trades) -> Figures:
    shown = [trades[id] for id in ranked[:K]]
    wanted = frozenset().union(*judged.needs)
    return Figures(
        float(np.mean([any(need & one for one in shown) for need in judged.needs])),
        float(np.mean([bool(wanted & one) for one in shown])),
        float(sum(bool(judged.never & one) and not wanted & one for one in shown)),
    )


def figures_of_creative(
    ranked: Sequence[str], own: frozenset[str], never: Collection[str], firms: Mapping[str, Judged]
) -> Figures:
    """Of one with these trades; `never` are firms that a broker would not introduce."""
    shown = [id for id in ranked if id in firms][:K]
    right = [any(need & own for need in firms[id].needs) for id in shown]
    unwanted = [id in never or bool(firms[id].never & own) for id in shown]
    wrong = sum(bad and not good for bad, good in zip(unwanted, right, strict=True))
    return Figures(float(any(right)), float(np.mean(right)), float(wrong))


def report(panel: Panel, pool: Pool, listed: Iterable[str]) -> Iterable[str]:
    trades = the_trades()
    by_file = [the_judgements(file) for file in FILES]
    judgements = {id: judged for some in by_file for id, judged in some.items()}
    creatives = [
        {row["external_id"]: row.get("never", ()) for row in map(json.loads, _lines(FOLDER / file))}
        for file in CREATIVES
    ]
    never = {id: firms for some in creatives for id, firms in some.items()}
    lists = rankings(panel, pool, [one for one in pool if one.id in judgements | never])
    values = {id: figures(lists[id], judged, trades) for id, judged in judgements.items()}
    values |= {
        id: figures_of_creative(lists[id], trades[id], firms, judgements)
        for id, firms in never.items()
    }
    first, later, third, fourth, fifth, blunt, sixth, seventh, eighth = map(list, by_file)
    earlier, odd = map(list, creatives)
    parts = {
        "looked at": first[::2],
        "set aside": first[1::2],
        "written later": later,
        "third, looked": third[::2],
        "third, aside": third[1::2],
        "fourth, looked": fourth[::2],
        "fourth, aside": fourth[1::2],
        "fifth, looked": fifth[::2],
        "fifth, aside": fifth[1::2],
        "blunt, aside": blunt,
        "sixth, aside": sixth,
        "seventh, looked": seventh[::2],
        "seventh, aside": seventh[1::2],
        "eighth, looked": eighth[::2],
        "eighth, aside": eighth[1::2],
        "creatives": earlier,
        "their fifth, looked": odd[::2],
        "their fifth, aside": odd[1::2],
    }
    for name, some in parts.items():
        mean = Figures(*np.mean([values[id] for id in some], axis=0).tolist())
        told = f"served {mean.served:.3f}  right {mean.right:.3f}  wrong {mean.wrong:.3f}"
        yield f"{name:20} {told}"
    for id in listed:
        yield f"{id}: {values[id]}"
        yield from (
            f"    {other} ({', '.join(sorted(trades.get(other, ())))})" for other in lists[id][:K]
        )


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scorers", type=weights_of, default=DEFAULT_WEIGHTS)
    parser.add_argument("--list", nargs="*", default=(), help="people whose first five are printed")
    asked = parser.parse_args()
    pool = the_pool()
    found = discover(BUNDLED_FOLDER)
    parts = [Part(load(found[name])(), weight) for name, weight in asked.scorers.items()]
    for line in report(Panel(parts).fit(pool), pool, asked.list):
        print(line)


if __name__ == "__main__":
    main()
