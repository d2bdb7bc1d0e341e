"""Constants, and the translation of what the parser says."""

import sys as _sys

SUPPRESS = '==SUPPRESS=='
OPTIONAL = '?'
ZERO_OR_MORE = '*'
ONE_OR_MORE = '+'
PARSER = 'A...'
REMAINDER = '...'


def translate(message):
    """The message in the language of the program, if that has one: it imported gettext then."""
    gettext = _sys.modules.get('gettext')
    return gettext.gettext(message) if gettext else message


def translate_number(singular, plural, number):
    """The message for a number of things."""
    gettext = _sys.modules.get('gettext')
    if gettext:
        return gettext.ngettext(singular, plural, number)
    return singular if number == 1 else plural


class _AttributeHolder:
    """Shows its attributes in its repr."""

    def _get_kwargs(self):
        return list(vars(self).items())

    def _get_args(self):
        return []

    def __repr__(self):
        shown = [repr(value) for value in self._get_args()]
        others = {}
        for name, value in self._get_kwargs():
            if name.isidentifier():
                shown.append(f'{name}={value!r}')
            else:
                others[name] = value
        if others:
            shown.append(f'**{others!r}')
        return f'{type(self).__name__}({", ".join(shown)})'


class Namespace(_AttributeHolder):
    """What was parsed, in attributes."""

    def __init__(self, **kwargs):
        for name, value in kwargs.items():
            setattr(self, name, value)

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__


def _get_action_name(argument):
    """What an action is called in errors."""
    if argument is None:
        return None
    if argument.option_strings:
        return '/'.join(argument.option_strings)
    for name in argument.metavar, argument.dest:
        if name not in (None, SUPPRESS):
            return name
    return '{' + ','.join(argument.choices) + '}' if argument.choices else None


class ArgumentError(Exception):
    """Something is wrong with an argument."""

    def __init__(self, argument, message):
        self.argument_name = _get_action_name(argument)
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return str(self.message)
        return translate('argument %(argument_name)s: %(message)s') % vars(self)


class ArgumentTypeError(Exception):
    """A type refuses a text, and says why."""
