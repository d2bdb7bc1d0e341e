# Shows: a program: a small part of Markdown to HTML, with regular expressions and a state machine.
import html
import re

SOURCE = """
# The *loom* & friends

A paragraph with **bold**, *italic* and `code <b>`,
on two lines. See [the site](https://example.org/?a=1&b=2).

- first
- second **item**
- third

1. one
2. two

> quoted text
> goes on

```
for thread in warp:
    weave(thread)  # <not html>
```
## End
"""
INLINE = [
    (r"`([^`]+)`", r"<code>\1</code>"), (r"\*\*(.+?)\*\*", r"<strong>\1</strong>"),
    (r"\*(.+?)\*", r"<em>\1</em>"), (r"\[([^\]]+)\]\(([^)]+)\)", r'<a href="\2">\1</a>')
]


def inline(text):
    text = html.escape(text, quote=False)
    for pattern, replacement in INLINE:
        text = re.sub(pattern, replacement, text)
    return text


def blocks(lines):
    """Kind and lines of each block."""
    kind, block = None, []
    for line in lines:
        if kind == "code":
            if line.startswith("```"):
                yield kind, block
                kind, block = None, []
            else:
                block.append(line)
            continue
        if line.startswith("```"):
            new, line = "code", None
        elif match := re.match(r"(#+) (.*)", line):
            new, line = f"h{len(match[1])}", match[2]
        elif match := re.match(r"- (.*)", line):
            new, line = "ul", match[1]
        elif match := re.match(r"\d+\. (.*)", line):
            new, line = "ol", match[1]
        elif match := re.match(r"> ?(.*)", line):
            new, line = "blockquote", match[1]
        else:
            new = "p" if line.strip() else None
        if new != kind and block:
            yield kind, block
            block = []
        kind = new
        if kind and line is not None:
            block.append(line)
    if block:
        yield kind, block


for kind, lines in blocks(SOURCE.splitlines()):
    match kind:
        case "ul" | "ol":
            print(
                f"<{kind}>", *(f"  <li>{inline(line)}</li>" for line in lines), f"</{kind}>",
                sep="\n"
            )
        case "code":
            print("<pre>" + html.escape("\n".join(lines)) + "</pre>")
        case _:
            print(f"<{kind}>{inline(' '.join(lines))}</{kind}>")
print(html.unescape("&lt;&eacute;&#233;&#xe9;&amp;&nosuch;"), html.escape("'\"<>"))
