"""Fractions of integers of any size."""

import functools as _functools
import math as _math
import numbers as _numbers
import operator as _operator
import re as _re
import sys as _sys
from decimal import Decimal as _Decimal

__all__ = ['Fraction']

_PyHASH_MODULUS = _sys.hash_info.modulus
_PyHASH_INF = _sys.hash_info.inf

_DIGITS = r'\d+(?:_\d+)*'
_RATIONAL_FORMAT = _re.compile(
    rf'\s*(?P<sign>[-+]?)(?=\d|\.\d)(?P<num>\d*|{_DIGITS})'
    rf'(?:(?:\s*/\s*(?P<denom>{_DIGITS}))?'
    rf'|(?:\.(?P<decimal>\d*|{_DIGITS}))?(?:E(?P<exp>[-+]?{_DIGITS}))?)\s*', _re.IGNORECASE)

_ALIGNMENT = r'(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ]?)'
_WIDTH = r'(?P<width>0|[1-9][0-9]*)?(?P<separator>[,_])?'
_general_format = _re.compile(rf'{_ALIGNMENT}(?P<alternate>\#)?{_WIDTH}', _re.DOTALL).fullmatch
_float_format = _re.compile(
    rf'{_ALIGNMENT}(?P<positive_zero>z)?(?P<alternate>\#)?(?P<zeros>0(?=[0-9]))?{_WIDTH}'
    r'(?:\.(?P<precision>0|[1-9][0-9]*))?(?P<type>[eEfFgG%])', _re.DOTALL).fullmatch


@_functools.lru_cache(maxsize=1 << 14)
def _hash_algorithm(numerator, denominator):
    """The hash that a float or an integer of the same value has."""
    try:
        inverse = pow(denominator, -1, _PyHASH_MODULUS)
    except ValueError:
        # A multiple of the modulus.
        value = _PyHASH_INF
    else:
        value = hash(hash(abs(numerator)) * inverse)
    value = value if numerator >= 0 else -value
    return -2 if value == -1 else value


def _round_to_exponent(n, d, exponent, no_neg_zero=False):
    """The sign and the digits of n/d, rounded to a multiple of a power of ten, half to even."""
    if exponent >= 0:
        d *= 10 ** exponent
    else:
        n *= 10 ** -exponent
    quotient, rest = divmod(n + (d >> 1), d)
    if rest == 0 and d % 2 == 0:
        quotient &= -2
    return quotient < 0 if no_neg_zero else n < 0, abs(quotient)


def _round_to_figures(n, d, figures):
    """The sign, so many digits of n/d, and the power of ten that they are multiplied by."""
    if n == 0:
        return False, 0, 1 - figures
    upper, lower = str(abs(n)), str(d)
    exponent = len(upper) - len(lower) + (lower <= upper) - figures
    sign, digits = _round_to_exponent(n, d, exponent)
    if len(str(digits)) == figures + 1:
        digits //= 10
        exponent += 1
    return sign, digits, exponent


