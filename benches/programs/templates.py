# Measures: templates of pages: scanning by a pattern, nodes that render themselves, escaping.
import re
from html import escape

SOURCE = """<html><h1>{{ title|title }}</h1><ul>
{% for user in users %}<li class="row{{ index }}">{{ user.name|upper }} ({{ user.mail }})
{% if user.active %}<b>{{ user.balance|money }}</b>{% else %}<i>away & "gone"</i>{% endif %}
{% for tag in user.tags %}<span>{{ tag }}</span>{% endfor %}</li>
{% endfor %}</ul></html>"""
PIECES = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})")
FILTERS = {"upper": str.upper, "title": str.title, "money": lambda value: f"${value:,.2f}"}


class User:
    def __init__(self, number):
        self.name = f"user <{number}>"
        self.mail = f"u{number}@example.org"
        self.active = number % 3 != 0
        self.balance = number * 1234.567
        self.tags = [f"t{tag}&{number}" for tag in range(number % 5)]


class Text:
    def __init__(self, text):
        self.text = text

    def render(self, names, parts):
        parts.append(self.text)


class Expression:
    def __init__(self, text):
        path, *filters = text.split("|")
        self.path = path.strip().split(".")
        self.filters = [FILTERS[name.strip()] for name in filters]

    def value(self, names):
        value = names
        for step in self.path:
            try:
                value = value[step]
            except (TypeError, KeyError):
                value = getattr(value, step)
        return value

    def render(self, names, parts):
        value = self.value(names)
        for change in self.filters:
            value = change(value)
        parts.append(escape(str(value)))


class Loop:
    def __init__(self, name, items, body):
        self.name, self.items, self.body = name, Expression(items), body

    def render(self, names, parts):
        for index, item in enumerate(self.items.value(names)):
            inner = {**names, self.name: item, "index": index}
            for node in self.body:
                node.render(inner, parts)


class Choice:
    def __init__(self, condition, yes, no):
        self.condition, self.yes, self.no = Expression(condition), yes, no

    def render(self, names, parts):
        for node in self.yes if self.condition.value(names) else self.no:
            node.render(names, parts)


def parse(pieces, ends=()):
    nodes = []
    for piece in pieces:
        if piece.startswith("{{"):
            nodes.append(Expression(piece[2:-2]))
            continue
        if not piece.startswith("{%"):
            nodes.append(Text(piece))
            continue
        match piece[2:-2].split():
            case [word] if word in ends:
                return nodes, word
            case ["for", name, "in", items]:
                nodes.append(Loop(name, items, parse(pieces, ("endfor",))[0]))
            case ["if", condition]:
                yes, end = parse(pieces, ("else", "endif"))
                no = parse(pieces, ("endif",))[0] if end == "else" else []
                nodes.append(Choice(condition, yes, no))
    return nodes, None


def main():
    users = [User(number) for number in range(100)]
    size = 0
    for _ in range(40):
        nodes, _ = parse(iter(PIECES.split(SOURCE)))
        for _ in range(2):
            parts = []
            for node in nodes:
                node.render({"title": "the list of users", "users": users}, parts)
            size += len("".join(parts))
    print(size)


main()
