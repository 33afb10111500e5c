"""Links from page to page of a list."""

from flask import url_for

from matchmaker.api.queries import Paged
from matchmaker.api.schemas import Links


def links(view: str, query: Paged, page: int, pages: int) -> Links:
    """Addresses of the pages around `page`, with everything else that was asked for."""
    asked = query.model_dump(exclude_unset=True, exclude={"page"})

    def address(number: int) -> str:
        return url_for(f"api.{view}", **asked, page=number)

    return Links(
        self=address(page),
        first=address(1),
        previous=address(min(page - 1, pages)) if page > 1 else None,
        next=address(page + 1) if page < pages else None,
        last=address(pages),
    )
