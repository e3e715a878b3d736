"""The pure half of drafts: nodes by key, copies, what is handed to the door, merging."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoks.drafts import document as documents
from hoks.drafts.merging import Side, changes, join
from hoks.tree import KEY, tree

HATOT = "hankittavat-ammat-tutkinnon-osat"
OHTT = "osaamisen-hankkimistavat"


def draft() -> dict:
    """Two units, the first with two periods."""
    return {
        "oppija-oid": "1",
        "sahkoposti": "a@example.org",
        HATOT: [
            {
                KEY: "a",
                "tutkinnon-osa-koodi-uri": "tutkinnonosat_1",
                OHTT: [
                    {KEY: "a1", "alku": "2026-08-01", "yksiloiva-tunniste": "jakso"},
                    {KEY: "a2", "alku": "2026-09-01"},
                ],
            },
            {KEY: "b", "tutkinnon-osa-koodi-uri": "tutkinnonosat_2"},
        ],
    }


def keys(document: dict) -> list[str]:
    return [node.key for node in tree(document).walk() if node.path]


class TestNodes:
    def test_found_by_key_wherever_they_are(self):
        assert documents.find(draft(), "a2").data["alku"] == "2026-09-01"
        assert documents.find(draft(), documents.ROOT).path == ()

    @pytest.mark.parametrize("key", ["", "c", "perustiedot2"])
    def test_none_of_that_key(self, key):
        with pytest.raises(documents.NoSuchNode):
            documents.find(draft(), key)

    def test_own_values_are_without_key_and_children(self):
        assert documents.own(documents.find(draft(), "a")) == {"tutkinnon-osa-koodi-uri": "tutkinnonosat_1"}

    def test_new_own_values_leave_key_and_children(self):
        document = draft()
        documents.set_own(documents.find(document, "a"), {"olennainen-seikka": True})

        assert documents.find(document, "a").data["olennainen-seikka"] is True
        assert "tutkinnon-osa-koodi-uri" not in documents.find(document, "a").data
        assert keys(document) == ["a", "a1", "a2", "b"]

    def test_fingerprint_is_of_own_values_alone(self):
        document = draft()
        before = documents.fingerprint(documents.find(document, "a"))
        documents.remove(document, "a1")
        assert documents.fingerprint(documents.find(document, "a")) == before
        documents.set_own(documents.find(document, "a"), {"olennainen-seikka": 1})
        one = documents.fingerprint(documents.find(document, "a"))
        documents.set_own(documents.find(document, "a"), {"olennainen-seikka": True})
        assert documents.fingerprint(documents.find(document, "a")) not in (before, one)


class TestAdding:
    def test_at_the_end_and_once(self):
        document = draft()
        documents.add(document, "a", OHTT, "a3")
        documents.add(document, "a", OHTT, "a3")
        assert keys(document) == ["a", "a1", "a2", "a3", "b"]

    def test_with_the_lists_it_must_have(self):
        document = draft()
        documents.add(document, documents.ROOT, "hankittavat-yhteiset-tutkinnon-osat", "y")
        assert documents.find(document, "y").data == {KEY: "y", "osa-alueet": []}

    @pytest.mark.parametrize(("parent", "wire"), [("c", OHTT), ("a", "ei-ole"), ("a", HATOT), ("a1", OHTT)])
    def test_not_where_there_is_no_such_list(self, parent, wire):
        with pytest.raises(documents.NoSuchNode):
            documents.add(draft(), parent, wire, "uusi")


class TestRemoving:
    def test_takes_what_hangs_on_it(self):
        document = draft()
        documents.remove(document, "a")
        assert keys(document) == ["b"]

    def test_takes_the_node_of_the_key_not_its_equal(self):
        document = draft()
        document[HATOT][0][OHTT][0] = {KEY: "a1", "alku": "2026-09-01"}
        documents.remove(document, "a2")
        assert keys(document) == ["a", "a1", "b"]

    def test_never_the_whole_plan(self):
        with pytest.raises(documents.NoSuchNode):
            documents.remove(draft(), documents.ROOT)


class TestCopying:
    def test_right_after_with_keys_of_its_own_and_no_tunniste(self):
        document = draft()
        twin = documents.copy_node(document, "a", "x")

        assert [node[KEY] for node in document[HATOT]] == ["a", "x", "b"]
        periods = twin.data[OHTT]
        assert [period["alku"] for period in periods] == ["2026-08-01", "2026-09-01"]
        assert not {period[KEY] for period in periods} & {"a1", "a2"}
        assert "yksiloiva-tunniste" not in periods[0]
        assert document[HATOT][0][OHTT][0]["yksiloiva-tunniste"] == "jakso"

    def test_once_for_a_key(self):
        document = draft()
        documents.copy_node(document, "a1", "x")
        documents.copy_node(document, "a1", "x")
        assert keys(document) == ["a", "a1", "x", "a2", "b"]


def test_bare_document_and_its_keys():
    document, found = documents.bare(draft())

    assert found == {
        f"/{HATOT}/0": "a",
        f"/{HATOT}/0/{OHTT}/0": "a1",
        f"/{HATOT}/0/{OHTT}/1": "a2",
        f"/{HATOT}/1": "b",
    }
    assert KEY not in str(document)


# --- Merging -------------------------------------------------------------------------------


FIELD = {"a1": "ajanjakson-tarkenne", "a2": "ajanjakson-tarkenne"}


def with_change(**changed) -> dict:
    """The draft with a unit's field or the e-mail changed: with_change(a="…", sahkoposti="…"); None removes."""
    document = copy.deepcopy(draft())
    for name, value in changed.items():
        if name == "sahkoposti":
            document["sahkoposti"] = value
        elif value is None:
            documents.remove(document, name)
        else:
            documents.find(document, name).data[FIELD.get(name, "olennainen-seikka")] = value
    return document


