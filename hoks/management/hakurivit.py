"""What check_index and rebuild_index share: going through all study rights and telling how far it is."""

import time
from collections.abc import Iterator

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from hoks import hakurivit
from hoks.models import Opiskeluoikeus

SECONDS_BETWEEN = 10


class IndexCommand(BaseCommand):
    """Of the officials' list: Hakurivi against what it is made of. Both run while the portal is in use."""

    def batches(self) -> Iterator[list[str]]:
        """OIDs of all study rights; progress is told on stderr as they are done."""
        total, done, told_at = Opiskeluoikeus.objects.count(), 0, time.monotonic()
        for oids in hakurivit.batches():
            yield oids
            done += len(oids)
            if time.monotonic() - told_at >= SECONDS_BETWEEN:
                told_at = time.monotonic()
                share = min(done / max(total, 1), 1)
                self.stderr.write(
                    _("%(done)d / %(total)d opiskeluoikeutta (%(share)d %%) …")
                    % {"done": done, "total": total, "share": share * 100}
                )
