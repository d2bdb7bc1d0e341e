"""Objects that stand in for others in tests, and remember how they were used."""

from ._calls import ANY, DEFAULT, _Call, _CallList, call, sentinel
from ._magic import MagicProxy, _magics
from ._mocks import (Base, CallableMixin, MagicMixin, MagicMock, Mock, NonCallableMagicMock,
                     NonCallableMock, PropertyMock, seal)
from ._signatures import FunctionTypes, InvalidSpecError, _callable
from ._waiting import (AsyncMagicMixin, AsyncMock, AsyncMockMixin, ThreadingMixin, ThreadingMock)
from ._autospec import create_autospec, mock_open
from ._patch import _get_target, _patch, _patch_dict, patch

__all__ = (
    'Mock', 'MagicMock', 'patch', 'sentinel', 'DEFAULT', 'ANY', 'call', 'create_autospec',
    'AsyncMock', 'ThreadingMock', 'FILTER_DIR', 'NonCallableMock', 'NonCallableMagicMock',
    'mock_open', 'PropertyMock', 'seal',
)

# Whether dir() of a mock leaves out what is of the mock itself.
FILTER_DIR = True
