"""Differences between lines, in all forms."""
import difflib

ONE = 'alpha\nbeta\ngamma\n\tdelta x\nsame\nsame\nlast line\n'.splitlines(True)
TWO = 'alpha\nbexta\nnew\n\tdelta y\nsame\nlast lime\nend\n'.splitlines(True)
for lines in (difflib.ndiff(ONE, TWO), difflib.unified_diff(ONE, TWO, 'one', 'two', 'd1', 'd2', n=1),
              difflib.context_diff(ONE, TWO, 'one', 'two', n=1),
              difflib.diff_bytes(difflib.unified_diff, [b'a\n'], [b'\xff\n'], b'x', b'y')):
    print(*map(repr, lines), sep='\n')
delta = list(difflib.ndiff(ONE, TWO))
print(list(difflib.restore(delta, 1)) == ONE, list(difflib.restore(delta, 2)) == TWO)
matcher = difflib.SequenceMatcher(None, 'private Thread currentThread;', 'private volatile Thread x;')
print(matcher.ratio(), matcher.quick_ratio(), matcher.real_quick_ratio(), matcher.get_opcodes())
print(matcher.get_matching_blocks(), matcher.find_longest_match(3, 20, 0, 10))
print(difflib.SequenceMatcher(lambda c: c == ' ', ' abcd', 'abcd abcd').find_longest_match(),
      list(difflib.SequenceMatcher(None, 'a' * 9 + 'b', 'a' * 9 + 'c').get_grouped_opcodes(2)))
print(difflib.get_close_matches('appel', ['ape', 'apple', 'peach', 'puppy']),
      difflib.IS_LINE_JUNK(' # '), difflib.IS_CHARACTER_JUNK('\t'))
for arguments in ('a', ['b'], 0), ('a', [], 1, 2.0):
    try:
        difflib.get_close_matches(*arguments)
    except ValueError as error:
        print(error)
try:
    list(difflib.unified_diff([b'a'], ['b']))
except TypeError as error:
    print(error)
print(difflib.HtmlDiff(wrapcolumn=8).make_table(ONE, TWO, 'one', 'two', context=True, numlines=1))
print(difflib.HtmlDiff().make_file(ONE, TWO))
