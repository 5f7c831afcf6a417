"""From the journal to people: who is told, once, and only of what she may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sinergi.agencies.actions import confirm_day, plan_shift, reset_password
from sinergi.agencies.models import Account, Agency, DeskMember, Post
from sinergi.alerts import reminders
from sinergi.alerts.models import Cursor, Delivery, Notice, Preference
from sinergi.followups import actions as followups
from sinergi.followups.models import Followup
from sinergi.incidents import actions
from sinergi.incidents.models import Incident
from sinergi.incidents.ticking import tick
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.clock import now
from tests import factories

HIGH = {"kind": "clash", "severity": "high", "what": "Bentrok dua kelompok di lapangan."}
CRITICAL = {**HIGH, "severity": "critical"}
PILLARS = {"village_head", "babinsa", "bhabinkamtibmas"}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def asked(world, agency: str = "polres", **told) -> tuple[Incident, Followup]:
    incident = factories.report(world)
    head = world.post("village_head")
    link = actions.ask_agency(
        head, incident, agency=world.agencies[agency], kind="assistance", title="Mohon pengamanan",
        **told,
    )  # fmt: skip
    return fresh(incident), link.followup


def test_a_report_is_told_to_all_at_its_desk_but_not_to_the_reporter(world, told):
    factories.report(world, by="babinsa")
    others = ("village_head", "bhabinkamtibmas", "village_committee", "village_supervisor")
    assert told("incident.reported") == dict.fromkeys(others, "important")


def test_only_those_on_duty_are_told_where_somebody_is(world, told):
    plan_shift(
        SYSTEM, world.desk(), post=world.post("bhabinkamtibmas"),
        starts_at=now() - timedelta(hours=1), ends_at=now() + timedelta(hours=7),
    )  # fmt: skip
    factories.report(world, by="babinsa")
    assert set(told("incident.reported")) == {"bhabinkamtibmas"}


def test_a_critical_report_rings_at_the_whole_regency_desk_and_near_the_place(world, told):
    factories.report(world, by="babinsa", **CRITICAL)
    heard = told("incident.reported")
    seated = {
        role
        for role, post in world.posts.items()
        if post.region_id == factories.REGENCY and world.post(role).desk_ids
    }
    narrow = {"elsewhere:police_officer"}  # her area does not hold this village
    assert seated - narrow <= set(heard)
    assert {"village_head", "bhabinkamtibmas", "district_head", "kapolsek"} <= set(heard)
    assert set(heard.values()) == {"critical"}
    assert not {role for role in heard if role.startswith("elsewhere:")}


def test_what_climbs_by_itself_is_told_above_and_to_who_leads_below(world, told, clock):
    factories.report(world, **HIGH)
    clock.forward(minutes=61)
    tick(world.operation)
    heard = told("incident.climbed")
    assert heard["district_head"] == "important"
    assert heard["kapolsek"] == "important"
    assert heard["village_head"] == "ordinary"
    notice = Notice.objects.get(verb="incident.climbed", post=world.posts["district_head"])
    assert notice.facts["minutes"] == 60


@pytest.mark.parametrize("ending", ["verified", "rejected", "settled", "reopened", "merged"])
def test_the_reporter_is_told_what_became_of_it(world, told, ending):
    incident = factories.report(world, by="babinsa")
    head = world.post("village_head")
    if ending == "merged":
        actions.merge(head, incident, into=factories.report(world, by="village_head"))
    elif ending == "rejected":
        actions.reject(head, incident, reason="Tidak benar.")
    else:
        actions.verify(head, incident)
    if ending in ("settled", "reopened"):
        actions.start_handling(head, fresh(incident), steps="Dipisahkan.")
        actions.settle(head, fresh(incident), outcome="Berdamai.")
    if ending == "reopened":
        actions.reopen(head, fresh(incident), reason="Ribut lagi.")
    assert told(f"incident.{ending}")["babinsa"] in ("ordinary", "important")


def test_an_agency_that_was_asked_is_told_and_the_desk_of_its_answer(world, told):
    _incident, followup = asked(world)
    assert told("followup.assigned") == {"police_officer": "important"}
    followups.refuse(world.post("police_officer"), fresh(followup), reason="Personel habis.")
    assert set(told("followup.refused")) >= {"village_head", "babinsa"}


def test_a_body_in_the_house_is_told_that_a_case_was_referred_to_it(world, told):
    incident = factories.report(world, kind="vote_buying", what="Amplop dibagikan di RT 02.")
    head = world.post("village_head")
    actions.verify(head, incident)
    actions.refer(head, fresh(incident), body="bawaslu", reason="Dugaan pelanggaran.")
    assert told("incident.referred") == {"bawaslu_liaison": "important"}


def test_the_police_that_is_told_is_the_one_responsible_for_the_place(world, told):
    incident = factories.report(world, by="elsewhere:babinsa", **HIGH)
    head = world.post("elsewhere:village_head")
    actions.verify(head, incident)
    actions.refer(head, fresh(incident), body="polres", reason="Kekerasan.")
    assert set(told("incident.referred")) == {"elsewhere:police_officer"}


def test_nobody_is_told_of_what_she_did_herself(world, told):
    incident = factories.report(world, by="village_head")
    actions.escalate(world.post("village_head"), incident, reason="Di luar kemampuan kami.")
    assert "village_head" not in told("incident.reported")
    assert "village_head" not in told("incident.escalated")


def test_a_reset_password_is_told_to_its_owner(world, told):
    reset_password(
        world.post("district_head"), world.posts["babinsa"].account, password="sandi-sementara-1"
    )
    assert told("account.password_reset") == {"babinsa": "important"}


def test_the_same_entry_read_twice_tells_once(world, told, read_journal):
    factories.report(world)
    before = told("incident.reported")
    mails = Delivery.objects.count()
    Cursor.objects.update(txid=0, entry_id=0)
    assert read_journal() == 0
    assert told("incident.reported") == before
    assert Delivery.objects.count() == mails


def test_a_restricted_case_is_told_to_named_agencies_only(world, told):
    incident = factories.report(world, by="babinsa", **HIGH)
    secretary = world.post("regional_secretary")
    actions.restrict(secretary, incident, agencies=[world.agencies["koramil"]])
    case = fresh(incident)
    actions.escalate(secretary, case, reason="Perlu penanganan kabupaten.")
    heard = set(told("incident.reported")) | set(told("incident.escalated"))
    named = {world.agencies["koramil"].pk, secretary.agency_id}
    assert heard
    assert {world.posts[role].agency_id for role in heard} <= named


def test_what_was_told_before_a_case_was_restricted_disappears(world, told, read_journal):
    incident = factories.report(world, by="babinsa", **HIGH)
    read_journal()
    head = world.post("village_head")
    assert Notice.objects.visible_to(head).count() == 1
    actions.restrict(world.post("regional_secretary"), incident, agencies=[])
    assert Notice.objects.visible_to(head).count() == 0


def test_old_news_is_no_news(world, told, clock):
    factories.report(world)
    clock.forward(days=8)
    assert told("incident.reported") == {}


def test_news_of_the_day_before_stands_on_the_page_but_is_not_mailed(world, told, clock):
    factories.report(world)
    clock.forward(days=2)
    assert told("incident.reported")
    assert not Delivery.objects.exists()


def test_an_overdue_answer_is_asked_for_once_a_day_until_it_comes(world, told, clock):
    _incident, followup = asked(world, due_at=now() + timedelta(hours=3))
    assert reminders.remind(world.operation) == 0
    clock.forward(hours=4)
    reminders.remind(world.operation)
    reminders.remind(world.operation)
    assert told("followup.overdue") == {"police_officer": "important"}
    clock.forward(hours=25)
    reminders.remind(world.operation)
    assert Notice.objects.filter(verb="followup.overdue").count() == 2
    followups.report_done(world.post("police_officer"), fresh(followup), answer="Sudah diamankan.")
    clock.forward(hours=25)
    reminders.remind(world.operation)
    assert Notice.objects.filter(verb="followup.overdue").count() == 2


def test_silent_desks_are_reminded_in_the_evening_and_those_that_spoke_are_not(world, told, clock):
    confirm_day(world.post("village_head"), world.desk(), nil=True)
    assert reminders.remind(world.operation) == 0  # 08.00
    clock.forward(hours=12, minutes=1)
    reminders.remind(world.operation)
    again = reminders.remind(world.operation)
    heard = told("desk.silent")
    assert again == 0
    assert "district_head" in heard and "elsewhere:village_head" in heard
    assert not PILLARS & set(heard)
    assert "kpu_liaison" not in heard  # she may not confirm the day


def test_a_person_with_two_posts_gets_one_mail_of_one_thing(world, told, read_journal):
    head = world.posts["village_head"]
    second = Post.objects.create(
        operation=world.operation, account=head.account, agency=head.agency, role="village_head",
        region=head.region, areas=head.areas, title="Pj. Kepala Desa",
        since=head.since.replace(day=2),
    )  # fmt: skip
    DeskMember.objects.create(desk=world.desk(), post=second, since=now())
    factories.report(world, by="babinsa")
    read_journal()
    assert Notice.objects.filter(post__account=head.account).count() == 2
    assert Delivery.objects.filter(account=head.account).count() == 1


def test_each_chooses_what_is_mailed(world, told, read_journal):
    quiet = world.posts["village_head"].account
    Preference.objects.create(account=quiet, important=[], ordinary=[])
    factories.report(world, by="babinsa")
    read_journal()
    assert not Delivery.objects.filter(account=quiet).exists()
    factories.report(world, by="babinsa", **CRITICAL)
    read_journal()
    assert Delivery.objects.filter(account=quiet).count() == 1


def test_mails_are_held_in_quiet_hours_except_what_is_critical(world, told, read_journal, clock):
    clock.forward(hours=15)  # 23.00 WIB
    factories.report(world, by="babinsa")
    factories.report(world, by="babinsa", **CRITICAL)
    read_journal()
    states = Delivery.objects.filter(account=world.posts["village_head"].account)
    assert sorted(states.values_list("state", "notice__importance")) == [
        ("held", "important"), ("waiting", "critical"),
    ]  # fmt: skip


def test_who_has_no_address_is_told_on_the_page_alone(world, told, read_journal):
    Account.objects.filter(pk=world.posts["village_head"].account_id).update(email=None)
    factories.report(world, by="babinsa")
    read_journal()
    assert Notice.objects.filter(post=world.posts["village_head"]).exists()
    assert not Delivery.objects.filter(account=world.posts["village_head"].account).exists()


def many_at_the_regency(world, count: int) -> None:
    agency: Agency = world.agencies["satpol_pp"]
    accounts = [
        Account(name=f"p{n}", email=f"p{n}@example.test", created_at=now()) for n in range(count)
    ]
    Account.objects.bulk_create(accounts)
    posts = [
        Post(
            operation=world.operation, account=account, agency=agency, role="duty_officer",
            region=world.region(factories.REGENCY), areas=[factories.REGENCY],
            title=f"Piket {account.name}", since=factories.START.date(),
        )
        for account in accounts
    ]  # fmt: skip
    Post.objects.bulk_create(posts)
    desk = world.desk(factories.REGENCY)
    DeskMember.objects.bulk_create(DeskMember(desk=desk, post=p, since=now()) for p in posts)


def test_a_thousand_are_told_in_as_many_statements_as_ten(world, read_journal):
    def statements() -> int:
        factories.report(world, **CRITICAL)
        with CaptureQueriesContext(connection) as queries:
            read_journal()
        return len(queries)

    read_journal()
    few = statements()
    many_at_the_regency(world, 1000)
    many = statements()
    assert Notice.objects.filter(post__title__startswith="Piket p").count() == 1000
    calls = 1000 // 150 + 1  # NOTIFY carries 8,000 bytes
    assert many <= few + calls
    assert few <= 25


def test_many_entries_cost_no_more_statements_than_one(world, read_journal):
    def statements(reports: int) -> int:
        for _ in range(reports):
            factories.report(world)
        with CaptureQueriesContext(connection) as queries:
            read_journal()
        return len(queries)

    read_journal()  # the very first reading also makes its cursor
    assert statements(1) == statements(30)
