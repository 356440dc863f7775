"""The table of docs/security.md is what was measured."""

import json

from attack_bank import code_attacks
from handed_in import ATTACKS
from plain import PAGE, RESULTS, page_with_table


def test_every_attack_was_tried_on_plain_nbgrader():
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert {attack.name for attack in [*code_attacks(), *ATTACKS]} <= set(results)


def test_the_table_is_in_step():
    page = PAGE.read_text(encoding="utf-8")
    assert page == page_with_table(page)


def test_plain_nbgrader_falls_to_attacks_of_each_kind():
    results = json.loads(RESULTS.read_text(encoding="utf-8")).values()
    assert any(result["gained"] for result in results)
    assert any(result["leaked"] for result in results)
    assert any(result["damaged"] for result in results)