def _aligned(match, sign, body):
    """A number in the room that a format asks for."""
    align = match['align'] or '>'
    padding = (match['fill'] or ' ') * (int(match['width'] or 0) - len(sign) - len(body))
    if align == '=':
        return sign + padding + body
    before = {'>': len(padding), '<': 0, '^': len(padding) // 2}[align]
    return padding[:before] + sign + body + padding[before:]


def _parse(text):
    """The numerator and the denominator that a text says."""
    match = _RATIONAL_FORMAT.fullmatch(text)
    if match is None:
        raise ValueError(f'Invalid literal for Fraction: {text!r}')
    numerator, denominator = int(match['num'] or 0), int(match['denom'] or 1)
    if match['decimal']:
        decimals = match['decimal'].replace('_', '')
        scale = 10 ** len(decimals)
        numerator, denominator = numerator * scale + int(decimals), scale
    exponent = int(match['exp'] or 0)
    if exponent >= 0:
        numerator *= 10 ** exponent
    else:
        denominator *= 10 ** -exponent
    return -numerator if match['sign'] == '-' else numerator, denominator


def _operators(exact, general, handles_complex=True):
    """The methods of an operator: exact between fractions, else of floats or complexes."""
    def forward(a, b):
        if isinstance(b, Fraction):
            return exact(a, b)
        if isinstance(b, int):
            return exact(a, Fraction(b))
        if isinstance(b, float):
            return general(float(a), b)
        if handles_complex and isinstance(b, complex):
            return general(complex(a), b)
        return NotImplemented

    def reverse(b, a):
        if isinstance(a, _numbers.Rational):
            return exact(Fraction(a), b)
        if isinstance(a, _numbers.Real):
            return general(float(a), float(b))
        if handles_complex and isinstance(a, _numbers.Complex):
            return general(complex(a), complex(b))
        return NotImplemented

    forward.__name__ = f'__{general.__name__}__'
    reverse.__name__ = f'__r{general.__name__}__'
    return forward, reverse


def _sum(a, b, sign):
    """The sum or the difference; what the denominators share is divided out early."""
    na, da, nb, db = a._numerator, a._denominator, sign * b._numerator, b._denominator
    shared = _math.gcd(da, db)
    rest = da // shared
    total = na * (db // shared) + nb * rest
    common = _math.gcd(total, shared)
    return Fraction._from_coprime_ints(total // common, rest * (db // common))


def _product(na, da, nb, db):
    """The product of two fractions in lowest terms."""
    one, other = _math.gcd(na, db), _math.gcd(nb, da)
    n, d = (na // one) * (nb // other), (db // one) * (da // other)
    return Fraction._from_coprime_ints(-n, -d) if d < 0 else Fraction._from_coprime_ints(n, d)


def _truediv(a, b):
    if b._numerator == 0:
        raise ZeroDivisionError(f'Fraction({b._denominator}, 0)')
    return _product(a._numerator, a._denominator, b._denominator, b._numerator)


def _floordiv(a, b):
    return (a._numerator * b._denominator) // (a._denominator * b._numerator)


def _divmod(a, b):
    quotient, rest = divmod(a._numerator * b._denominator, a._denominator * b._numerator)
    return quotient, Fraction(rest, a._denominator * b._denominator)


def _mod(a, b):
    rest = a._numerator * b._denominator % (b._numerator * a._denominator)
    return Fraction(rest, a._denominator * b._denominator)


def _comparison(operator):
    def compare(self, other):
        if isinstance(other, _numbers.Rational):
            return operator(self._numerator * other.denominator,
                            self._denominator * other.numerator)
        if isinstance(other, float):
            if _math.isfinite(other):
                return operator(self, self.from_float(other))
            return operator(0.0, other)
        return NotImplemented

    compare.__name__ = f'__{operator.__name__}__'
    return compare


class Fraction(_numbers.Rational):
    """A numerator and a denominator in lowest terms."""

    __slots__ = '_numerator', '_denominator'

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            if type(numerator) is int:
                self._numerator, self._denominator = numerator, 1
                return self
            if isinstance(numerator, _numbers.Rational):
                self._numerator = numerator.numerator
                self._denominator = numerator.denominator
                return self
            if isinstance(numerator, (float, _Decimal)):
                self._numerator, self._denominator = numerator.as_integer_ratio()
                return self
            if not isinstance(numerator, str):
                raise TypeError('argument should be a string or a Rational instance')
            numerator, denominator = _parse(numerator)
        elif not type(numerator) is int is type(denominator):
            if not (isinstance(numerator, _numbers.Rational)
                    and isinstance(denominator, _numbers.Rational)):
                raise TypeError('both arguments should be Rational instances')
            numerator, denominator = (numerator.numerator * denominator.denominator,
                                      denominator.numerator * numerator.denominator)
        if denominator == 0:
            raise ZeroDivisionError(f'Fraction({numerator}, 0)')
        divisor = _math.gcd(numerator, denominator)
        if denominator < 0:
            divisor = -divisor
        self._numerator = numerator // divisor
        self._denominator = denominator // divisor
        return self

    @classmethod
    def from_float(cls, f):
        """The fraction that a float is exactly."""
        if isinstance(f, _numbers.Integral):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f'{cls.__name__}.from_float() only takes floats, not {f!r} '
                            f'({type(f).__name__})')
        return cls._from_coprime_ints(*f.as_integer_ratio())

    @classmethod
    def from_decimal(cls, dec):
        """The fraction that a Decimal is exactly."""
        if isinstance(dec, _numbers.Integral):
            dec = _Decimal(int(dec))
        elif not isinstance(dec, _Decimal):
            raise TypeError(f'{cls.__name__}.from_decimal() only takes Decimals, not {dec!r} '
                            f'({type(dec).__name__})')
        return cls._from_coprime_ints(*dec.as_integer_ratio())

    @classmethod
    def _from_coprime_ints(cls, numerator, denominator, /):
        self = super().__new__(cls)
        self._numerator = numerator
        self._denominator = denominator
        return self

    def is_integer(self):
        return self._denominator == 1

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction whose denominator is no larger."""
        if max_denominator < 1:
            raise ValueError('max_denominator should be at least 1')
        if self._denominator <= max_denominator:
            return Fraction(self)
        # The continued fraction, as far as it goes, and the one before.
        p0, q0, p1, q1 = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            whole = n // d
            q2 = q0 + whole * q1
            if q2 > max_denominator:
                break
            p0, q0, p1, q1 = p1, q1, p0 + whole * p1, q2
            n, d = d, n - whole * d
        times = (max_denominator - q0) // q1
        if 2 * d * (q0 + times * q1) <= self._denominator:
            return Fraction._from_coprime_ints(p1, q1)
        return Fraction._from_coprime_ints(p0 + times * p1, q0 + times * q1)

    @property
    def numerator(a):
        return a._numerator

    @property
    def denominator(a):
        return a._denominator

    def __repr__(self):
        return f'{type(self).__name__}({self._numerator}, {self._denominator})'

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f'{self._numerator}/{self._denominator}'

    def __format__(self, format_spec, /):
        match = _general_format(format_spec)
        if match:
            return self._format_general(match)
        match = _float_format(format_spec)
        # Zeros leave no room for another alignment.
        if match and (match['align'] is None or match['zeros'] is None):
            return self._format_float_style(match)
        raise ValueError(f'Invalid format specifier {format_spec!r} for object of type '
                         f'{type(self).__name__!r}')

    def _format_general(self, match):
        n, d, separator = self._numerator, self._denominator, match['separator'] or ''
        body = f'{abs(n):{separator}}'
        if d > 1 or match['alternate']:
            body += f'/{d:{separator}}'
        sign = '-' if n < 0 else '' if match['sign'] == '-' else match['sign']
        return _aligned(match, sign, body)

    def _format_float_style(self, match):
        kind, precision = match['type'], int(match['precision'] or 6)
        suffix = ''
        if kind in 'fF%':
            places = precision
            negative, digits = _round_to_exponent(
                self._numerator, self._denominator, -precision - 2 * (kind == '%'),
                bool(match['positive_zero']))
            if kind == '%':
                suffix = '%'
        else:
            figures = max(precision, 1) if kind in 'gG' else precision + 1
            negative, digits, exponent = _round_to_figures(self._numerator, self._denominator,
                                                           figures)
            places = -exponent
            if kind in 'eE' or exponent > 0 or exponent + figures <= -4:
                places = figures - 1
                letter = 'E' if kind in 'EG' else 'e'
                suffix = f'{letter}{exponent + places:+03d}'
        text = f'{digits:0{places + 1}d}'
        whole, rest = text[:len(text) - places], text[len(text) - places:]
        if kind in 'gG' and not match['alternate']:
            rest = rest.rstrip('0')
        point = '.' if rest or match['alternate'] else ''
        sign = '-' if negative else '' if match['sign'] == '-' else match['sign']
        tail = point + rest + suffix
        separator = match['separator']
        if match['zeros']:
            room = int(match['width'] or 0) - len(sign) - len(tail)
            whole = whole.zfill(3 * room // 4 + 1 if separator else room)
        if separator:
            first = 1 + (len(whole) - 1) % 3
            groups = [whole[index:index + 3] for index in range(first, len(whole), 3)]
            whole = separator.join([whole[:first], *groups])
        return _aligned(match, sign, whole + tail)

    __add__, __radd__ = _operators(lambda a, b: _sum(a, b, 1), _operator.add)
    __sub__, __rsub__ = _operators(lambda a, b: _sum(a, b, -1), _operator.sub)
    __mul__, __rmul__ = _operators(
        lambda a, b: _product(a._numerator, a._denominator, b._numerator, b._denominator),
        _operator.mul)
    __truediv__, __rtruediv__ = _operators(_truediv, _operator.truediv)
    __floordiv__, __rfloordiv__ = _operators(_floordiv, _operator.floordiv, False)
    __divmod__, __rdivmod__ = _operators(_divmod, divmod, False)
    __mod__, __rmod__ = _operators(_mod, _operator.mod, False)

    def __pow__(a, b):
        if isinstance(b, _numbers.Rational):
            if b.denominator != 1:
                # A root is mostly no fraction.
                return float(a) ** float(b)
            n, d, power = a._numerator, a._denominator, b.numerator
            if power >= 0:
                return Fraction._from_coprime_ints(n ** power, d ** power)
            if n == 0:
                raise ZeroDivisionError(f'Fraction({d ** -power}, 0)')
            sign = 1 if n > 0 else -1
            return Fraction._from_coprime_ints((sign * d) ** -power, (sign * n) ** -power)
        if isinstance(b, (float, complex)):
            return float(a) ** b
        return NotImplemented

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a ** b._numerator
        if isinstance(a, _numbers.Rational):
            return Fraction(a.numerator, a.denominator) ** b
        return a ** (b._numerator if b._denominator == 1 else float(b))

    def __pos__(a):
        return Fraction._from_coprime_ints(a._numerator, a._denominator)

    def __neg__(a):
        return Fraction._from_coprime_ints(-a._numerator, a._denominator)

    def __abs__(a):
        return Fraction._from_coprime_ints(abs(a._numerator), a._denominator)

    def __trunc__(a):
        whole = abs(a._numerator) // a._denominator
        return -whole if a._numerator < 0 else whole

    def __int__(a):
        return _operator.index(a.__trunc__())

    def __floor__(a):
        return a._numerator // a._denominator

    def __ceil__(a):
        return -(-a._numerator // a._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            whole, rest = divmod(self._numerator, self._denominator)
            twice = 2 * rest - self._denominator
            return whole + (twice > 0 or twice == 0 and whole % 2)
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        return _hash_algorithm(self._numerator, self._denominator)

    def __eq__(a, b):
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        if isinstance(b, _numbers.Rational):
            return a._numerator == b.numerator and a._denominator == b.denominator
        if isinstance(b, _numbers.Complex) and b.imag == 0:
            b = b.real
        if isinstance(b, float):
            return a == a.from_float(b) if _math.isfinite(b) else 0.0 == b
        return NotImplemented

    __lt__ = _comparison(_operator.lt)
    __gt__ = _comparison(_operator.gt)
    __le__ = _comparison(_operator.le)
    __ge__ = _comparison(_operator.ge)

    def __bool__(a):
        return bool(a._numerator)

    def __reduce__(self):
        return type(self), (self._numerator, self._denominator)

    def __copy__(self):
        if type(self) is Fraction:
            return self
        return type(self)(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()
