"""An instant is written as the clocks of the council show it: after local midnight its day is another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import render_template_string

from councilflow.process.agenda import IssueState
from councilflow.services import journal

pytestmark = pytest.mark.one_database
LATE = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
"""Half past midnight on 21 November in Sweden and Norway."""


def test_a_proposal_tells_the_days_of_its_council(client, make):
    council = make.council()
    chair = make.chair(council)
    told = {"answer": "Vi tar upp den.", "answered_at": LATE, "state": IssueState.PREPARED}
    issue = make.issue(council, chair, proposed_at=LATE, **told)
    journal.note(
        "issue-proposed", by=chair, now=LATE, council=council, about=issue.title, after={"issue": issue.id}
    )
    client.sign_in(chair)
    for page in (f"/issues/{issue.id}", "/issues?visa=alla"):
        text = client.get(page).text
        assert "21 nov" in text
        assert "20 nov" not in text


@pytest.mark.parametrize("written", ["date_long", "date_short", "weekday_date", "time", "datetime"])
def test_an_instant_without_a_zone_is_refused_where_the_tests_run(app, written):
    with app.test_request_context():
        with pytest.raises(TypeError, match="without the council's zone"):
            render_template_string("{{ at | " + written + " }}", at=LATE)
        assert "20 " not in render_template_string("{{ at | in_zone | " + written + " }}", at=LATE)
