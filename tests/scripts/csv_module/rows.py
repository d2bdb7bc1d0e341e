"""Rows from lines and lines from rows, by _csv."""
import _csv


def show(*arguments, **keywords):
    try:
        print(list(_csv.reader(*arguments, **keywords)))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


show(["a,b,c\n", "1,2,3\r\n", "\n", ",,\n", "x"])
show(['"a,b","c""d",e"f\n', '"two\n', 'lines",z\n'])
show(["a;b;'c;d'\n"], delimiter=";", quotechar="'")
show(["a\\,b,c\\\n", "d\n"], escapechar="\\")
show(["a, b,  'c d'\n"], skipinitialspace=True, quotechar="'")
show(['1,"2",3.5,x\n'], quoting=_csv.QUOTE_NONNUMERIC)
show(['1,"2",3.5\n'], quoting=_csv.QUOTE_NONNUMERIC)
show(['"a",,"",2\n'], quoting=_csv.QUOTE_NOTNULL)
show(['"a",,"",2\n'], quoting=_csv.QUOTE_STRINGS)
show(['"a",b"c"\n'], quoting=_csv.QUOTE_NONE)
show(['"a" b,c\n'])
show(['"a" b,c\n'], strict=True)
show(['"a\n'])
show(['"a\n'], strict=True)
show(["a\rb\n"])
show(["ä→b→ü\n", "\"→\"→\"\"\"x\"\n"], delimiter="→")
show([b"bytes"])
show([5])
show(5)
show()
show([], 1, 2)
show(["a,b"], delimiter="ab")
show(["a,b"], delimiter=1)
show(["a,b"], delimiter="")
show(["a,b"], quotechar=None)
show(["a,b"], quotechar=None, quoting=0)
show(["a,b"], quoting=9)
show(["a,b"], quoting="x")
show(["a,b"], lineterminator=None)
show(["a,b"], delimiter="\n")
show(["a,b"], delimiter=",", quotechar=",")
show(["a,b"], lineterminator="x,", delimiter=",")
show(["a,b"], unknown=1)
show(["a,b"], "unknown")
reader = _csv.reader(iter(["a\n", "b\n"]))
print(next(reader), reader.line_num, reader.dialect.delimiter, next(reader), reader.line_num)
print(_csv.field_size_limit(3))
show(["abcd\n"])
show(["abc,de\n"])
print(_csv.field_size_limit(1000))
for limit in ("a", 1.5, True):
    try:
        _csv.field_size_limit(limit)
    except TypeError as error:
        print(error)
_csv.field_size_limit(131072)


class File:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text
        return len(text)


def write(*rows, **keywords):
    file = File()
    try:
        writer = _csv.writer(file, **keywords)
        for row in rows:
            writer.writerow(row)
    except Exception as error:
        print(f"{type(error).__name__}: {error}", end=" ")
    print(repr(file.text))


row = ["plain", "with,comma", 'with"quote', "with\nline", None, 1, 2.5, "", True]
for quoting in range(6):
    write(row, quoting=quoting)
    write(row, quoting=quoting, escapechar="\\", doublequote=False, lineterminator="!")
write([""], [None], [], [None, None])
write([None], quoting=_csv.QUOTE_NOTNULL)
write([""], quoting=_csv.QUOTE_NONE)
write([" a", ""], delimiter=" ", skipinitialspace=True)
write(["", "a"], delimiter=" ", skipinitialspace=True, quoting=_csv.QUOTE_NONE)
write(5)
write("text")
file = File()
writer = _csv.writer(file, delimiter="\t")
print(writer.writerow(["a", "b"]), writer.writerows([[1], [2, 3]]), repr(file.text))
try:
    _csv.writer(5)
except TypeError as error:
    print(error)

_csv.register_dialect("mine", delimiter="|", quoting=_csv.QUOTE_ALL)
print(_csv.list_dialects(), _csv.get_dialect("mine").delimiter, _csv._dialects.keys())
show(["a|b"], "mine")
show(["a|b"], dialect="mine", quotechar="'")
dialect = _csv.get_dialect("mine")
print(_csv.Dialect(dialect) is dialect, _csv.Dialect("mine", strict=True).strict)
print([getattr(dialect, name) for name in ("delimiter", "doublequote", "escapechar",
      "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict")])
_csv.unregister_dialect("mine")
for function in (_csv.unregister_dialect, _csv.get_dialect):
    try:
        function("mine")
    except _csv.Error as error:
        print(error)
try:
    _csv.register_dialect(5)
except TypeError as error:
    print(error)
for refused in (_csv.Reader, _csv.Writer):
    try:
        refused([])
    except TypeError as error:
        print(error)
