"""Figures that tell of data.

>>> mean([1, 2, 3, 4])
2.5
"""

import math
import numbers as _numbers
import random
import sys
from bisect import bisect_left as _bisect_left
from bisect import bisect_right as _bisect_right
from collections import Counter as _Counter
from collections import namedtuple as _namedtuple
from decimal import Decimal
from fractions import Fraction
from functools import reduce as _reduce
from itertools import count as _count
from itertools import groupby as _groupby
from itertools import repeat as _repeat
from math import erf, exp, fsum, hypot, log, sqrt, sumprod, tau
from operator import itemgetter as _itemgetter

__all__ = [
    'NormalDist', 'StatisticsError', 'correlation', 'covariance', 'fmean', 'geometric_mean',
    'harmonic_mean', 'kde', 'kde_random', 'linear_regression', 'mean', 'median', 'median_grouped',
    'median_high', 'median_low', 'mode', 'multimode', 'pstdev', 'pvariance', 'quantiles', 'stdev',
    'variance',
]

_SQRT2 = sqrt(2.0)


class StatisticsError(ValueError):
    """The data have no such figure."""


# Exact sums.

def _ratios(data, types):
    """The numerators and denominators of data; adds their types to a set."""
    for kind, values in _groupby(data, type):
        types.add(kind)
        yield from map(_exact_ratio, values)


def _total(partials):
    """The sum of numerators by denominator; an infinity or nan has the denominator None."""
    if None in partials:
        total = partials[None]
        assert not _isfinite(total)
        return total
    return sum(Fraction(n, d) for d, n in partials.items())


def _sum(data):
    """The type of the result, the exact sum, and the number of data."""
    types, partials, count = set(), {}, 0
    for n, d in _ratios(data, types):
        count += 1
        partials[d] = partials.get(d, 0) + n
    return _reduce(_coerce, types, int), _total(partials), count


def _ss(data, c=None):
    """The type of the result, the sum of squared deviations, the center, the number of data."""
    if c is not None:
        kind, total, count = _sum((difference := each - c) * difference for each in data)
        return kind, total, c, count
    types, sums, squares, count = set(), {}, {}, 0
    for n, d in _ratios(data, types):
        count += 1
        sums[d] = sums.get(d, 0) + n
        squares[d] = squares.get(d, 0) + n * n
    if not count:
        total = c = Fraction(0)
    elif None in sums:
        total = c = _total(sums)
    else:
        whole = _total(sums)
        square = sum(Fraction(n, d * d) for d, n in squares.items())
        total, c = (count * square - whole * whole) / count, whole / count
    return _reduce(_coerce, types, int), total, c, count


def _isfinite(x):
    return x.is_finite() if hasattr(x, 'is_finite') else math.isfinite(x)


def _coerce(T, S):
    """The type of the sum of two types."""
    assert T is not bool, 'initial type T is bool'
    if T is S or S is int or S is bool:
        return T
    if T is int or issubclass(S, T):
        return S
    if issubclass(T, S):
        return T
    if issubclass(T, int):
        return S
    if issubclass(S, int):
        return T
    if issubclass(T, Fraction) and issubclass(S, float):
        return S
    if issubclass(T, float) and issubclass(S, Fraction):
        return T
    raise TypeError(f"don't know how to coerce {T.__name__} and {S.__name__}")


def _exact_ratio(x):
    """The numerator and the denominator of a number."""
    try:
        return x.as_integer_ratio()
    except AttributeError:
        pass
    except (OverflowError, ValueError):
        assert not _isfinite(x)
        return x, None
    try:
        return x.numerator, x.denominator
    except AttributeError:
        raise TypeError(f"can't convert type '{type(x).__name__}' to numerator/denominator")


def _convert(value, T):
    """An exact value as a number of a type."""
    if type(value) is T:
        return value
    if issubclass(T, int) and value.denominator != 1:
        T = float
    try:
        return T(value)
    except TypeError:
        if not issubclass(T, Decimal):
            raise
        return T(value.numerator) / T(value.denominator)


def _fail_neg(values, errmsg='negative value'):
    for value in values:
        if value < 0:
            raise StatisticsError(errmsg)
        yield value


def _rank(data, /, *, key=None, reverse=False, ties='average', start=1):
    """The places of the data when they are sorted; equal ones share the mean of theirs."""
    if ties != 'average':
        raise ValueError(f'Unknown tie resolution method: {ties!r}')
    if key is not None:
        data = map(key, data)
    placed = sorted(zip(data, _count()), reverse=reverse)
    result = [0] * len(placed)
    before = start - 1
    for _, group in _groupby(placed, key=_itemgetter(0)):
        indices = [index for _, index in group]
        for index in indices:
            result[index] = before + (len(indices) + 1) / 2
        before += len(indices)
    return result


