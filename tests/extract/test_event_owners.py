"""Which trigger a place belongs to, before events are made of mentions."""

from __future__ import annotations

from rashomon.reading import read_bytes
from rashomon.run.pipeline import read_events
from rashomon.settings import Settings


def test_a_scene_behind_those_taken_is_that_of_the_taking() -> None:
    text = (
        "A bomb killed six officers in Basra on Monday. Meanwhile, security forces detained at least 22 suspects, four of them "
        "Afghan nationals, during an overnight search operation in Amara, the police said."
    )
    settings = Settings()
    document = read_bytes(text.encode(), name="report.txt", url=None, published="2024-06-14", settings=settings)
    reading = read_events(document, settings)
    places = {p.id: p.name for p in reading.grounding.places}
    told = {m.trigger.text: places.get(m.place_id or "") for m in reading.mentions}
    assert told["detained"] == "Amara"
