"""What both doors share in these tests."""

import pytest

from tests.parity.typist import Typist


@pytest.fixture
def typist(client, virkailija):
    """The official at his desk; no code list has been brought in, so that he types every code himself."""
    client.force_login(virkailija)
    return Typist(client)
