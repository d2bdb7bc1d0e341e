"""Reading JSON of which the end has not come yet."""

import json
import re

_SPACE = re.compile(r'[ \t\n\r]*').match
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL).match
_ATOM = re.compile(r'[-+.0-9A-Za-z]+').match


def partial_json(text):
    """What is there already: complete values, and lists and objects as far as they go."""
    value, end = _value(text, _space(text, 0))
    if value is _NOTHING:
        raise ValueError('EOF while parsing a value')
    return value


_NOTHING = object()


def _space(text, at):
    return _SPACE(text, at).end()


def _value(text, at):
    """The value at a place, and where it ends; at the end of the text, nothing or a part."""
    start = text[at:at + 1]
    if start == '{':
        return _object(text, at + 1)
    if start == '[':
        return _list(text, at + 1)
    if start == '"':
        match = _STRING(text, at)
        return (json.loads(match[0], strict=False), match.end()) if match else (_NOTHING, len(text))
    match = _ATOM(text, at)
    if not match:
        if not start:
            return _NOTHING, at
        raise ValueError(f'expected value at column {at + 1}')
    try:
        return json.loads(match[0]), match.end()
    except ValueError:
        if match.end() == len(text):
            return _NOTHING, len(text)
        raise


def _list(text, at):
    items = []
    at = _space(text, at)
    while at < len(text) and text[at] != ']':
        item, at = _value(text, at)
        if item is not _NOTHING:
            items.append(item)
        at = _space(text, at)
        if text[at:at + 1] == ',':
            at = _space(text, at + 1)
        elif at < len(text) and text[at] != ']':
            raise ValueError(f'expected `,` or `]` at column {at + 1}')
    return items, at + 1


def _object(text, at):
    members = {}
    at = _space(text, at)
    while at < len(text) and text[at] != '}':
        match = _STRING(text, at)
        if not match:
            break
        at = _space(text, match.end())
        if text[at:at + 1] != ':':
            break
        value, at = _value(text, _space(text, at + 1))
        if value is not _NOTHING:
            members[json.loads(match[0], strict=False)] = value
        at = _space(text, at)
        if text[at:at + 1] == ',':
            at = _space(text, at + 1)
        elif at < len(text) and text[at] != '}':
            raise ValueError(f'expected `,` or `}}` at column {at + 1}')
    return members, at + 1
