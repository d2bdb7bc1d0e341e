type Tree[T: (int, str), *Ts, **P] = dict[T, Tree[T, *Ts, P]]
