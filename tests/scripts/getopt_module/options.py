"""Options as the C library parses them."""
import getopt

for arguments, short, long in (
        ('-a -b x y', 'ab:', []), ('-abx y', 'ab:', []), ('--name=v --fl rest', '', ['name=', 'flag']),
        ('-x', 'a', []), ('-b', 'b:', []), ('--na v -- -a', 'a', ['name=']), ('--n', '', ['na', 'nb']),
        ('--flag=v', '', ['flag']), ('--name', '', ['name=']), ('a -b', 'b', []), ('-', 'a', []),
        ('--name', '', 'name')):
    for parse in getopt.getopt, getopt.gnu_getopt:
        try:
            print(parse(arguments.split(), short, long))
        except getopt.GetoptError as error:
            print(error, repr(error.opt), error.args)
print(getopt.gnu_getopt(['a', '-b'], '+b'), getopt.error is getopt.GetoptError)
