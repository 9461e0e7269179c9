"""What stands before a story begins: the demonstration's places, desks, people, circuits and one committee, no file.

Run as the owner by the shell of the instance.
"""

import json

from django.core.management import call_command

from kanaf.foundation import clock
from kanaf.foundation.context import SystemActor, acting_as
from kanaf.portal.demo import committees, loading, world


def build() -> None:
    """The ground of the demonstration, and the styles and scripts that every story serves."""
    now = clock.now()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_places", verbosity=0)
    with acting_as(SystemActor.DEMO.value):
        made = world.build(now.date())
        loading.adopt_protocols(now)
    told = json.loads(committees.TOLD.read_text(encoding="utf-8"))["committees"]
    local = {key: value for key, value in told[0].items() if key != "plan"}
    committees.Play(made, {**local, "meetings": []}, now).play()
