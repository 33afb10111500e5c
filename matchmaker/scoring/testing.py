from typing import NamedTuple
class CheckResult(NamedTuple):
    name: str
    passed: bool
    sentence: str
CHECKS=()
