"""The loops of Windows, which wait for operations to complete. They do not exist here."""

__all__ = ('BaseProactorEventLoop',)

from . import base_events


class BaseProactorEventLoop(base_events.BaseEventLoop):
    """For isinstance(): no loop of this system is one."""

    def __init__(self, proactor):
        raise NotImplementedError('proactors are only there on Windows')
