@dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0
