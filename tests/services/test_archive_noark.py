"""The meeting in the words of Noark 5, for councils in Norway."""

from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa

from councilflow.extensions import db
from councilflow.models import (
    Meeting,
)
from councilflow.process.record import MinutesProfile
from councilflow.services.minutes import SigningPlace
from tests.archives import inside, texts, tree, with_paper
from tests.held import Held, signed_meeting

# What the database answers is tried on both by the tests of the services.
pytestmark = pytest.mark.one_database


@pytest.fixture
def place(app) -> SigningPlace:
    return SigningPlace(app.config["DATA_DIR"], app.config["SIGNING_SECRET"])


@pytest.fixture
def signed(make, place) -> Held:
    return with_paper(signed_meeting(make, place), place)


NOARK = "metadata/descriptive/noark5.xml"


@pytest.fixture
def norwegian(signed, place) -> dict[str, bytes]:
    db.session.execute(sa.update(Meeting).values(minutes_profile=MinutesProfile.IPR))
    db.session.commit()
    signed.planned_next()
    return inside(signed, place)


def test_a_swedish_council_gets_no_noark(signed, place):
    assert NOARK not in inside(signed, place)


def test_a_norwegian_council_gets_the_meeting_in_the_words_of_noark(norwegian):
    root = tree(norwegian[NOARK])
    told = {name: texts(root, name) for name in ("moetenummer", "moetedato", "utvalg", "moetested")}
    assert told["moetenummer"] == ["1"]  # M008
    assert told["moetedato"] == ["2026-12-04"]  # M102
    assert told["utvalg"] == ["Regionala samverkansrådet"]  # M370
    people = dict(zip(texts(root, "moetedeltakerNavn"), texts(root, "moetedeltakerFunksjon"), strict=True))
    assert people["Ordförande, regionen"] == "Møteleder"  # M372, M373
    assert people["Sekreterare, regionen"] == "Referent"
    assert "Ledamot, Timrå" not in people, "was excused"
    assert len(texts(root, "referanseNesteMoete")) == 1  # M222
    assert texts(root, "referanseForrigeMoete") == []  # M221


def test_each_case_and_file_is_a_registration(norwegian):
    root = tree(norwegian[NOARK])
    kinds = texts(root, "moeteregistreringstype")  # M085
    assert kinds == ["Saksframlegg"] * 4 + ["Møteprotokoll", "Vedlegg til møtesak"]
    assert texts(root, "moetesakstype") == ["Politisk sak", "Referatsak"]  # M088
    assert set(texts(root, "moeteregistreringsstatus")) == {"Ferdig behandlet av utvalget"}  # M055
    [to], [back] = texts(root, "referanseTilMoeteregistrering"), texts(root, "referanseFraMoeteregistrering")
    identities = texts(root, "systemID")
    assert to in identities  # M223: from the case to its attachment
    assert back in identities  # M224: and back
    assert len(identities) == len(set(identities))
    for path, checksum in zip(texts(root, "referanseDokumentfil"), texts(root, "sjekksum"), strict=True):
        assert hashlib.sha256(norwegian[path]).hexdigest() == checksum


def test_a_meeting_knows_the_one_before_it_by_the_same_name(signed, place, norwegian):
    """systemID stays the same whichever package it stands in."""
    root = tree(norwegian[NOARK])
    again = tree(inside(signed, place)[NOARK])
    assert texts(root, "systemID") == texts(again, "systemID")
