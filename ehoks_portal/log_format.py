"""How lines of the log are written. Imported while the settings are: nothing here may need them."""

import logging
import re

SECRET = re.compile(r"(\b(?:TGT|ST)-|/kalenteri/)[\w.~%-]+")


class WithoutSecrets(logging.Formatter):
    """Leaves out what stands in addresses and is a secret, which a log isn't: tickets of machine accounts, and of
    calendar feeds."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1…", super().format(record))
