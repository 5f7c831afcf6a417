"""People from Excel: what Excel does to numbers, errors by cell, the same file twice."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from sinergi.agencies.actions import mark_role
from sinergi.agencies.importing.cells import as_day, as_phone, as_text, as_yes
from sinergi.agencies.importing.drafts import plan_of
from sinergi.agencies.importing.problems import BadSheet
from sinergi.agencies.importing.sheet import COLUMNS, read_rows, template
from sinergi.agencies.models import Account, DeskMember, Post
from sinergi.kernel.actors import SYSTEM
from sinergi.kernel.models import JournalEntry
from sinergi.kernel.problems import Problem
from tests.factories import ELSEWHERE, VILLAGE, World

Enter = Callable[[str], Client]
HEADINGS = [heading for heading, _width, _others in COLUMNS.values()]


def row(world: World, **changes: Any) -> list[Any]:
    """A right row for a Babinsa, but for `changes`, by column."""
    told = {
        "name": "Petugas A", "phone": 81234567890, "email": None, "role": "Babinsa",
        "agency": world.agencies["koramil"].name, "region": VILLAGE, "village": None,
        "district": None, "coordinator": None, "since": None, "until": None,
    } | changes  # fmt: skip
    return [told[column] for column in COLUMNS]


def book(*rows: list[Any], headings: list[Any] | None = None) -> bytes:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(headings or HEADINGS)
    for cells in rows:
        sheet.append(cells)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def faults(world: World, **changes: Any) -> list[tuple[str, str]]:
    plan = plan_of(world.operation, book(row(world, **changes)))
    return [(fault.cell, fault.message) for fault in plan.lines[0].faults]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (81234567890, "+6281234567890"),
        (81234567890.0, "+6281234567890"),
        ("081234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        (6281234567890, "+6281234567890"),
        ("'081234567890", "+6281234567890"),
        (None, None),
        ("  ", None),
    ],
)
def test_a_phone_number_survives_excel(cell: Any, number: str | None) -> None:
    assert as_phone(cell) == number


@pytest.mark.parametrize("cell", ["abc", 12, "=1+1", True])
def test_what_is_no_number_is_refused(cell: Any) -> None:
    with pytest.raises(Problem):
        as_phone(cell)


@pytest.mark.parametrize(
    "cell",
    # cells of Excel know no zone
    [datetime(2024, 9, 10), date(2024, 9, 10), 45545, "45545", "10/09/2024", "10-9-2024",  # noqa: DTZ001
     "10.9.2024", "2024-09-10"],
)  # fmt: skip
def test_a_day_survives_excel(cell: Any) -> None:
    assert as_day(cell) == date(2024, 9, 10)


@pytest.mark.parametrize("cell", ["31/02/2024", "besok", "2024", "9/10/24"])
def test_what_is_no_day_is_refused(cell: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        as_day(cell)


@given(st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates()))
def test_no_cell_breaks_the_reading(value: Any) -> None:
    as_text(value)
    for read in (as_phone, as_day, as_yes):
        try:
            read(value)
        except (Problem, ValueError):
            continue


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"name": ""}, "A2"),
        ({"phone": "abc"}, "B2"),
        ({"phone": None}, "B2"),
        ({"email": "not an address"}, "C2"),
        ({"role": "Raja"}, "D2"),
        ({"role": None}, "D2"),
        ({"agency": "Koramil Bulan"}, "E2"),
        ({"agency": None}, "E2"),
        ({"region": "99.99.99.9999"}, "F2"),
        ({"region": ELSEWHERE}, "F2"),  # outside the Koramil's area
        ({"region": None}, "F2"),
        ({"region": None, "village": "Tidak Ada"}, "G2"),
        ({"role": "Bhabinkamtibmas"}, "D2"),  # not in a Koramil
        ({"coordinator": "mungkin"}, "I2"),
        ({"since": "besok"}, "J2"),
        ({"since": "2024-09-10", "until": "2024-09-01"}, "K2"),
        ({"name": "=A1"}, "A2"),
    ],
)
def test_every_error_is_told_at_its_cell(world: World, changes: dict[str, Any], cell: str) -> None:
    told = faults(world, **changes)
    assert told and told[0][0] == cell and told[0][1]


def test_an_agency_nearly_right_is_suggested(world: World) -> None:
    name = world.agencies["koramil"].name
    ((_cell, said),) = faults(world, agency=name.replace("koramil", "koramill", 1))
    assert name in said


def test_a_place_may_be_named_with_its_district(world: World) -> None:
    assert not faults(world, region=None, village="desa dagangan", district="Kec. Dagangan")
    assert not faults(world, region=3519042007)


def test_two_names_for_one_number_are_an_error_in_the_second_row(world: World) -> None:
    content = book(row(world), row(world, name="Petugas B"))
    first, second = plan_of(world.operation, content).lines
    assert not first.faults
    assert [fault.cell for fault in second.faults] == ["B3"]


def test_headings_may_stand_in_any_order_and_be_called_otherwise(world: World) -> None:
    headings = ["no. hp", "Instansi", "JABATAN", "nama lengkap", "kode", "catatan"]
    cells = [81234567890, world.agencies["koramil"].name, "babinsa", "Petugas A", VILLAGE, "?"]
    (line,) = plan_of(world.operation, book(cells, headings=headings)).lines
    assert line.state == "new"


def test_missing_headings_are_named(world: World) -> None:
    with pytest.raises(BadSheet("").__class__, match="Peran"):
        list(read_rows(io.BytesIO(book(headings=["Nama", "Instansi"]))))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"nama;hp\n", b"\x00" * 100])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Problem):
        list(read_rows(io.BytesIO(content)))


def enter(world: World, signed_in: Enter) -> Client:
    mark_role(SYSTEM, world.operation, role="administrator", second_factor=False)  # type: ignore[arg-type]
    return signed_in("administrator")


def hand_in(client: Client, content: bytes) -> Any:
    handed = SimpleUploadedFile("orang.xlsx", content)
    return client.post("/administration/people/import/", {"file": handed})


def test_a_file_is_looked_at_then_carried_out_then_changes_nothing(
    world: World, signed_in: Enter
) -> None:
    client = enter(world, signed_in)
    content = book(
        row(world),
        row(world, name="Petugas B", phone=None, email="b@example.test"),
        row(world, name="Kepala C", phone="0812 0000 0003", role="Village head / Lurah",
            agency=world.agencies["village_office"].name, until=date(2025, 1, 31)),
    )  # fmt: skip
    before = Account.objects.count()
    address = hand_in(client, content)["Location"]
    preview = client.get(address)
    assert preview.context["counts"] == {"error": 0, "new": 3, "change": 0, "same": 0}
    assert Account.objects.count() == before
    done = client.post(f"{address}carry-out/")
    assert (done.context["left"], done.context["done"], done.context["secrets"]) == (0, 3, 2)
    head = Post.objects.get(account__name="Kepala C")
    assert head.until == date(2025, 1, 31)
    assert DeskMember.objects.get(post=head).coordinator
    again = client.get(hand_in(client, content)["Location"])
    assert again.context["counts"] == {"error": 0, "new": 0, "change": 0, "same": 3}


def test_the_passwords_are_fetched_once_and_open(world: World, signed_in: Enter) -> None:
    client = enter(world, signed_in)
    address = hand_in(client, book(row(world)))["Location"]
    client.post(f"{address}carry-out/")
    first = client.post(f"{address}passwords/")
    cells = [cell.value for cell in load_workbook(io.BytesIO(first.content)).worksheets[0][2]]
    assert cells[0] == "Petugas A"
    assert client.post(f"{address}passwords/").status_code == 404
    browser = Client(HTTP_ACCEPT="text/html")
    told = {"login": "0812 3456 7890", "password": cells[2]}
    assert browser.post("/sign-in/", told).status_code == 302
    assert browser.get("/")["Location"] == "/account/password/"


def test_nothing_is_written_while_an_error_remains(world: World, signed_in: Enter) -> None:
    client = enter(world, signed_in)
    content = book(row(world), row(world, name="", phone="0813 0000 0000"))
    address = hand_in(client, content)["Location"]
    before = Account.objects.count()
    assert client.post(f"{address}carry-out/").status_code == 409
    assert Account.objects.count() == before
    client.post(f"{address}carry-out/", {"only_correct": "yes"})
    assert Account.objects.count() == before + 1


def test_a_changed_row_changes_the_person(world: World, signed_in: Enter) -> None:
    client = enter(world, signed_in)
    client.post(f"{hand_in(client, book(row(world)))['Location']}carry-out/")
    changed = book(row(world, name="Petugas Baru", email="baru@example.test"))
    address = hand_in(client, changed)["Location"]
    assert client.get(address).context["counts"]["change"] == 1
    client.post(f"{address}carry-out/")
    account = Account.objects.get(phone="+6281234567890")
    assert (account.name, account.email) == ("Petugas Baru", "baru@example.test")
    assert account.posts.count() == 1


def test_one_person_may_stand_in_two_rows_for_two_posts(world: World, signed_in: Enter) -> None:
    client = enter(world, signed_in)
    content = book(row(world), row(world, region="35.19.04.2011"), row(world))
    client.post(f"{hand_in(client, content)['Location']}carry-out/")
    account = Account.objects.get(phone="+6281234567890")
    assert sorted(account.posts.values_list("region_id", flat=True)) == [VILLAGE, "35.19.04.2011"]


def test_people_of_another_operation_get_a_post_but_stay_unnamed(
    world: World, other_world: World
) -> None:
    stranger = other_world.posts["babinsa"].account
    content = book(row(world, name="Nama Lain", phone=stranger.phone))
    (line,) = plan_of(world.operation, content).lines
    assert stranger.name not in str(line.changes)
    assert line.changes == ["New post", "A seat at the desk"] or len(line.changes) == 2


def test_another_persons_sheet_is_not_found(world: World, signed_in: Enter) -> None:
    address = hand_in(enter(world, signed_in), book(row(world)))["Location"]
    mark_role(SYSTEM, world.operation, role="desk_coordinator", second_factor=False)  # type: ignore[arg-type]
    assert signed_in("desk_coordinator").get(address).status_code == 404


def test_the_template_can_be_read_back(world: World) -> None:
    content = template(world.operation)
    assert list(read_rows(io.BytesIO(content))) == [] or not plan_of(world.operation, content).lines
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert len(sheet.data_validations.dataValidation) == 3


def test_the_command_does_the_same(world: World, tmp_path: Path, capsys: Any) -> None:
    file, passwords = tmp_path / "orang.xlsx", tmp_path / "sandi.xlsx"
    file.write_bytes(book(row(world)))
    before = JournalEntry.objects.count()
    call_command("people", "import", str(file), "--dry-run")
    assert JournalEntry.objects.count() == before
    with pytest.raises(CommandError, match="--passwords"):
        call_command("people", "import", str(file))
    call_command("people", "import", str(file), "--passwords", str(passwords))
    assert Post.objects.filter(account__name="Petugas A", role="babinsa").exists()
    assert passwords.stat().st_mode & 0o077 == 0
    call_command("people", "import", str(file))
    assert "1 as they are" in capsys.readouterr().out


def test_the_command_tells_errors_by_cell(world: World, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "orang.xlsx"
    file.write_bytes(book(row(world, role="Raja")))
    with pytest.raises(CommandError):
        call_command("people", "import", str(file))
    assert "D2:" in capsys.readouterr().err


def test_the_command_adds_the_first_administrator(world: World, capsys: Any) -> None:
    agency = world.agencies["kesbangpol"].name
    call_command("people", "add", "Administrator", "--phone", "0812 1111 2222",
                 "--agency", agency)  # fmt: skip
    password = capsys.readouterr().out.split()[-1]
    account = Account.objects.get(phone="+6281211112222")
    assert account.check_password(password) and account.must_change_password
    assert account.posts.get().role == "administrator"


def test_three_thousand_rows_are_planned_in_seconds_and_few_statements(
    world: World, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    content = book(
        *(row(world, name=f"Petugas {n}", phone=81200000000 + n) for n in range(2000)),
        *(row(world, name=f"Petugas {n}", phone=81300000000 + n, agency=f"Dinas {n}")
          for n in range(1000)),
    )  # fmt: skip
    begun = time.perf_counter()
    with django_assert_max_num_queries(8):
        plan = plan_of(world.operation, content)
    assert plan.counts == {"error": 1000, "new": 2000, "change": 0, "same": 0}
    assert time.perf_counter() - begun < 10
