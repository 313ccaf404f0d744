"""The five councils of the sources, entered through the pages alone, as a newcomer would."""

from __future__ import annotations

import pytest

from councilflow.extensions import db
from councilflow.models import Body
from tests.reader import Reader, words
from tests.setups import ALL, SOR_TROMS, SUCCESSOR, Rule, Setup

pytestmark = [pytest.mark.one_database, pytest.mark.no_cover]  # many pages; other tests measure them


@pytest.fixture
def reader(client, make) -> Reader:
    """The administrator, on an installation where nothing is entered yet."""
    client.sign_in(make.person("Ada Administratör", is_administrator=True))
    return Reader(client)


def enter_organisations(reader: Reader, setup: Setup) -> None:
    for name, kind in setup.organisations:
        reader.open("/").follow("Administration").follow("Organisationer").follow("Lägg till en organisation")
        reader.write("Namn", name).write("Kort namn", name.split()[0]).write("Slag", kind)
        reader.press("Spara organisationen").says(name)


def found(reader: Reader, setup: Setup) -> None:
    reader.open("/").follow("Administration").follow("Skapa det första rådet").follow(setup.rules)
    reader.choose("Samverkansråd", of="Slag")
    reader.write("Namn", setup.name).write("Kort namn", "Rådet").write("Värd", setup.host)
    reader.write("Handlingarnas språk", setup.language).write("Motto", setup.motto)
    reader.write("Uppgifter", "\n".join(setup.tasks)).write("Vision", setup.vision)
    reader.write("Övergripande mål", setup.overall_goal).write("Värden", setup.core_values)
    reader.press("Skapa rådet").says(f"{setup.name} finns nu")


def found_wider(reader: Reader, setup: Setup) -> None:
    assert setup.wider is not None
    reader.open("/").follow("Administration").follow("Skapa ett råd").follow(setup.rules)
    reader.choose(setup.wider.kind, of="Slag")
    reader.write("Namn", setup.wider.name).write("Kort namn", setup.wider.name).write("Värd", setup.host)
    reader.write("Handlingarnas språk", setup.language).write("Omfattar också rådet", setup.name)
    reader.press("Skapa rådet").says(f"{setup.wider.name} finns nu")


def managing(reader: Reader, name: str) -> Reader:
    """The page where a body is managed, found as one finds it: by its name."""
    body = db.session.query(Body).filter_by(name=name).one()
    return reader.open(f"/councils/{body.council_id or body.id}/manage")


def keep(reader: Reader, name: str) -> Reader:
    """The page of the body itself, also when it belongs to a council."""
    body = db.session.query(Body).filter_by(name=name).one()
    managing(reader, name)
    if body.council_id is not None:
        reader.follow(name, within=name).follow("Platser och uppgifter", within="Platser och uppgifter")
    return reader


def belong(reader: Reader, name: str, members: tuple[str, ...]) -> None:
    if members:
        keep(reader, name).follow("Organisationer som hör hit")
        reader.choose(*members).write("Hör till från", "2015-01-01").press("Lägg till de valda")
        reader.says(*members)


def enter_groups(reader: Reader, setup: Setup) -> None:
    for group in setup.groups:
        managing(reader, setup.name).follow("Skapa en grupp").choose(group.kind, of="Slag")
        reader.write("Namn", group.name).write("Kort namn", group.name)
        if group.prepares:
            reader.choose("Gruppen bereder rådets dagordning")
        reader.press("Skapa gruppen")
        managing(reader, setup.name).says(group.name)
        belong(reader, group.name, group.members)


def compose(reader: Reader, name: str, rules: tuple[Rule, ...]) -> None:
    """Say what seats a body is composed of, and see that nobody sits there yet."""
    for rule in rules:
        keep(reader, name).follow(f"Vilka som ska sitta {name}").follow("Lägg till en regel")
        reader.write("Rubrik", rule.title).choose(rule.category, of="Sitter som")
        reader.write("Funktion", rule.function)
        reader.choose("För varje organisation" if rule.each else "En gång i organet", of="Gäller")
        if rule.of_kind:
            reader.write("Slag av organisation", rule.of_kind)
        if rule.organisation:
            reader.write("Organisation", rule.organisation)
        reader.write("Minst", rule.least).write("Högst", rule.most or "")
        if rule.both_sides:
            reader.choose("Både majoriteten och oppositionen")
        reader.write("Första dag", "2015-01-01").press("Spara regeln").says(rule.title)


