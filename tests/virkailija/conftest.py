"""What the tests of officials' pages share."""

import pytest


@pytest.fixture
def signed_in(client, virkailija):
    client.force_login(virkailija)
    return client


@pytest.fixture
def people(make_oppija, make_opiskeluoikeus):
    """people("Öhman Aino", …, **columns) -> a study right for each new learner."""

    def make(*names: str, **columns):
        made = []
        for name in names:
            sukunimi, _space, etunimet = name.partition(" ")
            made.append(make_opiskeluoikeus(make_oppija(etunimet, sukunimi), **columns))
        return made

    return make
