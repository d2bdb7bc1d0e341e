"""Configurations: sections of options with values, in files."""

import functools
import io
import itertools
import os
import re
import sys
import types
from collections import ChainMap as _ChainMap
from collections.abc import MutableMapping

from configparser._errors import *
from configparser._errors import MAX_INTERPOLATION_DEPTH, Error
from configparser._interpolation import BasicInterpolation, ExtendedInterpolation, Interpolation

__all__ = (
    'NoSectionError', 'DuplicateOptionError', 'DuplicateSectionError', 'NoOptionError',
    'InterpolationError', 'InterpolationDepthError', 'InterpolationMissingOptionError',
    'InterpolationSyntaxError', 'ParsingError', 'MissingSectionHeaderError',
    'MultilineContinuationError', 'ConfigParser', 'RawConfigParser', 'Interpolation',
    'BasicInterpolation', 'ExtendedInterpolation', 'SectionProxy', 'ConverterMapping',
    'DEFAULTSECT', 'MAX_INTERPOLATION_DEPTH', 'UNNAMED_SECTION',
)

_default_dict = dict
DEFAULTSECT = 'DEFAULT'


class _UnnamedSection:
    """The section of options that stand before the first header."""

    def __repr__(self):
        return '<UNNAMED_SECTION>'


UNNAMED_SECTION = _UnnamedSection()

_UNSET = object()


class _ReadState:
    """How far a text has been read."""

    def __init__(self):
        self.elements_added = set()
        self.cursect = self.sectname = self.optname = None
        self.lineno = self.indent_level = 0
        self.errors = []


class _Line(str):
    """A line, and what it is without comments."""

    def __new__(cls, val, *args, **kwargs):
        return super().__new__(cls, val)

    def __init__(self, val, prefixes):
        self.prefixes = prefixes

    @functools.cached_property
    def clean(self):
        if self.strip().startswith(self.prefixes.full):
            return ''
        marks = [rf'(?:^|\s){re.escape(prefix)}' for prefix in self.prefixes.inline]
        match = re.search('|'.join(marks), self) if marks else None
        return self[:match.start() if match else None].strip()

    @property
    def has_comments(self):
        return self.strip() != self.clean