class TestMerging:
    def test_each_sides_own_changes_are_joined(self):
        theirs = with_change(b=True)
        theirs[HATOT].insert(0, {KEY: "uusi"})
        joined = join(draft(), with_change(a1="ma-ke", sahkoposti="b@example.org"), theirs, {})

        assert keys(joined) == ["uusi", "a", "a1", "a2", "b"]
        assert joined["sahkoposti"] == "b@example.org"
        assert documents.find(joined, "a1").data["ajanjakson-tarkenne"] == "ma-ke"
        assert documents.find(joined, "b").data["olennainen-seikka"] is True

    @pytest.mark.parametrize(("side", "value"), [(Side.MINE, True), (Side.THEIRS, False)])
    def test_what_both_changed_is_chosen(self, side, value):
        mine, theirs = with_change(a=True), with_change(a=False)

        (clash,) = changes(draft(), mine, theirs)
        assert clash.is_clash and clash.key == "a"
        assert [spec.wire for spec in clash.clashing_fields] == ["olennainen-seikka"]
        assert documents.find(join(draft(), mine, theirs, {"a": side}), "a").data["olennainen-seikka"] is value

    def test_without_a_choice_theirs_stays(self):
        joined = join(draft(), with_change(a=True), with_change(a=False), {})
        assert documents.find(joined, "a").data["olennainen-seikka"] is False

    def test_the_same_change_is_no_clash(self):
        assert not any(m.is_clash for m in changes(draft(), with_change(a=True), with_change(a=True)))

    @pytest.mark.parametrize(
        ("mine", "theirs", "side", "left"),
        [
            ({"b": None}, {}, None, ["a", "a1", "a2"]),
            ({}, {"b": None}, None, ["a", "a1", "a2"]),
            ({"b": None}, {"b": True}, Side.MINE, ["a", "a1", "a2"]),
            ({"b": None}, {"b": True}, Side.THEIRS, ["a", "a1", "a2", "b"]),
            ({"b": True}, {"b": None}, Side.MINE, ["a", "a1", "a2", "b"]),
            ({"b": True}, {"b": None}, Side.THEIRS, ["a", "a1", "a2"]),
        ],
    )
    def test_removals(self, mine, theirs, side, left):
        choices = {"b": side} if side else {}
        assert keys(join(draft(), with_change(**mine), with_change(**theirs), choices)) == left

    def test_fields_of_one_node_are_joined_each_for_itself(self):
        mine, theirs = with_change(sahkoposti="b@example.org"), with_change(a=True)
        theirs["puhelinnumero"] = "040"
        documents.find(mine, "a").data["tutkinnon-osan-perusteen-diaarinro"] = "OPH-1"

        joined = join(draft(), mine, theirs, {})

        assert (joined["sahkoposti"], joined["puhelinnumero"]) == ("b@example.org", "040")
        unit = documents.find(joined, "a").data
        assert (unit["olennainen-seikka"], unit["tutkinnon-osan-perusteen-diaarinro"]) == (True, "OPH-1")
        assert not any(change.is_clash for change in changes(draft(), mine, theirs))

    def test_periods_of_one_unit_are_joined_each_for_itself(self):
        joined = join(draft(), with_change(a1="ma-ke"), with_change(a2=None), {})
        assert keys(joined) == ["a", "a1", "b"]
        assert documents.find(joined, "a1").data["ajanjakson-tarkenne"] == "ma-ke"

    def test_a_code_and_its_version_go_together(self):
        mine, theirs = draft(), draft()
        documents.find(mine, "a").data["tutkinnon-osa-koodi-versio"] = 2
        documents.find(theirs, "a").data["tutkinnon-osa-koodi-uri"] = "tutkinnonosat_9"

        assert [change.key for change in changes(draft(), mine, theirs) if change.is_clash] == ["a"]
        unit = documents.find(join(draft(), mine, theirs, {"a": Side.MINE}), "a").data
        assert (unit["tutkinnon-osa-koodi-uri"], unit["tutkinnon-osa-koodi-versio"]) == ("tutkinnonosat_1", 2)

    def test_an_emptied_field_stays_empty(self):
        mine = draft()
        del mine["sahkoposti"]
        assert "sahkoposti" not in join(draft(), mine, with_change(a=True), {})

    def test_own_additions_stay_where_they_were_put(self):
        mine = draft()
        documents.copy_node(mine, "a1", "uusi")
        assert keys(join(draft(), mine, with_change(b=True), {})) == ["a", "a1", "uusi", "a2", "b"]

    def test_what_is_below_a_removed_unit_is_told_once(self):
        (told,) = changes(draft(), draft(), with_change(a=None))
        assert told.key == "a" and told.is_theirs and not told.is_clash

    def test_joining_what_nobody_changed_is_the_plan(self):
        assert join(draft(), draft(), draft(), {}) == draft()
        assert changes(draft(), draft(), draft()) == []

    def test_a_plan_made_meanwhile_has_no_common_ground(self):
        joined = join({}, with_change(sahkoposti="b@example.org"), {"oppija-oid": "1", HATOT: [{KEY: "z"}]}, {})
        assert sorted(keys(joined)) == ["a", "a1", "a2", "b", "z"]
        assert joined["sahkoposti"] == "b@example.org"


