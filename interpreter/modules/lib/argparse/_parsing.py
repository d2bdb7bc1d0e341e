"""One run of a parser over the arguments that were given."""

from argparse._words import SUPPRESS, ArgumentError, _get_action_name, translate


class _Run:
    """Which arguments are options, and what was done with them so far."""

    def __init__(self, parser, strings, namespace):
        self.parser = parser
        self.strings = strings
        self.namespace = namespace
        self.extras = []
        self.positionals = parser._get_positional_actions()
        self.seen = set()
        self.seen_with_other_values = set()
        self.warned = set()
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            members = group._group_actions
            for index, member in enumerate(members):
                others = self.conflicts.setdefault(member, [])
                others += members[:index] + members[index + 1:]
        # Options by their index; a letter for each argument: O an option, A another, - is "--".
        self.options = {}
        letters = []
        for index, string in enumerate(strings):
            if string == '--':
                letters.append('-')
                letters += 'A' * (len(strings) - index - 1)
                break
            option = parser._parse_optional(string)
            if option is not None:
                self.options[index] = option
            letters.append('A' if option is None else 'O')
        self.letters = ''.join(letters)

    def run(self):
        """Takes all arguments. Returns those that nobody knows."""
        index, last = 0, max(self.options, default=-1)
        while index <= last:
            option = index
            while option not in self.options:
                option += 1
            if index != option:
                end = self._take_positionals(index)
                if end > index:
                    index = end
                    continue
                self.extras += self.strings[index:option]
                index = option
            index = self._take_option(index)
        index = self._take_positionals(index)
        self.extras += self.strings[index:]
        self._check_required()
        self._check_groups()
        return self.extras

    def _act(self, action, strings, option_string=None):
        self.seen.add(action)
        values = self.parser._get_values(action, strings)
        if values is not action.default:
            self.seen_with_other_values.add(action)
            for other in self.conflicts.get(action, ()):
                if other in self.seen_with_other_values:
                    message = translate('not allowed with argument %s') % _get_action_name(other)
                    raise ArgumentError(action, message)
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option_string)

    def _take_option(self, index):
        """Takes an option with its arguments, or several that are written as one."""
        parser = self.parser
        action, name, separator, value = self.options[index]
        taken, end = [], index + 1
        while True:
            if action is None:
                self.extras.append(self.strings[index])
                return end
            if value is None:
                end += parser._match_argument(action, self.letters[end:])
                taken.append((action, self.strings[index + 1:end], name))
                break
            count = parser._match_argument(action, 'A')
            if count == 1:
                taken.append((action, [value], name))
                break
            chars = parser.prefix_chars
            is_flag = count == 0 and name[1] not in chars and value != ''
            if not is_flag or separator or value[0] in chars:
                raise ArgumentError(action, translate('ignored explicit argument %r') % value)
            # What follows a flag of one letter begins with another one.
            taken.append((action, [], name))
            name = name[0] + value[0]
            if name not in parser._option_string_actions:
                self.extras.append(name[0] + value)
                break
            action = parser._option_string_actions[name]
            value = value[1:]
            if not value:
                separator = value = None
            else:
                separator = '=' if value[0] == '=' else ''
                value = value.removeprefix('=')
        for action, strings, name in taken:
            if action.deprecated:
                self._warn(name, "option '%(option)s' is deprecated", {'option': name})
            self._act(action, strings, name)
        return end

    def _take_positionals(self, index):
        """Gives as many arguments as can be matched to the actions that wait for some."""
        counts = self.parser._match_arguments_partial(self.positionals, self.letters[index:])
        taken = self.positionals[:len(counts)]
        for action, count in zip(taken, counts):
            strings = self.strings[index:index + count]
            index += count
            if strings and action.deprecated:
                self._warn(action.dest, "argument '%(argument_name)s' is deprecated",
                           {'argument_name': action.dest})
            self._act(action, strings)
        del self.positionals[:len(counts)]
        return index

    def _warn(self, name, message, values):
        if name not in self.warned:
            self.parser._warning(translate(message) % values)
            self.warned.add(name)

    def _check_required(self):
        missing = []
        for action in self.parser._actions:
            if action in self.seen:
                continue
            default = action.default
            if action.required:
                missing.append(_get_action_name(action))
            elif (isinstance(default, str) and hasattr(self.namespace, action.dest)
                  and default is getattr(self.namespace, action.dest)):
                # Only now it is known that the default is needed.
                setattr(self.namespace, action.dest, self.parser._get_value(action, default))
        if missing:
            message = translate('the following arguments are required: %s')
            raise ArgumentError(None, message % ', '.join(missing))

    def _check_groups(self):
        for group in self.parser._mutually_exclusive_groups:
            members = group._group_actions
            if group.required and self.seen_with_other_values.isdisjoint(members):
                names = [_get_action_name(member) for member in members
                         if member.help is not SUPPRESS]
                message = translate('one of the arguments %s is required')
                raise ArgumentError(None, message % ' '.join(names))
