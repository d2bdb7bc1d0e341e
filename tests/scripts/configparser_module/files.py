"""Configurations: reading, references, writing, errors."""
import configparser
import io

TEXT = """\
[DEFAULT]
base = /srv
[one]
path: %(base)s/data
multi = first
  second

  third
Flag = yes
number=5 ; no comment
[two]
float = 1.5
empty =
percent = 50%%
loop = %(loop)s
bad = %(none)s
"""


def attempt(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except Exception as error:
        return f'{type(error).__name__}: {error}'


parser = configparser.ConfigParser()
parser.read_string(TEXT)
print(parser.sections(), parser.options('one'), dict(parser['one']), 'one' in parser, len(parser))
print(parser.get('one', 'path'), parser.getboolean('one', 'flag'), parser.getfloat('two', 'float'),
      parser['two'].get('none', 'fallback'), parser.getint('two', 'none', fallback=3),
      parser.get('one', 'path', raw=True), parser.get('one', 'path', vars={'base': '/x'}))
for section, option in (('two', 'loop'), ('two', 'bad'), ('none', 'x'), ('one', 'none')):
    print(attempt(parser.get, section, option))
print(attempt(parser.getint, 'one', 'number'), attempt(parser.getboolean, 'one', 'path'),
      attempt(parser.set, 'one', 'x', 5), attempt(parser.set, 'one', 'x', '5%'),
      attempt(parser.add_section, 'one'), attempt(parser.add_section, 'DEFAULT'),
      attempt(lambda: parser['none']), attempt(parser.__delitem__, 'DEFAULT'))
parser['three'] = {'a': 1, 'b': 'two\nlines'}
parser.remove_option('two', 'loop')
parser.remove_option('two', 'bad')
print(parser.remove_section('one'), parser.remove_section('one'), parser.items('three'))
out = io.StringIO()
parser.write(out)
parser.write(out, space_around_delimiters=False)
print(out.getvalue())
for text in ('a=1', '[s]\na=1\na=2', '[s]\n[s]', '[s]\nnonsense\n=x\n', '[s]\nkey\n  more'):
    print(attempt(configparser.ConfigParser().read_string, text),
          attempt(configparser.ConfigParser(allow_no_value=True, strict=False).read_string, text))
extended = configparser.ConfigParser(interpolation=configparser.ExtendedInterpolation(),
                                     inline_comment_prefixes=';', delimiters='=',
                                     converters={'list': lambda text: text.split()})
extended.read_string('[a]\nx = 1 ; one\ny = ${x}$$\n[b]\nz = ${a:y}-${a:x}\nw = ${a:b:c}\nl = p q\nm:n = 3')
print(dict(extended['a']), extended['b']['z'], attempt(extended.get, 'b', 'w'), extended.getlist('b', 'l'),
      extended['b'].getlist('l'), extended['b']['m:n'], extended.converters.keys() >= {'int', 'list'})
unnamed = configparser.RawConfigParser(allow_unnamed_section=True)
unnamed.read_string('a = %(b)s\n[s]\nc = 2')
print(unnamed.get(configparser.UNNAMED_SECTION, 'a'), unnamed.sections(), unnamed.read(['/no/file']))
