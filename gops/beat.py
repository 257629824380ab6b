"""Celery's beat, made to end at any moment it is asked to."""

from types import FrameType

from celery.apps.beat import Beat
from celery.beat import Service
from celery.platforms import signals


class CalmBeat(Beat):
    """Ends between two rounds of the schedule, never in the middle of one.

    Celery saves the schedule inside the signal handler. A signal that arrives during a
    query then waits for ever for the lock of the connection the query holds.
    """

    def install_sync_handler(self, service: Service) -> None:
        """On SIGTERM and SIGINT: end at once when asleep, after this round otherwise."""

        def end(_number: int, frame: FrameType | None) -> None:
            service.stop()
            if frame is not None and frame.f_code is Service.start.__code__:
                raise SystemExit  # between rounds; `start` saves the schedule on its way out

        signals.update(SIGTERM=end, SIGINT=end)
