"""Works and their pictures: only real pictures get in, small and without a camera's notes."""

import io
import resource
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import delete, select

from matchmaker.config import Settings
from matchmaker.db import db, unit_of_work
from matchmaker.personal_data import holdings
from matchmaker.profiles.guided.works import remove_work
from matchmaker.profiles.models import Profile, Work
from matchmaker.profiles.pictures import forget_picture, keep_picture
from matchmaker.profiles.service import delete_profile
from tests.full_disk import needs_limits, nothing_fits
from tests.profiles.guided.conftest import Visitor

Begin = Callable[[str], str]
WORK = {"title": "Treppe", "alternative": "Eine Treppe", "made_for": "Weber", "outcome": "Ruhe"}
GPS = "KANARIENVOGEL-KAMERA"


def picture(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200)) -> bytes:
    written = io.BytesIO()
    notes = Image.Exif()
    notes[0x010E] = GPS
    notes[0x0112] = 6
    Image.new("RGB", size, "teal").save(written, kind, exif=notes)
    return written.getvalue()


def huge_png() -> bytes:
    """60,000 × 60,000 in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        whole = name + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def upload(content: bytes, name: str = "treppe.jpg") -> dict[str, object]:
    return WORK | {"picture": (io.BytesIO(content), name)}


@pytest.fixture
def way(begun: Begin) -> str:
    return begun("creative")


@pytest.fixture
def folder(settings: Settings) -> Path:
    return settings.instance / "pictures"


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*")) if folder.exists() else []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_shrunk_turned_upright_and_bare(
    mira: Visitor, way: str, folder: Path, kind: str
) -> None:
    assert 303 == mira.post(f"{way}/arbeiten/neu", upload(picture(kind))).status_code
    (kept,) = files(folder)
    with Image.open(kept) as image:
        assert ("WEBP", (800, 1600)) == (image.format, image.size)
        assert not image.getexif()
    assert GPS.encode() not in kept.read_bytes()
    assert "treppe" not in kept.name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "bild.png"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "bild.svg"),
        (b"GIF89a" + bytes(100), "bild.gif"),
        (picture()[:3000], "halb.jpg"),
        (b"\x89PNG\r\n\x1a\n", "leer.png"),
        (huge_png(), "riesig.png"),
        (bytes(5 * 2**20 + 1), "gross.jpg"),
        (b"", "nichts.png"),
    ],
    ids=["html", "svg", "gif", "half", "header", "60000", "5 MB", "empty"],
)
def test_what_is_no_picture_is_refused_in_words_and_leaves_nothing(
    mira: Visitor, way: str, folder: Path, content: bytes, name: str
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = mira.post(f"{way}/arbeiten/neu", upload(content, name))
    assert 400 == answer.status_code
    assert 'href="#picture"' in answer.text
    assert 'value="Treppe"' in answer.text
    assert [] == files(folder) == mira.profile().works
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_20_megabytes_are_refused_before_they_are_read(mira: Visitor, way: str) -> None:
    answer = mira.post(f"{way}/arbeiten/neu", upload(bytes(20 * 2**20)))
    assert 413 == answer.status_code
    assert f'href="{way}/arbeiten/neu"' in answer.text
    assert "einen Schritt zurück" in answer.text


def test_the_page_says_how_big_a_picture_may_be(mira: Visitor, way: str) -> None:
    page = mira.get(f"{way}/arbeiten/neu").text
    assert "höchstens 5 MB" in page
    assert f'data-most-bytes="{5 * 2**20}"' in page


@pytest.mark.parametrize("name", ["../../config.py", "/etc/passwd", "..\\..\\x.png", "a" * 5000])
def test_the_name_of_a_file_says_nothing(mira: Visitor, way: str, folder: Path, name: str) -> None:
    assert 303 == mira.post(f"{way}/arbeiten/neu", upload(picture(), name)).status_code
    (kept,) = files(folder)
    assert mira.profile().works[0].picture == kept.name


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": ""}, "title"),
        ({"alternative": ""}, "alternative"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "data:text/html,x"}, "link"),
    ],
)
def test_a_work_needs_a_title_and_words_for_its_picture(
    mira: Visitor, way: str, folder: Path, data: dict[str, str], field: str
) -> None:
    answer = mira.post(f"{way}/arbeiten/neu", upload(picture()) | data)
    assert (400, True) == (answer.status_code, f'href="#{field}"' in answer.text)
    assert [] == files(folder)


def test_a_link_does_without_a_picture_and_three_works_are_enough(mira: Visitor, way: str) -> None:
    nothing = mira.post(f"{way}/arbeiten/neu", {"title": "Leer"})
    assert (400, True) == (nothing.status_code, 'href="#link"' in nothing.text)
    for number in range(4):
        mira.post(f"{way}/arbeiten/neu", {"title": str(number), "link": "beispiel.de"},
                  page=f"{way}/wer")  # fmt: skip
    works = mira.profile().works
    assert [
        ("0", "https://beispiel.de"),
        ("1", "https://beispiel.de"),
        ("2", "https://beispiel.de"),
    ] == [(work.title, work.link) for work in works]


def publish(profile: Profile, **fields: object) -> None:
    with unit_of_work():
        found = db.session.get_one(Profile, profile.id)
        for name, value in ({"approved": True, "name": "Mira"} | fields).items():
            setattr(found, name, value)


def test_a_picture_is_seen_by_whoever_sees_the_profile(
    mira: Visitor, anybody: Visitor, sign_in: Callable[..., Visitor], way: str
) -> None:
    mira.post(f"{way}/arbeiten/neu", upload(picture()))
    profile, other = mira.profile(), sign_in("other@example.org")
    address = f"/bilder/{profile.works[0].picture}"

    def seen() -> list[int]:
        return [person.get(address).status_code for person in (mira, other, anybody)]

    assert [200, 404, 404] == seen()
    publish(profile, story="Vorher war es so.")
    assert [200, 200, 200] == seen()
    page = anybody.get(f"/p/{profile.slug}").text
    assert f'property="og:image" content="http://localhost{address}"' in page
    assert f'src="{address}" alt="Eine Treppe"' in page
    assert "Vorher war es so." in page
    answer = anybody.get(address)
    assert ("image/webp", "nosniff") == (answer.mimetype, answer.headers["X-Content-Type-Options"])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    publish(profile, visibility="members")
    assert [200, 200, 404] == seen()
    publish(profile, visibility="public", field_visibility={"works": "nobody"})
    assert [200, 404, 404] == seen()
    assert 404 == mira.get("/bilder/..%2fconfig.py").status_code
    assert 404 == mira.get("/bilder/fehlt.webp").status_code


def test_a_picture_goes_with_its_work_and_with_the_profile(
    mira: Visitor, way: str, folder: Path
) -> None:
    for title in ("Eins", "Zwei"):
        mira.post(f"{way}/arbeiten/neu", upload(picture(size=(40, 40))) | {"title": title})
    first = mira.profile().works[0]
    mira.post(f"{way}/arbeiten/{first.uid}", upload(picture(size=(50, 50))))
    assert 2 == len(files(folder))
    mira.post(f"{way}/arbeiten/{first.uid}/entfernen")
    assert [mira.profile().works[0].picture] == [path.name for path in files(folder)]
    with unit_of_work():
        delete_profile(mira.profile())
    assert [] == files(folder) == list(db.session.scalars(select(Work)))


def test_a_work_of_somebody_else_is_not_there(
    mira: Visitor, sign_in: Callable[..., Visitor], way: str
) -> None:
    mira.post(f"{way}/arbeiten/neu", {"title": "Mein", "link": "beispiel.de"})
    work, other = mira.profile().works[0], sign_in("other@example.org")
    for rest in (f"arbeiten/{work.uid}", f"arbeiten/{work.uid}/entfernen", "arbeiten/neu", "wer"):
        assert [404, 404] == [
            other.get(f"{way}/{rest}").status_code,
            other.post(f"{way}/{rest}", {"title": "Dein"}, page="/konto/profil/neu").status_code,
        ]
    assert "Mein" == mira.profile().works[0].title


def test_everything_is_told_to_the_person_and_forgotten_for_them(
    mira: Visitor, way: str, folder: Path
) -> None:
    mira.post(f"{way}/arbeiten/neu", upload(picture()))
    mira.post(f"{way}/angebot", {"story": "Mein Fall"})
    (part,) = (part for part in holdings(mira.app) if part.name == "profiles")
    profile = mira.profile()
    (told,) = part.collect(mira.user)
    assert ("Mein Fall", "Treppe") == (told["story"], told["works"][0]["title"])
    assert files(folder) == part.files(mira.user)
    with unit_of_work():
        part.forget(mira.user)
    assert (None, []) == (db.session.get(Profile, profile.id), files(folder))


def test_a_work_sent_twice_is_one(mira: Visitor, way: str, folder: Path) -> None:
    for _time in range(2):
        mira.post(f"{way}/arbeiten/neu", upload(picture(size=(40, 40))))
    assert (1, 1) == (len(mira.profile().works), len(files(folder)))


@needs_limits
def test_a_full_disk_leaves_no_half_picture(
    app: Flask, mira: Visitor, way: str, folder: Path
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.jinja_env.bytecode_cache = None  # which would be written as well
    mira.get(f"{way}/arbeiten/neu")
    with nothing_fits():
        assert 507 == mira.post(f"{way}/arbeiten/neu", upload(picture())).status_code
    assert [] == files(folder)
    assert 303 == mira.post(f"{way}/arbeiten/neu", upload(picture())).status_code


def test_a_savepoint_inside_ends_no_unit_of_work(app: Flask, folder: Path) -> None:
    def fail_after_one(forgotten: str) -> None:
        with unit_of_work():
            keep_picture(io.BytesIO(picture()))
            forget_picture(forgotten)
            with db.session.begin_nested():
                pass
            raise ZeroDivisionError

    with unit_of_work():
        kept = keep_picture(io.BytesIO(picture()))
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            raise ZeroDivisionError
    assert [kept] == [file.name for file in files(folder)]
    with pytest.raises(ZeroDivisionError):
        fail_after_one(kept)
    assert [kept] == [file.name for file in files(folder)]


def test_a_work_that_another_request_removed_meanwhile_is_removed(mira: Visitor, way: str) -> None:
    mira.post(f"{way}/arbeiten/neu", WORK | {"link": "https://mira.example"})
    with unit_of_work():
        work = db.session.scalars(select(Work)).one()
        assert work.profile.works == [work]
        gone = delete(Work).where(Work.id == work.id)
        db.session.execute(gone.execution_options(synchronize_session=False))
        remove_work(work)
    assert db.session.scalars(select(Work)).all() == []