class RawConfigParser(MutableMapping):
    """Sections by their names, without references between values."""

    _SECT_TMPL = r'\[(?P<header>.+)\]'
    _OPT_TMPL = r'(?P<option>.*?)\s*(?P<vi>{delim})\s*(?P<value>.*)$'
    _OPT_NV_TMPL = r'(?P<option>.*?)\s*(?:(?P<vi>{delim})\s*(?P<value>.*))?$'

    _DEFAULT_INTERPOLATION = Interpolation()
    SECTCRE = re.compile(_SECT_TMPL, re.VERBOSE)
    OPTCRE = re.compile(_OPT_TMPL.format(delim='=|:'), re.VERBOSE)
    OPTCRE_NV = re.compile(_OPT_NV_TMPL.format(delim='=|:'), re.VERBOSE)
    NONSPACECRE = re.compile(r'\S')
    BOOLEAN_STATES = {'1': True, 'yes': True, 'true': True, 'on': True,
                      '0': False, 'no': False, 'false': False, 'off': False}

    def __init__(self, defaults=None, dict_type=_default_dict, allow_no_value=False, *,
                 delimiters=('=', ':'), comment_prefixes=('#', ';'), inline_comment_prefixes=None,
                 strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT,
                 interpolation=_UNSET, converters=_UNSET, allow_unnamed_section=False):
        self._dict = dict_type
        self._sections = dict_type()
        self._defaults = dict_type()
        self._converters = ConverterMapping(self)
        self._proxies = dict_type()
        self._proxies[default_section] = SectionProxy(self, default_section)
        self._delimiters = tuple(delimiters)
        if delimiters == ('=', ':'):
            self._optcre = self.OPTCRE_NV if allow_no_value else self.OPTCRE
        else:
            template = self._OPT_NV_TMPL if allow_no_value else self._OPT_TMPL
            marks = '|'.join([re.escape(mark) for mark in delimiters])
            self._optcre = re.compile(template.format(delim=marks), re.VERBOSE)
        self._prefixes = types.SimpleNamespace(full=tuple(comment_prefixes or ()),
                                               inline=tuple(inline_comment_prefixes or ()))
        self._strict = strict
        self._allow_no_value = allow_no_value
        self._empty_lines_in_values = empty_lines_in_values
        self.default_section = default_section
        if interpolation is _UNSET:
            interpolation = self._DEFAULT_INTERPOLATION
        self._interpolation = Interpolation() if interpolation is None else interpolation
        if not isinstance(self._interpolation, Interpolation):
            raise TypeError('interpolation= must be None or an instance of Interpolation; got an '
                            f'object of type {type(self._interpolation)}')
        if converters is not _UNSET:
            self._converters.update(converters)
        if defaults:
            self._read_defaults(defaults)
        self._allow_unnamed_section = allow_unnamed_section

    def defaults(self):
        return self._defaults

    def sections(self):
        """The names of the sections, without that of the defaults."""
        return list(self._sections)

    def _begin(self, section):
        """Adds an empty section."""
        self._sections[section] = self._dict()
        self._proxies[section] = SectionProxy(self, section)
        return self._sections[section]

    def add_section(self, section):
        if section == self.default_section:
            raise ValueError(f'Invalid section name: {section!r}')
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._begin(section)

    def has_section(self, section):
        return section in self._sections

    def _section(self, section):
        """The options of a section, or the defaults."""
        if not section or section == self.default_section:
            return self._defaults
        try:
            return self._sections[section]
        except KeyError:
            raise NoSectionError(section) from None

    def options(self, section):
        """The names of the options of a section, and of the defaults."""
        if section not in self._sections:
            raise NoSectionError(section) from None
        names = self._sections[section].copy()
        names.update(self._defaults)
        return list(names)

    def read(self, filenames, encoding=None):
        """Reads those of some files that are there. Returns their names."""
        if isinstance(filenames, (str, bytes, os.PathLike)):
            filenames = [filenames]
        encoding = io.text_encoding(encoding)
        names = []
        for name in filenames:
            try:
                with open(name, encoding=encoding) as file:
                    self._read(file, name)
            except OSError:
                continue
            names.append(os.fspath(name) if isinstance(name, os.PathLike) else name)
        return names

    def read_file(self, f, source=None):
        """Reads lines, from a file or any other iterable."""
        self._read(f, getattr(f, 'name', '<???>') if source is None else source)

    def read_string(self, string, source='<string>'):
        self.read_file(io.StringIO(string), source)

    def read_dict(self, dictionary, source='<dict>'):
        """Takes sections from a dict of dicts."""
        added = set()
        for section, options in dictionary.items():
            section = str(section)
            try:
                self.add_section(section)
            except (DuplicateSectionError, ValueError):
                if self._strict and section in added:
                    raise
            added.add(section)
            for key, value in options.items():
                key = self.optionxform(str(key))
                if self._strict and (section, key) in added:
                    raise DuplicateOptionError(section, key, source)
                added.add((section, key))
                self.set(section, key, None if value is None else str(value))

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        """The value of an option: that in vars, in the section or among the defaults."""
        try:
            values = self._unify_values(section, vars)
            option = self.optionxform(option)
            if option not in values:
                raise NoOptionError(option, section)
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback
        value = values[option]
        if raw or value is None:
            return value
        return self._interpolation.before_get(self, section, option, value, values)

    def _get(self, section, conv, option, **kwargs):
        return conv(self.get(section, option, **kwargs))

    def _get_conv(self, section, option, conv, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        try:
            return self._get(section, conv, option, raw=raw, vars=vars, **kwargs)
        except (NoSectionError, NoOptionError):
            if fallback is _UNSET:
                raise
            return fallback

    def getint(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, int, raw=raw, vars=vars, fallback=fallback,
                              **kwargs)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, float, raw=raw, vars=vars, fallback=fallback,
                              **kwargs)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_UNSET, **kwargs):
        return self._get_conv(section, option, self._convert_to_boolean, raw=raw, vars=vars,
                              fallback=fallback, **kwargs)

    def items(self, section=_UNSET, raw=False, vars=None):
        """The options of a section with their values; without one, the sections."""
        if section is _UNSET:
            return super().items()
        values = self._defaults.copy()
        if section in self._sections:
            values.update(self._sections[section])
        elif section != self.default_section:
            raise NoSectionError(section)
        names = list(values)
        for key, value in (vars or {}).items():
            values[self.optionxform(key)] = value
        if raw:
            return [(name, values[name]) for name in names]
        get = self._interpolation.before_get
        return [(name, get(self, section, name, values[name], values)) for name in names]

    def popitem(self):
        """Removes the first section. Returns its name and itself."""
        for key in self.sections():
            value = self[key]
            del self[key]
            return key, value
        raise KeyError

    def optionxform(self, optionstr):
        """What the name of an option is kept as."""
        return optionstr.lower()

    def has_option(self, section, option):
        try:
            options = self._section(section)
        except NoSectionError:
            return False
        option = self.optionxform(option)
        return option in options or option in self._defaults

    def set(self, section, option, value=None):
        if value:
            value = self._interpolation.before_set(self, section, option, value)
        self._section(section)[self.optionxform(option)] = value

    def write(self, fp, space_around_delimiters=True):
        """Writes all sections, as they can be read again."""
        mark = self._delimiters[0]
        if space_around_delimiters:
            mark = f' {mark} '
        if self._defaults:
            self._write_section(fp, self.default_section, self._defaults.items(), mark)
        # What has no header can only stand first.
        names = sorted(self._sections, key=lambda name: name is not UNNAMED_SECTION)
        for name in names:
            self._write_section(fp, name, self._sections[name].items(), mark,
                                name is UNNAMED_SECTION)

    def _write_section(self, fp, section_name, section_items, delimiter, unnamed=False):
        if not unnamed:
            fp.write(f'[{section_name}]\n')
        for key, value in section_items:
            value = self._interpolation.before_write(self, section_name, key, value)
            text = ''
            if value is not None or not self._allow_no_value:
                text = delimiter + str(value).replace('\n', '\n\t')
            fp.write(f'{key}{text}\n')
        fp.write('\n')

    def remove_option(self, section, option):
        """Removes an option. Returns whether it was there."""
        options = self._section(section)
        option = self.optionxform(option)
        existed = option in options
        if existed:
            del options[option]
        return existed

    def remove_section(self, section):
        """Removes a section. Returns whether it was there."""
        existed = section in self._sections
        if existed:
            del self._sections[section]
            del self._proxies[section]
        return existed

    def __getitem__(self, key):
        if key not in self:
            raise KeyError(key)
        return self._proxies[key]

    def __setitem__(self, key, value):
        if key in self and self[key] is value:
            return
        if key == self.default_section:
            self._defaults.clear()
        elif key in self._sections:
            self._sections[key].clear()
        self.read_dict({key: value})

    def __delitem__(self, key):
        if key == self.default_section:
            raise ValueError('Cannot remove the default section.')
        if not self.remove_section(key):
            raise KeyError(key)

    def __contains__(self, key):
        return key == self.default_section or self.has_section(key)

    def __len__(self):
        return len(self._sections) + 1

    def __iter__(self):
        return itertools.chain((self.default_section,), self._sections.keys())

    def _read(self, fp, fpname):
        try:
            ParsingError._raise_all(self._read_inner(fp, fpname))
        finally:
            self._join_multiline_values()

    def _read_inner(self, fp, fpname):
        state = _ReadState()
        for state.lineno, text in enumerate(fp, 1):
            line = _Line(text, self._prefixes)
            if not line.clean:
                self._handle_empty(state, line)
                continue
            found = self.NONSPACECRE.search(line)
            state.cur_indent_level = found.start() if found else 0
            if not self._handle_continuation_line(state, line, fpname):
                self._handle_rest(state, line, fpname)
        return state.errors

    def _handle_empty(self, st, line):
        if not self._empty_lines_in_values:
            # Nothing can be further to the right: the value ends.
            st.indent_level = sys.maxsize
        elif not line.has_comments and st.cursect is not None and st.optname:
            value = st.cursect[st.optname]
            if value is not None:
                value.append('')

    def _handle_continuation_line(self, st, line, fpname):
        if st.cursect is None or not st.optname or st.cur_indent_level <= st.indent_level:
            return False
        if st.cursect[st.optname] is None:
            raise MultilineContinuationError(fpname, st.lineno, line)
        st.cursect[st.optname].append(line.clean)
        return True

    def _handle_rest(self, st, line, fpname):
        if self._allow_unnamed_section and st.cursect is None:
            st.sectname = UNNAMED_SECTION
            st.cursect = self._begin(UNNAMED_SECTION)
            st.elements_added.add(UNNAMED_SECTION)
        st.indent_level = st.cur_indent_level
        header = self.SECTCRE.match(line.clean)
        if header:
            self._handle_header(st, header, fpname)
        elif st.cursect is None:
            raise MissingSectionHeaderError(fpname, st.lineno, line)
        else:
            self._handle_option(st, line, fpname)

    def _handle_header(self, st, mo, fpname):
        name = st.sectname = mo['header']
        st.optname = None
        if name == self.default_section and name not in self._sections:
            st.cursect = self._defaults
            return
        if name not in self._sections:
            st.cursect = self._begin(name)
        elif self._strict and name in st.elements_added:
            raise DuplicateSectionError(name, fpname, st.lineno)
        else:
            st.cursect = self._sections[name]
        st.elements_added.add(name)

    def _handle_option(self, st, line, fpname):
        match = self._optcre.match(line.clean)
        if not match:
            st.errors.append(ParsingError(fpname, st.lineno, line))
            return
        name, value = match['option'], match['value']
        if not name:
            st.errors.append(ParsingError(fpname, st.lineno, line))
        st.optname = self.optionxform(name.rstrip())
        added = st.sectname, st.optname
        if self._strict and added in st.elements_added:
            raise DuplicateOptionError(*added, fpname, st.lineno)
        st.elements_added.add(added)
        st.cursect[st.optname] = None if value is None else [value.strip()]

    def _join_multiline_values(self):
        """Makes texts of the lines that were read."""
        for section, options in [(self.default_section, self._defaults), *self._sections.items()]:
            for name, value in options.items():
                if isinstance(value, list):
                    value = '\n'.join(value).rstrip()
                options[name] = self._interpolation.before_read(self, section, name, value)

    def _read_defaults(self, defaults):
        for key, value in defaults.items():
            self._defaults[self.optionxform(key)] = value

    def _unify_values(self, section, vars):
        """The values that a section sees."""
        own = {}
        if section in self._sections:
            own = self._sections[section]
        elif section != self.default_section:
            raise NoSectionError(section)
        given = {self.optionxform(key): None if value is None else str(value)
                 for key, value in (vars or {}).items()}
        return _ChainMap(given, own, self._defaults)

    def _convert_to_boolean(self, value):
        try:
            return self.BOOLEAN_STATES[value.lower()]
        except KeyError:
            raise ValueError(f'Not a boolean: {value}') from None

    def _validate_value_types(self, *, section='', option='', value=''):
        """Refuses what is no text: it would be another thing when it is read."""
        if not isinstance(section, str):
            raise TypeError('section names must be strings')
        if not isinstance(option, str):
            raise TypeError('option keys must be strings')
        if (not self._allow_no_value or value) and not isinstance(value, str):
            raise TypeError('option values must be strings')

    @property
    def converters(self):
        return self._converters


