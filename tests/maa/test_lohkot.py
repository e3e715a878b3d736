from collections import Counter

import pytest
from django.conf import settings

from hoks.maa.lohkot import BLOCK, lohko
from hoks.maa.organisaatiot import organisaatiot
from hoks.models import Hakurivi, Hoks, HoksVersio, Opiskeluoikeus, Oppija, Siirto, Tapahtuma, TutkinnonOsa


def keys(lines: list[str]) -> list[str]:
    """The first column of each row."""
    return [row.split("\t")[0] for text in lines for row in text.splitlines()]


def test_a_block_is_the_same_whoever_makes_it_and_whatever_was_made_before(make_maa):
    maa = make_maa()
    second = lohko(maa, 1)
    lohko(maa, 0)
    assert lohko(make_maa(), 1) == second


def test_another_seed_is_another_country(make_maa):
    one, other = lohko(make_maa(), 0), lohko(make_maa(seed="toinen"), 0)
    assert not set(keys(one[Oppija])) & set(keys(other[Oppija]))


def test_blocks_share_no_keys(make_maa):
    maa = make_maa()
    blocks = [lohko(maa, number) for number in maa.blocks]
    for model in (Oppija, Opiskeluoikeus, Hoks, TutkinnonOsa, HoksVersio, Tapahtuma, Siirto):
        found = [key for block in blocks for key in keys(block[model])]
        assert len(found) == len(set(found)), model


@pytest.mark.parametrize("hoksit", [1, BLOCK - 1, BLOCK, BLOCK + 1])
def test_there_are_exactly_as_many_plans(make_maa, hoksit):
    maa = make_maa(hoksit=hoksit)
    assert sum(len(lohko(maa, number)[Hoks]) for number in maa.blocks) == hoksit


def test_a_share_of_plans_has_parts_and_the_others_only_their_head(make_maa):
    block = lohko(make_maa(osuus=0), 0)
    # But for the plan of the learner with an account.
    assert len(set(row.split("\t")[1] for row in block[HoksVersio])) == 1
    assert len(block[Hoks]) == BLOCK and len(block[Hakurivi]) == len(block[Opiskeluoikeus])


def test_schools_are_as_big_as_they_should_be(make_maa):
    places = organisaatiot()
    maa = make_maa(hoksit=2_500, osuus=0)
    index = [field.attname for field in Opiskeluoikeus._meta.concrete_fields].index("oppilaitos_oid")
    schools = Counter(row.split("\t")[index] for number in maa.blocks for row in lohko(maa, number)[Opiskeluoikeus])
    whole = sum(schools.values())
    assert 0.08 < schools[places.suuri.oid] / whole < 0.12
    assert 0.012 < schools[places.keski.oid] / whole < 0.03
    assert schools.most_common(1)[0][0] == places.suuri.oid
    assert len({koulu.toimija_oid for koulu in places.koulut}) == 160


def test_nothing_is_logged_that_would_have_been_dropped(make_maa):
    block = lohko(make_maa(), 0)
    first = make_maa().today.toordinal() - settings.SIIRROT_SAILYTYS_PAIVAA
    assert (
        min(row.split("\t")[1][:10] for row in block[Siirto]) >= type(make_maa().today).fromordinal(first).isoformat()
    )
