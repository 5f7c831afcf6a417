"""Who sees a case, and all that belongs to it; also after it was restricted."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from sinergi.agencies.roles import ROLES
from sinergi.followups.models import Followup
from sinergi.followups.permissions import may_see as may_see_followup
from sinergi.incidents import actions
from sinergi.incidents.models import AgreementCheck, Incident
from sinergi.incidents.permissions import may_see
from sinergi.kernel.clock import now
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from tests import factories


def photo(name="bukti.jpg"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 90, 160)).save(content, "JPEG")
    return SimpleUploadedFile(name, content.getvalue())


@pytest.fixture
def worked_on(world):
    """A case with everything that can belong to one, on the desk of the village."""
    head = world.post("village_head")
    case = factories.report(world, by="village_supervisor", files=[photo()])
    actions.verify(head, case)
    actions.ask_agency(head, case, agency=world.agencies["polsek"], kind="task", title="Patroli")
    mediation = actions.record_mediation(
        head, case, held_at=now() - timedelta(hours=1), place="Balai desa",
        parties=["warga RT 1", "warga RT 2"], attendance={"village_head": True},
        matter="Spanduk", outcome="agreed", agreement="Saling memaafkan",
    )  # fmt: skip
    actions.issue_minutes(head, mediation)
    actions.refer(head, case, body="bawaslu", reason="Diteruskan untuk diketahui")
    case.refresh_from_db()
    return case


def restrict(world, case, *agencies):
    by = world.post("regional_secretary")
    return actions.restrict(by, case, agencies=[world.agencies[key] for key in agencies])


def test_lists_and_pages_agree_on_who_sees_a_case(world, other_world):
    cases = [
        factories.report(world),
        factories.report(world, by="elsewhere:babinsa"),
        factories.report(world, by="village_supervisor", kind="officer_violence"),
        restrict(world, factories.report(world), "bawaslu"),
    ]
    asked = factories.report(world)
    actions.ask_agency(
        world.post("babinsa"), asked, agency=world.agencies["elsewhere:polsek"], kind="task",
        title="Bantu",
    )  # fmt: skip
    for holder in (*world.posts, *(f"lain/{key}" for key in ("regional_secretary", "babinsa"))):
        theirs = other_world if holder.startswith("lain/") else world
        post = theirs.post(holder.removeprefix("lain/"))
        listed = set(Incident.objects.visible_to(post).values_list("pk", flat=True))
        for case in [*Incident.objects.filter(pk__in=[one.pk for one in cases]), asked]:
            case.refresh_from_db()
            assert bool(may_see(post, case)) == (case.pk in listed), (holder, case.number)


def test_lists_and_pages_agree_on_who_sees_a_followup(world, worked_on):
    restricted = factories.report(world)
    restrict(world, restricted, "village_office")
    restricted.refresh_from_db()
    actions.ask_agency(
        world.post("regional_secretary"), restricted, agency=world.agencies["kodim"], kind="advice",
        title="Saran",
    )  # fmt: skip
    for holder in world.posts:
        post = world.post(holder)
        listed = set(Followup.objects.visible_to(post).values_list("pk", flat=True))
        for row in Followup.objects.all():
            assert bool(may_see_followup(post, row)) == (row.pk in listed), (holder, row.title)


def test_a_role_that_reads_nothing_sees_nothing(world):
    factories.report(world)
    assert not ROLES["administrator"].may("read")
    assert Incident.objects.visible_to(world.post("administrator")).count() == 0


def test_a_restricted_case_is_gone_for_all_others(world, worked_on, signed_in):
    restrict(world, worked_on, "bawaslu", "village_office")
    seen = signed_in("village_head")
    hidden = signed_in("babinsa")
    evidence = worked_on.evidence.get()
    mediation = worked_on.mediations.get()
    addresses = [
        worked_on.get_absolute_url(),
        reverse("incidents:incident-do", args=[worked_on.pk, "settle"]),
        reverse("incidents:evidence", args=[evidence.pk]),
        reverse("incidents:document", args=[mediation.document_id]),
        reverse("incidents:document", args=[worked_on.referrals.get().document_id]),
        reverse("incidents:mediation-do", args=[mediation.pk, "signed"]),
        *(row.get_absolute_url() for row in Followup.objects.all()),
    ]
    for address in addresses:
        assert hidden.get(address).status_code == 404, address
        assert seen.get(address).status_code in (200, 403), address
    original = reverse("incidents:evidence-original", args=[evidence.pk])
    assert hidden.post(original).status_code == 404
    assert worked_on.number not in hidden.get("/").text


def test_its_reporter_loses_sight_of_it_unless_her_agency_is_named(world, worked_on):
    reporter = world.post("village_supervisor")
    restrict(world, worked_on, "village_office")
    worked_on.refresh_from_db()
    assert not may_see(reporter, worked_on)
    restrict(world, worked_on, "village_office", "district_supervisor")
    worked_on.refresh_from_db()
    assert may_see(reporter, worked_on)


def test_the_journal_forgets_it_for_others_also_what_was_before(world, worked_on):
    outsider = world.post("kapolsek")
    before = JournalEntry.objects.visible_to(outsider).count()
    assert before > 6
    restrict(world, worked_on, "village_office")
    hidden = JournalEntry.objects.visible_to(outsider)
    assert not hidden.filter(subject_label=worked_on.number).exists()
    assert not hidden.filter(subject_type="followups.followup").exists()
    insider = JournalEntry.objects.visible_to(world.post("village_head"))
    assert insider.filter(subject_label=worked_on.number).count() >= 6


def test_followups_are_as_narrow_as_their_case_and_wide_again(world, worked_on):
    restrict(world, worked_on, "village_office")
    named = {world.agencies["village_office"].pk, world.agencies["local_government"].pk}
    assert all(set(row.audience) == named for row in Followup.objects.all())
    worked_on.refresh_from_db()
    head = world.post("village_head")
    actions.ask_agency(head, worked_on, agency=world.agencies["kodim"], kind="task", title="Jaga")
    kodim = world.agencies["kodim"].pk
    assert all(kodim in row.audience for row in Followup.objects.all())
    worked_on.refresh_from_db()
    actions.unrestrict(world.post("regional_secretary"), worked_on)
    assert all(row.audience is None for row in Followup.objects.all())


def test_what_is_done_after_restricting_is_as_narrow(world, worked_on):
    restrict(world, worked_on, "village_office")
    worked_on.refresh_from_db()
    actions.add_evidence(world.post("village_head"), worked_on, file=photo("lagi.jpg"))
    entry = JournalEntry.objects.filter(verb="evidence.added").last()
    assert entry.audience == worked_on.audience


def test_an_open_case_never_lies_where_nobody_may_see_it(world):
    case = factories.report(world)
    restrict(world, case, "bawaslu")
    case.refresh_from_db()
    assert case.desk == world.desk(factories.REGENCY)
    with pytest.raises(Problem) as told:
        actions.hand_down(world.post("regional_secretary"), case, reason="Selesaikan di bawah")
    assert told.value.code == "incident-no-desk-below"


def test_climbing_passes_by_a_desk_that_may_not_see_it(world):
    case = factories.report(world)
    restrict(world, case, "village_office")
    case.refresh_from_db()
    assert case.desk == world.desk()
    actions.escalate(world.post("village_head"), case, reason="Perlu arahan")
    case.refresh_from_db()
    assert case.desk == world.desk(factories.REGENCY)


def test_critical_goes_up_at_once_and_stays_visible_below(world, signed_in):
    case = factories.report(world, kind="officer_violence")
    assert case.desk == world.desk(factories.REGENCY)
    page = signed_in("village_head").get(case.get_absolute_url())
    assert page.status_code == 200
    assert [one.offer.slug for one in page.context["standings"]] == ["evidence"]
    assert page.context["refusals"]


def test_police_of_another_resort_are_named_first_for_their_place(world):
    from sinergi.incidents.forms.between import AskForm

    case = factories.report(world, by="elsewhere:babinsa")
    form = AskForm(by=world.post("elsewhere:district_head"), target=case)
    responsible = dict(form.fields["agency"].widget.choices[1:])
    first = [key for key, _name in next(iter(responsible.values()))]
    assert world.agencies["polres_kota"].pk in first
    assert world.agencies["polres"].pk not in first


def test_a_liaison_whose_area_is_a_part_may_ask_in_the_name_of_her_desk(world):
    case = factories.report(world, kind="officer_violence")
    officer = world.post("police_officer")
    assert not officer.covers(factories.REGENCY)
    asked = actions.ask_agency(
        officer, case, agency=world.agencies["kodim"], kind="assistance", title="Bantuan personel"
    )
    assert asked.followup.from_desk == world.desk(factories.REGENCY)


def test_the_desk_that_mediated_checks_although_the_case_moved_up(world, worked_on, clock):
    head = world.post("village_head")
    actions.escalate(head, worked_on, reason="Perlu bantuan kecamatan")
    worked_on.refresh_from_db()
    camat = world.post("district_head")
    actions.settle(camat, worked_on, outcome="Selesai di kecamatan")
    clock.forward(days=7)
    check = AgreementCheck.objects.filter(days=7).get()
    actions.check_agreement(head, check, held=False, remark="Ribut lagi")
    worked_on.refresh_from_db()
    assert worked_on.state == "handled"
    assert worked_on.desk == world.desk(factories.DISTRICT)
    assert Followup.objects.get(pk=check.followup_id).state == "closed"


def test_a_desk_above_may_check_in_its_place(world, worked_on):
    check = AgreementCheck.objects.filter(days=7).get()
    actions.check_agreement(world.post("district_head"), check, held=True)
    assert Followup.objects.get(pk=check.followup_id).state == "closed"


def test_an_agreement_is_not_answered_beside_its_case(world, worked_on, signed_in):
    check = AgreementCheck.objects.filter(days=7).get()
    page = signed_in("village_head").get(check.followup.get_absolute_url())
    assert [one.offer.slug for one in page.context["standings"]] == []
    answer = signed_in("village_head").post(
        reverse("followups:followup-do", args=[check.followup_id, "report"]), {"answer": "Baik"}
    )
    assert answer.status_code == 403, answer.text
