"""Figures of ints, floats, fractions and decimals."""
import statistics as s
from decimal import Decimal
from fractions import Fraction

DATA = [[1, 2, 3, 4], [1.5, 2.5, 2.5, 4.0, 10.0], [Fraction(1, 3), Fraction(2, 3), Fraction(5, 7)],
        [Decimal('0.1'), Decimal('0.25'), Decimal('7')], [3], [], [1, 'x'], [float('inf'), 1.0], [-1, 4],
        [True, False, True], [1, 2.5], [Decimal(1), 2]]
NAMES = ('mean fmean geometric_mean harmonic_mean median median_low median_high median_grouped mode '
         'multimode variance pvariance stdev pstdev quantiles').split()


def attempt(function, *arguments, **options):
    try:
        return function(*arguments, **options)
    except TypeError:
        # Which of two types is named first differs from run to run.
        return 'TypeError'
    except Exception as error:
        return f'{type(error).__name__}: {error}'


for data in DATA:
    print(data, *[f'{name}={attempt(getattr(s, name), data)!r}' for name in NAMES], sep='\n  ')
print(s.fmean([1, 2, 3], [1, 0, 3]), attempt(s.fmean, [1], [0]), s.harmonic_mean([40, 60], [5, 30]),
      s.mode('aabbc'), s.variance([1, 2, 4], 2), s.quantiles(range(9), n=3, method='inclusive'),
      attempt(s.quantiles, [1, 2], method='x'), s.fmean(iter([1, 2, 6])))
x, y = [1, 2, 3, 4, 5], [2.0, 4.5, 5.5, 8.0, 9.5]
print(s.covariance(x, y), s.correlation(x, y), s.correlation(x, y[::-1], method='ranked'),
      s.linear_regression(x, y), s.linear_regression(x, y, proportional=True),
      attempt(s.correlation, x, [1] * 5), attempt(s.covariance, x, [1]))
normal = s.NormalDist(100, 15)
print(normal, normal.cdf(120), normal.pdf(90), normal.inv_cdf(0.975), normal.quantiles(3),
      normal.zscore(130), normal.overlap(s.NormalDist(110, 10)), normal + 5, normal * 2 - normal,
      -normal, s.NormalDist.from_samples([1, 2, 4]), normal.samples(2, seed=3), normal.variance,
      attempt(normal.inv_cdf, 0), attempt(s.NormalDist, 0, -1), normal == s.NormalDist(100, 15))
for kernel in 'normal', 'sigmoid', 'triangular', 'quartic', 'cosine', 'none':
    density = attempt(s.kde, x, 1.5, kernel)
    print(kernel, density(2.5) if callable(density) else density,
          attempt(lambda: s.kde(x, 1.5, kernel, cumulative=True)(2.5)),
          attempt(lambda: s.kde_random(x, 1.5, kernel, seed=1)()))
