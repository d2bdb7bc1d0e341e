type Point = tuple[int, int]
type Pair[T] = tuple[T, T]
