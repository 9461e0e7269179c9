"""Who acts: nobody sees nothing, whatever runs late, fails, or runs in the background."""

import threading
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from kanaf.cases.models import Case
from kanaf.foundation.access import public
from kanaf.foundation.context import SystemActor, acting_as, ask_as, current_actor_id
from kanaf.foundation.readonly import WroteWhileReading
from kanaf.journal.models import Entry
from tests import world
from tests.support import as_actor

pytestmark = pytest.mark.django_db
seen: dict[str, object] = {}


def who() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('kanaf.actor', true)")
        return cursor.fetchone()


class Late:
    """Asked only while the template renders."""

    def __str__(self) -> str:
        seen["late"] = who()
        return ",".join(sorted(str(c) for c in Case.objects.values_list("code", flat=True)))


def late(request):
    return TemplateResponse(request, engines["django"].from_string("{{ late }}"), {"late": Late()})


@public
def open_late(request):
    return late(request)


def fails(request):
    Case.objects.update(code="CHANGED")
    raise RuntimeError


def hides(request, case_id: UUID):
    raise Http404


def writes_on_get(request):
    Case.objects.update(code="CHANGED")
    return HttpResponse()


def writes_on_post(request):
    seen["changed"] = Case.objects.update(stage="2")
    return HttpResponse()


def streams(request):
    return StreamingHttpResponse(iter(["x"]))


urlpatterns = [
    path("late/", late),
    path("open-late/", open_late),
    path("fails/", fails),
    path("hides/<uuid:case_id>/", hides),
    path("writes/", writes_on_get),
    path("posts/", writes_on_post),
    path("streams/", streams),
]
handler404 = "kanaf.foundation.errors.page_not_found"
handler500 = "kanaf.foundation.errors.server_error"


@pytest.fixture
def ours(settings):
    settings.ROOT_URLCONF = "tests.foundation.test_context"
    desk = world.make_desk()
    worker = world.make_worker(desk)
    return worker, world.make_case(worker, desk)


def test_a_response_rendered_late_is_rendered_as_its_actor_and_never_as_the_owner(client, ours):
    worker, case = ours
    client.force_login(worker)
    assert client.get("/late/").content.decode() == case.code
    assert seen["late"] == ("kanaf_web", str(worker.id))


def test_nobody_sees_nothing_even_on_an_open_page(client, ours):
    assert client.get("/open-late/").content == b""
    assert seen["late"] == ("kanaf_web", "")


def test_a_stranger_sees_nothing_in_a_late_response(client, ours):
    stranger = world.make_worker(world.make_desk())
    client.force_login(stranger)
    assert client.get("/late/").content == b""


def test_an_exception_undoes_what_the_view_changed(client, ours):
    worker, case = ours
    client.force_login(worker)
    client.raise_request_exception = False
    assert client.post("/fails/").status_code == 500
    assert Case.objects.get(pk=case.pk).code == case.code


def test_a_get_that_writes_is_refused(client, ours):
    worker, case = ours
    client.force_login(worker)
    with pytest.raises(WroteWhileReading):
        client.get("/writes/")
    assert Case.objects.get(pk=case.pk).code == case.code


def test_a_post_changes_only_what_its_actor_may_write(client, ours):
    _worker, case = ours
    client.force_login(world.make_worker(world.make_desk()))
    assert client.post("/posts/").status_code == 200
    assert seen["changed"] == 0
    assert Case.objects.get(pk=case.pk).stage == case.stage


def test_records_are_not_streamed(client, ours):
    client.force_login(ours[0])
    with pytest.raises(TypeError):
        client.get("/streams/")


def test_a_refused_attempt_is_journaled_though_its_transaction_is_undone(client, ours):
    stranger = world.make_worker(world.make_desk())
    client.force_login(stranger)
    assert client.get(f"/hides/{ours[1].id}/").status_code == 404
    assert Entry.objects.filter(kind="journal.access_refused", actor=stranger.id, subject=ours[1].id).exists()


def test_without_an_actor_the_runtime_role_reads_and_writes_no_record(ours):
    with as_actor(None), connection.cursor() as cursor:
        for table in (
            "cases_case",
            "circuit_obligation",
            "persons_person",
            "grants_grant",
            "foundation_datakey",
            "journal_entry",
        ):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table


def test_the_context_gives_back_the_actor_before_it(ours):
    worker, _case = ours
    with as_actor(worker):
        with as_actor(SystemActor.CLOCK):
            assert who() == ("kanaf_web", str(SystemActor.CLOCK.value))
        assert who() == ("kanaf_web", str(worker.id))
        with pytest.raises(ZeroDivisionError), as_actor(None):
            raise ZeroDivisionError
        assert who() == ("kanaf_web", str(worker.id))
        assert current_actor_id() == worker.id
    assert current_actor_id() is None
    assert who()[0] == "kanaf_owner"


def test_a_background_task_runs_as_its_named_actor(ours):
    from kanaf.foundation.jobs import task

    found: list[object] = []

    @task(name=f"tests.look_{id(found)}", actor=SystemActor.CLOCK)
    def look() -> None:
        found.append((who(), Case.objects.count()))

    look.func(sealed="")
    assert found == [(("kanaf_web", str(SystemActor.CLOCK.value)), 0)]


def test_another_thread_and_a_reused_connection_are_nobody(ours):
    found: list[object] = []

    def elsewhere() -> None:
        found.append(current_actor_id())
        connection.close()

    with as_actor(ours[0]):
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
    assert found == [None]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('kanaf.actor', true), '')")
        assert cursor.fetchone() == (None,)


def test_the_runtime_roles_own_nothing_and_cannot_bypass(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
            " WHERE r.rolname IN ('kanaf_web', 'kanaf_worker', 'kanaf_runtime')"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT bool_or(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb) FROM pg_roles"
            " WHERE rolname IN ('kanaf_web', 'kanaf_worker', 'kanaf_runtime')"
        )
        assert cursor.fetchone() == (False,)


def test_a_question_inside_an_actors_block_gives_the_block_back():
    one, other = (world.make_worker(world.make_desk()) for _each in range(2))
    with as_actor(one):
        assert ask_as(other.id, "SELECT kanaf_actor() FROM asking") == [(other.id,)]
        assert who()[1] == str(one.id)


def test_a_question_in_a_transaction_that_is_nobodys_leaves_nobody_behind(settings):
    """As the web and the worker log in: no role to step down to."""
    settings.RUNTIME_ROLE = ""
    person = world.make_worker(world.make_desk())
    with transaction.atomic():
        assert ask_as(person.id, "SELECT kanaf_actor() FROM asking") == [(person.id,)]
        assert who()[1] in {"", None}
        with acting_as(person.id):
            assert who()[1] == str(person.id)
        assert who()[1] == ""


def test_acting_as_outside_any_request_is_a_transaction_of_its_own(db):
    with acting_as(None):
        assert connection.in_atomic_block
