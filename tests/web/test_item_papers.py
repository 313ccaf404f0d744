"""The papers of one item: written in a form, read on its page, fetched as a file (D.3, A11, A12, B1.13)."""

from __future__ import annotations

import pytest

from councilflow.process.agenda import ItemKind
from councilflow.process.councils import BodyKind
from councilflow.process.meeting import MeetingState

pytestmark = pytest.mark.one_database


def test_what_few_items_need_is_kept_and_read(client, make):
    council = make.council()
    group = make.council("Bostadsgruppen", kind=BodyKind.WORKING_GROUP, council_id=council.id)
    item = make.item(make.meeting(council))
    told = {
        "version": item.version,
        "title": "Bostäder",
        "kind": "standpoint",
        "summary": "Bostäder saknas.",
        "recommending": group.id,
        "recommendation": "Säg ja.",
        "social": "Alla får plats.",
        "agenda_2030": ["4"],
        "purposes": ["discussion"],
        "acknowledgement": "EU",
    }
    client.sign_in(make.secretary(council)).post(f"/items/{item.id}/edit", data=told)
    page = client.get(f"/items/{item.id}").text
    for part in ("Bostäder saknas.", "Rekommendation från Bostadsgruppen", "Säg ja.", "Alla får plats."):
        assert part in page
    assert "4. God utbildning för alla" in page
    assert "Ekologisk hållbarhet" not in page


def test_only_a_group_of_the_council_recommends(client, make):
    council = make.council()
    strange = make.council("Främmande grupp", kind=BodyKind.WORKING_GROUP, council_id=make.council("B").id)
    item = make.item(make.meeting(council))
    told = {"version": item.version, "title": "T", "recommending": strange.id, "recommendation": "Ja."}
    answer = client.sign_in(make.secretary(council)).post(f"/items/{item.id}/edit", data=told)
    assert answer.status_code == 422


def test_the_memo_is_fetched_by_those_who_may_read_the_item_and_nobody_else(client, make):
    council = make.council()
    member = make.seat(council, organisation_id=make.organisation("Ånge kommun").id)
    item = make.item(make.meeting(council, state=MeetingState.INVITED))
    draft = make.item(make.meeting(council))
    heading = make.item(item.meeting, kind=ItemKind.HEADING)
    client.sign_in(member)
    assert client.get(f"/items/{item.id}/memo.pdf").data.startswith(b"%PDF")
    assert client.get(f"/items/{draft.id}/memo.pdf").status_code in (403, 404)
    assert client.get(f"/items/{heading.id}/memo.pdf").status_code == 404
    stranger = make.seat(make.council("Annat råd"), organisation_id=make.organisation("Timrå kommun").id)
    assert client.sign_in(stranger).get(f"/items/{item.id}/memo.pdf").status_code == 404
