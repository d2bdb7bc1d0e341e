"""References of values to others."""

import re

from configparser._errors import (
    MAX_INTERPOLATION_DEPTH, InterpolationDepthError, InterpolationMissingOptionError,
    InterpolationSyntaxError, NoOptionError, NoSectionError)


class Interpolation:
    """Leaves values as they are."""

    def before_get(self, parser, section, option, value, defaults):
        return value

    def before_set(self, parser, section, option, value):
        return value

    def before_read(self, parser, section, option, value):
        return value

    def before_write(self, parser, section, option, value):
        return value


class _References(Interpolation):
    """Puts values in the place of references, which begin with a mark; two are one."""

    def before_get(self, parser, section, option, value, defaults):
        parts = []
        self._interpolate_some(parser, option, parts, value, section, defaults, 1)
        return ''.join(parts)

    def before_set(self, parser, section, option, value):
        rest = self._KEYCRE.sub('', value.replace(2 * self._mark, ''))
        if self._mark in rest:
            raise ValueError(f'invalid interpolation syntax in {value!r} at position '
                             f'{rest.find(self._mark)}')
        return value

    def _interpolate_some(self, parser, option, accum, rest, section, map, depth):
        raw = parser.get(section, option, raw=True, fallback=rest)
        if depth > MAX_INTERPOLATION_DEPTH:
            raise InterpolationDepthError(option, section, raw)
        mark, opening = self._mark, self._opening
        while rest:
            text, found, _ = rest.partition(mark)
            if text:
                accum.append(text)
            if not found:
                return
            rest = rest[len(text):]
            following = rest[1:2]
            if following == mark:
                accum.append(mark)
                rest = rest[2:]
                continue
            if following != opening:
                raise InterpolationSyntaxError(
                    option, section,
                    f"'{mark}' must be followed by '{mark}' or "
                    f"'{opening}', found: {rest!r}")
            match = self._KEYCRE.match(rest)
            if match is None:
                raise InterpolationSyntaxError(
                    option, section, f'bad interpolation variable reference {rest!r}')
            rest = rest[match.end():]
            value, *place = self._look_up(parser, match[1], option, section, map, raw, rest)
            if mark in value:
                self._interpolate_some(parser, place[0], accum, value, place[1], place[2],
                                       depth + 1)
            else:
                accum.append(value)


class BasicInterpolation(_References):
    """%(name)s is the option of a name in the same section."""

    _KEYCRE = re.compile(r'%\(([^)]+)\)s')
    _mark, _opening = '%', '('

    def _look_up(self, parser, name, option, section, values, raw, rest):
        name = parser.optionxform(name)
        try:
            return values[name], option, section, values
        except KeyError:
            raise InterpolationMissingOptionError(option, section, raw, name) from None


class ExtendedInterpolation(_References):
    """${name} is the option of a name, ${section:name} that of another section."""

    _KEYCRE = re.compile(r'\$\{([^}]+)\}')
    _mark, _opening = '$', '{'

    def _look_up(self, parser, name, option, section, values, raw, rest):
        path = name.split(':')
        if len(path) > 2:
            raise InterpolationSyntaxError(option, section, f"More than one ':' found: {rest!r}")
        found = parser.optionxform(path[-1])
        try:
            if len(path) == 1:
                value = values[found]
            else:
                value = parser.get(path[0], found, raw=True)
        except (KeyError, NoSectionError, NoOptionError):
            raise InterpolationMissingOptionError(option, section, raw, name) from None
        section = path[0] if len(path) == 2 else section
        # Only where the value refers to others are these needed.
        others = dict(parser.items(section, raw=True)) if self._mark in value else None
        return value, found, section, others


for _kind in Interpolation, BasicInterpolation, ExtendedInterpolation:
    _kind.__module__ = 'configparser'
del _kind
