"""A queued mail as a message: text first, with plain HTML beside it."""

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from matchmaker.mail.models import Mail

SENDER = "Augenhöhe"
PARAGRAPHS = re.compile(r"\n\s*\n")
CLOSINGS = {
    "de": "Augenhöhe bringt Betriebe und Kreative zusammen. Antworten auf diese Mail liest niemand;"
    " wer hilft, steht hier:\n{address}/netzwerke",
    "en": "Augenhöhe brings firms and creatives together. Nobody reads replies to this mail; who"
    " helps is told here:\n{address}/en/netzwerke",
}
"""Who writes, and whom one can ask: a link from nobody is what people learn not to press."""


def compose(mail: Mail, address: str) -> EmailMessage:
    """The message as it is sent from the installation at `address`, the same at each attempt."""
    host = urlsplit(address).hostname or "localhost"
    message = EmailMessage()
    message["From"] = Address(SENDER, "noreply", _domain(host))
    message["To"] = mail.address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{digest(mail.key)}@{_domain(host)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.locale
    text = f"{mail.text}\n-- \n{CLOSINGS[mail.locale].format(address=address)}\n"
    message.set_content(text)
    message.add_alternative(as_html(text, mail.locale, address), subtype="html")
    return message


def _domain(host: str) -> str:
    """An address literal is no domain; such an installation sends to files on its own machine."""
    return host if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]*[a-z][a-z0-9-]*)+", host) else "localhost"


def digest(key: str) -> str:
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def as_html(text: str, locale: str, address: str) -> str:
    """The text in paragraphs; only addresses of this installation become links."""
    own = re.compile(re.escape(str(escape(address))) + r"/[^\s<>&\"']*")
    paragraphs = [
        Markup("<p>{}</p>").format(
            Markup(own.sub(_link, str(escape(part)).replace("\n", "<br>\n")))  # noqa: S704
        )
        for part in PARAGRAPHS.split(text.strip())
    ]
    body = "\n".join(paragraphs)
    return f'<!doctype html>\n<html lang="{locale}"><body>\n{body}\n</body></html>\n'


def _link(found: re.Match[str]) -> str:
    return f'<a href="{found[0]}">{found[0]}</a>'
