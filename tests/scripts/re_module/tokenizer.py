# Shows: a tokenizer made with one pattern of named groups, and a scanner of templates.
import re

TOKEN = re.compile(r"""
    (?P<number>   \d+(\.\d*)?([eE][+-]?\d+)? )
  | (?P<string>   "(?:\\.|[^"\\])*" )
  | (?P<name>     [^\W\d]\w* )
  | (?P<operator> \*\*|//|[-+*/%()=<>,] )
  | (?P<comment>  \#.* )
  | (?P<newline>  \n )
  | (?P<space>    [ \t]+ )
  | (?P<wrong>    . )
""", re.VERBOSE)


def tokens(source):
    line, line_start = 1, 0
    for match in TOKEN.finditer(source):
        kind, text = match.lastgroup, match.group()
        if kind == "newline":
            line, line_start = line + 1, match.end()
        elif kind == "wrong":
            raise SyntaxError(f"{text!r} at {line}:{match.start() - line_start + 1}")
        elif kind not in ("space", "comment"):
            yield kind, text, line


for token in tokens('x = 3.5e2 ** (größe // 2)  # power\nprint("a \\"quoted\\" text", x)\n'):
    print(*token)
try:
    list(tokens("a = 1\nb = @2"))
except SyntaxError as error:
    print(error)


def fill(template, values):
    def replace(match):
        if match["escaped"]:
            return "$"
        name = match["name"] or match["braced"]
        return str(values.get(name, match[0]))
    return re.sub(
        r"\$(?:(?P<escaped>\$)|(?P<name>[a-z]+)|\{(?P<braced>[a-z]+)\})", replace, template
    )


print(fill("$a ${b}c $$a $missing ${c", {"a": 1, "b": "two"}))
print(re.findall(
    r"(?P<key>[\w-]+)\s*:\s*(?P<value>.*?)\s*$", "Host: x \nContent-Type:text/html", re.MULTILINE
))
scanner = re.Scanner([
    (r"\d+", lambda s, text: int(text)), (r"[a-z]+", lambda s, text: text), (r"\s+", None)
])
print(scanner.scan("abc 12 d !rest"))
words = re.compile(r"(?=(\w{3}))")
print([m[1] for m in words.finditer("abcde")], re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", "1234567"))
print(
    re.fullmatch(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}", "192.168.1.255") is not None,
    re.fullmatch(r"(\w+)@(\w+)\.com", "me@site.com").groups()
)
