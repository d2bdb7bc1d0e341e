"""Arguments of programs: what they are, how they are parsed, and the help that tells of them."""

import os as _os
import re as _re
import sys as _sys

from argparse._actions import (
    _UNRECOGNIZED_ARGS_ATTR, Action, BooleanOptionalAction, FileType, _AppendAction,
    _AppendConstAction, _CountAction, _ExtendAction, _HelpAction, _StoreAction, _StoreConstAction,
    _StoreFalseAction, _StoreTrueAction, _SubParsersAction, _VersionAction)
from argparse._containers import _ActionsContainer, _ArgumentGroup, _MutuallyExclusiveGroup
from argparse._formatting import (
    ArgumentDefaultsHelpFormatter, HelpFormatter, MetavarTypeHelpFormatter,
    RawDescriptionHelpFormatter, RawTextHelpFormatter)
from argparse._parsing import _Run
from argparse._words import (
    ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE, ArgumentError,
    ArgumentTypeError, Namespace, _AttributeHolder, _get_action_name)
from argparse._words import translate as _
from argparse._words import translate_number as ngettext

__version__ = '1.1'
__all__ = [
    'ArgumentParser', 'ArgumentError', 'ArgumentTypeError', 'BooleanOptionalAction', 'FileType',
    'HelpFormatter', 'ArgumentDefaultsHelpFormatter', 'RawDescriptionHelpFormatter',
    'RawTextHelpFormatter', 'MetavarTypeHelpFormatter', 'Namespace', 'Action', 'ONE_OR_MORE',
    'OPTIONAL', 'PARSER', 'REMAINDER', 'SUPPRESS', 'ZERO_OR_MORE',
]

# How the arguments of an action look where each is a letter.
_PATTERNS = {
    None: '(-*A-*)', OPTIONAL: '(-*A?-*)', ZERO_OR_MORE: '(-*[A-]*)', ONE_OR_MORE: '(-*A[A-]*)',
    REMAINDER: '([-AO]*)', PARSER: '(-*A[-AO]*)', SUPPRESS: '(-*-*)',
}
_EXPECTED = {
    None: 'expected one argument', OPTIONAL: 'expected at most one argument',
    ONE_OR_MORE: 'expected at least one argument',
}


