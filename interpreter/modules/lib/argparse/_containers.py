"""What arguments are added to: parsers, and groups of arguments."""

import re as _re

from argparse import _actions
from argparse._words import (
    OPTIONAL, ZERO_OR_MORE, ArgumentError, translate, translate_number)

_ACTIONS = {
    None: _actions._StoreAction, 'store': _actions._StoreAction,
    'store_const': _actions._StoreConstAction, 'store_true': _actions._StoreTrueAction,
    'store_false': _actions._StoreFalseAction, 'append': _actions._AppendAction,
    'append_const': _actions._AppendConstAction, 'count': _actions._CountAction,
    'help': _actions._HelpAction, 'version': _actions._VersionAction,
    'parsers': _actions._SubParsersAction, 'extend': _actions._ExtendAction,
}


class _ActionsContainer:
    """Has arguments, groups of them and defaults."""

    def __init__(self, description, prefix_chars, argument_default, conflict_handler):
        super().__init__()
        self.description = description
        self.argument_default = argument_default
        self.prefix_chars = prefix_chars
        self.conflict_handler = conflict_handler
        self._registries = {'action': dict(_ACTIONS)}
        self._get_handler()
        self._actions = []
        self._option_string_actions = {}
        self._action_groups = []
        self._mutually_exclusive_groups = []
        self._defaults = {}
        self._negative_number_matcher = _re.compile(r'^-\d+$|^-\d*\.\d+$')
        # Has an item where an option looks like a negative number; groups share it.
        self._has_negative_number_optionals = []

    def register(self, registry_name, value, object):
        """Gives an action or a type a name."""
        self._registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        return self._registries[registry_name].get(value, default)

    def set_defaults(self, **kwargs):
        """Sets defaults, of arguments or of other attributes."""
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        defaults = [action.default for action in self._actions
                    if action.dest == dest and action.default is not None]
        return defaults[0] if defaults else self._defaults.get(dest, None)

    def add_argument(self, *args, **kwargs):
        """Adds an argument: by its name, or by the strings of an option."""
        if args and (len(args) > 1 or args[0][0] in self.prefix_chars):
            kwargs = self._get_optional_kwargs(*args, **kwargs)
        else:
            if args and 'dest' in kwargs:
                raise ValueError('dest supplied twice for positional argument')
            kwargs = self._get_positional_kwargs(*args, **kwargs)
        if 'default' not in kwargs:
            if kwargs['dest'] in self._defaults:
                kwargs['default'] = self._defaults[kwargs['dest']]
            elif self.argument_default is not None:
                kwargs['default'] = self.argument_default
        kind = self._pop_action_class(kwargs)
        if not callable(kind):
            raise ValueError(f'unknown action "{kind}"')
        action = kind(**kwargs)
        self._check_type(action)
        if hasattr(self, '_get_formatter'):
            try:
                self._get_formatter()._format_args(action, None)
            except TypeError:
                raise ValueError('length of metavar tuple does not match nargs')
        return self._add_action(action)

    def _check_type(self, action):
        kind = self._registry_get('type', action.type, action.type)
        if not callable(kind):
            raise ValueError(f'{kind!r} is not callable')
        if kind is _actions.FileType:
            raise ValueError(f'{kind!r} is a FileType class object, instance of it must be passed')

    def add_argument_group(self, *args, **kwargs):
        """Adds a group, which has a heading of its own in the help."""
        group = _ArgumentGroup(self, *args, **kwargs)
        self._action_groups.append(group)
        return group

    def add_mutually_exclusive_group(self, **kwargs):
        """Adds a group of which one argument may be given."""
        group = _MutuallyExclusiveGroup(self, **kwargs)
        self._mutually_exclusive_groups.append(group)
        return group

    def _add_action(self, action):
        self._check_conflict(action)
        self._actions.append(action)
        action.container = self
        for name in action.option_strings:
            self._option_string_actions[name] = action
            if self._negative_number_matcher.match(name):
                self._has_negative_number_optionals[:] = [True]
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _add_container_actions(self, container):
        """Adds what another container has."""
        by_title = {}
        for group in self._action_groups:
            if group.title in by_title:
                message = translate('cannot merge actions - two groups are named %r')
                raise ValueError(message % group.title)
            by_title[group.title] = group
        homes = {}
        for group in container._action_groups:
            if group.title not in by_title:
                by_title[group.title] = self.add_argument_group(
                    title=group.title, description=group.description,
                    conflict_handler=group.conflict_handler)
            homes.update(dict.fromkeys(group._group_actions, by_title[group.title]))
        for group in container._mutually_exclusive_groups:
            copy = self.add_mutually_exclusive_group(required=group.required)
            homes.update(dict.fromkeys(group._group_actions, copy))
        for action in container._actions:
            homes.get(action, self)._add_action(action)

    def _get_positional_kwargs(self, dest, **kwargs):
        if 'required' in kwargs:
            raise TypeError(translate("'required' is an invalid argument for positionals"))
        nargs = kwargs.get('nargs')
        if nargs != OPTIONAL and (nargs != ZERO_OR_MORE or 'default' not in kwargs):
            kwargs['required'] = True
        return {**kwargs, 'dest': dest, 'option_strings': []}

    def _get_optional_kwargs(self, *args, **kwargs):
        chars = self.prefix_chars
        for name in args:
            if name[0] not in chars:
                message = translate('invalid option string %(option)r: must start with a '
                                    'character %(prefix_chars)r')
                raise ValueError(message % {'option': name, 'prefix_chars': chars})
        dest = kwargs.pop('dest', None)
        if dest is None:
            # The first long option names it, or else the first one.
            is_long = [len(name) > 1 and name[1] in chars for name in args]
            dest = args[is_long.index(True) if any(is_long) else 0].lstrip(chars)
            if not dest:
                raise ValueError(translate('dest= is required for options like %r') % name)
            dest = dest.replace('-', '_')
        return {**kwargs, 'dest': dest, 'option_strings': list(args)}

    def _pop_action_class(self, kwargs, default=None):
        action = kwargs.pop('action', default)
        return self._registry_get('action', action, action)

    def _get_handler(self):
        try:
            return getattr(self, f'_handle_conflict_{self.conflict_handler}')
        except AttributeError:
            message = translate('invalid conflict_resolution value: %r')
            raise ValueError(message % self.conflict_handler)

    def _check_conflict(self, action):
        conflicts = [(name, self._option_string_actions[name]) for name in action.option_strings
                     if name in self._option_string_actions]
        if conflicts:
            self._get_handler()(action, conflicts)

    def _handle_conflict_error(self, action, conflicting_actions):
        message = translate_number('conflicting option string: %s',
                                   'conflicting option strings: %s', len(conflicting_actions))
        names = ', '.join([name for name, _ in conflicting_actions])
        raise ArgumentError(action, message % names)

    def _handle_conflict_resolve(self, action, conflicting_actions):
        for name, other in conflicting_actions:
            other.option_strings.remove(name)
            self._option_string_actions.pop(name, None)
            if not other.option_strings:
                other.container._remove_action(other)


