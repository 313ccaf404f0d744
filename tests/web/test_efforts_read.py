"""Who does what, as it is read and looked for: no title of a plan that the reader may not read."""

from __future__ import annotations

import pytest

from councilflow.models import Implementation, JointEffort
from councilflow.process.afterwards import EffortState

pytestmark = pytest.mark.one_database


def effort(make, council, title="Nattåg", **facts):
    usual = {"text": "Ett tåg till om natten.", "state": EffortState.ONGOING, "result": ""}
    return make.save(JointEffort(body_id=council.id, title=title, **usual | facts))


def test_a_part_of_a_plan_is_named_to_those_who_read_that_plan(client, make):
    council, other = make.council(), make.council("Grannrådet")
    ours, theirs = make.node(council, "Resor för alla"), make.node(other, "Grannens hemliga mål")
    open_one = effort(make, council, node_id=ours.id)
    hidden = effort(make, council, "Bussgata", node_id=theirs.id)
    client.sign_in(make.seat(council))
    listing = client.get(f"/councils/{council.id}/efforts").text
    assert ("Resor för alla" in listing, theirs.title in listing) == (True, False)
    assert "Resor för alla" in client.get(f"/councils/{council.id}/efforts/{open_one.id}").text
    assert theirs.title not in client.get(f"/councils/{council.id}/efforts/{hidden.id}").text
    assert "Bussgata" in listing


def test_efforts_and_work_are_found_by_their_words(client, make):
    council = make.council()
    timra = make.organisation("Timrå kommun")
    train = effort(make, council)
    effort(make, council, "Bussgata", text="Åt bussarna.")
    make.save(Implementation(effort_id=train.id, organisation_id=timra.id, text="Köper Ånge-vagnar"))
    client.sign_in(make.seat(council))

    def found(words):
        text = client.get(f"/councils/{council.id}/efforts", query_string={"q": words}).text
        return ["Ett tåg" in text or ">Nattåg<" in text, ">Bussgata<" in text, "Ånge-vagnar" in text]

    assert found("") == [True, True, True]
    assert found("ånge") == [True, False, True], "the work names its joint effort"
    assert found("ÅT BUSSARNA") == [False, True, False]
    assert found("100%") == [False, False, False]
    taken = client.get(f"/councils/{council.id}/efforts/export/csv?q=finns-inte")
    assert "Ånge" not in taken.get_data(as_text=True)
