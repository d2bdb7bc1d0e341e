# Shows: decimals: arithmetic, functions, formats, contexts, conversions and comparisons.
from decimal import *
import decimal
print(decimal.Decimal.__name__, Decimal('1.1')+Decimal('2.2'), Decimal(1)/3, Decimal(2).sqrt(), Decimal(10).ln(), Decimal(1).exp(), Decimal('0.999').ln(), Decimal(3).log10(), Decimal(2)**Decimal('0.5'), Decimal(2)**100, Decimal(2)**-3, Decimal('1.5')**10, Decimal(7)%3, -Decimal(7)//2, divmod(Decimal(-7),2))
print(Decimal('1e-5').exp(), Decimal(100).exp(), Decimal('1.0000001').ln(), Decimal('123.456').log10(), Decimal(4)**Decimal('0.5'), Decimal(1000).log10(),Decimal('1.00000000001')**Decimal('1e10'))
for s in ('.2f','10.3f','e','.3e','g',',.2f','%','+.1f','08.2f','<10','^10.1f','*>10',',','.0f','n','010,.1f'):
    print(repr(format(Decimal('1234567.8915'),s)), repr(format(Decimal('-0.005'),s)), repr(format(Decimal('NaN'),s)))
getcontext().prec=50
print(Decimal(2).sqrt(), Decimal(2).ln(), Decimal(1).exp(), Decimal(10)**Decimal('0.3'))
print(getcontext())
with localcontext(prec=5) as c: print(Decimal(1)/7, c)
print(Decimal('1.10').normalize(), Decimal('1E+3').quantize(Decimal(1)), round(Decimal('2.675'),2), int(Decimal('3.9')), float(Decimal('0.1')), hash(Decimal('1.5'))==hash(1.5), Decimal('1.5')==1.5, Decimal(3)<4, sorted([Decimal(3),Decimal(1)]), sum([Decimal('0.1')]*3), max(Decimal(1),Decimal(2)))
from fractions import Fraction
print(Decimal('0.5')==Fraction(1,2), Decimal('0.3')<Fraction(1,2), Decimal(5).as_tuple(), Decimal('-1.25').as_integer_ratio(), Decimal.from_float(0.1), Decimal(0.5), Decimal((1,(1,2,3),-2)))
import pickle, copy
print(pickle.loads(pickle.dumps(Decimal('1.5'))), copy.copy(Decimal(1)), copy.deepcopy(Decimal(2)), pickle.loads(pickle.dumps(getcontext())))
getcontext().prec = 9
context = Context(prec=6, rounding=ROUND_DOWN, Emin=-99, Emax=99, traps=[])
for call in (
    lambda: context.divide(2, 3), lambda: context.divide(1, 0), lambda: context.sqrt(-1),
    lambda: context.power(10, 200), lambda: context.create_decimal("1.23456789E-105"),
    lambda: context.create_decimal("no number"), lambda: context.add("1", 2),
    lambda: context.fma(2, 3, "4"), lambda: context.quantize(1, Decimal("1E-99")),
    lambda: context.to_sci_string(Decimal("1E+5")), lambda: context.next_plus(1),
    lambda: context.logical_and(1101, 1011), lambda: context.rotate(123456, 2),
    lambda: context.max(Decimal("NaN"), 1), lambda: context.number_class(Decimal("-0")),
    lambda: Decimal("1").quantize(Decimal("0.1"), rounding="down"), lambda: Decimal([1, 2]),
    lambda: Decimal("sNaN") + 1, lambda: Decimal(1) < Decimal("NaN"), lambda: Decimal(1) + 1.5,
    lambda: pow(Decimal(3), 4, 5), lambda: Decimal("Infinity").as_integer_ratio()
):
    try:
        print(repr(call()), context.flags == Context().flags, context)
    except (ArithmeticError, TypeError, ValueError) as error:
        print(type(error).__name__, error)
    context.clear_flags()
