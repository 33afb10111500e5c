"""Showing what people wrote: paragraphs, never markup, and links that leave."""

from urllib.parse import urlsplit

from flask import Flask
from flask_babel import format_decimal
from markupsafe import Markup, escape


def init_app(app: Flask) -> None:
    app.add_template_filter(paragraphs)
    app.add_template_filter(shortened)
    app.add_template_filter(outbound)
    app.add_template_filter(host_of)
    app.add_template_filter(grouped)


def paragraphs(text: str) -> Markup:
    """Plain text as paragraphs; an empty line parts them, a line break stays one."""
    blocks = [block.strip() for block in text.replace("\r\n", "\n").split("\n\n")]
    lines = (block.split("\n") for block in blocks if block)
    return Markup("").join(Markup("<p>{}</p>").format(_broken(block)) for block in lines)


def _broken(lines: list[str]) -> Markup:
    return Markup("<br>").join(escape(line) for line in lines)


def shortened(text: str, length: int = 180) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,;:.–-") + " …"


def outbound(address: str | None) -> str:
    """The address if it is one of the web, else nothing: no script hides behind a link."""
    try:
        parts = urlsplit((address or "").strip())
    except ValueError:
        return ""
    usable = parts.scheme in ("http", "https") and parts.hostname
    return (address or "").strip() if usable else ""


def host_of(address: str) -> str:
    """The name of the computer behind an address, as people read it."""
    return (urlsplit(outbound(address)).hostname or "").removeprefix("www.")


def grouped(number: float) -> str:
    """A number as the language of the page writes it: 12.345 or 12,345."""
    return format_decimal(number)
