"""Targets against values, and stated sums beside computed ones, neither mended by the other."""

from __future__ import annotations

from dataclasses import replace

from councilflow.process.plans.comparing import (
    Figure,
    Noted,
    compare,
    compare_nodes,
    stated_sums,
    target_of,
)
from councilflow.process.plans.document import Indicator, Target
from councilflow.process.plans.matrix import matrices
from tests.excerpts import HALLINGDAL

JOBS, MATRIX, RANKING = HALLINGDAL.indicators


def by_place(comparisons):
    return {(one.year, one.dimension): one for one in comparisons}


def test_the_jobs_are_40_and_60_and_100_which_is_200():
    [table] = matrices(JOBS)
    assert table.years == (2022, 2023, 2024)
    assert [(row.dimension, row.sum.computed) for row in table.rows] == [
        ("Opplevelsesnæring", 30),
        ("Bygg og anlegg", 50),
        ("Industri", 50),
        ("Øvrig næringsliv", 70),
    ]
    assert [(one.stated, one.computed) for one in table.sums] == [(40, 40), (60, 60), (100, 100)]
    assert (table.total.stated, table.total.computed) == (200, 200)
    assert not any(one.figure.differs for one in stated_sums(HALLINGDAL, JOBS))


def test_the_matrix_says_15_and_13_and_21_and_40_where_10_and_10_and_19_and_35_add_up():
    found = {
        (one.dimension, one.node): (one.figure.stated, one.figure.computed, one.figure.missing)
        for one in stated_sums(HALLINGDAL, MATRIX)
    }
    assert found == {
        ("Øvrig n.liv", ""): (15, 10, 5),
        ("Industri", ""): (10, 10, 0),
        ("", "1"): (13, 10, 3),
        ("", "2"): (21, 19, 2),
        ("", "4"): (6, 6, 0),
        ("", ""): (40, 35, 5),
    }
    [table] = matrices(MATRIX, [node.key for node in HALLINGDAL.nodes])
    assert (table.year, table.nodes) == (2022, ("A", "B", "C", "I"))
    others = {row.dimension: row for row in table.rows}["Øvrig n.liv"]
    assert [cell.value for cell in others.cells] == [1, 1, 6, 2]
    assert (others.sum.stated, others.sum.computed) == (15, 10)
    assert (table.total.stated, table.total.computed) == (40, 35)


def test_what_projects_report_adds_up_to_the_programmes_value():
    noted = (
        Noted(2022, 3, dimension="Industri", project="A"),
        Noted(2022, 1, dimension="Industri", project="A"),
        Noted(2022, 2, dimension="Opplevelsesnæring", project="C"),
        Noted(2023, 7, dimension="Industri", project="C"),
    )
    found = by_place(compare(JOBS, noted))
    assert found[2022, "Industri"].value == Figure(None, 4)
    assert found[2022, ""].value == Figure(None, 6)
    assert (found[2022, ""].target.value, found[2022, ""].gap) == (40, -34)
    assert found[2023, ""].value.value == 7
    assert found[2024, ""].gap is None


def test_a_value_said_of_the_whole_stands_beside_what_is_reported():
    noted = (Noted(2022, 3, dimension="Industri", project="A"), Noted(2022, 5, dimension="", project=""))
    total = by_place(compare(JOBS, noted))[2022, ""]
    assert (total.value.stated, total.value.computed, total.value.missing) == (5, 3, 2)
    assert total.value.value == 5


def test_values_said_for_each_part_make_the_whole():
    noted = (Noted(2022, 3, dimension="Industri"), Noted(2022, 4, dimension="Bygg og anlegg"))
    assert by_place(compare(JOBS, noted))[2022, ""].value == Figure(None, 7)


def test_the_whole_is_the_sum_of_what_its_rows_show():
    noted = (
        Noted(2022, 11, dimension="Bygg og anlegg"),
        Noted(2022, 4, dimension="Bygg og anlegg", project="A"),
        Noted(2022, 3, dimension="Opplevelsesnæring", project="A"),
    )
    assert by_place(compare(JOBS, noted))[2022, ""].value == Figure(14, 7)


def test_a_place_in_a_ranking_is_words_and_never_a_number():
    [found] = compare(RANKING, (Noted(2022, None, "plass 134"),))
    assert (found.texts, found.value.value, found.gap) == (("plass 134",), None, None)


def test_targets_of_the_whole_go_before_those_of_its_parts():
    both = (Target(40, "40", "", 2022), Target(10, "10", "", 2022, "A"), Target(12, "12", "", 2022, "B"))
    assert target_of(Indicator("i", "Begge", targets=both), "", 2022).value == 40
    assert target_of(Indicator("i", "Deler", targets=both[1:]), "", 2022).value == 22


def test_a_target_said_for_all_is_held_against_its_parts():
    aims = (Target(40, "40", "", 2022), Target(15, "15", "Industri", 2022), Target(20, "20", "Bygg", 2022))
    found = target_of(Indicator("i", "Jobber", targets=aims), "", 2022)
    assert (found.stated, found.computed, found.value) == (40, 35, 40)


def test_a_node_is_held_against_what_is_reported_on_it_and_below_it():
    noted = (Noted(2022, 4, dimension="Industri", project="vertskap"), Noted(2022, 1, project="C"))
    found = {one.node: (one.target, one.value) for one in compare_nodes(HALLINGDAL, MATRIX, noted)}
    assert found == {"A": (5, 4), "B": (5, None), "C": (19, 1), "I": (6, None)}


def test_a_cell_that_is_no_number_stands_in_the_table_and_counts_as_nothing():
    odd = replace(JOBS, targets=(*JOBS.targets, Target(None, "mange", "Reiseliv", 2022)))
    [table] = matrices(odd)
    assert table.rows[-1].cells[0].raw == "mange"
    assert table.rows[-1].sum.computed == 0
    assert table.total.computed == 200