class ConfigParser(RawConfigParser):
    """Sections by their names, with references between values."""

    _DEFAULT_INTERPOLATION = BasicInterpolation()

    def set(self, section, option, value=None):
        self._validate_value_types(option=option, value=value)
        super().set(section, option, value)

    def add_section(self, section):
        self._validate_value_types(section=section)
        super().add_section(section)

    def _read_defaults(self, defaults):
        # References are not looked at yet.
        kept, self._interpolation = self._interpolation, Interpolation()
        try:
            self.read_dict({self.default_section: defaults})
        finally:
            self._interpolation = kept


class SectionProxy(MutableMapping):
    """A section as a mapping."""

    def __init__(self, parser, name):
        self._parser = parser
        self._name = name
        for converter in parser.converters:
            key = f'get{converter}'
            setattr(self, key, functools.partial(self.get, _impl=getattr(parser, key)))

    def __repr__(self):
        return f'<Section: {self._name}>'

    def __getitem__(self, key):
        if not self._parser.has_option(self._name, key):
            raise KeyError(key)
        return self._parser.get(self._name, key)

    def __setitem__(self, key, value):
        self._parser._validate_value_types(option=key, value=value)
        return self._parser.set(self._name, key, value)

    def __delitem__(self, key):
        if not (self._parser.has_option(self._name, key)
                and self._parser.remove_option(self._name, key)):
            raise KeyError(key)

    def __contains__(self, key):
        return self._parser.has_option(self._name, key)

    def __len__(self):
        return len(self._options())

    def __iter__(self):
        return iter(self._options())

    def _options(self):
        if self._name == self._parser.default_section:
            return self._parser.defaults()
        return self._parser.options(self._name)

    @property
    def parser(self):
        return self._parser

    @property
    def name(self):
        return self._name

    def get(self, option, fallback=None, *, raw=False, vars=None, _impl=None, **kwargs):
        """The value of an option, or the fallback."""
        get = _impl or self._parser.get
        return get(self._name, option, raw=raw, vars=vars, fallback=fallback, **kwargs)


