# Shows: json.loads: values, hooks, and the texts and places of its errors.
import json


def attempt(text, **kwargs):
    try:
        print(repr(json.loads(text, **kwargs)))
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


for text in (
    '{"a": [1, 2.5, -3e2, true, false, null], "b": {}}', ' [ ] ',
    '"\\u00e9\\ud83d\\ude00\\n\\/\\"\\\\"', "1", "-0", "-0.0", "1E400",
    "123456789012345678901234567890", "NaN", "[Infinity, -Infinity]", '{"a": 1, "a": 2}',
    b'["bytes", "\xc3\xa9"]', '"\\ud800"', "\ufeff1".encode("utf-8"), "[1]".encode("utf-16"),
    bytearray(b"{}"), '"é😀"', "\n\t 5 \r\n"
):
    attempt(text)
for text in (
    "", " ", "[1, 2", "[1 2]", "[1,]", '{"a" 1}', '{"a": }', "{a: 1}", '{"a": 1,}', "'a'", '"open',
    '"\n"', '"\\x"', '"\\u12"', "01", "1.", ".5", "+1", "1e", "tru", "nul", "[1] 2", "{", "[",
    '{"a"', '{"a":1 "b":2}', "\x00", "-", "\ufeff1", "[\n1,\n2,\nx]", '{1: 2}', "NULL", "infinity"
):
    attempt(text)
attempt(5)
attempt(None)
attempt(
    '{"x": 1, "y": [2.5, 3]}', object_hook=lambda table: sorted(table.items()), parse_float=str,
    parse_int=lambda text: f"int {text}"
)
attempt('{"x": 1, "x": 2}', object_pairs_hook=lambda pairs: pairs)
attempt("[NaN]", parse_constant=lambda name: f"<{name}>")
attempt('"\n"', strict=False)
try:
    json.loads('{"a": [1,\n 2, oops]}')
except json.JSONDecodeError as error:
    print(
        error.msg, error.pos, error.lineno, error.colno, repr(error.doc),
        isinstance(error, ValueError)
    )
import io
print(
    json.load(io.StringIO("[1]")), json.JSONDecoder().raw_decode("[1] rest"),
    json.loads(json.dumps({"k": [1, None, "é"]})) == {"k": [1, None, "é"]}
)
text = io.StringIO()
json.dump({"a": 1}, text)
print(text.getvalue())
try:
    json.loads("[" * 100_000)
except RecursionError as error:
    print(type(error).__name__)
