"""Programs sign and report through the same actions as the pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sinergi.commitments import actions
from sinergi.commitments.models import Signature
from sinergi.kernel.clock import now
from tests.commitments.conftest import DRAWING
from tests.commitments.test_signing import photo
from tests.factories import REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
API = "/api/v1"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def posted(client, path, **told):
    return client.post(f"{API}{path}", told, content_type="application/json")


def test_from_a_draft_to_a_signature(world, signed_in, settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example"
    chair, signer = signed_in("regional_secretary"), signed_in("kapolsek")
    desk = str(world.desk(REGENCY).pk)
    made = posted(chair, "/commitments", desk=desk, kind="joint", title="Komitmen", text="Teks.")
    assert made.status_code == 201, made.json()
    href = made.json()["href"].removeprefix(API)
    assert signer.get(f"{API}{href}").status_code == 404
    posts = [str(world.posts["kapolsek"].pk)]
    assert posted(chair, f"{href}/signatories", posts=posts, others=["Saksi"]).status_code == 200
    assert posted(chair, f"{href}/open").json()["state"] == "open"
    whole = signer.get(f"{API}{href}").json()
    assert whole["intact"] and len(whole["signatories"]) == 2
    line = f"/signatories/{whole['signatories'][0]['id']}"
    assert posted(chair, f"{line}/code").status_code == 403
    assert posted(signer, f"{line}/code").status_code == 200
    code = re.search(r"^\d{6}$", mailoutbox[0].body, re.M)[0]
    wrong = posted(signer, f"{line}/proof", code="x").json()
    assert (wrong["passed"], wrong["tries_left"]) == (False, 4)
    proof = posted(signer, f"{line}/proof", code=code).json()
    told = {"digest": whole["digest"], "proof": proof["id"], "strokes": DRAWING}
    assert posted(signer, f"{line}/sign", **{**told, "digest": "0" * 64}).status_code == 409
    assert posted(signer, f"{line}/sign", **told).json()["holds"] is True
    assert Signature.objects.get().means == "drawn"
    paper = f"{API}/signatories/{whole['signatories'][1]['id']}/paper"
    sent = {"file": photo(), "witness": "Sekda", "digest": whole["digest"]}
    kept = chair.post(paper, sent)
    assert kept.status_code == 200 and kept.json()["means"] == "paper", kept.json()
    assert posted(chair, f"{href}/close").json()["document"].startswith("KB/")
    assert chair.get(f"{API}{href}/document").status_code == 200
    assert chair.get(f"{API}/commitments?state=closed&kind=joint").json()["total"] == 1


def test_a_drive_is_started_and_reported_on(world, signed_in, convener):
    made = actions.draft_commitment(
        convener, world.desk(REGENCY), kind="integrity", title="Ikrar", text="Netral."
    )
    chair, head = signed_in("regional_secretary"), signed_in("village_head")
    until = (now() + timedelta(days=3)).isoformat()
    drive = posted(chair, f"/commitments/{made.pk}/drive", with_villages=True, until=until)
    assert drive.status_code == 201, drive.json()
    unit = next(one for one in drive.json()["units"] if one["region"] == VILLAGE)
    address = f"{API}/signatories/{unit['signatory']}/pledges"
    assert head.post(address, {"staff": "4", "signed": "5"}).status_code == 422
    assert head.post(address, {"staff": "4", "signed": "3", "file": photo()}).json()["signed"] == 3
    told = chair.get(f"{API}/drives/{drive.json()['id']}").json()
    assert (told["signed"], told["staff"], told["units_silent"]) == (3, 4, 3)
    assert posted(head, f"/drives/{drive.json()['id']}/join").json()["post"]


def test_the_library_has_its_doors(world, signed_in):
    kpu, reader = signed_in("kpu_liaison"), signed_in("village_head")
    told = {
        "kind": "guide",
        "title": "Panduan",
        "agency_kinds": "village_office",
        "must_read": "true",
    }
    made = kpu.post(f"{API}/library", {**told, "file": SimpleUploadedFile("a.pdf", PDF)})
    assert made.status_code == 201, made.json()
    entry = reader.get(made.json()["href"]).json()
    assert (entry["is_read"], entry["must_read"]) == (False, True)
    version = entry["versions"][0]
    assert b"".join(reader.get(version["file"]).streaming_content) == PDF
    assert posted(reader, f"/library/versions/{version['id']}/read").status_code == 200
    assert reader.get(f"{API}/library?unread=false").json()["total"] == 1
    assert signed_in("babinsa").get(made.json()["href"]).status_code == 404
    href = made.json()["href"].removeprefix(API)
    about = {"kind": "guide", "title": "Baru", "agency_kinds": ["nowhere"]}
    assert posted(kpu, f"{href}/change", **about).status_code == 422
    assert posted(kpu, f"{href}/change", **{**about, "agency_kinds": []}).json()["title"] == "Baru"
    sent = {"file": SimpleUploadedFile("b.pdf", PDF + b"b"), "changed": "Jadwal."}
    assert kpu.post(f"{API}{href}/versions", sent).json()["number"] == 2
    assert posted(kpu, f"{href}/withdraw", reason="Usang.").json()["withdrawn"] is True
