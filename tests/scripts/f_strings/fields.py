# Shows: fields of f-strings: expressions, conversions, specs, nesting, = and what is between them.
name, number, values = "weft", 3.14159, [1, 2, 3]
print(f"{name} {name!r} {name!s:>6} {name!a} {number:.2f} {number:{8}.{3}} {values[0]} {values!r:>12}")
print(f"{name=} {number=:.3f} {values[1]=} {name = } {name=!s} {name=!r:>8} {1 + 2=} { number = :.1f}")
print(f"{{}} {{{name}}} {{{{{name}}}}} {'nested ' + f'{name} {f"{number:.1f}"}'} {"same " + "quotes"}")
print(f"{(lambda x: x * 2)(4)} {[n * n for n in values]} {dict(a=1)['a']} { {1: 2}[1] } {'a' if values else 'b'}")
print(f"{name:>{len(name) + 4}}|{name:{'*'}^{10}}|{number:{'.'}{2}{'f'}}|{5:{'0'}>{4}}")
print(f"line {
    name  # a comment
    .upper()
} end")
print(f"""{
    values
}""", rf"\n{name}\d", fr"{name}\x", f"\N{BULLET} {name}\t\x41", f'{name!r}' f"{number}" "plain{}")
print(f"{1,} {1, 2} {*values, 4} {(yes := 5)} {yes} {yes != 4} {3 > 2 == True:d} {not yes}")
print(f"", f"{''}", f"{None} {True} {...} {1j}", F"{name}", f"{name}" "{name}", len(f"{name * 3}"))
x, width = 255, 10
print(f"{x:#x} {x:08b} {x:>{width}} {x!r:^{width}} {x:,} {-x:+d} {x:c} {x:e} {x / 1000:.1%}")
