# Shows: a program: templates that are compiled to Python functions with exec.
import re


class TemplateError(Exception):
    pass


def compile_template(text):
    """A function that fills in the template."""
    lines, level = ["def render(context):", "    out = []"], 1

    def add(line):
        lines.append("    " * level + line)

    for number, part in enumerate(re.split(r"(\{\{.*?\}\}|\{%.*?%\})", text)):
        if part.startswith("{{"):
            expression, *filters = part[2:-2].strip().split("|")
            code = f"eval({expression.strip()!r}, {{}}, context)"
            for name in filters:
                code = f"FILTERS[{name.strip()!r}]({code})"
            add(f"out.append(str({code}))")
        elif part.startswith("{%"):
            match part[2:-2].split():
                case ["for", name, "in", *expression]:
                    add(f"for context[{name!r}] in eval({' '.join(expression)!r}, {{}}, context):")
                    level += 1
                case ["if", *condition]:
                    add(f"if eval({' '.join(condition)!r}, {{}}, context):")
                    level += 1
                case ["else"]:
                    level -= 1
                    add("else:")
                    level += 1
                case ["end"]:
                    add("pass")
                    level -= 1
                    if level < 1:
                        raise TemplateError(f"part {number}: too many ends")
                case words:
                    raise TemplateError(f"part {number}: unknown tag {' '.join(words)!r}")
        elif part:
            add(f"out.append({part!r})")
    if level != 1:
        raise TemplateError(f"{level - 1} blocks have no end")
    lines.append("    return ''.join(out)")
    namespace = {"FILTERS": {"upper": str.upper, "length": len, "title": str.title}}
    exec("\n".join(lines), namespace)
    return namespace["render"]


page = compile_template("""Hello {{ name|title }}!
{% for item in items %}{% if item['price'] > 10 %}* {{ item['name']|upper }}: {{ f"{item['price']:.2f}" }}
{% else %}- {{ item['name'] }}
{% end %}{% end %}{{ items|length }} items, {{ sum(i['price'] for i in items) }} in all.""")
print(page({
    "name": "ada lovelace", "items": [{"name": "pen", "price": 2}, {"name": "loom", "price": 99.5}]
}))
print(page({"name": "x", "items": []}))
for text, context in (
    ("{% end %}", {}), ("{% for x in y %}", {}), ("{% what %}", {}), ("{{ missing }}", {}),
    ("{{ 1 / 0 }}", {}), ("{{ x|nope }}", {"x": 1}), ("{{ x + }}", {"x": 1}),
    ("{{ x|length }}", {"x": 5})
):
    try:
        print(compile_template(text)(context))
    except Exception as error:
        print(f"{text} -> {type(error).__name__}: {error}")
