"""The usage and the help of a parser."""

import re as _re

from argparse._words import (
    ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE, translate)

# The usage of an action with some numbers of arguments, and of how many names it is made.
_USAGES = {
    None: ('%s', 1), OPTIONAL: ('[%s]', 1), ONE_OR_MORE: ('%s [%s ...]', 2), PARSER: ('%s ...', 1),
}


class HelpFormatter:
    """Collects what a help consists of, and formats it."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        if width is None:
            import shutil
            width = shutil.get_terminal_size().columns - 2
        self._prog = prog
        self._indent_increment = indent_increment
        self._max_help_position = min(max_help_position, max(width - 20, indent_increment * 2))
        self._width = width
        self._current_indent = 0
        self._level = 0
        self._action_max_length = 0
        self._root_section = self._current_section = self._Section(self, None)
        self._whitespace_matcher = _re.compile(r'\s+', _re.ASCII)
        self._long_break_matcher = _re.compile(r'\n\n\n+')

    class _Section:
        """Items below a heading."""

        def __init__(self, formatter, parent, heading=None):
            self.formatter = formatter
            self.parent = parent
            self.heading = heading
            self.items = []

        def format_help(self):
            formatter = self.formatter
            if self.parent is not None:
                formatter._indent()
            text = formatter._join_parts([format(*arguments) for format, arguments in self.items])
            if self.parent is not None:
                formatter._dedent()
            if not text:
                return ''
            heading = ''
            if self.heading is not None and self.heading is not SUPPRESS:
                words = translate('%(heading)s:') % {'heading': self.heading}
                heading = f'{" " * formatter._current_indent}{words}\n'
            return formatter._join_parts(['\n', heading, text, '\n'])

    def _indent(self):
        self._current_indent += self._indent_increment
        self._level += 1

    def _dedent(self):
        self._current_indent -= self._indent_increment
        assert self._current_indent >= 0, 'Indent decreased below 0.'
        self._level -= 1

    def _add_item(self, func, args):
        self._current_section.items.append((func, args))

    def start_section(self, heading):
        """What is added next is below a heading."""
        self._indent()
        section = self._Section(self, self._current_section, heading)
        self._add_item(section.format_help, [])
        self._current_section = section

    def end_section(self):
        self._current_section = self._current_section.parent
        self._dedent()

    def add_text(self, text):
        if text is not None and text is not SUPPRESS:
            self._add_item(self._format_text, [text])

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._add_item(self._format_usage, (usage, actions, groups, prefix))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        lengths = [len(self._format_action_invocation(action)) + self._current_indent]
        lengths += (len(self._format_action_invocation(inner)) + self._current_indent
                    for inner in self._iter_indented_subactions(action))
        self._action_max_length = max(self._action_max_length, *lengths)
        self._add_item(self._format_action, [action])

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        """The text of all that was added."""
        text = self._root_section.format_help()
        return self._long_break_matcher.sub('\n\n', text).strip('\n') + '\n' if text else text

    def _join_parts(self, part_strings):
        return ''.join(part for part in part_strings if part and part is not SUPPRESS)

    def _format_usage(self, usage, actions, groups, prefix):
        prefix = translate('usage: ') if prefix is None else prefix
        if usage is not None:
            usage = usage % {'prog': self._prog}
        elif not actions:
            usage = f'{self._prog}'
        else:
            usage = self._usage_of_actions(actions, groups, prefix)
        return f'{prefix}{usage}\n\n'

    def _usage_of_actions(self, actions, groups, prefix):
        """The usage, options first; in lines where one is not enough."""
        prog = f'{self._prog}'
        options = [action for action in actions if action.option_strings]
        positionals = [action for action in actions if not action.option_strings]
        usage = ' '.join(filter(None, [
            prog, self._format_actions_usage(options + positionals, groups)]))
        width = self._width - self._current_indent
        if len(prefix) + len(usage) <= width:
            return usage
        options = self._get_actions_usage_parts(options, groups)
        positionals = self._get_actions_usage_parts(positionals, groups)
        if len(prefix) + len(prog) <= 0.75 * width:
            # What belongs to the program stands beside its name.
            indent = ' ' * (len(prefix) + len(prog) + 1)
            first, rest = (options, positionals) if options else (positionals, [])
            if not first:
                return prog
            lines = _wrap([prog, *first], indent, width, len(prefix) - 1)
            lines[0] = lines[0][len(indent):]
            lines += _wrap(rest, indent, width)
        else:
            indent = ' ' * len(prefix)
            lines = _wrap(options + positionals, indent, width)
            if len(lines) > 1:
                lines = _wrap(options, indent, width) + _wrap(positionals, indent, width)
            lines.insert(0, prog)
        return '\n'.join(lines)

    def _format_actions_usage(self, actions, groups):
        return ' '.join(self._get_actions_usage_parts(actions, groups))

    def _get_actions_usage_parts(self, actions, groups):
        """The usage of each action; with the marks of the groups whose members stand together."""
        spans = {}
        for group in groups:
            members = group._group_actions
            if not members:
                raise ValueError(f'empty group {group}')
            if members[0] in actions and any(member.help is not SUPPRESS for member in members):
                start = actions.index(members[0])
                end = start + len(members)
                if actions[start:end] == members:
                    spans[start, end] = group
        grouped = {member for group in spans.values() for member in group._group_actions}
        parts = [self._usage_part(action, action in grouped) for action in actions]
        separated = set()
        for (start, end), group in sorted(spans.items(), key=lambda item: item[0], reverse=True):
            shown = [part for part in parts[start:end] if part is not None]
            opening, closing = '[]'
            if group.required:
                opening, closing = '()' if len(shown) > 1 else ('', '')
            shown[0] = opening + shown[0]
            shown[-1] += closing
            last = len(shown) - 1
            for index, part in enumerate(shown):
                # A group within a group has its separators already.
                if index == last:
                    parts[start + index] = part
                elif start + index not in separated:
                    separated.add(start + index)
                    parts[start + index] = f'{part} |'
            parts[start + len(shown):end] = [None] * (end - start - len(shown))
        return [part for part in parts if part is not None]

    def _usage_part(self, action, is_grouped):
        if action.help is SUPPRESS:
            return None
        if not action.option_strings:
            part = self._format_args(action, self._get_default_metavar_for_positional(action))
            return part[1:-1] if is_grouped and part[0] == '[' and part[-1] == ']' else part
        if action.nargs == 0:
            part = action.format_usage()
        else:
            default = self._get_default_metavar_for_optional(action)
            part = f'{action.option_strings[0]} {self._format_args(action, default)}'
        return part if action.required or is_grouped else f'[{part}]'

    def _format_text(self, text):
        if '%(prog)' in text:
            text = text % {'prog': self._prog}
        width = max(self._width - self._current_indent, 11)
        return self._fill_text(text, width, ' ' * self._current_indent) + '\n\n'

    def _format_action(self, action):
        """What is typed for an action, and its help beside or below."""
        position = min(self._action_max_length + 2, self._max_help_position)
        room = position - self._current_indent - 2
        invocation = self._format_action_invocation(action)
        indent = ' ' * self._current_indent
        lines = []
        if action.help and action.help.strip() and (text := self._expand_help(action)):
            lines = self._split_lines(text, max(self._width - position, 11))
        if action.help and len(invocation) <= room:
            parts = [f'{indent}{invocation:<{room}}  ']
            if lines:
                parts.append(f'{lines.pop(0)}\n')
            elif not action.help.strip():
                parts.append('\n')
        else:
            parts = [f'{indent}{invocation}\n']
        parts += (f'{" " * position}{line}\n' for line in lines)
        parts += [self._format_action(inner) for inner in self._iter_indented_subactions(action)]
        return self._join_parts(parts)

    def _format_action_invocation(self, action):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            metavar, = self._metavar_formatter(action, default)(1)
            return metavar
        names = ', '.join(action.option_strings)
        if action.nargs == 0:
            return names
        default = self._get_default_metavar_for_optional(action)
        return f'{names} {self._format_args(action, default)}'

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            metavar = action.metavar
        elif action.choices is not None:
            metavar = '{' + ','.join(map(str, action.choices)) + '}'
        else:
            metavar = default_metavar
        return lambda size: metavar if isinstance(metavar, tuple) else (metavar,) * size

    def _format_args(self, action, default_metavar):
        """The names of an action's arguments, by their number."""
        names = self._metavar_formatter(action, default_metavar)
        nargs = action.nargs
        if nargs is None or nargs in (OPTIONAL, ONE_OR_MORE, PARSER):
            usage, size = _USAGES[nargs]
            return usage % names(size)
        if nargs == ZERO_OR_MORE:
            metavar = names(1)
            return ('[%s [%s ...]]' if len(metavar) == 2 else '[%s ...]') % metavar
        if nargs == REMAINDER:
            return '...'
        if nargs == SUPPRESS:
            return ''
        try:
            usage = ' '.join(['%s' for _ in range(nargs)])
        except TypeError:
            raise ValueError('invalid nargs value') from None
        return usage % names(nargs)

    def _expand_help(self, action):
        values = {name: getattr(value, '__name__', value)
                  for name, value in {**vars(action), 'prog': self._prog}.items()
                  if value is not SUPPRESS}
        if values.get('choices') is not None:
            values['choices'] = ', '.join(map(str, values['choices']))
        return self._get_help_string(action) % values

    def _iter_indented_subactions(self, action):
        if hasattr(action, '_get_subactions'):
            self._indent()
            yield from action._get_subactions()
            self._dedent()

    def _split_lines(self, text, width):
        import textwrap
        return textwrap.wrap(self._whitespace_matcher.sub(' ', text).strip(), width)

    def _fill_text(self, text, width, indent):
        import textwrap
        return textwrap.fill(self._whitespace_matcher.sub(' ', text).strip(), width,
                             initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


def _wrap(parts, indent, width, used=None):
    """Indented lines of parts; so many characters of the first line are used already."""
    lines, line = [], []
    length = len(indent) - 1 if used is None else used
    for part in parts:
        if line and length + 1 + len(part) > width:
            lines.append(indent + ' '.join(line))
            line, length = [], len(indent) - 1
        line.append(part)
        length += len(part) + 1
    if line:
        lines.append(indent + ' '.join(line))
    return lines


class RawDescriptionHelpFormatter(HelpFormatter):
    """Keeps the lines of descriptions."""

    def _fill_text(self, text, width, indent):
        return ''.join([indent + line for line in text.splitlines(keepends=True)])


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Keeps the lines of all texts."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Tells defaults."""

    def _get_help_string(self, action):
        text = '' if action.help is None else action.help
        has_default = action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE)
        if has_default and action.default is not SUPPRESS and '%(default)' not in text:
            text += translate(' (default: %(default)s)')
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Names arguments by their types."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    def _get_default_metavar_for_positional(self, action):
        return action.type.__name__