@st.composite
def edits(draw) -> dict:
    """The draft after a few random acts of one side."""
    document = copy.deepcopy(draft())
    for act in draw(st.lists(st.sampled_from(["muuta", "poista", "kopioi", "lisää"]), max_size=4)):
        key = draw(st.sampled_from(keys(document) or [documents.ROOT]))
        if key == documents.ROOT or act == "lisää":
            documents.add(document, documents.ROOT, HATOT, draw(st.uuids().map(str)))
        elif act == "muuta":
            documents.find(document, key).data[FIELD.get(key, "olennainen-seikka")] = draw(st.sampled_from(["x", "y"]))
        elif act == "poista":
            documents.remove(document, key)
        else:
            documents.copy_node(document, key, draw(st.uuids().map(str)))
    return document


@given(edits(), edits(), st.sampled_from(Side))
def test_joining_loses_nothing_that_one_side_alone_did(mine, theirs, side):
    assert join(draft(), mine, draft(), {}) == mine
    assert join(draft(), draft(), theirs, {}) == theirs
    found = changes(draft(), mine, theirs)
    joined = join(draft(), mine, theirs, {change.key: side for change in found if change.is_clash})
    assert len(set(keys(joined))) == len(keys(joined))
    if not any(change.is_clash for change in found):
        added = (set(keys(mine)) | set(keys(theirs))) - set(keys(draft()))
        assert added <= set(keys(joined))
