"""The shared library: for whom, in which version, and who has read it."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from sinergi.agencies.roles import ROLES
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from sinergi.library import actions, permissions, queries, rules
from sinergi.library.models import Entry, Reading, Version
from tests.factories import DISTRICT, ELSEWHERE, REGENCY, VILLAGE
from tests.factories_stages import calendar

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def pdf(name: str = "protap.pdf", more: bytes = b"") -> ContentFile:
    return ContentFile(PDF + more, name)


def published(world, by: str = "desk_coordinator", **told) -> Entry:
    post = world.post(by)
    told.setdefault("kind", "procedure")
    told.setdefault("title", "Prosedur tetap posko")
    told.setdefault("file", pdf())
    return actions.publish_entry(post, post.agency, **told)


def body_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_what_is_published_is_kept_with_its_digest(world):
    entry = published(world)
    version = entry.versions.get()
    assert (version.number, version.blob.media_type) == (1, "application/pdf")
    told = JournalEntry.objects.get(verb="library.published")
    assert told.facts["sha256"] == version.blob.sha256


def test_only_pdf_files_and_pictures_are_let_in(world):
    ogg = ContentFile(b"OggS" + b"\0" * 600, "a.ogg")
    for file in (ogg, ContentFile(b"#!/bin/sh\n", "a.pdf")):
        with pytest.raises(Problem) as caught:
            published(world, file=file)
        assert caught.value.field == "file"
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "PNG")
    picture = published(world, kind="map", file=ContentFile(target.getvalue(), "peta.png"))
    assert picture.versions.get().blob.kind == "photo"


def test_only_who_answers_for_the_agency_publishes(world):
    for role in ("regent", "council_member", "village_committee"):
        with pytest.raises(Problem) as caught:
            published(world, by=role)
        assert caught.value.status == 403
    with pytest.raises(Problem):
        actions.publish_entry(
            world.post("kapolsek"), world.agencies["kpu"], kind="guide", title="x", file=pdf()
        )


def test_lists_and_gates_agree(world):
    """What `visible_to` lists is exactly what `may_see` lets her see."""
    entries = [
        published(world),
        published(world, agency_kinds=["polsek", "koramil"]),
        published(world, by="village_head"),
        published(world, by="elsewhere:village_head"),
        published(world, by="district_head", agency_kinds=["village_office"]),
        published(world, by="police_officer"),
        actions.withdraw_entry(
            world.post("desk_coordinator"), published(world), reason="Kedaluwarsa."
        ),
    ]
    for role in [*ROLES, "elsewhere:village_head", "elsewhere:kapolsek", "elsewhere:babinsa"]:
        post = world.post(role)
        listed = set(Entry.objects.visible_to(post).values_list("pk", flat=True))
        assert listed == {e.pk for e in entries if permissions.may_see(post, e)}, role


def test_nothing_reaches_another_operation(world, other_world):
    entry = published(world)
    assert not permissions.may_see(other_world.post("desk_coordinator"), entry)
    assert not Entry.objects.visible_to(other_world.post("desk_coordinator")).exists()


def test_how_far_a_publication_reaches():
    assert rules.reaches([REGENCY], REGENCY, [VILLAGE])
    assert rules.reaches([DISTRICT], REGENCY, [VILLAGE])
    assert not rules.reaches([DISTRICT], REGENCY, [ELSEWHERE])
    assert rules.reaches([VILLAGE], VILLAGE, [REGENCY])
    assert not rules.reaches([VILLAGE], VILLAGE, [ELSEWHERE])
    assert rules.share(0, 0) is None


def test_a_new_version_must_be_read_anew(world):
    entry = published(world, must_read=True)
    reader = world.post("kapolsek")
    actions.mark_read(reader, entry.versions.get())
    again = actions.mark_read(reader, entry.versions.get())
    assert Reading.objects.count() == 1 and again.read_at
    assert queries.waiting_sections(reader)[0].count == 0
    second = actions.publish_version(
        world.post("desk_coordinator"), entry, file=pdf(more=b"2"), changed="Nomor telepon baru."
    )
    assert (second.number, second.note) == (2, "Nomor telepon baru.")
    assert queries.waiting_sections(reader)[0].count == 1
    assert not queries.listed(reader)[0].is_read
    assert entry.versions.count() == 2


def test_what_is_unread_stands_first(world):
    old = published(world, title="Lama")
    published(world, title="Wajib", must_read=True)
    new = published(world, title="Baru")
    reader = world.post("kapolsek")
    actions.mark_read(reader, new.versions.get())
    assert [row.title for row in queries.listed(reader)] == ["Wajib", "Lama", "Baru"]
    assert [row.title for row in queries.listed(reader, unread=True)] == ["Wajib", "Lama"]
    assert [row.pk for row in queries.listed(reader, words="lam")] == [old.pk]


def test_the_list_is_filtered_by_stage_kind_and_agency(world):
    stage = next(iter(calendar(world).values()))
    one = published(world, title="Satu", stage=stage, kind="map", agency_kinds=["polsek"])
    published(world, title="Dua")
    chair = world.post("desk_coordinator")
    assert [row.pk for row in queries.listed(chair, stage=stage)] == [one.pk]
    assert [row.pk for row in queries.listed(chair, kind="map")] == [one.pk]
    assert queries.listed(chair, agency_kind="polsek").count() == 2
    assert queries.listed(chair, agency_kind="koramil").count() == 1


def test_a_stage_of_another_operation_is_refused(world, other_world):
    stage = next(iter(calendar(other_world).values()))
    with pytest.raises(Problem) as caught:
        published(world, stage=stage)
    assert caught.value.field == "stage"


def test_who_has_read_and_who_has_not_yet(world):
    entry = published(world, agency_kinds=["polsek"])
    version = entry.versions.get()
    actions.mark_read(world.post("kapolsek"), version)
    told = queries.readership_of(entry, version)
    own = [title for title in told.whole.not_yet if "Bakesbangpol" in title]
    assert len(told.whole.read) == 1 and own
    (polsek, agencies) = next(
        (kind, rows) for kind, rows in told.kinds if world.posts["kapolsek"].title in kind.read
    )
    assert polsek.addressed == 4 and len(agencies) == 2
    with CaptureQueriesContext(connection) as asked:
        queries.readership_of(entry, version)
    assert len(asked) == 1


def test_the_whole_way_on_the_pages(world, signed_in):
    kpu, reader = signed_in("kpu_liaison"), signed_in("village_head")
    assert reader.get(reverse("library:publish")).status_code == 200
    assert signed_in("regent").get(reverse("library:publish")).status_code == 403
    told = {"title": "Panduan logistik", "kind": "guide", "summary": "Isi kotak.",
            "must_read": "on", "agency_kinds": ["village_office"]}  # fmt: skip
    empty = kpu.post(reverse("library:publish"), told)
    assert empty.status_code == 422 and "Isi kotak." in body_of(empty)
    wrong = kpu.post(
        reverse("library:publish"), {**told, "file": SimpleUploadedFile("a.exe", b"MZ")}
    )
    assert wrong.status_code == 422 and wrong.context["form"].errors["file"]
    made = kpu.post(reverse("library:publish"), {**told, "file": SimpleUploadedFile("a.pdf", PDF)})
    entry = Entry.objects.get()
    assert made["Location"] == entry.get_absolute_url()
    version = entry.versions.get()
    assert "Panduan logistik" in body_of(reader.get("/"))
    assert "Panduan logistik" in body_of(reader.get(reverse("library:library")))
    file = reader.get(reverse("library:file", args=[version.pk]))
    assert b"".join(file.streaming_content) == PDF
    assert "default-src 'none'" in file["Content-Security-Policy"]
    saved = reader.get(reverse("library:file", args=[version.pk]) + "?original")
    assert saved["Content-Disposition"].startswith("attachment")
    assert reader.get(entry.get_absolute_url()).context["readership"] is None
    assert reader.post(reverse("library:read", args=[version.pk])).status_code == 302
    assert kpu.get(entry.get_absolute_url()).context["readership"].whole.read
    elsewhere = signed_in("babinsa")
    for name, key in (("entry", entry.pk), ("file", version.pk)):
        assert elsewhere.get(reverse(f"library:{name}", args=[key])).status_code == 404
    assert elsewhere.post(reverse("library:read", args=[version.pk])).status_code == 404
    change = reverse("library:entry-do", args=[entry.pk, "change"])
    assert reader.get(change).status_code == 403
    assert kpu.post(change, {**told, "title": "Panduan baru"}).status_code == 302
    new = reverse("library:entry-do", args=[entry.pk, "version"])
    sent = {"file": SimpleUploadedFile("b.pdf", PDF + b"b"), "changed": "Jadwal."}
    assert kpu.post(new, sent).status_code == 302
    assert "Jadwal." in body_of(reader.get(entry.get_absolute_url()))
    end = reverse("library:entry-do", args=[entry.pk, "withdraw"])
    assert kpu.post(end, {"reason": "Kedaluwarsa."}).status_code == 302
    assert reader.get(entry.get_absolute_url()).status_code == 404
    assert kpu.get(entry.get_absolute_url()).status_code == 200


def many(world, count: int) -> None:
    blob = Version.objects.first().blob
    rows = Entry.objects.bulk_create(
        Entry(
            operation=world.operation, agency=world.agencies["kesbangpol"], kind="guide",
            title=f"Panduan {n}", must_read=True, published_at=now(),
        )
        for n in range(count)
    )  # fmt: skip
    Version.objects.bulk_create(
        Version(entry=row, number=1, blob=blob, published_at=now(), published_by="Uji")
        for row in rows
    )


def test_pages_cost_the_same_for_ten_and_for_many(world, signed_in):
    entry, client = published(world), signed_in("regional_secretary")
    addresses = [reverse("library:library"), "/", entry.get_absolute_url()]

    def statements(address):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    many(world, 10)
    few = [statements(address) for address in addresses]
    many(world, 290)
    assert [statements(address) for address in addresses] == few
