import json

import pytest

from hoks.drafts import document as drafts
from hoks.maa.lohkot import _values
from hoks.maa.rivit import columns
from hoks.models import Luonnos, Opiskeluoikeus
from hoks.models.opiskeluoikeus import PAATTYNEET_TILAT


def read(model, row: str) -> dict[str, str]:
    """A line of one row without escapes other than backslashes, by column."""
    values = row.rstrip("\n").split("\t")
    return {field.attname: value.replace("\\\\", "\\") for field, value in zip(columns(model), values, strict=True)}


def test_all_kinds_of_study_right_and_plan_are_there(templates):
    with_plan, without = templates
    assert {malli.oikeus.tyyppi for malli in with_plan} == {"ammatillinenkoulutus", "tuva"}
    assert {malli.oikeus.tila for malli in with_plan} >= {"lasna", "valmistunut"}
    assert any(malli.oikeus.tila in PAATTYNEET_TILAT for malli in without)
    assert {len(malli.versiot) for malli in with_plan} >= {1, 2, 3}
    assert any(malli.hylatty for malli in with_plan) and not any(malli.hoks for malli in without)


def test_dates_move_back_together(templates):
    malli = next(malli for malli in templates[0] if malli.oikeus.arvioitu_paattymispaiva)
    now, earlier = (read(Opiskeluoikeus, malli.oikeus_line.fill(_values(malli, {}, back))) for back in (0, 14))
    for name in ("alkamispaiva", "arvioitu_paattymispaiva"):
        assert earlier[name] < now[name]
    assert now["alkamispaiva"] in now["koski"] and earlier["alkamispaiva"] in earlier["koski"]


def test_no_mark_is_left_in_a_filled_template(templates):
    for malli in templates[0][:20]:
        texts = [malli.oikeus_line, malli.hoks_line, *malli.part_lines, *malli.versiot]
        for pattern in texts:
            assert not any(mark in pattern.template for mark in ("\ue000", "12345123", "Merkki", "merkki"))


def test_a_draft_is_of_the_plan_with_a_key_for_every_node(templates):
    malli = next(malli for malli in templates[0] if malli.luonnos and sum(malli.rows) > 5)
    values = _values(malli, {"opiskeluoikeus": "1.2.3", "manuaalisyotto": "true"}, 0)
    values += range(malli.tunnisteet + malli.modules + 2 * malli.people + sum(malli.rows))
    draft = read(Luonnos, malli.luonnos.fill(values))
    base, keys = drafts.bare(json.loads(draft["pohja"]))
    assert len(keys) == sum(malli.rows) and base["opiskeluoikeus-oid"] == "1.2.3"
    assert json.loads(draft["dokumentti"]) != json.loads(draft["pohja"])


def test_a_template_against_the_rules_stops_the_making(templates):
    from hoks.maa.mallit import _judged

    malli = templates[0][0]
    with pytest.raises(ValueError, match="against the rules"):
        _judged({"oppija-oid": "x"}, malli.hoks, malli.hoks.ensikertainen_hyvaksyminen)