def _warn_of_nesting(what):
    import warnings
    warnings.warn(f'Nesting {what} is deprecated.', DeprecationWarning, stacklevel=3)


class _ArgumentGroup(_ActionsContainer):
    """Arguments of a container, below a heading of their own."""

    def __init__(self, container, title=None, description=None, **kwargs):
        for name in 'conflict_handler', 'prefix_chars', 'argument_default':
            kwargs.setdefault(name, getattr(container, name))
        super().__init__(description=description, **kwargs)
        self.title = title
        self._group_actions = []
        for shared in ('_registries', '_actions', '_option_string_actions', '_defaults',
                       '_has_negative_number_optionals', '_mutually_exclusive_groups'):
            setattr(self, shared, getattr(container, shared))

    def _add_action(self, action):
        action = super()._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        super()._remove_action(action)
        self._group_actions.remove(action)

    def add_argument_group(self, *args, **kwargs):
        _warn_of_nesting('argument groups')
        return super().add_argument_group(*args, **kwargs)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    """Arguments of which one may be given."""

    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required
        self._container = container

    def _add_action(self, action):
        if action.required:
            raise ValueError(translate('mutually exclusive arguments must be optional'))
        action = self._container._add_action(action)
        self._group_actions.append(action)
        return action

    def _remove_action(self, action):
        self._container._remove_action(action)
        self._group_actions.remove(action)

    def add_mutually_exclusive_group(self, *args, **kwargs):
        _warn_of_nesting('mutually exclusive groups')
        return super().add_mutually_exclusive_group(*args, **kwargs)
