"""Of the last two who may administer the installation one stays, also where both go at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.accounts.service import create_user
from matchmaker.db import db, unit_of_work
from matchmaker.errors import Refused
from matchmaker.rights import service


@pytest.mark.parametrize("_round", range(5))
def test_two_admins_who_go_at_the_same_moment_do_not_both_go(app: Flask, _round: int) -> None:
    with unit_of_work():
        numbers = [create_user(f"{name}@example.org", "admin").id for name in ("eins", "zwei")]
    start = Barrier(2)

    def go(number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                with unit_of_work():
                    service.erase_own_account(db.session.get_one(User, number))
            except Refused:
                return "stays"
            return "gone"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(go, numbers)) == ["gone", "stays"]
