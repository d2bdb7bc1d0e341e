# Shows: the constants of string, Template, Formatter, capwords.
import string
from string import Formatter, Template

print(
    string.ascii_lowercase, string.ascii_uppercase, string.digits, string.hexdigits,
    string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable),
    string.ascii_letters[:3], string.capwords("the  quick fox"), string.capwords("a-b-c", "-")
)
t = Template("$name owes ${amount}$$ to $other.x")
print(
    t.substitute(name="A", amount=5, other="B"), t.safe_substitute(name="A"), t.template,
    t.is_valid(), t.get_identifiers(), t.substitute({"name": 1, "amount": 2}, other=3)
)
for action in (
    lambda: t.substitute(name=1), lambda: Template("$").substitute(),
    lambda: Template("a\nb $1").substitute(), lambda: Template("${a").substitute(a=1),
    lambda: Template("$é").substitute(), lambda: t.substitute({}, {}),
    lambda: Template("${a b}").safe_substitute()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")


class Percent(Template):
    delimiter = "%"
    idpattern = "[a-z]+"


print(Percent("%a $b %%").substitute(a=1))


class Default(Formatter):
    def get_value(self, key, args, kwargs):
        return kwargs.get(key, f"<{key}>") if isinstance(key, str) else super().get_value(key, args, kwargs)

    def convert_field(self, value, conversion):
        return str(value).upper() if conversion == "u" else super().convert_field(value, conversion)


print(
    Default().format("{} {missing} {x:>4} {x!u} {!r}", "a", "b", x="v"),
    Formatter().vformat("{0}{k}", (1,), {"k": 2}), list(Formatter().parse("a{b!r:>{w}}c{{}}"))
)
for action in (
    lambda: Formatter().format("{}"), lambda: Formatter().format("{x}"),
    lambda: Formatter().format("{0}{}", 1, 2), lambda: Formatter().format()
):
    try:
        print(action())
    except Exception as error:
        print(f"{type(error).__name__}: {error}")
