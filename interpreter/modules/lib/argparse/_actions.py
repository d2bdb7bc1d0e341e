"""What parsers do with arguments."""

import sys as _sys

from argparse._words import (
    OPTIONAL, PARSER, SUPPRESS, ArgumentError, ArgumentTypeError, _AttributeHolder,
    translate)

_UNRECOGNIZED_ARGS_ATTR = '_unrecognized_args'


class Action(_AttributeHolder):
    """What is done with an argument, and how it is given."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None, deprecated=False):
        self.option_strings = option_strings
        self.dest = dest
        self.nargs = nargs
        self.const = const
        self.default = default
        self.type = type
        self.choices = choices
        self.required = required
        self.help = help
        self.metavar = metavar
        self.deprecated = deprecated

    def _get_kwargs(self):
        names = ('option_strings', 'dest', 'nargs', 'const', 'default', 'type', 'choices',
                 'required', 'help', 'metavar', 'deprecated')
        return [(name, getattr(self, name)) for name in names]

    def format_usage(self):
        return self.option_strings[0]

    def __call__(self, parser, namespace, values, option_string=None):
        raise NotImplementedError(translate('.__call__() not defined'))


_not_given = object()


class BooleanOptionalAction(Action):
    """An option with a second form that begins with --no-."""

    def __init__(self, option_strings, dest, default=None, type=_not_given, choices=_not_given,
                 required=False, help=None, metavar=_not_given, deprecated=False):
        given = {'type': type, 'choices': choices, 'metavar': metavar}
        for name, value in given.items():
            if value is not _not_given:
                import warnings
                warnings._deprecated(name, '{name!r} is deprecated as of Python 3.12 and will be '
                                           'removed in Python {remove}.', remove=(3, 14))
            else:
                given[name] = None
        names = []
        for name in option_strings:
            names += [name, f'--no-{name[2:]}'] if name.startswith('--') else [name]
        super().__init__(names, dest, nargs=0, default=default, required=required, help=help,
                         deprecated=deprecated, **given)

    def __call__(self, parser, namespace, values, option_string=None):
        if option_string in self.option_strings:
            setattr(namespace, self.dest, not option_string.startswith('--no-'))

    def format_usage(self):
        return ' | '.join(self.option_strings)


class _WithArguments(Action):
    """An action that makes no sense without arguments."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None, deprecated=False):
        if nargs == 0:
            raise ValueError(self._without_arguments)
        if const is not None and nargs != OPTIONAL:
            raise ValueError(f'nargs must be {OPTIONAL!r} to supply const')
        super().__init__(option_strings, dest, nargs, const, default, type, choices, required,
                         help, metavar, deprecated)


class _StoreAction(_WithArguments):
    """Keeps the value."""

    _without_arguments = (
        'nargs for store actions must be != 0; if you have nothing to store, actions such as '
        'store true or store const may be more appropriate')

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, values)


