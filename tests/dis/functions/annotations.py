def f(a: int, *args: str, b: float = 0.0, **kwargs: bytes) -> bool:
    return True
