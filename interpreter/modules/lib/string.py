"""Constants for kinds of characters, templates, and a formatter to extend."""

__all__ = ['ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords',
           'digits', 'hexdigits', 'octdigits', 'printable', 'punctuation',
           'whitespace', 'Formatter', 'Template']

whitespace = ' \t\n\r\v\f'
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = ascii_lowercase.upper()
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = digits + 'abcdefABCDEF'
octdigits = '01234567'
punctuation = ''.join([character for character in map(chr, range(33, 127))
                       if not character.isalnum()])
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Capitalize the words that `sep`, or else whitespace, separates."""
    return (sep or ' ').join([word.capitalize() for word in s.split(sep)])


class _Lazy:
    """An attribute of the template class that is made when first wanted.

    A program that only needs the constants does not pay for `re`.
    """

    def __init__(self, make):
        self.make = make

    def __get__(self, instance, owner):
        return self.make(Template)


def _ignore_case(cls):
    import re
    return re.IGNORECASE


def _default_pattern(cls):
    return cls._compile_pattern(None)


# Stands for a mapping that was not given.
_sentinel_dict = {}


class Template:
    """A text in which $name and ${name} stand for values."""

    delimiter = '$'
    # Only ASCII letters, which ignoring case would extend otherwise.
    idpattern = r'(?a:[_a-z][_a-z0-9]*)'
    braceidpattern = None
    flags = _Lazy(_ignore_case)
    pattern = _Lazy(_default_pattern)

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls._compile_pattern(cls.__dict__.get('pattern'))

    @classmethod
    def _compile_pattern(cls, pattern):
        import re
        if pattern is None:
            delimiter = re.escape(cls.delimiter)
            name = cls.idpattern
            braced = cls.braceidpattern or name
            pattern = (
                rf'{delimiter}(?:(?P<escaped>{delimiter})|(?P<named>{name})'
                rf'|{{(?P<braced>{braced})}}|(?P<invalid>))')
        cls.pattern = re.compile(pattern, cls.flags | re.VERBOSE)
        return cls.pattern

    def __init__(self, template):
        self.template = template

    def _invalid(self, mo):
        before = self.template[:mo.start('invalid')]
        lines = before.splitlines(keepends=True) or ['']
        column = len(before) - sum(map(len, lines[:-1]))
        raise ValueError('Invalid placeholder in string: line %d, col %d'
                         % (len(lines), column if before else 1))

    def _kind(self, mo):
        """Return what a match is, and the name if it is a placeholder."""
        name = mo.group('named') or mo.group('braced')
        if name is not None:
            return 'named', name
        for kind in ('escaped', 'invalid'):
            if mo.group(kind) is not None:
                return kind, None
        raise ValueError('Unrecognized named group in pattern', self.pattern)

    def _fill(self, mapping, keywords, strict):
        """Put values in the place of the names."""
        if mapping is _sentinel_dict:
            mapping = keywords
        elif keywords:
            from collections import ChainMap
            mapping = ChainMap(keywords, mapping)

        def convert(mo):
            kind, name = self._kind(mo)
            if kind == 'named':
                if strict:
                    return str(mapping[name])
                try:
                    return str(mapping[name])
                except KeyError:
                    return mo.group()
            if kind == 'escaped':
                return self.delimiter
            if strict:
                self._invalid(mo)
            return mo.group()

        return self.pattern.sub(convert, self.template)

    def substitute(self, mapping=_sentinel_dict, /, **kws):
        return self._fill(mapping, kws, True)

    def safe_substitute(self, mapping=_sentinel_dict, /, **kws):
        return self._fill(mapping, kws, False)

    def is_valid(self):
        for mo in self.pattern.finditer(self.template):
            if mo.group('invalid') is not None:
                return False
            self._kind(mo)
        return True

    def get_identifiers(self):
        names = [self._kind(mo)[1]
                 for mo in self.pattern.finditer(self.template)]
        return list(dict.fromkeys([name for name in names if name is not None]))


class Formatter:
    """Does what str.format() does, in steps that can be overridden."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used_args = set()
        result, _ = self._vformat(format_string, args, kwargs, used_args, 2)
        self.check_unused_args(used_args, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used_args,
                 recursion_depth, auto_arg_index=0):
        if recursion_depth < 0:
            raise ValueError('Max string recursion exceeded')
        parts = []
        for literal, field, spec, conversion in self.parse(format_string):
            if literal:
                parts.append(literal)
            if field is None:
                continue
            # The index is False once a field has been numbered by hand.
            if field == '':
                if auto_arg_index is False:
                    raise ValueError('cannot switch from manual field '
                                     'specification to automatic field '
                                     'numbering')
                field = str(auto_arg_index)
                auto_arg_index += 1
            elif field.isdigit():
                if auto_arg_index:
                    raise ValueError('cannot switch from manual field '
                                     'specification to automatic field '
                                     'numbering')
                auto_arg_index = False
            obj, used = self.get_field(field, args, kwargs)
            used_args.add(used)
            obj = self.convert_field(obj, conversion)
            spec, auto_arg_index = self._vformat(
                spec, args, kwargs, used_args, recursion_depth - 1,
                auto_arg_index=auto_arg_index)
            parts.append(self.format_field(obj, spec))
        return ''.join(parts), auto_arg_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == 's':
            return str(value)
        if conversion == 'r':
            return repr(value)
        if conversion == 'a':
            return ascii(value)
        raise ValueError(f'Unknown conversion specifier {conversion!s}')

    def parse(self, format_string):
        """Iterate over (literal, field name, format spec, conversion)."""
        import _string
        return _string.formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        """Return the object for a field and the argument it came from."""
        import _string
        first, rest = _string.formatter_field_name_split(field_name)
        obj = self.get_value(first, args, kwargs)
        for is_attribute, key in rest:
            obj = getattr(obj, key) if is_attribute else obj[key]
        return obj, first
