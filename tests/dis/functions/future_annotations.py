from __future__ import annotations

def f(a: int | None, b: list[dict[str, 'T']] = x[1:2, ...]) -> (yes if no else lambda q, *r, s=1: -q ** 2):
    x: not a
    return a
