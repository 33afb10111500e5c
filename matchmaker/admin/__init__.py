"""The operator's pages: how the installation is, what ranks, who helps where, and who may what."""

from flask import Flask


def init_app(app: Flask) -> None:
    from matchmaker.admin import (
        access,
        account_views,
        feedback,
        feedback_views,
        office_views,
        record_views,
        text_views,
        views,
    )

    access.init_app(app)
    feedback.init_app(app)
    for pages in (views, office_views, account_views, text_views, record_views, feedback_views):
        pages.init_app(app)
