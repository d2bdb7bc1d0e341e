"""Words of commands."""
import shlex

for text in ('a b', "a 'b c' d\"e f\"", r'a\ b "c\"d\e"', '', '""', "x=1;y|z&&w", 'a # b', "it's",
             'end\\', '"open', 'a"b"c', "'a'\"b\"", '~/x-y.*', 'tab\tline\nnext'):
    for options in {}, {'posix': False}, {'comments': True}:
        try:
            print(shlex.split(text, **options), end=' ')
        except ValueError as error:
            print(error, end=' ')
    for punctuation in False, True, '|':
        try:
            print(list(shlex.shlex(text, posix=True, punctuation_chars=punctuation)), end=' ')
        except ValueError as error:
            print(error, end=' ')
    print()
print(shlex.quote("it's"), shlex.quote(''), shlex.quote('a-b'), shlex.join(['a b', '$x', 'y']))
lexer = shlex.shlex('one two\n"three"', infile='f')
print(lexer.get_token(), lexer.lineno, lexer.error_leader(), lexer.get_token())
lexer.push_token('pushed')
print(lexer.get_token(), lexer.get_token(), repr(lexer.get_token()))
