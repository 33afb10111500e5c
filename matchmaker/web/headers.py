"""Security headers on every answer, errors and static files included."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, Response, current_app, request
from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    policy = _policy(https=app.config["SETTINGS"].secure)
    app.extensions["security_headers"] = dict(policy.headers)
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    add_to(response.headers, current_app)
    if "Cache-Control" not in response.headers:
        # Pages differ by sign-in and change with every profile: never kept without asking.
        response.headers["Cache-Control"] = "no-store" if request.cookies else "no-cache"
    return response


def add_to(headers: MutableMapping[str, Any] | Any, app: Flask) -> None:
    """Set every security header that is not there yet."""
    for name, value in app.extensions["security_headers"].items():
        headers.setdefault(name, value)


def content_policy(*picture_origins: str) -> str:
    """The Content-Security-Policy of a page that shows pictures of these origins as well.

    Set by the view of that page alone, so that no other page can be made to ask the origin.
    """
    return _content(*picture_origins).header_value


def _policy(*, https: bool) -> Secure:
    return Secure(
        csp=_content(),
        hsts=StrictTransportSecurity().max_age(YEAR).include_subdomains() if https else None,
        xcto=XContentTypeOptions(),
        xfo=XFrameOptions().deny(),
        referrer=ReferrerPolicy().same_origin(),
        permissions=_permissions(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
    )


def _content(*picture_origins: str) -> ContentSecurityPolicy:
    return (
        ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'")
        .img_src("'self'", "data:", *picture_origins)
        .font_src("'self'")
        .connect_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
    )


def _permissions() -> PermissionsPolicy:
    return PermissionsPolicy().camera().geolocation().microphone().payment().usb()
