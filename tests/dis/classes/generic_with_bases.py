class Map[K: Hashable, V = int](Base[K], metaclass=M):
    key: K
    def get(self, k: K, default: V | None = None): return default
