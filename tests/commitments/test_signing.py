"""Signing: only her own, only this text, only with a second factor that is right and fresh."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from PIL import Image
from pypdf import PdfReader

from sinergi.commitments import actions, factors, paper, rules
from sinergi.commitments.models import Commitment, OneTimeCode, Proof, Signature
from sinergi.commitments.problems import NoMailbox, TooManyTries, WrongCode
from sinergi.kernel import files
from sinergi.kernel.clock import real_now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from tests.commitments.conftest import DRAWING
from tests.factories import REGENCY

pytestmark = pytest.mark.django_db
SECRET = base64.b32encode(b"a secret of twenty b").decode()


def photo(name: str = "lembar.jpg") -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


def text_of(pdf: Any) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(pdf).pages).split())


def with_app(account: Any) -> str:
    """Give her an authenticator app; returns the code that it shows now."""
    import time

    TOTP.activate(account, SECRET)
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_placeholders_are_filled_and_the_text_is_canonical(draft):
    assert draft.title == "Deklarasi Damai Pilkada 2024"
    assert draft.text.endswith("di Pendopo.")
    assert draft.digest == rules.digest_of(draft.text)


def test_a_signature_binds_text_signatory_and_time(sign, opened, world):
    made = sign("army_officer")
    assert made.digest == opened.digest
    assert made.post_label == world.posts["army_officer"].title
    assert (made.means, made.factor) == ("drawn", "code")
    entry = JournalEntry.objects.get(verb="commitment.signed")
    assert entry.facts["digest"] == opened.digest
    assert "strokes" not in entry.changes and "typed" not in entry.changes


def test_a_typed_name_is_a_signature_too(sign):
    made = sign("kapolsek", strokes=None, typed="  K.  Polsek ")
    assert (made.means, made.typed, made.strokes) == ("typed", "K. Polsek", [])


def test_another_text_than_the_one_that_was_read_is_not_signed(sign):
    with pytest.raises(Problem) as caught:
        sign("kapolsek", digest=rules.digest_of("another text"))
    assert caught.value.code == "commitment-text-differs"
    assert not Signature.objects.exists()


def test_only_the_post_itself_signs_for_itself(world, line_of, convener):
    line = line_of("kapolsek")
    for other in ("army_officer", "desk_coordinator", "regent"):
        with pytest.raises(Problem):
            actions.prove_factor(world.post(other), line, code="123456")
        with pytest.raises(Problem):
            actions.make_signing_code(world.post(other), line)


def test_a_proof_serves_one_person_one_signature_once(world, line_of, code_for):
    line, other = line_of("kapolsek"), line_of("army_officer")
    post = world.post("kapolsek")
    proof = actions.prove_factor(post, line, code=code_for("kapolsek", line))
    told = {"digest": line.commitment.digest, "strokes": DRAWING}
    with pytest.raises(Problem) as caught:
        actions.sign_on_phone(world.post("army_officer"), other, proof=proof, **told)
    assert caught.value.code == "signing-code-wrong"
    Proof.objects.filter(pk=proof.pk).update(at=real_now() - timedelta(minutes=11))
    with pytest.raises(Problem) as caught:
        actions.sign_on_phone(post, line, proof=proof, **told)
    assert caught.value.code == "signing-code-wrong"


def test_a_wrong_code_does_not_pass_and_is_remembered(world, line_of, code_for):
    line, post = line_of("kapolsek"), world.post("kapolsek")
    right = code_for("kapolsek", line)
    wrong = "0" * 6 if right != "0" * 6 else "1" * 6
    proof = actions.prove_factor(post, line, code=wrong)
    assert not proof.passed
    with pytest.raises(Problem) as caught:
        actions.sign_on_phone(post, line, proof=proof, digest=line.commitment.digest, typed="K")
    assert caught.value.code == "signing-code-wrong"
    assert actions.prove_factor(post, line, code=f" {right[:3]} {right[3:]} ").passed


def test_an_expired_code_does_not_pass(world, line_of, code_for):
    line = line_of("kapolsek")
    code = code_for("kapolsek", line)
    OneTimeCode.objects.update(expires_at=real_now())
    assert not actions.prove_factor(world.post("kapolsek"), line, code=code).passed


def test_a_code_serves_once_and_only_the_newest_counts(world, line_of, code_for):
    line, post = line_of("kapolsek"), world.post("kapolsek")
    first = code_for("kapolsek", line)
    with pytest.raises(Problem):
        actions.make_signing_code(post, line)
    OneTimeCode.objects.update(made_at=real_now() - timedelta(minutes=2))
    second = code_for("kapolsek", line)
    if first != second:
        assert not actions.prove_factor(post, line, code=first).passed
    assert actions.prove_factor(post, line, code=second).passed
    assert not actions.prove_factor(post, line, code=second).passed


def test_five_wrong_codes_are_enough_whichever_line(world, line_of, code_for):
    line, post = line_of("kapolsek"), world.post("kapolsek")
    right = code_for("kapolsek", line)
    for number in range(rules.MOST_TRIES):
        assert factors.tries_left(post.account) == rules.MOST_TRIES - number
        actions.prove_factor(post, line, code="x")
    with pytest.raises(Problem) as caught:
        actions.prove_factor(post, line, code=right)
    assert caught.value.code == "signing-tries-spent"
    Proof.objects.update(at=real_now() - timedelta(minutes=11))
    assert actions.prove_factor(post, line, code=right).passed


def test_the_code_is_nowhere_kept_or_told(world, line_of, code_for, caplog):
    line = line_of("kapolsek")
    code = code_for("kapolsek", line)
    actions.prove_factor(world.post("kapolsek"), line, code=code)
    kept = OneTimeCode.objects.get()
    assert code not in kept.digest and len(kept.digest) == 64
    told = str(
        list(JournalEntry.objects.filter(verb__startswith="sign").values("changes", "facts"))
    )
    assert f"'{code}'" not in told and kept.digest not in told
    assert code not in caplog.text


def test_the_letter_goes_to_her_own_mailbox(world, line_of, settings, mailoutbox):
    settings.EMAIL_HOST = "mail.example"
    line = line_of("kapolsek")
    made = actions.make_signing_code(world.post("kapolsek"), line)
    factors.send(made)
    assert not factors.is_shown(line)
    (mail,) = mailoutbox
    assert mail.to == [world.posts["kapolsek"].account.email]
    assert made.plain in mail.body and made.plain not in mail.subject


def test_a_mail_server_that_fails_is_said(world, line_of, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    made = actions.make_signing_code(world.post("kapolsek"), line_of("kapolsek"))
    with pytest.raises(Problem) as caught:
        factors.send(made)
    assert caught.value.code == "signing-mail-failed"


def test_without_a_mailbox_no_code_is_made(world, line_of):
    account = world.posts["kapolsek"].account
    account.email = None
    account.save()
    with pytest.raises(Problem) as caught:
        actions.make_signing_code(world.post("kapolsek"), line_of("kapolsek"))
    assert caught.value.code == NoMailbox.code


def test_an_authenticator_app_proves_it(world, line_of):
    post, line = world.post("kapolsek"), line_of("kapolsek")
    code = with_app(post.account)
    proof = actions.prove_factor(post, line, code=code)
    assert (proof.passed, proof.means) == (True, "totp")
    assert not actions.prove_factor(post, line, code=code).passed  # shown once, used once


def test_a_recovery_code_proves_it(world, line_of):
    post, line = world.post("kapolsek"), line_of("kapolsek")
    with_app(post.account)
    code = RecoveryCodes.activate(post.account).generate_codes()[0]
    proof = actions.prove_factor(post, line, code=code)
    assert (proof.passed, proof.means) == (True, "recovery")
    assert Authenticator.objects.filter(user=post.account).count() == 2


def test_nobody_signs_twice_nor_what_is_not_open(world, sign, line_of, opened, convener):
    sign("kapolsek")
    with pytest.raises(Problem):
        sign("kapolsek")
    actions.withdraw_signatory(convener, line_of("army_officer"), reason="Berhalangan.")
    with pytest.raises(Problem):
        sign("army_officer")
    actions.close_signing(convener, opened)
    with pytest.raises(Problem):
        actions.make_signing_code(world.post("police_officer"), line_of("police_officer"))


def test_paper_needs_the_digest_that_its_sheet_bears(opened, convener):
    line = opened.signatories.get(post=None)
    with pytest.raises(Problem) as caught:
        actions.record_paper_signature(
            convener, line, scan=photo(), witness="Sekda", digest=rules.digest_of("lain")
        )
    assert caught.value.field == "digest"
    made = actions.record_paper_signature(
        convener, line, scan=photo(), witness="Sekretaris Daerah", digest=opened.digest.upper()
    )
    assert (made.means, made.factor, made.witness) == ("paper", "none", "Sekretaris Daerah")
    assert made.scan.sha256


def test_a_text_is_fixed_once_it_is_open(opened, convener):
    with pytest.raises(Problem):
        actions.change_commitment(convener, opened, title="Lain", text="Lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        Commitment.objects.filter(pk=opened.pk).update(text="Lain", digest=rules.digest_of("Lain"))
    opened.refresh_from_db()
    assert opened.is_intact


def test_a_digest_that_is_not_that_of_the_text_is_refused(draft):
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
        Commitment.objects.filter(pk=draft.pk).update(text="Lain")


def test_a_signature_is_never_changed_or_removed(sign):
    made = sign("kapolsek")
    for change in (lambda: Signature.objects.update(post_label="x"), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_signature_of_another_text_cannot_be_written(opened, convener, world, line_of):
    with pytest.raises(DatabaseError), transaction.atomic():
        Signature.objects.create(
            signatory=line_of("kapolsek"), digest=rules.digest_of("lain"), means="typed",
            typed="x", factor="totp", signed_at=real_now(), account=world.posts["kapolsek"].account,
            post_label="x", recorded_by="x",
        )  # fmt: skip


def test_what_is_not_filled_is_not_opened(world, convener):
    made = actions.draft_commitment(
        convener, world.desk(REGENCY), kind="joint", title="K", text="Pada {date} di {place}."
    )
    with pytest.raises(Problem):
        actions.open_for_signing(convener, made)
    actions.name_signatories(convener, made, posts=[world.post("kapolsek")])
    with pytest.raises(Problem) as caught:
        actions.open_for_signing(convener, made)
    assert "{place}" in str(caught.value.detail)


def test_the_document_bears_text_signatures_and_digest(sign, opened, convener):
    sign("kapolsek")
    sign("army_officer", strokes=None, typed="Perwira Penghubung")
    line = opened.signatories.get(post=None)
    actions.record_paper_signature(
        convener, line, scan=photo(), witness="Sekretaris Daerah", digest=opened.digest
    )
    closed = actions.close_signing(convener, opened)
    assert closed.document.number.startswith("KB/35.19/2024/")
    with files.absolute(closed.document.path).open("rb") as source:
        said = text_of(source)
    assert "Kami menjaga kerukunan." in said
    assert opened.digest[:32] in said and opened.digest[32:] in said
    assert "Perwira Penghubung" in said
    assert "ditandatangani di atas kertas" in said
    assert "1 penanda tangan belum menandatangani" in said
    assert opened.shown_code in said


def test_the_sheet_for_paper_bears_lines_for_who_has_not_signed(sign, opened):
    sign("kapolsek")
    said = text_of(io.BytesIO(paper.sheet_of(opened)))
    assert "Ketua Tim Pasangan Calon" in said
    assert opened.digest[:32] in said
    assert "Kapolsek" not in said


def tamper(commitment: Commitment, text: str) -> None:
    """As whoever owns the database could."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE commitments_commitment DISABLE TRIGGER keep_text")
        Commitment.objects.filter(pk=commitment.pk).update(text=text)
        cursor.execute("ALTER TABLE commitments_commitment ENABLE TRIGGER keep_text")


def test_a_tampered_text_is_neither_signed_nor_closed(sign, opened, convener, line_of, world):
    sign("kapolsek")
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    tamper(opened, opened.text.replace("menahan diri", "bebas"))
    with pytest.raises(Problem) as caught:
        sign("army_officer")
    assert caught.value.code == "commitment-text-differs"
    with pytest.raises(Problem):
        actions.close_signing(convener, opened)


def test_names_of_problems_are_declared():
    assert TooManyTries.status == 429
    assert WrongCode.status == 422


def test_what_closes_meanwhile_is_not_signed_any_more(sign, opened, convener, line_of, world):
    """A signature that comes after the closing is refused, so the document has them all."""
    sign("army_officer")
    line = line_of("kapolsek")
    assert line.commitment.is_open  # as she read it
    post = world.post("kapolsek")
    proof = actions.prove_factor(post, line, code=actions.make_signing_code(post, line).plain)
    actions.close_signing(convener, opened)
    with pytest.raises(Problem) as caught:
        actions.sign_on_phone(post, line, proof=proof, digest=opened.digest, typed="K")
    assert caught.value.status == 409
    assert Signature.objects.count() == 1
