"""The pages: read, sign without a script, and the public proof."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from sinergi.commitments import actions, rules
from sinergi.commitments.models import Commitment, Drive, OneTimeCode, Signatory, Signature
from sinergi.kernel import files
from sinergi.kernel.clock import now, real_now
from sinergi.kernel.documents import new_code
from tests.commitments.conftest import DRAWING
from tests.commitments.test_signing import photo, tamper
from tests.factories import REGENCY, VILLAGE

pytestmark = pytest.mark.django_db


def body_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def sent_code(client, line) -> str:
    """The code that the exercise shows in place of a letter."""
    answer = client.post(reverse("commitments:send-code", args=[line.pk]), follow=True)
    (told,) = answer.context["messages"]
    return re.search(r"\d{6}", str(told))[0]


def test_from_a_text_to_a_signed_document_on_the_pages(world, signed_in):
    """The whole way, as people walk it, without a script."""
    chair, signer = signed_in("regional_secretary"), signed_in("army_officer")
    assert chair.get(reverse("commitments:new")).status_code == 200
    page = chair.get(reverse("commitments:new") + "?template=peace_declaration")
    text = page.context["form"]["text"].value()
    assert "{basis}" not in text
    made = chair.post(
        reverse("commitments:new") + "?template=peace_declaration",
        {"kind": "peace", "title": "Deklarasi Damai {election}", "text": text, "place": "Pendopo",
         "held_on": "2024-09-24", "template_code": "peace_declaration"},
    )  # fmt: skip
    row = Commitment.objects.get()
    assert made["Location"] == row.get_absolute_url()
    assert "24 September 2024 di Pendopo" in row.text
    named = chair.post(
        reverse("commitments:commitment-do", args=[row.pk, "name"]),
        {"posts": [world.posts["army_officer"].pk], "others": "Ketua Tim Paslon; pihak"},
    )
    assert named.status_code == 302
    assert signer.get(row.get_absolute_url()).status_code == 404  # a draft is not hers to know
    chair.post(reverse("commitments:commitment-do", args=[row.pk, "open"]))
    line = row.signatories.get(post=world.posts["army_officer"])
    assert row.title[:20] in body_of(signer.get("/"))
    read = signer.get(line.get_absolute_url())
    row.refresh_from_db()
    assert row.digest in body_of(read) and "dengan kedudukan yang sama" in body_of(read)
    code = sent_code(signer, line)
    told = {"digest": row.digest, "typed": "Perwira", "code": "000000" if code != "000000" else "1"}
    wrong = signer.post(line.get_absolute_url(), told)
    assert wrong.status_code == 422 and wrong.context["form"].errors["code"]
    assert 'value="Perwira"' in body_of(wrong)  # nothing entered is lost
    right = signer.post(line.get_absolute_url(), {**told, "code": code})
    assert right.status_code == 302
    assert Signature.objects.get().means == "typed"
    assert (
        chair.get(reverse("commitments:sheet", args=[row.pk]))["Content-Type"] == "application/pdf"
    )
    paper = row.signatories.get(post=None)
    kept = chair.post(
        reverse("commitments:signatory-do", args=[paper.pk, "paper"]),
        {"scan": photo(), "digest": row.digest, "witness": "Sekretaris Daerah"},
    )
    assert kept.status_code == 302
    chair.post(reverse("commitments:commitment-do", args=[row.pk, "close"]))
    row.refresh_from_db()
    assert signer.get(reverse("commitments:document", args=[row.pk])).status_code == 200
    assert chair.get(reverse("commitments:scan", args=[paper.pk])).status_code == 200
    assert signer.get(reverse("commitments:scan", args=[paper.pk])).status_code == 403
    assert "Perwira" in body_of(chair.get(row.get_absolute_url()))


def test_the_drawing_goes_with_the_form(world, signed_in, opened, line_of):
    client, line = signed_in("kapolsek"), line_of("kapolsek")
    code = sent_code(client, line)
    told = {"digest": opened.digest, "strokes": json.dumps(DRAWING), "typed": "", "code": code}
    assert client.post(line.get_absolute_url(), {**told, "strokes": "[[1]]"}).status_code == 409
    assert client.post(line.get_absolute_url(), told).status_code == 302
    assert Signature.objects.get().strokes == DRAWING
    assert rules.path_of(DRAWING) in body_of(client.get(opened.get_absolute_url()))


def test_a_page_of_another_text_signs_nothing(world, signed_in, opened, line_of):
    client, line = signed_in("kapolsek"), line_of("kapolsek")
    told = {"digest": rules.digest_of("lain"), "typed": "K", "code": "123456"}
    assert client.post(line.get_absolute_url(), told).status_code == 409
    assert not Signature.objects.exists()


def test_the_line_of_another_is_not_hers(world, signed_in, opened, line_of):
    client = signed_in("army_officer")
    line = line_of("kapolsek")
    assert client.get(line.get_absolute_url()).status_code == 403
    assert client.post(line.get_absolute_url(), {}).status_code == 403
    assert client.post(reverse("commitments:send-code", args=[line.pk])).status_code == 403
    assert not OneTimeCode.objects.exists()


def test_the_public_page_needs_no_sign_in_and_tells_no_private_name(sign, opened, convener):
    sign("kapolsek", strokes=None, typed="Nama Pribadi")
    page = Client().get(opened.public_url)
    said = body_of(page)
    assert page.status_code == 200
    assert opened.signatories.get(post__role="kapolsek").label in said
    assert "Nama Pribadi" not in said
    assert "Kami menjaga kerukunan." in said and opened.digest in said
    assert "LATIHAN" in said
    spaced = f"/commitments/{opened.shown_code.lower()}/"
    assert Client().get(spaced).status_code == 200


def test_an_unknown_or_a_drafts_code_is_not_known(draft):
    assert Client().get(draft.public_url).status_code == 404
    assert Client().get("/commitments/AAAAABBBBB/").status_code == 404
    assert Client().get("/commitments/x/").status_code == 404


def test_codes_are_not_to_be_guessed(opened):
    client = Client()
    answers = [client.get("/commitments/AAAAABBBBB/").status_code for _ in range(61)]
    assert answers[-1] == 429


def test_whether_what_is_in_hand_is_the_same(sign, opened, convener):
    sign("kapolsek")
    closed = actions.close_signing(convener, opened)
    with files.absolute(closed.document.path).open("rb") as source:
        pdf = source.read()

    def asked(**told):
        return Client().post(opened.public_url, told).context["comparison"]["tone"]

    assert asked(file=SimpleUploadedFile("a.pdf", pdf)) == "success"
    assert asked(file=SimpleUploadedFile("a.pdf", pdf + b"\n")) == "danger"
    assert asked(digest=opened.digest.upper()) == "success"
    assert asked(digest="ab" * 32) == "danger"
    assert asked(text=opened.text.replace("\n", "\r\n")) == "success"
    assert asked(text=opened.text.replace("kerukunan", "kerukunan.")) == "danger"
    assert asked() == "warning"


def test_a_tampered_text_is_told_to_everybody(sign, opened):
    sign("kapolsek")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    tamper(opened, opened.text.replace("menahan diri", "bebas"))
    page = Client().get(opened.public_url)
    assert "holds-not" in body_of(page) and 'class="holds"' not in body_of(page)
    assert not page.context["commitment"].is_intact
    assert page.context["digest_now"] != opened.digest


def test_what_was_withdrawn_says_why_and_what_came_instead(world, opened, convener):
    actions.withdraw_commitment(convener, opened, reason="Naskah keliru.")
    new = actions.draft_commitment(
        convener, world.desk(REGENCY), kind="peace", title="Deklarasi baru", text="Teks baru.",
        replaces=opened,
    )  # fmt: skip
    actions.name_signatories(convener, new, posts=[world.post("kapolsek")])
    assert "Deklarasi baru" not in body_of(Client().get(opened.public_url))
    actions.open_for_signing(convener, new)
    said = body_of(Client().get(opened.public_url))
    assert "Naskah keliru." in said and "Deklarasi baru" in said


def many(world, count: int) -> None:
    rows = [
        Commitment(
            operation=world.operation, region=world.region(REGENCY), desk=world.desk(REGENCY),
            agency=world.agencies["kesbangpol"], kind="joint", title=f"Komitmen {number}",
            text="Teks.", digest=rules.digest_of("Teks."), code=new_code(), made_at=now(),
            made_by="Uji", state="open", opened_at=now(),
        )
        for number in range(count)
    ]  # fmt: skip
    Commitment.objects.bulk_create(rows)
    Signatory.objects.bulk_create(
        Signatory(commitment=row, post=world.posts["kapolsek"], label="K", order=1, named_at=now())
        for row in rows
    )


def many_lines(commitment, count: int) -> None:
    Signatory.objects.bulk_create(
        Signatory(commitment=commitment, label=f"Jabatan {n}", order=n, named_at=now())
        for n in range(count)
    )


def test_lists_cost_the_same_for_ten_and_for_many(world, signed_in, opened):
    client = signed_in("kapolsek")
    addresses = [reverse("commitments:commitments"), "/", opened.get_absolute_url()]
    many(world, 10)
    many_lines(opened, 10)
    few = [statements(client, address) for address in addresses]
    many(world, 200)
    many_lines(opened, 200)
    assert [statements(client, address) for address in addresses] == few
    assert max(few) <= 40


@pytest.fixture
def drive(world, convener) -> Drive:
    made = actions.draft_commitment(
        convener, world.desk(REGENCY), kind="integrity", title="Ikrar Netralitas", text="Netral."
    )  # fmt: skip
    return actions.start_drive(
        convener, made, kinds=["kesbangpol", "regional_agency"], with_villages=True,
        until=now() + timedelta(days=10),
    )  # fmt: skip


def test_a_drive_has_one_unit_for_each_agency_and_village(drive):
    units = drive.commitment.signatories.filter(is_unit=True)
    assert units.filter(agency__kind__in=["kesbangpol", "regional_agency"]).count() == 2
    villages = units.filter(region__level="village")
    assert villages.count() == 4  # two with an office, two without
    assert villages.filter(agency=None).count() == 2


def test_units_report_and_the_share_counts_only_them(world, signed_in, drive):
    head = signed_in("village_head")
    unit = drive.commitment.signatories.get(region_id=VILLAGE)
    assert "Ikrar Netralitas" in body_of(head.get("/"))
    address = reverse("commitments:pledges", args=[unit.pk])
    assert head.get(address).status_code == 200
    assert head.post(address, {"staff": "9", "signed": "10"}).status_code == 422
    assert head.post(address, {"staff": "10", "signed": "8", "scan": photo()}).status_code == 302
    page = head.get(drive.get_absolute_url())
    whole = page.context["standing"].whole
    assert (whole.share.signed, whole.share.staff, whole.silent) == (8, 10, 5)
    assert page.context["standing"].districts[0].share.rate == 0.8
    assert head.post(address, {"staff": "10", "signed": "10"}).status_code == 302
    assert signed_in("elsewhere:village_head").get(address).status_code == 403
    assert (
        signed_in("village_head").get(reverse("commitments:scan", args=[unit.pk])).status_code
        == 200
    )
    assert signed_in("kapolsek").get(reverse("commitments:scan", args=[unit.pk])).status_code == 403


def test_a_post_of_a_unit_signs_it_herself(world, signed_in, drive):
    client = signed_in("agency_officer")
    joined = client.post(reverse("commitments:drive-join", args=[drive.pk]))
    line = drive.commitment.signatories.get(post=world.posts["agency_officer"])
    assert joined["Location"] == line.get_absolute_url()
    code = sent_code(client, line)
    told = {"digest": drive.commitment.digest, "typed": "A", "code": code}
    assert client.post(line.get_absolute_url(), told).status_code == 302
    page = client.get(drive.get_absolute_url())
    assert page.context["standing"].whole.on_phone == 1
    assert page.context["standing"].whole.share.staff == 0  # counted apart
    address = reverse("commitments:drive-join", args=[drive.pk])
    assert signed_in("kpu_liaison").post(address).status_code == 403


def test_the_list_is_taken_out_as_excel(world, signed_in, drive):
    address = reverse("commitments:drive-export", args=[drive.pk])
    answer = signed_in("regional_secretary").post(address)
    book = load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0].max_row == 7
    assert signed_in("kpu_liaison").post(address).status_code == 403


def test_a_drive_of_hundreds_costs_what_a_small_one_does(world, signed_in, drive):
    client = signed_in("regional_secretary")
    addresses = [
        drive.get_absolute_url(),
        reverse("commitments:drives"),
        drive.commitment.public_url,
    ]
    few = [statements(client, address) for address in addresses]
    Signatory.objects.bulk_create(
        Signatory(
            commitment=drive.commitment, region_id=VILLAGE, label=f"Unit {n}", order=n,
            is_unit=True, named_at=now(),
        )
        for n in range(300)
    )  # fmt: skip
    assert [statements(client, address) for address in addresses] == few


def test_a_drive_that_is_over_is_closed_with_its_figures(world, drive, convener):
    unit = drive.commitment.signatories.get(region_id=VILLAGE)
    actions.report_pledges(world.post("village_head"), unit, staff=4, signed=3)
    closed = actions.close_signing(convener, drive.commitment)
    assert closed.document.data["drive"].startswith("Menurut laporan 1 dari 6 unit, 3 dari 4 orang")
    assert real_now()
