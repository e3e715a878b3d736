"""Who has an account at the CAS, and what it tells of them (domain.md 4.1)."""

from cas_server.auth import AuthUser

from tests.accounts.cas_server.cast import ACCOUNTS, PASSWORD


class Account(AuthUser):
    def test_password(self, password):
        return self.username in ACCOUNTS and password == PASSWORD

    def attributs(self):
        return ACCOUNTS.get(self.username, {})
