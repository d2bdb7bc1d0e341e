# shlex's settings.
import shlex
for s in ("a 'b c' d", 'x\\ y "q\\"z" # c', "a;b|c &&d", "", "''", "é ü", "a'b'c\"d\""):
    for posix in (True, False):
        for pc in (False, True, "|"):
            try: print(list(shlex.shlex(s, posix=posix, punctuation_chars=pc)), shlex.split(s, posix=posix))
            except ValueError as e: print(e)
l = shlex.shlex("a b 'c'"); l.debug = 3; print(list(l))
