# Shows: functools, operator, deque, defaultdict, OrderedDict, heaps and bisection: results and errors.

import warnings

import functools, operator, _functools, _operator, _collections, _heapq, _bisect, sys
from functools import partial, reduce, cmp_to_key
from _collections import deque, defaultdict, OrderedDict, _tuplegetter, _count_elements
from _heapq import *
from _heapq import _heapify_max, _heappop_max, _heapreplace_max
from _bisect import *
def cap(*a,**k): return a,k
class PS(partial):
    pass
class D(deque):
    pass
class DD(defaultdict):
    def __missing__(self,k):
        return 'm'+str(k)
class OD(OrderedDict):
    pass
class Sq:
    def __init__(s,*a): s.a=list(a)
    def __getitem__(s,i):
        return s.a[i]
    def __len__(s):
        return len(s.a)
    def __add__(s,o):
        return 'added'

warnings.simplefilter("ignore")


def show(code):
    """Print the value of an expression, or the exception that it raises."""
    try:
        try:
            value = eval(code)
        except SyntaxError:
            exec(code, globals())
            return
        print(code, "->", repr(value))
    except Exception as error:
        print(code, "!!", type(error).__name__, error)


LINES = r'''
partial()
partial(5)
partial(cap,1,2,a=3)(4,b=5)
partial(cap,1,a=3)(a=4), partial(cap,a=1,b=2)(c=3,a=9)
partial(partial(cap,1,x=1),2,y=2).args, partial(partial(cap,1,x=1),2,y=2).keywords, partial(partial(cap,1),2).func is cap
repr(partial(print,1,a=2))
repr(PS(print,1)), PS.__qualname__
partial(cap).__reduce__()[2][1:]
partial(cap).__setstate__(5)
partial(cap).__setstate__((cap,(),{},None,None))
partial(cap).__setstate__((cap,(),{}))
partial(cap).__setstate__((cap,[],{},None))
partial(cap).__setstate__((cap,(),5,None))
partial(cap).__setstate__((None,(),{},None))
partial(cap).foo
partial.func, partial.__dict__['keywords'], partial[int]
p=partial(cap); p.x=5; print(p.x, p.__dict__)
p.func=5
del p.args
partial(p,3).args, partial(p).func is p
p.keywords.update(zz=1)
p()
p.keywords[5]=1
p()
reduce(operator.add,[1,2,3]), reduce(operator.add,[],5), reduce(operator.add,[1])
reduce(operator.add,[])
reduce(operator.add,5)
reduce(operator.add)
reduce()
sorted([3,1,2],key=cmp_to_key(lambda a,b:b-a))
cmp_to_key()
cmp_to_key(mycmp=lambda a,b:0)(5).obj
cmp_to_key(1)(5)<4
cmp_to_key(lambda a,b:'x')(5)<cmp_to_key(lambda a,b:0)(4)
cmp_to_key(lambda a,b:0)(5)==cmp_to_key(lambda a,b:0)(4)
hash(cmp_to_key(lambda a,b:0)(5))
cmp_to_key(lambda a,b:0)()
cmp_to_key(lambda a,b:0)(1,2)
cmp_to_key(lambda a,b:0)(foo=1)
operator.add(1,2), operator.sub('a',1)
operator.sub(3)
operator.concat([1],[2]), operator.concat('a','b'), operator.concat((1,),(2,))
operator.concat(1,2)
operator.concat([1],5)
operator.concat(Sq(1),Sq(2))
operator.iconcat(Sq(1),Sq(2))
operator.iconcat([1],[2]), operator.iconcat([1],'ab')
operator.iconcat(1,2)
operator.countOf([1,2,1],1), operator.indexOf([3,4],4)
operator.indexOf([1],2)
operator.indexOf(5,2)
operator.countOf(5,2)
operator.contains(5,1)
operator.contains([1],1)
operator.index(True), operator.index(5)
operator.index(1.5)
operator.length_hint([1,2]), operator.length_hint(5,3), operator.length_hint(iter([1,2,3]))
operator.length_hint(5,'a')
operator.length_hint(5,-3)
operator.length_hint()
operator.itemgetter()
operator.itemgetter(1)()
operator.itemgetter(1)(5)
operator.itemgetter(1)([1])
operator.itemgetter(1)([1],2)
operator.itemgetter(1)(x=[1])
operator.itemgetter(1,x=2)
operator.itemgetter(-1)('abc'), operator.itemgetter(slice(1,3))('abcd'), operator.itemgetter('a')({'a':3}), operator.itemgetter(0,2)([1,2,3]), operator.itemgetter(True)([1,2])
repr(operator.itemgetter(1)), repr(operator.itemgetter(1,'a')), operator.itemgetter(1,2).__reduce__(), operator.itemgetter(1).__reduce__()
operator.attrgetter()
operator.attrgetter(1)
operator.attrgetter('a','b',1)
operator.attrgetter('real')(5), operator.attrgetter('real.imag','real')(5), operator.attrgetter('real.foo')(5)
operator.attrgetter('')(5)
operator.attrgetter('a..b')(5)
operator.attrgetter('a',x=1)
operator.attrgetter('a')(1,2)
repr(operator.attrgetter('a.b')), repr(operator.attrgetter('a.b','c')), operator.attrgetter('a.b','c').__reduce__()
operator.methodcaller()
operator.methodcaller(1)
operator.methodcaller('foo')(1)
operator.methodcaller('upper')('a'), operator.methodcaller('split','b',maxsplit=1)('abcbd')
operator.methodcaller('upper')()
operator.methodcaller('upper')('a',1)
operator.methodcaller('upper')('a',x=1)
repr(operator.methodcaller('a')), repr(operator.methodcaller('a',1,b=2)), operator.methodcaller('a',1).__reduce__(), operator.methodcaller('a',1,b=2).__reduce__()
operator.itemgetter(1).__text_signature__, operator.itemgetter.__text_signature__
type('X',(operator.itemgetter,),{})
operator._compare_digest('a','a'), operator._compare_digest(b'a',b'b'), operator._compare_digest(b'abc',bytearray(b'abc')), operator._compare_digest('a','ab')
operator._compare_digest('a',b'a')
operator._compare_digest(1,2)
operator._compare_digest('\xe9','a')
operator.call(cap,1,a=2)
operator.call()
operator.not_([]), operator.truth(5), operator.is_(None,None), operator.is_not(1,2)
operator.ipow(2,3), operator.imatmul
operator.pow('a',2)
operator.neg('a')
operator.setitem([1],5,2)
operator.delitem([1],5)
deque(), deque('abc'), deque('abc',2), deque(maxlen=3), deque([1],maxlen=None)
deque(5)
deque('a',-1)
deque('a','b')
deque('a',1,2)
deque('abc',foo=1)
d=deque([1,2,3,4]); d.rotate(1); print(d); d.rotate(-2); print(d); d.rotate(11); print(d); d.rotate(); print(d)
d.rotate('a')
d.appendleft(9); d.extendleft([7,8]); print(d, len(d), d[0], d[-1])
d[100]
d['a']
d[1:2]
d[100]=1
d['a']=1
del d[100]
d[2**80]
del d[0]; d[0]=5; print(d)
d.insert(1,'x'); d.insert(-1,'y'); d.insert(100,'z'); d.insert(-100,'w'); print(d)
d.index('x'), d.index('x',1), d.count('x'), 'x' in d
d.index('q')
d.index('x',5,6)
d.index()
d.index('x','a')
d.remove('x'); print(d)
d.remove('x')
d.reverse(); print(d); print(list(reversed(d)))
d.pop(), d.popleft()
deque().pop()
deque().popleft()
d.clear(); print(d)
deque('ab',2).insert(0,'c')
deque([1,2])+deque([3]), deque([1,2],2)+deque([3])
deque([1])+[2]
deque([1,2])*2, 2*deque([1]), deque([1,2],3)*5, deque([1])*-1
deque([1])*'a'
deque([1])*1.5
deque([1])*2**70
d=deque([1]); d+=[2,3]; d*=2; print(d)
d+=5
deque([1,2])<deque([1,3]), deque([1])==deque([1]), deque([1])!=deque([2]), deque([1])==[1], deque([1,2])>deque([1]), deque()<=deque()
deque([1])<[1]
hash(deque())
deque('ab').__reduce__()[:3], deque('ab',3).__reduce__()[:3], D('ab').__reduce__()[:3]
deque('abc').maxlen, deque('abc',2).maxlen
deque().maxlen=5
d=deque(); d.append(d); print(d)
D('ab'), D('ab',maxlen=1), D('abc').copy(), type(D('a').copy()), D('ab')*2
it=iter(deque('abc')); next(it); print(it.__length_hint__(), it.__reduce__()[1], list(it), it.__length_hint__())
_collections._deque_iterator(deque('abcd'),2).__length_hint__()
_collections._deque_iterator(5)
_collections._deque_iterator()
d=deque([1,2,3]); it=iter(d); next(it); d.append(4); next(it)
next(it)
[x for x in d if d.append(1)]
deque[int]
deque.__doc__ is None, deque.__module__, deque.append
defaultdict(), defaultdict(None), defaultdict(list,{'a':1},b=2), defaultdict(int,a=1)
defaultdict(5)
defaultdict(list,5)
defaultdict(list,{},{})
defaultdict(foo=1)
dd=defaultdict(list); dd['a'].append(1); dd['b']; print(dd, dd.default_factory, 'c' in dd, dd.get('c'))
defaultdict()['x']
defaultdict(None)[(1,2)]
dd.default_factory=int; print(dd['z'])
del dd.default_factory; print(dd)
dd.__missing__('q')
DD(list)['x'], DD()
defaultdict(list,a=1)|{'b':2}, {'b':2}|defaultdict(list,a=1)
defaultdict(list)|5
dd=defaultdict(list,a=1); dd|={'c':3}; print(dd)
defaultdict(list,a=1).__reduce__()[:4], defaultdict(list,a=1).copy(), defaultdict(list,a=1)=={'a':1}
defaultdict.fromkeys('ab')
defaultdict.fromkeys('ab')['c']
dd=defaultdict(list); dd.default_factory=lambda:dd; 
dd=defaultdict(list); dd['x']=dd; print(dd)
defaultdict[int,str]
OrderedDict(), OrderedDict(a=1), OrderedDict([('a',1),('b',2)]), OrderedDict({'x':1},y=2)
OrderedDict(5)
OrderedDict([1])
OrderedDict(['abc'])
OrderedDict([[1]])
OrderedDict([[]])
OrderedDict(1,2)
o=OrderedDict.fromkeys('abcde'); print(o)
o.move_to_end('b'); o.move_to_end('d',last=False); print(''.join(o), ''.join(reversed(o)))
o.move_to_end('q')
o.move_to_end()
o.popitem(), o.popitem(last=False), o.popitem(0)
OrderedDict().popitem()
o.pop('a'), o.pop('zz',5), o.pop(key='e',default=3)
o.pop('zz')
o.pop()
o.setdefault('n'), o.setdefault('m',3), o.setdefault(key='m',default=4)
o.update({'x':1},y=2); o.update([('k',1)]); print(o)
o.update(1,2)
o.update(5)
o.copy(), type(OD(a=1).copy()), OD(a=1)
o.keys(), o.values(), o.items()
list(o.keys()), list(reversed(o.items())), list(reversed(o.values()))
OrderedDict(a=1,b=2)==OrderedDict(b=2,a=1), OrderedDict(a=1,b=2)=={'b':2,'a':1}, OrderedDict(a=1)!=OrderedDict(a=1)
OrderedDict(a=1)|{'b':2}, {'b':2}|OrderedDict(a=1)
OrderedDict(a=1)|5
o=OrderedDict(a=1); o|={'c':2}; o|=[('d',3)]; print(o)
o.__reduce__()[:4], OrderedDict().__reduce__()[:4]
o.q=5; print(o.__reduce__()[:4], o.__dict__)
del o['zzz']
o['zzz']
it=iter(o); next(it); o['new']=1; next(it)
next(it)
o=OrderedDict.fromkeys(range(10)); [o.move_to_end(k,last=False) for k in range(10)]; print(list(o)); [o.move_to_end(k) for k in range(0,10,2)]; print(list(o)); o[99]=1; o.move_to_end(99,False); del o[3]; print(list(o), list(reversed(o)), len(o), 99 in o, 3 in o); o.clear(); print(o, list(o))
o=OrderedDict(); o[1]=o; print(o)
hash(OrderedDict())
t=_tuplegetter(0,'doc'); print(t, t.__doc__, t.__reduce__())
_tuplegetter('a','b')
_tuplegetter(1)
t.__get__(None,int) is t, t.__get__((5,6),tuple)
t.__get__([1],list)
t.__get__((),tuple)
t.__set__((1,),2)
t.__delete__((1,))
m={}; _count_elements(m,'abca'); print(m)
m={'a':1.5}; _count_elements(m,'a'); print(m)
_count_elements({}, 5)
_count_elements({}, [[]])
_count_elements(5, 'a')
h=[]; [heappush(h,x) for x in (5,2,8,1,9,3)]; print(h); print([heappop(h) for _ in range(6)])
heappop([])
heappop('a')
heappush('a',1)
heappush([1])
heapify(5)
heapreplace([],1)
heappushpop([],1), heappushpop([1,2],0), heappushpop([1,2],3)
h=[(3,'c'),(1,'b'),(1,'a'),(2.5,'z')]; heapify(h); print(h); print(heapreplace(h,(0,'q')), h)
h=[1,5,3,2]; _heapify_max(h); print(h, _heappop_max(h), h, _heapreplace_max(h,9), h)
heapify([1,'a'])
h=[1,None]; heappush(h,5)
bisect_left([1,2,2,3],2), bisect_right([1,2,2,3],2), bisect_left([],1), bisect_right('abc','b'), bisect_left([1,2,3],2,1,2), bisect_right(a=[1],x=1,lo=0,hi=None,key=None)
bisect_left([1,2],1,-1)
bisect_left(5,1)
bisect_left({1:2},1)
bisect_left([1,2],'a')
bisect_left([1])
bisect_left([1,2,3],1,0,10)
bisect_left([(1,'a'),(2,'b')],2,key=lambda t:t[0])
a=[1,3]; insort_left(a,2); insort_right(a,3); print(a); insort_right(a,-5,key=abs); print(a)
a=deque([1,3]); insort_left(a,2); print(a)
insort_left((1,),2)
'''

for line in LINES.strip().split("\n"):
    show(line.replace("\\n", "\n"))