class ConverterMapping(MutableMapping):
    """The methods get... of a parser and its sections, by the rest of their names."""

    GETTERCRE = re.compile(r'^get(?P<name>.+)$')

    def __init__(self, parser):
        self._parser = parser
        self._data = {}
        for name in dir(parser):
            match = self.GETTERCRE.match(name)
            if match and callable(getattr(parser, name)):
                self._data[match['name']] = None

    def __getitem__(self, key):
        return self._data[key]

    def __setitem__(self, key, value):
        try:
            name = 'get' + key
        except TypeError:
            raise ValueError(f'Incompatible key: {key} (type: {type(key)})')
        if not key:
            raise ValueError('Incompatible key: cannot use "" as a name')
        self._data[key] = value
        convert = functools.partial(self._parser._get_conv, conv=value)
        convert.converter = value
        setattr(self._parser, name, convert)
        for proxy in self._parser.values():
            setattr(proxy, name, functools.partial(proxy.get, _impl=convert))

    def __delitem__(self, key):
        try:
            name = 'get' + (key or None)
        except TypeError:
            raise KeyError(key)
        del self._data[key]
        for owner in (self._parser, *self._parser.values()):
            # That of a class stays.
            if name in vars(owner):
                delattr(owner, name)

    def __iter__(self):
        return iter(self._data)

    def __len__(self):
        return len(self._data)
