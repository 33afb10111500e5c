"""Skills: the two lists and finding in them."""

from matchmaker.reference.skills import find_skills, get_skill, needs, offers
from matchmaker.reference.submarkets import SUBMARKETS


def labels(words: str) -> list[str]:
    return [skill.label_de for skill in find_skills(words)]


def test_the_lists_are_whole_and_every_id_is_used_once() -> None:
    assert (249, 83) == (len(offers()), len(needs()))
    assert 332 == len({skill.id for skill in (*offers(), *needs())})


def test_offers_are_grouped_by_submarket() -> None:
    assert {skill.group for skill in offers()} <= {*SUBMARKETS, "across"}
    assert {"product", "brand", "staff", "space", "digital", "innovation"} == {
        skill.group for skill in needs()
    }


def test_a_skill_is_found_by_what_people_type() -> None:
    assert "Fotografie" in labels("Fotografin")
    assert "Auszubildende gewinnen" in labels("Auszubildende")
    assert "Verpackungsdesign" == labels("packaging design")[0]


def test_the_limit_holds_and_nothing_is_found_for_nothing() -> None:
    assert 3 == len(find_skills("Design", 3))
    assert () == find_skills("") == find_skills("\x00😀") == find_skills("Design", 0)


def test_a_skill_is_known_by_its_id() -> None:
    skill = get_skill("a-moebeldesign")
    assert skill is not None
    assert ("offer", "design", "Furniture design") == (skill.kind, skill.group, skill.label_en)
    assert get_skill("nonsense") is None