class ArgumentParser(_AttributeHolder, _ActionsContainer):
    """Turns the arguments of a program into attributes."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars='-', fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler='error', add_help=True,
                 allow_abbrev=True, exit_on_error=True):
        super().__init__(description=description, prefix_chars=prefix_chars,
                         argument_default=argument_default, conflict_handler=conflict_handler)
        self.prog = _os.path.basename(_sys.argv[0]) if prog is None else prog
        self.usage = usage
        self.epilog = epilog
        self.formatter_class = formatter_class
        self.fromfile_prefix_chars = fromfile_prefix_chars
        self.add_help = add_help
        self.allow_abbrev = allow_abbrev
        self.exit_on_error = exit_on_error
        self._positionals = self.add_argument_group(_('positional arguments'))
        self._optionals = self.add_argument_group(_('options'))
        self._subparsers = None

        def identity(string):
            return string

        self.register('type', None, identity)
        if self.add_help:
            prefix = '-' if '-' in prefix_chars else prefix_chars[0]
            self.add_argument(f'{prefix}h', f'{prefix * 2}help', action='help', default=SUPPRESS,
                              help=_('show this help message and exit'))
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError('parents must be a list of ArgumentParser')
            self._add_container_actions(parent)
            self._defaults.update(parent._defaults)

    def _get_kwargs(self):
        names = 'prog', 'usage', 'description', 'formatter_class', 'conflict_handler', 'add_help'
        return [(name, getattr(self, name)) for name in names]

    def add_subparsers(self, **kwargs):
        """Adds an argument that names the parser of the others."""
        if self._subparsers is not None:
            raise ArgumentError(None, _('cannot have multiple subparser arguments'))
        kwargs.setdefault('parser_class', type(self))
        self._subparsers = self._positionals
        if 'title' in kwargs or 'description' in kwargs:
            title = kwargs.pop('title', _('subcommands'))
            self._subparsers = self.add_argument_group(title, kwargs.pop('description', None))
        if kwargs.get('prog') is None:
            formatter = self._get_formatter()
            formatter.add_usage(self.usage, self._get_positional_actions(),
                                self._mutually_exclusive_groups, '')
            kwargs['prog'] = formatter.format_help().strip()
        action = self._pop_action_class(kwargs, 'parsers')(option_strings=[], **kwargs)
        self._subparsers._add_action(action)
        return action

    def _add_action(self, action):
        group = self._optionals if action.option_strings else self._positionals
        group._add_action(action)
        return action

    def _get_optional_actions(self):
        return [action for action in self._actions if action.option_strings]

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    def parse_args(self, args=None, namespace=None):
        """The attributes of arguments, all of which are known."""
        return self._all_known(*self.parse_known_args(args, namespace))

    def _all_known(self, namespace, extras):
        if extras:
            message = _('unrecognized arguments: %s') % ' '.join(extras)
            if not self.exit_on_error:
                raise ArgumentError(None, message)
            self.error(message)
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        """The attributes of arguments, and the arguments that are not known."""
        args = _sys.argv[1:] if args is None else list(args)
        namespace = Namespace() if namespace is None else namespace
        defaults = [(action.dest, action.default) for action in self._actions
                    if action.dest is not SUPPRESS and action.default is not SUPPRESS]
        for dest, value in [*defaults, *self._defaults.items()]:
            if not hasattr(namespace, dest):
                setattr(namespace, dest, value)
        try:
            namespace, extras = self._parse_known_args(args, namespace)
        except ArgumentError as error:
            if not self.exit_on_error:
                raise
            self.error(str(error))
        if hasattr(namespace, _UNRECOGNIZED_ARGS_ATTR):
            extras.extend(getattr(namespace, _UNRECOGNIZED_ARGS_ATTR))
            delattr(namespace, _UNRECOGNIZED_ARGS_ATTR)
        return namespace, extras

    def _parse_known_args(self, arg_strings, namespace):
        if self.fromfile_prefix_chars is not None:
            arg_strings = self._read_args_from_files(arg_strings)
        return namespace, _Run(self, arg_strings, namespace).run()

    def _read_args_from_files(self, arg_strings):
        """Puts arguments from files in the place of those that name the files."""
        result = []
        for string in arg_strings:
            if not string or string[0] not in self.fromfile_prefix_chars:
                result.append(string)
                continue
            try:
                with open(string[1:], encoding=_sys.getfilesystemencoding(),
                          errors=_sys.getfilesystemencodeerrors()) as file:
                    found = [each for line in file.read().splitlines()
                             for each in self.convert_arg_line_to_args(line)]
                    result += self._read_args_from_files(found)
            except OSError as error:
                raise ArgumentError(None, str(error))
        return result

    def convert_arg_line_to_args(self, arg_line):
        """The arguments in a line of a file."""
        return [arg_line]

    def _match_argument(self, action, arg_strings_pattern):
        """How many arguments an option takes of those that follow."""
        match = _re.match(self._get_nargs_pattern(action), arg_strings_pattern)
        if match:
            return len(match[1])
        if action.nargs in _EXPECTED:
            raise ArgumentError(action, _(_EXPECTED[action.nargs]))
        message = ngettext('expected %s argument', 'expected %s arguments', action.nargs)
        raise ArgumentError(action, message % action.nargs)

    def _match_arguments_partial(self, actions, arg_strings_pattern):
        """How many arguments each action takes, for as many actions as there are enough for."""
        patterns = [self._get_nargs_pattern(action) for action in actions]
        while patterns:
            if match := _re.match(''.join(patterns), arg_strings_pattern):
                return [len(group) for group in match.groups()]
            patterns.pop()
        return []

    def _get_nargs_pattern(self, action):
        try:
            pattern = _PATTERNS[action.nargs]
        except KeyError:
            pattern = f"(-*{'-*'.join('A' * action.nargs)}-*)"
        # Nothing that an option takes can stand behind "--".
        return pattern.replace('-*', '').replace('-', '') if action.option_strings else pattern

    def _parse_optional(self, arg_string):
        """The action, name, separator and value of an option; None for what is none."""
        if not arg_string or arg_string[0] not in self.prefix_chars:
            return None
        known = self._option_string_actions
        if arg_string in known:
            return known[arg_string], arg_string, None, None
        if len(arg_string) == 1:
            return None
        name, separator, value = arg_string.partition('=')
        if separator and name in known:
            return known[name], name, separator, value
        candidates = self._get_option_tuples(arg_string)
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            message = _('ambiguous option: %(option)s could match %(matches)s')
            matches = ', '.join([name for _, name, *_ in candidates])
            raise ArgumentError(None, message % {'option': arg_string, 'matches': matches})
        is_number = self._negative_number_matcher.match(arg_string)
        if is_number and not self._has_negative_number_optionals or ' ' in arg_string:
            return None
        return None, arg_string, None, None

    def _get_option_tuples(self, option_string):
        """What an option that is not known can mean: an abbreviation, a flag with a value."""
        chars = self.prefix_chars
        if option_string[0] not in chars:
            raise ArgumentError(None, _('unexpected option string: %s') % option_string)
        known = self._option_string_actions
        if option_string[1] in chars:
            if not self.allow_abbrev:
                return []
            start, separator, value = option_string.partition('=')
            if not separator:
                separator = value = None
            return [(action, name, separator, value) for name, action in known.items()
                    if name.startswith(start)]
        found = []
        for name, action in known.items():
            if name == option_string[:2]:
                found.append((action, name, '', option_string[2:]))
            elif name.startswith(option_string):
                found.append((action, name, None, None))
        return found

    def parse_intermixed_args(self, args=None, namespace=None):
        """parse_args() where options may stand between the arguments of one action."""
        return self._all_known(*self.parse_known_intermixed_args(args, namespace))

    def parse_known_intermixed_args(self, args=None, namespace=None):
        """Parses the options first, and then what is left."""
        positionals = self._get_positional_actions()
        for action in positionals:
            if action.nargs in (PARSER, REMAINDER):
                raise TypeError('parse_intermixed_args: positional arg with '
                                f'nargs={action.nargs}')
        groups = self._mutually_exclusive_groups
        if any(action in positionals for group in groups for action in group._group_actions):
            raise TypeError('parse_intermixed_args: positional in mutuallyExclusiveGroup')
        usage = self.usage
        try:
            if usage is None:
                self.usage = self.format_usage()[7:]
            with _changed(positionals, nargs=SUPPRESS, default=SUPPRESS):
                namespace, rest = self.parse_known_args(args, namespace)
                for action in positionals:
                    if getattr(namespace, action.dest, None) == []:
                        from warnings import warn
                        warn(f'Do not expect {action.dest} in {namespace}')
                        delattr(namespace, action.dest)
            with _changed([*self._get_optional_actions(), *groups], required=False):
                return self.parse_known_args(rest, namespace)
        finally:
            self.usage = usage

    def _get_values(self, action, arg_strings):
        """The values of an action's arguments."""
        nargs = action.nargs
        if (not action.option_strings and nargs not in (PARSER, REMAINDER)
                and '--' in arg_strings):
            arg_strings.remove('--')
        if not arg_strings and nargs == OPTIONAL:
            value = action.const if action.option_strings else action.default
            if isinstance(value, str):
                value = self._get_value(action, value)
                self._check_value(action, value)
            return value
        if not arg_strings and nargs == ZERO_OR_MORE and not action.option_strings:
            if action.default is None:
                return arg_strings
            self._check_value(action, action.default)
            return action.default
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self._get_value(action, string) for string in arg_strings]
        if nargs == REMAINDER:
            return values
        for value in values[:1] if nargs == PARSER else values:
            self._check_value(action, value)
        return values[0] if len(values) == 1 and nargs in (None, OPTIONAL) else values

    def _get_value(self, action, arg_string):
        convert = self._registry_get('type', action.type, action.type)
        if not callable(convert):
            raise ArgumentError(action, _('%r is not callable') % convert)
        try:
            return convert(arg_string)
        except ArgumentTypeError as error:
            raise ArgumentError(action, str(error))
        except (TypeError, ValueError):
            name = getattr(action.type, '__name__', repr(action.type))
            message = _('invalid %(type)s value: %(value)r')
            raise ArgumentError(action, message % {'type': name, 'value': arg_string})

    def _check_value(self, action, value):
        if action.choices is not None and value not in action.choices:
            message = _('invalid choice: %(value)r (choose from %(choices)s)')
            choices = ', '.join(map(repr, action.choices))
            raise ArgumentError(action, message % {'value': value, 'choices': choices})

    def format_usage(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        return formatter.format_help()

    def format_help(self):
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for group in self._action_groups:
            formatter.start_section(group.title)
            formatter.add_text(group.description)
            formatter.add_arguments(group._group_actions)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def print_usage(self, file=None):
        self._print_message(self.format_usage(), _sys.stdout if file is None else file)

    def print_help(self, file=None):
        self._print_message(self.format_help(), _sys.stdout if file is None else file)

    def _print_message(self, message, file=None):
        if message:
            try:
                (file or _sys.stderr).write(message)
            except (AttributeError, OSError):
                pass

    def exit(self, status=0, message=None):
        """Ends the program."""
        if message:
            self._print_message(message, _sys.stderr)
        _sys.exit(status)

    def error(self, message):
        """Ends the program with the usage and a message."""
        self.print_usage(_sys.stderr)
        text = _('%(prog)s: error: %(message)s\n')
        self.exit(2, text % {'prog': self.prog, 'message': message})

    def _warning(self, message):
        text = _('%(prog)s: warning: %(message)s\n')
        self._print_message(text % {'prog': self.prog, 'message': message}, _sys.stderr)


class _changed:
    """While it lasts, objects have other attributes."""

    def __init__(self, objects, **attributes):
        self.objects = objects
        self.attributes = attributes

    def __enter__(self):
        self.before = [[getattr(each, name) for name in self.attributes] for each in self.objects]
        for each in self.objects:
            for name, value in self.attributes.items():
                setattr(each, name, value)

    def __exit__(self, *details):
        for each, values in zip(self.objects, self.before):
            for name, value in zip(self.attributes, values):
                setattr(each, name, value)


for _object in list(globals().values()):
    if isinstance(_object, type):
        _object.__module__ = 'argparse'
del _object
