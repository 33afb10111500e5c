"""What was read lately is not read again, and is in no file."""

import copy
import pickle

from matchmaker.scoring.memo import Memo


def test_a_known_key_is_not_made_again() -> None:
    memo: Memo[object] = Memo(2)
    assert memo.of("a", object) is memo.of("a", object)
    assert memo.of("a", object) is not memo.of("b", object)


def test_the_one_unused_for_longest_is_forgotten_first() -> None:
    memo: Memo[object] = Memo(2)
    a, b = memo.of("a", object), memo.of("b", object)
    assert memo.of("a", object) is a
    memo.of("c", object)
    assert memo.of("a", object) is a
    assert memo.of("b", object) is not b


def test_files_and_copies_of_it_are_empty() -> None:
    memo: Memo[str] = Memo(2)
    memo.of("a", lambda: "what somebody wrote")
    assert b"somebody" not in pickle.dumps(memo)
    for other in (copy.copy(memo), pickle.loads(pickle.dumps(memo))):
        assert other.of("a", lambda: "read anew") == "read anew"