class _StoreConstAction(Action):
    """Keeps a constant."""

    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None,
                 metavar=None, deprecated=False):
        super().__init__(option_strings, dest, nargs=0, const=const, default=default,
                         required=required, help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        setattr(namespace, self.dest, self.const)


class _StoreTrueAction(_StoreConstAction):
    """Keeps True."""

    def __init__(self, option_strings, dest, default=False, required=False, help=None,
                 deprecated=False):
        super().__init__(option_strings, dest, True, default, required, help,
                         deprecated=deprecated)


class _StoreFalseAction(_StoreConstAction):
    """Keeps False."""

    def __init__(self, option_strings, dest, default=True, required=False, help=None,
                 deprecated=False):
        super().__init__(option_strings, dest, False, default, required, help,
                         deprecated=deprecated)


def _items_of(namespace, dest):
    """A copy of the items that are there already."""
    items = getattr(namespace, dest, None)
    if items is None:
        return []
    if type(items) is list:
        return items.copy()
    import copy
    return copy.copy(items)


class _AppendAction(_WithArguments):
    """Adds the value to a list."""

    _without_arguments = (
        'nargs for append actions must be != 0; if arg strings are not supplying the value to '
        'append, the append const action may be more appropriate')

    def __call__(self, parser, namespace, values, option_string=None):
        items = _items_of(namespace, self.dest)
        items.append(values)
        setattr(namespace, self.dest, items)


class _AppendConstAction(Action):
    """Adds a constant to a list."""

    def __init__(self, option_strings, dest, const=None, default=None, required=False, help=None,
                 metavar=None, deprecated=False):
        super().__init__(option_strings, dest, nargs=0, const=const, default=default,
                         required=required, help=help, metavar=metavar, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        items = _items_of(namespace, self.dest)
        items.append(self.const)
        setattr(namespace, self.dest, items)


class _ExtendAction(_AppendAction):
    """Adds the values to a list."""

    def __call__(self, parser, namespace, values, option_string=None):
        items = _items_of(namespace, self.dest)
        items.extend(values)
        setattr(namespace, self.dest, items)


class _CountAction(Action):
    """Counts how often it is given."""

    def __init__(self, option_strings, dest, default=None, required=False, help=None,
                 deprecated=False):
        super().__init__(option_strings, dest, nargs=0, default=default, required=required,
                         help=help, deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        count = getattr(namespace, self.dest, None)
        setattr(namespace, self.dest, 1 if count is None else count + 1)


class _HelpAction(Action):
    """Prints the help and ends the program."""

    def __init__(self, option_strings, dest=SUPPRESS, default=SUPPRESS, help=None,
                 deprecated=False):
        super().__init__(option_strings, dest, nargs=0, default=default, help=help,
                         deprecated=deprecated)

    def __call__(self, parser, namespace, values, option_string=None):
        parser.print_help()
        parser.exit()


class _VersionAction(Action):
    """Prints the version and ends the program."""

    def __init__(self, option_strings, version=None, dest=SUPPRESS, default=SUPPRESS, help=None,
                 deprecated=False):
        if help is None:
            help = translate("show program's version number and exit")
        super().__init__(option_strings, dest, nargs=0, default=default, help=help)
        self.version = version

    def __call__(self, parser, namespace, values, option_string=None):
        formatter = parser._get_formatter()
        formatter.add_text(parser.version if self.version is None else self.version)
        parser._print_message(formatter.format_help(), _sys.stdout)
        parser.exit()


class _SubParsersAction(Action):
    """Has the parser that the first argument names parse the others."""

    class _ChoicesPseudoAction(Action):
        """Stands for a parser in the help."""

        def __init__(self, name, aliases, help):
            shown = f'{name} ({", ".join(aliases)})' if aliases else name
            super().__init__([], name, help=help, metavar=shown)

    def __init__(self, option_strings, prog, parser_class, dest=SUPPRESS, required=False,
                 help=None, metavar=None):
        self._prog_prefix = prog
        self._parser_class = parser_class
        self._name_parser_map = {}
        self._choices_actions = []
        self._deprecated = set()
        super().__init__(option_strings, dest, nargs=PARSER, choices=self._name_parser_map,
                         required=required, help=help, metavar=metavar)

    def add_parser(self, name, *, deprecated=False, **kwargs):
        """Adds the parser of a name, and of its aliases."""
        if kwargs.get('prog') is None:
            kwargs['prog'] = f'{self._prog_prefix} {name}'
        aliases = kwargs.pop('aliases', ())
        if name in self._name_parser_map:
            raise ArgumentError(self, translate('conflicting subparser: %s') % name)
        for alias in aliases:
            if alias in self._name_parser_map:
                raise ArgumentError(self, translate('conflicting subparser alias: %s') % alias)
        if 'help' in kwargs:
            shown = self._ChoicesPseudoAction(name, aliases, kwargs.pop('help'))
            self._choices_actions.append(shown)
        parser = self._parser_class(**kwargs)
        names = [name, *aliases]
        self._name_parser_map.update(dict.fromkeys(names, parser))
        if deprecated:
            self._deprecated.update(names)
        return parser

    def _get_subactions(self):
        return self._choices_actions

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest is not SUPPRESS:
            setattr(namespace, self.dest, name)
        if name not in self._name_parser_map:
            message = translate('unknown parser %(parser_name)r (choices: %(choices)s)')
            choices = ', '.join(self._name_parser_map)
            raise ArgumentError(self, message % {'parser_name': name, 'choices': choices})
        if name in self._deprecated:
            message = translate("command '%(parser_name)s' is deprecated")
            parser._warning(message % {'parser_name': name})
        # Its defaults count, whatever the outer parser has set.
        inner, extras = self._name_parser_map[name].parse_known_args(rest, None)
        for key, value in vars(inner).items():
            setattr(namespace, key, value)
        if extras:
            vars(namespace).setdefault(_UNRECOGNIZED_ARGS_ATTR, []).extend(extras)


class FileType:
    """A type of arguments: the files that they name, opened; "-" is standard input or output."""

    def __init__(self, mode='r', bufsize=-1, encoding=None, errors=None):
        self._mode = mode
        self._bufsize = bufsize
        self._encoding = encoding
        self._errors = errors

    def __call__(self, string):
        if string == '-':
            if 'r' in self._mode:
                stream = _sys.stdin
            elif set('wax') & set(self._mode):
                stream = _sys.stdout
            else:
                raise ValueError(translate('argument "-" with mode %r') % self._mode)
            return stream.buffer if 'b' in self._mode else stream
        try:
            return open(string, self._mode, self._bufsize, self._encoding, self._errors)
        except OSError as error:
            message = translate("can't open '%(filename)s': %(error)s")
            raise ArgumentTypeError(message % {'filename': string, 'error': error})

    def __repr__(self):
        shown = [repr(value) for value in (self._mode, self._bufsize) if value != -1]
        if self._encoding is not None:
            shown.append(f'encoding={self._encoding!r}')
        if self._errors is not None:
            shown.append(f'errors={self._errors!r}')
        return f'{type(self).__name__}({", ".join(shown)})'
