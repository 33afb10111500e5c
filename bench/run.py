"""What `make bench` runs: our ranking beside the straightforward ways, as a table with ratios.

    python bench/run.py [--candidates 1000 5000] [--queries 20]

All rank the same texts of an invented country; ours rates them by all default scorers, in both
directions, the others compare words alone, one way. Times are medians of single requests.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import linear_kernel

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.corpus import Corpus
from matchmaker.matching.scorers import DEFAULT_WEIGHTS
from matchmaker.scoring import Profile
from matchmaker.scoring.index import build_index, open_index
from matchmaker.scoring.loader import BUNDLED_FOLDER, create, discover, load

LIMIT = 20

Search = Callable[[Profile], object]


def ours(corpus: Corpus, folder: Path) -> tuple[Search, float, float]:
    """Our search, and the seconds to build and to open the index."""
    found = discover(BUNDLED_FOLDER)
    scorers = {name: create(load(found[name]), {}) for name in DEFAULT_WEIGHTS}
    started = time.perf_counter()
    build_index(folder, corpus.entries(), scorers, 0, "bench")
    built = time.perf_counter()
    index = open_index(folder)
    opened = time.perf_counter()
    return (
        lambda seeker: index.rank(seeker, DEFAULT_WEIGHTS, limit=LIMIT),
        built - started,
        opened - built,
    )


def plain(texts: Sequence[str]) -> dict[str, Search]:
    """Two ways with scikit-learn: vectorised, and the obvious one."""
    tfidf = TfidfVectorizer().fit(texts)
    rows = tfidf.transform(texts)

    def vectorised(seeker: Profile) -> object:
        scores = (rows @ tfidf.transform([text_of(seeker)]).T).toarray().ravel()
        return np.argpartition(-scores, LIMIT)[:LIMIT]

    def obvious(seeker: Profile) -> object:
        scores = linear_kernel(tfidf.transform([text_of(seeker)]), rows)[0]
        return sorted(range(len(texts)), key=lambda row: -scores[row])[:LIMIT]

    return {"scikit-learn, vectorised": vectorised, "scikit-learn, obvious": obvious}


def text_of(profile: Profile) -> str:
    return "\n".join([*profile.needs, profile.about, profile.offers])


def median_ms(search: Search, seekers: Sequence[Profile]) -> float:
    search(seekers[0])
    times = []
    for seeker in seekers:
        started = time.perf_counter()
        search(seeker)
        times.append(time.perf_counter() - started)
    return 1000 * float(np.median(times))


def compare(candidates: int, queries: int) -> None:
    corpus = Corpus(candidates, seekers=queries)
    profiles = [entry.profile for entry in corpus.entries()]
    seekers = [profile for profile in profiles if profile.kind == "kmu"][:queries]
    with tempfile.TemporaryDirectory() as folder:
        search, build_s, open_s = ours(corpus, Path(folder))
        first = median_ms(search, seekers)
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    print(f"\n{candidates:,} candidates, {queries} distinct seekers, median of a request")
    print(f"  {'matchmaker (4 scorers, both ways)':<36}{first:>9.2f} ms   ratio 1")
    creatives = [text_of(profile) for profile in profiles if profile.kind == "creative"]
    for name, other in plain(creatives).items():
        took = median_ms(other, seekers)
        print(f"  {name:<36}{took:>9.2f} ms   ratio {took / first:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  build {build_s:.1f} s, open {open_s:.2f} s, index {size / 1e6:.0f} MB", end="")
    print(f", peak {peak:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--candidates", type=int, nargs="+", default=[1_000, 5_000])
    parser.add_argument("--queries", type=int, default=20)
    asked = parser.parse_args()
    for candidates in asked.candidates:
        compare(candidates, asked.queries)


if __name__ == "__main__":
    main()
