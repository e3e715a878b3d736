"""How lines of the log are written. Imported while the settings are: nothing here may need them."""

import logging
import re

TICKET = re.compile(r"\b(TGT|ST)-[\w.~%-]+")


class WithoutTickets(logging.Formatter):
    """Leaves out tickets of machine accounts: a ticket-granting ticket stands in addresses, and a log is no secret."""

    def format(self, record: logging.LogRecord) -> str:
        return TICKET.sub(r"\1-…", super().format(record))
