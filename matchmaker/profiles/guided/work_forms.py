"""The form of one work: a link or a picture, what it shows, for whom, what came of it."""

from typing import Any

from flask_wtf.file import FileField

from matchmaker.errors import Refused
from matchmaker.i18n import gettext
from matchmaker.i18n import lazy_gettext as _
from matchmaker.profiles.guided.fields import LineField, TextField, website_field
from matchmaker.profiles.models import Work
from matchmaker.profiles.pictures import MOST_BYTES, TOO_BIG, keep_picture
from matchmaker.web.forms import Form


class WorkForm(Form):
    title = LineField(_("Wie heißt die Arbeit?"))
    link = website_field(_("Link dorthin"), render_kw={"inputmode": "url"})
    picture = FileField(
        _("Bild"),
        render_kw={
            "accept": "image/png,image/jpeg,image/webp",
            "data-most-bytes": MOST_BYTES,
            "data-too-big": TOO_BIG,
        },
    )
    alternative = TextField(
        _("Was sieht jemand, der das Bild nicht sieht?"), longest=500, render_kw={"rows": 2}
    )
    made_for = LineField(_("Für wen war das?"), longest=200)
    outcome = TextField(_("Was kam heraus?"), longest=1000, render_kw={"rows": 3})
    kept: str | None = None
    """The picture that is there already."""

    def fill(self, work: Work) -> None:
        self.kept = work.picture
        if not self.is_submitted():
            for name in ("title", "link", "alternative", "made_for", "outcome"):
                self[name].data = getattr(work, name) or ""

    def validate(self, *arguments: Any, **names: Any) -> bool:
        valid = super().validate(*arguments, **names)
        for field, sentence in self._gaps():
            if not field.errors:
                field.errors = [sentence]
                valid = False
        return valid and self._take_picture()

    def _gaps(self) -> list[tuple[Any, str]]:
        pictured = bool(self.picture.data or self.kept)
        gaps = []
        if not self.title.data:
            gaps.append((self.title, gettext("Bitte geben Sie der Arbeit einen Namen.")))
        if not self.link.data and not pictured:
            gaps.append((self.link, gettext("Bitte geben Sie einen Link oder ein Bild an.")))
        if pictured and not self.alternative.data:
            sentence = gettext("Bitte beschreiben Sie das Bild für alle, die es nicht sehen.")
            gaps.append((self.alternative, sentence))
        return gaps

    def _take_picture(self) -> bool:
        """Last of all, so that only a whole work brings a file."""
        if not self.picture.data:
            return True
        try:
            self.kept = keep_picture(self.picture.data.stream)
        except Refused as refused:
            self.picture.errors = [refused.sentence]
            return False
        return True

    def values(self) -> dict[str, Any]:
        return {
            "title": self.title.data,
            "link": self.link.data or None,
            "picture": self.kept,
            "alternative": self.alternative.data or "",
            "made_for": self.made_for.data or "",
            "outcome": self.outcome.data or "",
        }
