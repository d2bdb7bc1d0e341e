def f[T: int = bool, *Ts = *tuple[int, ...], **P = [int, str]](a: T, *args: *Ts, b=1, **k: P.kwargs):
    return T
