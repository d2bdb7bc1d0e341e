def first[T](items: list[T], default: T = None) -> T:
    return items[0] if items else default
