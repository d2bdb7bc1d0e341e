# Shows: the order in which the parts of an f-string are evaluated and formatted.


class Spy:
    def __init__(self, name):
        self.name = name
        print("made", name)

    def __format__(self, spec):
        print("format", self.name, repr(spec))
        return self.name

    def __str__(self):
        print("str", self.name)
        return self.name

    def __repr__(self):
        print("repr", self.name)
        return self.name


print(f"{Spy('a')} {Spy('b')!s} {Spy('c')!r:>5} {Spy('d'):{Spy('e')}}")
print(f"{Spy('f')=}", f"{Spy('g')=:}", f"{Spy('h')=:x}", f"{Spy('i')=!s}")


def count():
    count.calls += 1
    return count.calls


count.calls = 0
print(f"{count()} {count()} {count():>{count()}} {count()=}")
functions = [lambda: f"{n}" for n in range(3)]
print([function() for function in functions])


class Scope:
    value = "class"
    text = f"{value} {[letter for letter in value]}"


print(Scope.text)


def outer():
    inner = "free"
    return lambda: f"{inner} {inner!r}"


print(outer()(), outer().__code__.co_freevars)