def seat(reader: Reader, name: str, person: str, rule: Rule, *, organisation: str = "", **more: str) -> None:
    """Give somebody new a seat that fills a rule."""
    reader.open("/").follow("Administration").follow("Personer").follow("Lägg till en person")
    reader.write("Namn", person).write("E-postadress", f"{person.split()[0].lower()}@example.org")
    reader.press("Spara personen")
    keep(reader, name).follow(f"Lägg till en plats {name}")
    reader.write("Person", person).choose(rule.category, of="Sitter som")
    reader.write("Funktion", rule.function).write("Fyller", rule.title).write("Första dag", "2019-01-01")
    if organisation:
        reader.write("Organisation", organisation)
    for group, choice in more.items():
        reader.choose(choice, of={"side": "Majoritet eller opposition", "office": "Uppdrag"}[group])
    reader.press("Spara platsen").says(person)


def let_speak_and_propose(reader: Reader, setup: Setup, name: str) -> None:
    for category in setup.speak_and_propose:
        keep(reader, name).follow("Rättigheter")
        box = f"{category}: Lägga förslag"
        reader.choose(box).press("Spara rättigheterna")


@pytest.mark.parametrize("setup", ALL, ids=lambda one: one.name)
def test_a_council_of_the_sources_can_be_entered_through_the_pages(reader: Reader, setup: Setup) -> None:
    enter_organisations(reader, setup)
    found(reader, setup)
    belong(reader, setup.name, setup.members)
    enter_groups(reader, setup)
    compose(reader, setup.name, setup.composition)
    let_speak_and_propose(reader, setup, setup.name)
    for group in setup.groups:
        compose(reader, group.name, group.rules)
    if setup.wider:
        found_wider(reader, setup)
        belong(reader, setup.wider.name, setup.wider.members)
        compose(reader, setup.wider.name, setup.wider.rules)
    fill_the_first_seats(reader, setup)


def fill_the_first_seats(reader: Reader, setup: Setup) -> None:
    """The chair fills one place of the first rule; the page goes on saying who is missing."""
    first, home = setup.composition[0], setup.members[-1]
    sides = {"side": "Majoritet"} if first.both_sides else {}
    seat(reader, setup.name, "Kari Ordförande", first, organisation=home, office="Ordförande", **sides)
    keep(reader, setup.name).follow(f"Vilka som ska sitta {setup.name}").says("Kari Ordförande")
    lacking = words(reader.page)
    assert ("från oppositionen" if first.both_sides else "Platsen är vakant") in lacking
    assert all(member in lacking for member in setup.members)
    keep(reader, setup.name).says("Ge rådet en ordförande (klart)")


def test_a_council_that_closes_hands_over_to_its_successor(reader: Reader) -> None:
    enter_organisations(reader, SOR_TROMS)
    found(reader, SOR_TROMS)
    belong(reader, SOR_TROMS.name, SOR_TROMS.members)
    reader.open("/").follow("Administration").follow("Skapa ett råd").follow(SOR_TROMS.rules)
    reader.choose("Samverkansråd", of="Slag").write("Namn", SUCCESSOR).write("Kort namn", SUCCESSOR)
    reader.write("Värd", "Narvik kommune").write("Första dag", "2020-01-01").press("Skapa rådet")
    managing(reader, SOR_TROMS.name).follow("Avsluta rådet")
    reader.write("Sista dag", "2019-12-31").write("Tar över", SUCCESSOR).press("Avsluta rådet")
    managing(reader, SOR_TROMS.name).says("31 december 2019", SUCCESSOR)
    reader.follow("Organisationer som hör hit").says(*SOR_TROMS.members)
