"""The package's logger. Module logging is imported when something is logged."""


class _Logger:
    """Stands for the logger of this name."""

    def __init__(self, name):
        object.__setattr__(self, '_later_name', name)

    def _later(self):
        import logging
        return logging.getLogger(object.__getattribute__(self, '_later_name'))

    def __getattr__(self, attribute):
        return getattr(self._later(), attribute)

    def __setattr__(self, attribute, value):
        setattr(self._later(), attribute, value)

    def __delattr__(self, attribute):
        delattr(self._later(), attribute)

    def __repr__(self):
        return repr(self._later())

    @property
    def __class__(self):
        return type(self._later())


logger = _Logger('asyncio')
