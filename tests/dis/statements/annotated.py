x: int
y: int = 1
z.w: str = 'a'
(q): float = 2.0
