"""Kernel density estimation, for statistics."""

import random as _random
from bisect import bisect_left, bisect_right
from math import acos, asin, atan, cos, cosh, erf, exp, log, pi, sin, sqrt, tan


def _inverse(estimate, f, f_prime):
    """The inverse of a function, by Newton's method from an estimate."""
    def f_inv(y):
        x = estimate(y)
        while abs(difference := f(x) - y) > 1e-12:
            x -= difference / f_prime(x)
        return x

    return f_inv


def _quartic_estimate(p):
    sign, p = (1.0, p) if p <= 0.5 else (-1.0, 1.0 - p)
    x = (2.0 * p) ** 0.4258865685331 - 1.0
    if p >= 0.004 < 0.499:
        x += 0.026818732 * sin(7.101753784 * p + 2.73230839482953)
    return sign * x


def _triweight_estimate(p):
    sign, p = (1.0, p) if p <= 0.5 else (-1.0, 1.0 - p)
    return sign * ((2.0 * p) ** 0.3400218741872791 - 1.0)


def _normal_inverse(p):
    from statistics import NormalDist
    return NormalDist().inv_cdf(p)


def _quartic(t):
    return 15 / 16 * (1.0 - t * t) ** 2


def _quartic_sum(t):
    return 3 / 16 * t ** 5 - 5 / 8 * t ** 3 + 15 / 16 * t + 1 / 2


def _triweight(t):
    return 35 / 32 * (1.0 - t * t) ** 3


def _triweight_sum(t):
    return 35 / 32 * (-1 / 7 * t ** 7 + 3 / 5 * t ** 5 - t ** 3 + t) + 1 / 2


_ROOT_2_PI = sqrt(2 * pi)
_ROOT_2 = sqrt(2)

# The density, the distribution, its inverse, and whether there is nothing beyond 1.
_KERNELS = {
    'normal': (lambda t: exp(-1 / 2 * t * t) / _ROOT_2_PI,
               lambda t: 1 / 2 * (1.0 + erf(t / _ROOT_2)), _normal_inverse, False),
    'logistic': (lambda t: 1 / 2 / (1.0 + cosh(t)), lambda t: 1.0 - 1.0 / (exp(t) + 1.0),
                 lambda p: log(p / (1 - p)), False),
    'sigmoid': (lambda t: 1 / pi / cosh(t), lambda t: 2 / pi * atan(exp(t)),
                lambda p: log(tan(p * pi / 2)), False),
    'rectangular': (lambda t: 1 / 2, lambda t: 1 / 2 * t + 1 / 2, lambda p: 2 * p - 1, True),
    'triangular': (lambda t: 1.0 - abs(t),
                   lambda t: t * t * (1 / 2 if t < 0.0 else -1 / 2) + t + 1 / 2,
                   lambda p: sqrt(2 * p) - 1 if p < 1 / 2 else 1 - sqrt(2 - 2 * p), True),
    'parabolic': (lambda t: 3 / 4 * (1.0 - t * t),
                  lambda t: -1 / 4 * t ** 3 + 3 / 4 * t + 1 / 2,
                  lambda p: 2 * cos((acos(2 * p - 1) + pi) / 3), True),
    'quartic': (_quartic, _quartic_sum, _inverse(_quartic_estimate, _quartic_sum, _quartic), True),
    'triweight': (_triweight, _triweight_sum,
                  _inverse(_triweight_estimate, _triweight_sum, _triweight), True),
    'cosine': (lambda t: pi / 4 * cos(pi / 2 * t), lambda t: 1 / 2 * sin(pi / 2 * t) + 1 / 2,
               lambda p: 2 * asin(2 * p - 1) / pi, True),
}
for _name, _other in (('gauss', 'normal'), ('uniform', 'rectangular'),
                      ('epanechnikov', 'parabolic'), ('biweight', 'quartic')):
    _KERNELS[_name] = _KERNELS[_other]

kernel_inverses = {name: functions[2] for name, functions in _KERNELS.items()}


def _checked(data, h, kernel):
    from statistics import StatisticsError
    if not len(data):
        raise StatisticsError('Empty data sequence')
    if not isinstance(data[0], (int, float)):
        raise TypeError('Data sequence must contain ints or floats')
    if h <= 0.0:
        raise StatisticsError(f'Bandwidth h must be positive, not h={h!r}')
    if kernel not in _KERNELS:
        raise StatisticsError(f'Unknown kernel name: {kernel!r}')
    return _KERNELS[kernel]


def kde(data, h, kernel='normal', *, cumulative=False):
    """A function that estimates the density of data, or its sum up to a value."""
    K, W, _, is_bounded = _checked(data, h, kernel)
    sample, size = sorted(data), len(data)

    def near(x):
        """The data within reach of a value, and the number of those below."""
        nonlocal sample, size
        if len(data) != size:
            sample, size = sorted(data), len(data)
        start = bisect_left(sample, x - h)
        return sample[start:bisect_right(sample, x + h)], start

    def pdf(x):
        values = near(x)[0] if is_bounded else data
        return sum(K((x - value) / h) for value in values) / (len(data) * h)

    def cdf(x):
        values, below = near(x) if is_bounded else (data, 0)
        return sum((W((x - value) / h) for value in values), below) / len(data)

    function, name = (cdf, 'CDF') if cumulative else (pdf, 'PDF')
    function.__doc__ = f'{name} estimate with h={h!r} and kernel={kernel!r}'
    return function


def kde_random(data, h, kernel='normal', *, seed=None):
    """A function that draws values as the estimated density has them."""
    inverse = _checked(data, h, kernel)[2]
    generator = _random.Random(seed)
    draw, choose = generator.random, generator.choice

    def rand():
        return choose(data) + h * inverse(draw())

    rand.__doc__ = f'Random KDE selection with h={h!r} and kernel={kernel!r}'
    return rand
