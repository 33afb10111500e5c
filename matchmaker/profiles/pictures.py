"""Pictures that people upload: really decoded, made smaller, without what a camera notes in them.

They lie in the instance's folder pictures/ under names that nobody can guess. A file goes with the
row it belongs to: when the unit of work that brought it fails, or the one that removed it succeeds.
"""

import os
import secrets
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import event
from sqlalchemy.orm import Session

from matchmaker.db import db
from matchmaker.errors import Refused
from matchmaker.i18n import gettext as _
from matchmaker.i18n import lazy_gettext
from matchmaker.profiles.models import Work

FOLDER = "pictures"
KINDS = ("PNG", "JPEG", "WEBP")
LONGEST_SIDE = 1600
MOST_BYTES = 5 * 2**20
TOO_BIG = lazy_gettext("Das Bild ist größer als 5 MB. Bitte verkleinern Sie es.")
MOST_PIXELS = {"JPEG": 60_000_000, "PNG": 16_000_000, "WEBP": 16_000_000}
"""A JPEG is made smaller while it is read; the others need their whole size in memory."""
MEDIA_TYPE = "image/webp"

Image.MAX_IMAGE_PIXELS = None  # MOST_PIXELS are asked before a pixel is read


def keep_picture(upload: BinaryIO) -> str:
    """Check, shrink and keep a picture; returns its name. Raises Refused with the reason."""
    image = _opened(upload)
    try:
        small = _shrunk(image)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise Refused(_("Dieses Bild ist beschädigt und lässt sich nicht lesen.")) from None
    name = f"{secrets.token_hex(16)}.webp"
    folder().mkdir(mode=0o700, exist_ok=True)
    _unless_committed(picture_path(name))
    with picture_path(name).open("xb") as file:
        small.save(file, "WEBP", quality=82)
        file.flush()
        os.fsync(file.fileno())
    return name


def _opened(upload: BinaryIO) -> Image.Image:
    upload.seek(0, 2)
    if upload.tell() > MOST_BYTES:
        raise Refused(str(TOO_BIG))
    upload.seek(0)
    try:
        image = Image.open(upload, formats=KINDS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise Refused(_("Das ist kein Bild, das wir lesen können: PNG, JPEG oder WebP.")) from None
    if image.width * image.height > MOST_PIXELS[str(image.format)]:
        raise Refused(_("Das Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es."))
    return image


def _shrunk(image: Image.Image) -> Image.Image:
    """The first frame, upright, without metadata: only what can be seen is copied."""
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)
    transparent = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    seen = upright.convert("RGBA" if transparent else "RGB")
    bare = Image.new(seen.mode, seen.size)
    bare.paste(seen)
    return bare


def folder() -> Path:
    return Path(current_app.config["SETTINGS"].instance) / FOLDER


def picture_path(name: str) -> Path:
    return folder() / name


def _unless_committed(path: Path) -> None:
    db.session.info.setdefault("new_pictures", []).append(path)


@event.listens_for(Work, "after_delete")
def _went(_mapper: Any, _connection: Any, work: Work) -> None:
    if work.picture:
        forget_picture(work.picture)


def forget_picture(name: str) -> None:
    """Remove the file once the unit of work is committed."""
    db.session.info.setdefault("old_pictures", []).append(picture_path(name))


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    if session.in_nested_transaction():  # a savepoint alone; the unit of work goes on
        return
    session.info.pop("new_pictures", None)
    for path in session.info.pop("old_pictures", []):
        path.unlink(missing_ok=True)


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop("old_pictures", None)
    for path in session.info.pop("new_pictures", []):
        path.unlink(missing_ok=True)
