"""HTTP: its status codes and its methods; clients and servers in modules of their own."""

from enum import IntEnum as _IntEnum
from enum import StrEnum as _StrEnum
from enum import _simple_enum

from http import _statuses

__all__ = ['HTTPStatus', 'HTTPMethod']


def _hundreds(digit):
    return property(lambda self: self // 100 == digit)


@_simple_enum(_IntEnum)
class HTTPStatus:
    """The status codes of responses, each with its phrase and a description."""

    def __new__(cls, value, phrase, description=''):
        member = int.__new__(cls, value)
        member._value_ = value
        member.phrase = phrase
        member.description = description
        return member

    is_informational = _hundreds(1)
    is_success = _hundreds(2)
    is_redirection = _hundreds(3)
    is_client_error = _hundreds(4)
    is_server_error = _hundreds(5)

    for _code, _name, _phrase, _description in _statuses.STATUSES:
        vars()[_name] = _code, _phrase or _name.replace('_', ' ').title(), _description
    del _code, _name, _phrase, _description


@_simple_enum(_StrEnum)
class HTTPMethod:
    """The methods of requests, each with a description."""

    def __new__(cls, value, description):
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    def __repr__(self):
        return f'<{type(self).__name__}.{self._name_}>'

    for _name, _description in _statuses.METHODS:
        vars()[_name] = _name, _description
    del _name, _description