def _integer_sqrt_of_frac_rto(n, m):
    """The root of n/m, rounded to odd: nothing is lost for a second rounding."""
    root = math.isqrt(n // m)
    return root | (root * root * m != n)


_sqrt_bit_width = 2 * sys.float_info.mant_dig + 3


def _float_sqrt_of_frac(n, m):
    """The root of n/m, correctly rounded."""
    shift = (n.bit_length() - m.bit_length() - _sqrt_bit_width) // 2
    if shift >= 0:
        return (_integer_sqrt_of_frac_rto(n, m << 2 * shift) << shift) / 1
    return _integer_sqrt_of_frac_rto(n << -2 * shift, m) / (1 << -shift)


def _decimal_sqrt_of_frac(n, m):
    """The root of n/m as a Decimal, correctly rounded."""
    if n <= 0:
        if not n:
            return Decimal('0.0')
        n, m = -n, -m
    root = (Decimal(n) / Decimal(m)).sqrt()
    nr, dr = root.as_integer_ratio()
    # A neighbour is nearer where the root is beyond the middle.
    above = root.next_plus()
    np, dp = above.as_integer_ratio()
    if 4 * n * (dr * dp) ** 2 > m * (dr * np + dp * nr) ** 2:
        return above
    below = root.next_minus()
    nm, dm = below.as_integer_ratio()
    if 4 * n * (dr * dm) ** 2 < m * (dr * nm + dm * nr) ** 2:
        return below
    return root


# Averages.

def mean(data):
    """The arithmetic mean."""
    kind, total, count = _sum(data)
    if count < 1:
        raise StatisticsError('mean requires at least one data point')
    return _convert(total / count, kind)


class _Counted:
    """Counts what is gone through."""

    def __init__(self, items):
        self.items = items
        self.count = 0

    def __iter__(self):
        for item in self.items:
            self.count += 1
            yield item


def fmean(data, weights=None):
    """The arithmetic mean as a float, of data with weights if given."""
    if weights is None:
        if not hasattr(data, '__len__'):
            data = _Counted(data)
        total = fsum(data)
        count = data.count if isinstance(data, _Counted) else len(data)
        if not count:
            raise StatisticsError('fmean requires at least one data point')
        return total / count
    if not isinstance(weights, (list, tuple)):
        weights = list(weights)
    try:
        total = sumprod(data, weights)
    except ValueError:
        raise StatisticsError('data and weights must be the same length')
    weight = fsum(weights)
    if not weight:
        raise StatisticsError('sum of weights must be non-zero')
    return total / weight


def geometric_mean(data):
    """The root of the product."""
    has_zero = False
    data = _Counted(data)

    def positive():
        nonlocal has_zero
        for value in data:
            if value > 0.0 or math.isnan(value):
                yield value
            elif value == 0.0:
                has_zero = True
            else:
                raise StatisticsError('No negative inputs allowed', value)

    total = fsum(map(log, positive()))
    if not data.count:
        raise StatisticsError('Must have a non-empty dataset')
    if math.isnan(total):
        return math.nan
    if has_zero:
        return math.nan if total == math.inf else 0.0
    return exp(total / data.count)


def harmonic_mean(data, weights=None):
    """The reciprocal of the mean of the reciprocals."""
    if iter(data) is data:
        data = list(data)
    negative = 'harmonic mean does not support negative values'
    count = len(data)
    if count < 1:
        raise StatisticsError('harmonic_mean requires at least one data point')
    if count == 1 and weights is None:
        value = data[0]
        if not isinstance(value, (_numbers.Real, Decimal)):
            raise TypeError('unsupported type')
        if value < 0:
            raise StatisticsError(negative)
        return value
    if weights is None:
        weights, weight = _repeat(1, count), count
    else:
        if iter(weights) is weights:
            weights = list(weights)
        if len(weights) != count:
            raise StatisticsError('Number of weights does not match data size')
        weight = _sum(each for each in _fail_neg(weights, negative))[1]
    try:
        kind, total, _ = _sum(part / value if part else 0
                              for part, value in zip(weights, _fail_neg(data, negative)))
    except ZeroDivisionError:
        return 0
    if total <= 0:
        raise StatisticsError('Weighted sum must be positive')
    return _convert(weight / total, kind)


def _sorted(data):
    data = sorted(data)
    if not data:
        raise StatisticsError('no median for empty data')
    return data, len(data) // 2


def median(data):
    """The middle, or the mean of the two in the middle."""
    data, half = _sorted(data)
    return data[half] if len(data) % 2 else (data[half - 1] + data[half]) / 2


def median_low(data):
    """The middle, or the lower of the two in the middle."""
    data, half = _sorted(data)
    return data[half if len(data) % 2 else half - 1]


def median_high(data):
    """The middle, or the higher of the two in the middle."""
    data, half = _sorted(data)
    return data[half]


def median_grouped(data, interval=1.0):
    """The middle of data that are the midpoints of intervals."""
    data, half = _sorted(data)
    value = data[half]
    start = _bisect_left(data, value)
    end = _bisect_right(data, value, lo=start)
    try:
        interval, value = float(interval), float(value)
    except ValueError:
        raise TypeError('Value cannot be converted to a float')
    return value - interval / 2.0 + interval * (len(data) / 2 - start) / (end - start)


def mode(data):
    """The most frequent value, the first of several."""
    found = _Counter(iter(data)).most_common(1)
    if not found:
        raise StatisticsError('no mode for empty data')
    return found[0][0]


def multimode(data):
    """The most frequent values."""
    counts = _Counter(iter(data))
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method='exclusive'):
    """The values that part the data into n groups of the same size."""
    if n < 1:
        raise StatisticsError('n must be at least 1')
    data = sorted(data)
    size = len(data)
    if size < 2:
        if size == 1:
            return data * (n - 1)
        raise StatisticsError('must have at least one data point')
    if method not in ('inclusive', 'exclusive'):
        raise ValueError(f'Unknown method: {method!r}')
    result = []
    for index in range(1, n):
        if method == 'inclusive':
            place, part = divmod(index * (size - 1), n)
        else:
            place = min(max(index * (size + 1) // n, 1), size - 1)
            part = index * (size + 1) - place * n
            place -= 1
        result.append((data[place] * (n - part) + data[place + 1] * part) / n)
    return result


# Spread.

def variance(data, xbar=None):
    """The variance of a sample."""
    kind, squares, _, count = _ss(data, xbar)
    if count < 2:
        raise StatisticsError('variance requires at least two data points')
    return _convert(squares / (count - 1), kind)


def pvariance(data, mu=None):
    """The variance of a population."""
    kind, squares, _, count = _ss(data, mu)
    if count < 1:
        raise StatisticsError('pvariance requires at least one data point')
    return _convert(squares / count, kind)


def _root(square, kind):
    convert = _decimal_sqrt_of_frac if issubclass(kind, Decimal) else _float_sqrt_of_frac
    return convert(square.numerator, square.denominator)


def stdev(data, xbar=None):
    """The standard deviation of a sample."""
    kind, squares, _, count = _ss(data, xbar)
    if count < 2:
        raise StatisticsError('stdev requires at least two data points')
    return _root(squares / (count - 1), kind)


def pstdev(data, mu=None):
    """The standard deviation of a population."""
    kind, squares, _, count = _ss(data, mu)
    if count < 1:
        raise StatisticsError('pstdev requires at least one data point')
    return _root(squares / count, kind)


def _mean_stdev(data):
    """The mean and the standard deviation of a sample, as floats."""
    _, squares, center, count = _ss(data)
    if count < 2:
        raise StatisticsError('stdev requires at least two data points')
    square = squares / (count - 1)
    try:
        return float(center), _float_sqrt_of_frac(square.numerator, square.denominator)
    except AttributeError:
        # An infinity or nan.
        return float(center), float(center) / float(squares)


# Two variables.

def _sqrtprod(x, y):
    """The root of a product, nearly correctly rounded."""
    root = sqrt(x * y)
    if not math.isfinite(root):
        if math.isinf(root) and not math.isinf(x) and not math.isinf(y):
            scale = 2.0 ** -512
            return _sqrtprod(scale * x, scale * y) / scale
        return root
    if not root:
        if x and y:
            scale = 2.0 ** 537
            return _sqrtprod(scale * x, scale * y) / scale
        return root
    return root + sumprod((x, root), (y, -root)) / (2.0 * root)


def _check_pairs(x, y, what):
    if len(y) != len(x):
        raise StatisticsError(f'{what} requires that both inputs have same number of data points')
    if len(x) < 2:
        raise StatisticsError(f'{what} requires at least two data points')


def _centered(data):
    center = fsum(data) / len(data)
    return center, [value - center for value in data]


def covariance(x, y, /):
    """How two variables vary together."""
    _check_pairs(x, y, 'covariance')
    return sumprod(_centered(x)[1], _centered(y)[1]) / (len(x) - 1)


def correlation(x, y, /, *, method='linear'):
    """How much two variables depend on each other, from -1 to 1."""
    _check_pairs(x, y, 'correlation')
    if method not in ('linear', 'ranked'):
        raise ValueError(f'Unknown method: {method!r}')
    if method == 'ranked':
        # Ranks around 0 need not be centered.
        start = (len(x) - 1) / -2
        x, y = _rank(x, start=start), _rank(y, start=start)
    else:
        x, y = _centered(x)[1], _centered(y)[1]
    try:
        return sumprod(x, y) / _sqrtprod(sumprod(x, x), sumprod(y, y))
    except ZeroDivisionError:
        raise StatisticsError('at least one of the inputs is constant')


LinearRegression = _namedtuple('LinearRegression', ('slope', 'intercept'))


def linear_regression(x, y, /, *, proportional=False):
    """The line from which the data differ least, through the origin if proportional."""
    _check_pairs(x, y, 'linear regression')
    center_x = center_y = 0.0
    if not proportional:
        (center_x, x), (center_y, y) = _centered(x), _centered(y)
    try:
        # Without -0.0.
        slope = (sumprod(x, y) + 0.0) / sumprod(x, x)
    except ZeroDivisionError:
        raise StatisticsError('x is constant')
    return LinearRegression(slope, 0.0 if proportional else center_y - slope * center_x)


# The normal distribution.

# Wichura's approximations (1988, AS241): numerators and denominators, for the middle, the rest
# and the tails.
_MIDDLE = (
    (2.50908_09287_30122_6727e+3, 3.34305_75583_58812_8105e+4, 6.72657_70927_00870_0853e+4,
     4.59219_53931_54987_1457e+4, 1.37316_93765_50946_1125e+4, 1.97159_09503_06551_4427e+3,
     1.33141_66789_17843_7745e+2, 3.38713_28727_96366_6080e+0),
    (5.22649_52788_52854_5610e+3, 2.87290_85735_72194_2674e+4, 3.93078_95800_09271_0610e+4,
     2.12137_94301_58659_5867e+4, 5.39419_60214_24751_1077e+3, 6.87187_00749_20579_0830e+2,
     4.23133_30701_60091_1252e+1, 1.0))
_REST = (
    (7.74545_01427_83414_07640e-4, 2.27238_44989_26918_45833e-2, 2.41780_72517_74506_11770e-1,
     1.27045_82524_52368_38258e+0, 3.64784_83247_63204_60504e+0, 5.76949_72214_60691_40550e+0,
     4.63033_78461_56545_29590e+0, 1.42343_71107_49683_57734e+0),
    (1.05075_00716_44416_84324e-9, 5.47593_80849_95344_94600e-4, 1.51986_66563_61645_71966e-2,
     1.48103_97642_74800_74590e-1, 6.89767_33498_51000_04550e-1, 1.67638_48301_83803_84940e+0,
     2.05319_16266_37758_82187e+0, 1.0))
_TAILS = (
    (2.01033_43992_92288_13265e-7, 2.71155_55687_43487_57815e-5, 1.24266_09473_88078_43860e-3,
     2.65321_89526_57612_30930e-2, 2.96560_57182_85048_91230e-1, 1.78482_65399_17291_33580e+0,
     5.46378_49111_64114_36990e+0, 6.65790_46435_01103_77720e+0),
    (2.04426_31033_89939_78564e-15, 1.42151_17583_16445_88870e-7, 1.84631_83175_10054_68180e-5,
     7.86869_13114_56132_59100e-4, 1.48753_61290_85061_48525e-2, 1.36929_88092_27358_05310e-1,
     5.99832_20655_58879_37690e-1, 1.0))


def _polynomial(coefficients, x):
    result = 0.0
    for coefficient in coefficients:
        result = result * x + coefficient
    return result


def _normal_dist_inv_cdf(p, mu, sigma):
    q = p - 0.5
    if math.fabs(q) <= 0.425:
        r = 0.180625 - q * q
        x = _polynomial(_MIDDLE[0], r) * q / _polynomial(_MIDDLE[1], r)
        return mu + x * sigma
    r = sqrt(-log(p if q <= 0.0 else 1.0 - p))
    (upper, lower), shift = (_REST, 1.6) if r <= 5.0 else (_TAILS, 5.0)
    x = _polynomial(upper, r - shift) / _polynomial(lower, r - shift)
    return mu + (-x if q < 0.0 else x) * sigma


try:
    from _statistics import _normal_dist_inv_cdf
except ImportError:
    pass


class NormalDist:
    """A normal distribution, with a mean and a standard deviation."""

    __slots__ = {'_mu': 'The mean.', '_sigma': 'The standard deviation.'}

    def __init__(self, mu=0.0, sigma=1.0):
        if sigma < 0.0:
            raise StatisticsError('sigma must be non-negative')
        self._mu = float(mu)
        self._sigma = float(sigma)

    @classmethod
    def from_samples(cls, data):
        """The distribution that a sample comes from."""
        return cls(*_mean_stdev(data))

    def samples(self, n, *, seed=None):
        """A sample of n values."""
        draw = random.random if seed is None else random.Random(seed).random
        return [_normal_dist_inv_cdf(draw(), self._mu, self._sigma) for _ in range(n)]

    def _check_sigma(self, what):
        if not self._sigma:
            raise StatisticsError(f'{what}() not defined when sigma is zero')

    def pdf(self, x):
        """The density at a value."""
        variance = self._sigma * self._sigma
        if not variance:
            raise StatisticsError('pdf() not defined when sigma is zero')
        difference = x - self._mu
        return exp(difference * difference / (-2.0 * variance)) / sqrt(tau * variance)

    def cdf(self, x):
        """How probable a value of no more than x is."""
        self._check_sigma('cdf')
        return 0.5 * (1.0 + erf((x - self._mu) / (self._sigma * _SQRT2)))

    def inv_cdf(self, p):
        """The value that is exceeded with the probability 1 - p."""
        if p <= 0.0 or p >= 1.0:
            raise StatisticsError('p must be in the range 0.0 < p < 1.0')
        return _normal_dist_inv_cdf(p, self._mu, self._sigma)

    def quantiles(self, n=4):
        """The values that part the distribution into n equally probable groups."""
        return [self.inv_cdf(index / n) for index in range(1, n)]

    def overlap(self, other):
        """The area that lies below both densities."""
        if not isinstance(other, NormalDist):
            raise TypeError('Expected another NormalDist instance')
        X, Y = sorted((self, other), key=lambda each: (each._sigma, each._mu))
        variance_x, variance_y = X.variance, Y.variance
        if not variance_x or not variance_y:
            raise StatisticsError('overlap() not defined when sigma is zero')
        dv = variance_y - variance_x
        dm = math.fabs(Y._mu - X._mu)
        if not dv:
            return 1.0 - erf(dm / (2.0 * X._sigma * _SQRT2))
        a = X._mu * variance_y - Y._mu * variance_x
        b = X._sigma * Y._sigma * sqrt(dm * dm + dv * log(variance_y / variance_x))
        crossings = (a + b) / dv, (a - b) / dv
        parts = [math.fabs(Y.cdf(x) - X.cdf(x)) for x in crossings]
        return 1.0 - (parts[0] + parts[1])

    def zscore(self, x):
        """How many standard deviations a value is above the mean."""
        self._check_sigma('zscore')
        return (x - self._mu) / self._sigma

    @property
    def mean(self):
        return self._mu

    median = mode = mean

    @property
    def stdev(self):
        return self._sigma

    @property
    def variance(self):
        return self._sigma * self._sigma

    def __add__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu + x2._mu, hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu + x2, x1._sigma)

    __radd__ = __add__

    def __sub__(x1, x2):
        if isinstance(x2, NormalDist):
            return NormalDist(x1._mu - x2._mu, hypot(x1._sigma, x2._sigma))
        return NormalDist(x1._mu - x2, x1._sigma)

    def __rsub__(x1, x2):
        return -(x1 - x2)

    def __mul__(x1, x2):
        return NormalDist(x1._mu * x2, x1._sigma * math.fabs(x2))

    __rmul__ = __mul__

    def __truediv__(x1, x2):
        return NormalDist(x1._mu / x2, x1._sigma / math.fabs(x2))

    def __pos__(x1):
        return NormalDist(x1._mu, x1._sigma)

    def __neg__(x1):
        return NormalDist(-x1._mu, x1._sigma)

    def __eq__(x1, x2):
        if not isinstance(x2, NormalDist):
            return NotImplemented
        return x1._mu == x2._mu and x1._sigma == x2._sigma

    def __hash__(self):
        return hash((self._mu, self._sigma))

    def __repr__(self):
        return f'{type(self).__name__}(mu={self._mu!r}, sigma={self._sigma!r})'

    def __getstate__(self):
        return self._mu, self._sigma

    def __setstate__(self, state):
        self._mu, self._sigma = state


from _kernels import kde, kde_random, kernel_inverses as _kernel_invcdfs

kde.__module__ = kde_random.__module__ = __name__
