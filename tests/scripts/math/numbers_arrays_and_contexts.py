# Shows: math, cmath, random, array, context variables and caches: results and errors.

import re
import warnings

import math, cmath, _random, array, _contextvars, functools, sys
from array import array as A
from _contextvars import *
from functools import lru_cache, _lru_cache_wrapper
class F:
    def __float__(s):
        return 2.5
    def __floor__(s):
        return 'fl'
    def __ceil__(s):
        return 'ce'
    def __trunc__(s):
        return 'tr'
    def __index__(s):
        return 7

warnings.simplefilter("ignore")


def without_addresses(text):
    return re.sub(r"0x[0-9a-f]+", "0x...", text)


def show(code):
    """Print the value of an expression, or the exception that it raises."""
    try:
        try:
            value = eval(code)
        except SyntaxError:
            exec(code, globals())
            return
        print(code, "->", without_addresses(repr(value)))
    except Exception as error:
        print(code, "!!", type(error).__name__, without_addresses(str(error)))


LINES = r'''
math.floor(F()), math.ceil(F()), math.trunc(F()), math.sqrt(F()), math.factorial(F()), math.gcd(F(),14)
math.floor('a')
math.trunc('a')
math.floor(1.5), math.ceil(1.5), math.trunc(-1.5), math.floor(-0.0), math.floor(2**70), math.floor(1e300)
math.floor(float('inf'))
math.ceil(float('nan'))
math.trunc(math.inf)
math.sqrt(-1)
math.sqrt('a')
math.sqrt()
math.sqrt(1,2)
math.sqrt(x=1)
math.log(0)
math.log(-1)
math.log(10,2), math.log(2**2000), math.log2(2**2000), math.log10(10**500), math.log(8,2), math.log(0.5)
math.log(10,1)
math.log(10,0)
math.log()
math.log(1,2,3)
math.log('a')
math.log2(0)
math.log10(-5)
math.exp(1000)
math.log1p(-1)
math.pow(2,0.5), math.pow(0,0)
math.pow(-1,0.5)
math.pow(0,-1)
math.pow(10,400)
math.fmod(7,3), math.remainder(7,4), math.fmod(-7,3)
math.fmod(1,0)
math.copysign(1,-0.0), math.fabs(-3), math.hypot(3,4), math.hypot(), math.hypot(1,2,3)
math.hypot('a')
math.dist((1,2),(4,6)), math.dist([1,2],[4,6])
math.dist((1,),(1,2))
math.dist(1,2)
math.fsum([.1]*10), math.fsum([1e308,1e308,-1e308])
math.fsum([1e308,1e308])
math.fsum([math.inf,-math.inf])
math.fsum(['a'])
math.prod([1,2,3]), math.prod([]), math.prod([1.5,2]), math.prod([2]*100), math.prod('a',start='b') if 0 else 1, math.prod([1,2],start=5)
math.prod(5)
math.prod([1],5)
math.prod(['a'])
math.sumprod([1,2],[3,4]), math.sumprod([1.5,2],[3,4]), math.sumprod([],[]), math.sumprod([10**20,1],[10**20,2]), math.sumprod([0.1]*10,[1]*10), math.sumprod([True],[1.5])
math.sumprod([1],[1,2])
math.sumprod(['a'],['b'])
math.sumprod(['a',2],[3,4])
math.gcd(), math.gcd(12), math.gcd(-12,18), math.gcd(0,0), math.gcd(2**100,2**90), math.lcm(), math.lcm(4,6), math.lcm(0,5), math.lcm(-4)
math.gcd(1.5)
math.lcm('a')
math.factorial(20), math.factorial(30), math.factorial(0)
math.factorial(-1)
math.factorial(1.5)
math.factorial(2**70)
math.isqrt(10), math.isqrt(2**100), math.isqrt(0)
math.isqrt(-1)
math.isqrt(1.5)
math.perm(5,2), math.perm(5), math.perm(5,None), math.comb(5,2), math.comb(100,50), math.comb(3,5), math.perm(3,5)
math.comb(-1,2)
math.comb(2,-1)
math.perm(-1)
math.perm(-1,1)
math.comb(5)
math.comb(1.5,2)
math.ldexp(1.5,3), math.ldexp(1,-2000), math.ldexp(0,10**30), math.ldexp(1,-10**30)
math.ldexp(1,5000)
math.ldexp(1,1.5)
math.frexp(8), math.frexp(0), math.frexp(math.inf), math.modf(3.7), math.modf(-math.inf), math.modf(-3)
math.degrees(math.pi), math.radians(180), math.atan2(1,1), math.atan2(-0.0,-1)
math.isclose(1,1+1e-10), math.isclose(1,2,rel_tol=.5), math.isclose(1,1.1,abs_tol=.2), math.isclose(math.inf,math.inf)
math.isclose(1,2,rel_tol=-1)
math.isclose(1)
math.isclose(1,2,3)
math.isclose(a=1,b=1)
math.nextafter(1,2), math.nextafter(1,2,steps=5), math.ulp(1), math.ulp(math.inf), math.ulp(0)
math.nextafter(1,2,steps=-1)
math.nextafter(1,2,steps=1.5)
math.fma(2,3,4), math.fma(1e308,10,-math.inf)
math.fma(1e308,10,1)
math.fma(math.inf,0,1)
math.gamma(5), math.gamma(0.5), math.lgamma(10), math.erf(1), math.erfc(1)
math.gamma(0)
math.gamma(-1)
math.gamma(200)
math.lgamma(0)
math.acos(2)
math.asin(2)
math.acosh(0.5)
math.atanh(1)
math.cosh(1000)
math.sin(math.inf)
math.tan(1.5), math.sinh(1), math.tanh(1), math.asinh(1), math.acosh(2), math.atanh(.5), math.acos(.5), math.asin(.5), math.atan(1)
math.isfinite(1), math.isnan(math.nan), math.isinf(-math.inf), math.pi, math.e, math.tau, math.inf, math.nan
math.sqrt(10**400)
math.isfinite(10**400)
cmath.sqrt(-1), cmath.exp(1j), cmath.log(1j), cmath.log(8,2), cmath.log10(100), cmath.phase(-1), cmath.polar(1j), cmath.rect(1,math.pi)
cmath.acos(2), cmath.asin(2), cmath.atan(1), cmath.cosh(1), cmath.sinh(1), cmath.tanh(1j), cmath.tan(1j), cmath.cos(1j), cmath.sin(1), cmath.acosh(.5), cmath.asinh(1), cmath.atanh(2)
cmath.sqrt('a')
cmath.sqrt()
cmath.log(0)
cmath.atanh(1)
cmath.exp(1000)
cmath.log(1,0)
cmath.isclose(1,1+1e-12j), cmath.isfinite(1j), cmath.isinf(complex(0,math.inf)), cmath.isnan(complex(math.nan,0)), cmath.infj, cmath.nanj
cmath.isclose(1,2,abs_tol=-1)
cmath.rect(1)
cmath.rect('a',1)
r=_random.Random(42); print([r.random() for _ in range(3)], r.getrandbits(10), r.getrandbits(100), r.getrandbits(0))
r.getrandbits(-1)
r.getrandbits('a')
r.getrandbits(2**40)
r.getrandbits()
r.seed('abc') if 0 else r.seed(2**100); print(r.random())
r.seed(-5); print(r.random()); r.seed(5); print(r.random())
s=r.getstate(); print(len(s), s[-1], s[0]); a=r.random(); r.setstate(s); print(a==r.random())
r.setstate(5)
r.setstate((1,2))
r.setstate(s[:-1]+(1000,))
r.setstate(s[:-1]+(-1,))
r.setstate((-1,)+s[1:])
r.setstate(('a',)+s[1:])
_random.Random(1,2)
_random.Random(x=1)
_random.Random([])
r.seed(1.5); print(r.random() == r.random())
A('i'), A('i',[1,2]), A('d',[1.5]), A('w','ab'), A('B',b'ab'), A('b',range(3)), A('f',[1.1])
A()
A('x')
A('ii')
A(5)
A('i',5)
A('i','ab')
A('i',A('w','a'))
A('i',[1.5])
A('i',1,2)
A('i',x=1)
a=A('i',[1,2,3,4,5]); print(a[1],a[-1],a[1:3],a[::-1],a[::2],len(a),3 in a, 9 in a, a.typecode,a.itemsize)
a[10]
a['x']
a[10]=1
a['x']=1
a[1]=2**40
a[1]='x'
a[1:3]=[1]
a[1:3]=A('d',[1])
a[1:2]=A('i',[7,8,9]); print(a)
a[::2]=A('i',[0])
a[::2]=A('i',[0]*4); print(a)
del a[0]; del a[-1:]; del a[::2]; print(a)
del a[10]
a.append(5); a.extend([6,7]); a.extend(A('i',[8])); a.insert(0,-1); a.insert(-1,99); print(a)
a.append('x')
a.extend(A('d',[1]))
a.extend(5)
a.extend(['x'])
a.pop(), a.pop(0), a.index(6), a.count(6)
a.pop(100)
A('i').pop()
a.index(1234)
a.index(6,0,1)
a.remove(6); print(a)
a.remove(6)
a.reverse(); print(a); a.byteswap(); print(a); a.byteswap(); print(a.tolist(), a.tobytes())
a.frombytes(b'abcd'); print(a)
a.frombytes(b'abc')
a.frombytes('abc')
a.fromlist([1,2]); print(a)
a.fromlist([1,'a'])
a.fromlist((1,))
a.fromunicode('a')
a.tounicode()
w=A('w','abc\U0001F600'); w.fromunicode('x'); print(w, w.tounicode(), len(w), w[3])
a+A('i',[1]), a*2, 2*A('i',[1]), a*0
a+[1]
a+A('d')
a*'x'
a+=[1]
a+=A('i',[3]); a*=2; print(a)
A('i',[1,2])==A('i',[1,2]), A('i',[1])==A('d',[1.0]), A('i',[1,2])<A('i',[1,3]), A('i')!=A('i'), A('i',[1])==[1]
A('i')<5
hash(a)
a.__copy__(), a.__deepcopy__({}), a.__reduce_ex__(3), a.__reduce_ex__(2)
a.__reduce_ex__('a')
array._array_reconstructor(A,'i',9,b'\0\0\0\1'), array._array_reconstructor(A,'d',17,b'?\xf0'+bytes(6)), array._array_reconstructor(A,'w',19,b'\0a'), array._array_reconstructor(A,'l',1,b'\xff')
array._array_reconstructor(5,'i',9,b'')
array._array_reconstructor(int,'i',9,b'')
array._array_reconstructor(A,'z',9,b'')
array._array_reconstructor(A,'i',99,b'')
array._array_reconstructor(A,'i',9,'')
array._array_reconstructor(A,'i',9,b'a')
m=memoryview(a); print(m.format, m.itemsize, len(m), m[0]); a.append(1)
m.release(); a.append(1); a.clear(); print(a)
it=iter(A('i',[1,2,3])); next(it); print(it.__reduce__()[1:], list(it), it.__reduce__()[1:])
array.typecodes, array.ArrayType is A, A[int], bytes(A('H',[1,2]))
list(map(A('Q',[2**64-1]).__getitem__,[0])), A('q',[-2**63]), A('L',[2**63])
ContextVar()
ContextVar(5)
ContextVar('a',5)
ContextVar('a',foo=5)
v=ContextVar('v'); v.get()
v.get(5), v.name
t=v.set(1); t2=v.set(2); print(v.get(), t.old_value, t2.old_value, t.var is v)
v.reset(t2); print(v.get()); v.reset(t2)
v.reset(5)
ContextVar('z').reset(t)
c=copy_context(); print(len(c), v in c, c[v], list(c)==[v], list(c.items())==[(v,1)], list(c.values()), c.get(v))
5 in c
c[5]
c.get(5)
c[ContextVar('q')]
c.get(ContextVar('q')), c.get(ContextVar('q'),5)
c.run()
c.run(lambda: (v.set(10), v.get())[1]), v.get(), c[v]
c.run(lambda x,y=1:(x,y),5,y=6)
c.run(c.run, lambda:1)
c.run(v.reset, t)
c==c.copy(), c==copy_context(), c.copy() is c, c!=5
Context(1)
Context()==Context(), len(Context())
Token()
Token.MISSING, repr(t), hash(c)
hash(t)
t.var=5
type('X',(Context,),{})
type('X',(ContextVar,),{})
type('X',(Token,),{})
ContextVar[int], Token[int]
v.foo=5
c.run(lambda: c.run(lambda:1))
@lru_cache(maxsize=2)\ndef f(x,*a,**k): return x
f(1),f(2),f(1),f(3),f(2),f.cache_info(),f.cache_parameters()
f(x=1),f(1,2),f(1,2,z=3),f(1,2,z=3),f.cache_info()
f([])
f.cache_clear(), f.cache_info()
lru_cache(maxsize=None)(lambda x:x)(5)
lru_cache(maxsize='a')
lru_cache(5)(5)
_lru_cache_wrapper(5,None,False,None)
_lru_cache_wrapper(len,'x',False,None)
_lru_cache_wrapper(len)
f.__wrapped__('q'), f.__name__, f.__reduce__(), f.__copy__() is f, f.__deepcopy__({}) is f
@lru_cache(maxsize=0)\ndef g(x): return x
g(1),g(1),g.cache_info()
@lru_cache(typed=True)\ndef h(x): return x
h(1),h(1.0),h(True),h('a'),h(x=1),h(x=1.0),h.cache_info()
@functools.cache\ndef fib(n): return n if n<2 else fib(n-1)+fib(n-2)
fib(100), fib.cache_info()
f.x=5; print(f.x)
class K:\n  @lru_cache\n  def m(self,x): return (type(self).__name__,x)
'''

for line in LINES.strip().split("\n"):
    show(line.replace("\\n", "\n"))
