# Shows: textwrap: wrap, fill, shorten, dedent, indent.
import textwrap

text = "The quick brown fox jumps over the lazy dog, and a very-long-hyphenated-word-or-two appears: extraordinarily supercalifragilisticexpialidocious."
for width in (20, 30):
    for line in textwrap.wrap(text, width):
        print(f"|{line:<{width}}|")
print(textwrap.fill(text, 40, initial_indent="* ", subsequent_indent="  "))
print(
    textwrap.wrap(text, 15, break_long_words=False, break_on_hyphens=False)[:6],
    textwrap.wrap("", 10), textwrap.wrap("   ", 10), textwrap.wrap("a b c d e f", 9, max_lines=1),
    textwrap.wrap("a\tb\nc", 20, expand_tabs=False, replace_whitespace=False)
)
print(
    textwrap.shorten("Hello  world and everyone", 15),
    textwrap.shorten("Hello world", 8, placeholder="..."), textwrap.shorten("short", 50),
    textwrap.wrap("end. Next one.  Last.", 80, fix_sentence_endings=True)
)
print(repr(textwrap.dedent("""
    first
      second

    third
    """)), repr(textwrap.dedent("  a\n\tb")), repr(textwrap.dedent("    a\n   b\n  \n")))
print(
    textwrap.indent("a\n\nb\n", "> "),
    textwrap.indent("a\n\nb\n", "> ", predicate=lambda line: True)
)
for action in (
    lambda: textwrap.wrap("a", 0), lambda: textwrap.shorten("hello world", 3),
    lambda: textwrap.wrap(5), lambda: textwrap.dedent(5), lambda: textwrap.wrap("abc", "x")
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
wrapper = textwrap.TextWrapper(width=10, drop_whitespace=False)
print(wrapper.wrap("aaa bbb ccc ddd"), wrapper.fill("x"))
