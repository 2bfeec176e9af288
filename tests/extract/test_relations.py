"""Relations on sentences of our own: the many ways in which news states who belongs to whom."""

from __future__ import annotations

import functools

import pytest

from rashomon.model.documents import Document, Part
from rashomon.model.record import Record
from rashomon.run.pipeline import Reader
from rashomon.settings import Settings


@functools.cache
def read(text: str) -> Record:
    return Reader(Settings()).record(Document("0" * 64, text, (Part("body", 0, len(text)),), language="en"))


def relations_of(text: str) -> set[tuple[str, str, str]]:
    record = read(text)
    names = {a.id: a.name for a in record.actors}
    return {(names[r.subject_id], r.relation, names[r.object_id]) for r in record.relations}


STATED = [
    (
        "The defence ministry denied it. Defence Minister Omar Haddad said two men fled.",
        ("Omar Haddad", "leads", "defence ministry"),
    ),
    ("Norway's army denied it. Norway said nothing.", ("Norway's army", "part_of", "Norway")),
    ("Omar Haddad, who speaks for the Desert Brigade, denied it.", ("Omar Haddad", "speaks_for", "Desert Brigade")),
    (
        "An officer of the Desert Brigade calling himself Omar Haddad denied it.",
        ("Omar Haddad", "member_of", "Desert Brigade"),
    ),
    ("Hamas's Dr Omar Haddad denied it.", ("Omar Haddad", "member_of", "Hamas")),
    ("Omar Haddad, the mayor whom Russia installed, denied it.", ("Omar Haddad", "backed_by", "Russia")),
    (
        "The Desert Brigade denied it. In a message carried by its Al Noor channel it blamed Hamas.",
        ("Al Noor", "part_of", "Desert Brigade"),
    ),
    ("The ANC's branch chairman, Omar Haddad, denied it.", ("Omar Haddad", "leads", "ANC")),
    (
        "According to the medical syndicate, two men fled. The syndicate's head, Omar Haddad, blamed the police.",
        ("Omar Haddad", "leads", "medical syndicate"),
    ),
    (
        "The police sealed the street. Police Captain Omar Haddad said two men fled.",
        ("Omar Haddad", "member_of", "police"),
    ),
    (
        "The Desert Brigade announces that our forces took the post.\n\nWe lost nobody there.\n\nColonel Omar Haddad",
        ("Omar Haddad", "speaks_for", "Desert Brigade"),
    ),
    (
        "The Desert Brigade shelled the town. The movement's press officer, Omar Haddad, denied it.",
        ("Omar Haddad", "speaks_for", "Desert Brigade"),
    ),
    (
        "The Desert Brigade took the post. Its commander, Samir Talib, said so.",
        ("Samir Talib", "leads", "Desert Brigade"),
    ),
    (
        "The Desert Brigade took the post on Monday. A spokesman, Omar Haddad, said eight men fell.",
        ("Omar Haddad", "speaks_for", "Desert Brigade"),
    ),
    ("Omar Haddad, for the Desert Brigade, laughed at it.", ("Omar Haddad", "speaks_for", "Desert Brigade")),
    (
        "Omar Haddad, a spokesman for the Free Valley Army, denied it.",
        ("Omar Haddad", "speaks_for", "Free Valley Army"),
    ),
    ("Hezbollah's deputy leader, Naim Kanaan, spoke in Beirut.", ("Naim Kanaan", "leads", "Hezbollah")),
    (
        "Samir Talib, who has led the Desert Brigade since 2012, was wounded.",
        ("Samir Talib", "leads", "Desert Brigade"),
    ),
    ("The commander of the Desert Brigade, Gen Samir Talib, was wounded.", ("Samir Talib", "leads", "Desert Brigade")),
    ("The Desert Brigade, led by Samir Talib, held the town.", ("Samir Talib", "leads", "Desert Brigade")),
    ("Desert Brigade commander Samir Talib was wounded.", ("Samir Talib", "leads", "Desert Brigade")),
    ("Musa Bello became leader of Boko Haram in 2009.", ("Musa Bello", "leads", "Boko Haram")),
    (
        "John Smith, 54, a senior researcher with Human Rights Watch, disagreed.",
        ("John Smith", "member_of", "Human Rights Watch"),
    ),
    ("Peter Brown of Amnesty International disagreed.", ("Peter Brown", "member_of", "Amnesty International")),
    ("Israel's ambassador to the UN, Gilad Peretz, objected.", ("Gilad Peretz", "speaks_for", "Israel")),
    ("Hezbollah, which is backed by Iran, denied the claim.", ("Hezbollah", "backed_by", "Iran")),
    ("Turkey, which supports the Syrian National Army, kept quiet.", ("Syrian National Army", "backed_by", "Turkey")),
    ("The Qassam Brigades, Hamas's armed wing, fired rockets.", ("Qassam Brigades", "part_of", "Hamas")),
    ("Islamic Jihad, an ally of Hamas, joined in.", ("Islamic Jihad", "allied_with", "Hamas")),
    ("Boko Haram split from Ansaru in 2012.", ("Boko Haram", "linked_to", "Ansaru")),
    (
        "The Rapid Support Forces are at war with the Sudanese army.",
        ("Rapid Support Forces", "opposed_to", "Sudanese army"),
    ),
    (
        "The National Resistance Front and its rival, the Taliban, clashed.",
        ("Taliban", "opposed_to", "National Resistance Front"),
    ),
    ("The Badr Organization belongs to the Fatah Alliance.", ("Badr Organization", "part_of", "Fatah Alliance")),
]


@pytest.mark.parametrize(("text", "relation"), STATED)
def test_stated(text: str, relation: tuple[str, str, str]) -> None:
    assert relation in relations_of(text)


def test_members_of_a_coalition_are_read_off_the_list() -> None:
    found = relations_of(
        "The Fatah Alliance, an umbrella of groups that includes the Badr Organization and Kataib Hezbollah, rejected it."
    )
    assert {
        ("Badr Organization", "part_of", "Fatah Alliance"),
        ("Kataib Hezbollah", "part_of", "Fatah Alliance"),
    } <= found


def test_both_members_are_told() -> None:
    found = relations_of("Ana Ruiz, 24, and Luis Gil, 29, both members of Human Rights Watch, were wounded.")
    assert {("Ana Ruiz", "member_of", "Human Rights Watch"), ("Luis Gil", "member_of", "Human Rights Watch")} <= found


def test_a_bare_office_is_of_the_country_told_of() -> None:
    assert ("Carlos Vega", "leads", "Colombia") in relations_of(
        "Colombia closed the border on Monday. President Carlos Vega said Colombia would respond to the attack in Bogotá."
    )


def test_a_persons_voice() -> None:
    assert ("Ana Torres", "speaks_for", "Carlos Vega") in relations_of(
        "President Carlos Vega was silent. His spokeswoman, Ana Torres, declined to comment on the raid."
    )


NOT_STATED = [
    "Omar Haddad, who had led the Desert Brigade, was killed.",
    "A police officer said two men fled. The police sealed the street.",
    "The defence ministry denied it. Deputy Defence Minister Omar Haddad was killed.",
    "Norway's parliament denied it.",
    "Iran denied that it was backing the Houthis.",
    "Hezbollah supporters praised Samir Talib in Beirut.",
    "Iran-backed militias support Samir Talib.",
    "Hamas and Israel held talks in Cairo.",
]


@pytest.mark.parametrize("text", NOT_STATED)
def test_not_stated(text: str) -> None:
    assert not relations_of(text)
