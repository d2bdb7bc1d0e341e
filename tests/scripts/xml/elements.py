"""Elements, builders and parsers of XML trees as the native module has them."""
import copy
import io
import pickle
import warnings
import weakref
import xml.etree.ElementTree as ET

warnings.simplefilter("ignore", DeprecationWarning)


def outcome(function, *arguments, **names):
    try:
        return function(*arguments, **names)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print("-- making")
root = ET.Element("a", {"x": "1"}, y="2")
print(root.tag, root.attrib, root.text, root.tail, len(root), bool(root))
print(ET.Element("a", attrib={"k": "v"}, z="3").attrib, ET.Element(tag := "t").attrib is not None)
for arguments, names in [((), {}), (("a", 1), {}), (("a", {}, 1), {}), (("a",), {"attrib": 3})]:
    print(outcome(ET.Element, *arguments, **names))
print(outcome(ET.SubElement, 1, "b"), outcome(ET.SubElement, root))
child = ET.SubElement(root, "b", {"k": "v"}, m="n")
print(child.items(), child.keys(), child.get("k"), child.get("q"), child.get("q", 5))
child.set("k", "w")
child.text, child.tail = "in", "behind"
print(ET.tostring(root, encoding="unicode"), repr(root).split(" at ")[0])
print(type(root), ET.Element.__module__, hasattr(root, "__iter__"), hasattr(root, "__dict__"))

print("-- children")
for name in "cdef":
    root.append(ET.Element(name))
tags = lambda: [each.tag for each in root]
print(tags(), root[-1].tag, [each.tag for each in root[1:3]], [each.tag for each in root[::-2]])
root.insert(0, ET.Element("first"))
root.insert(-1, ET.Element("late"))
root.insert(99, ET.Element("last"))
print(tags())
del root[0]
root[0] = ET.Element("B")
root[1:3] = [ET.Element("X"), ET.Element("Y"), ET.Element("Z")]
print(tags())
del root[::2]
print(tags())
root[::2] = [ET.Element("p"), ET.Element("q")]
print(tags())
print(outcome(root.__setitem__, slice(None, None, 2), [child]))
print(outcome(root.__setitem__, 0, 1), outcome(root.__getitem__, 9), outcome(root.__getitem__, "a"))
print(outcome(root.__setitem__, slice(0, 1), [1]), outcome(root.__delitem__, 9))
print(outcome(root.append, 1), outcome(root.insert, 0, 1), outcome(root.remove, 3))
print(outcome(root.__setitem__, slice(0, 1), 3))
print(outcome(root.extend, 3), outcome(root.extend, [child, 2]), tags())
root.remove(child)
print(outcome(root.remove, child), list(reversed(root))[0].tag)
print(outcome(setattr, root, "attrib", 3), outcome(delattr, root, "tag"))

print("-- finding")
tree = ET.fromstring("<r><a i='1'>one</a><b/>t<a i='2'>two<a>in</a></a><n:c xmlns:n='urn:n'>ns</n:c></r>")
print(tree.find("a").text, tree.find("zz"), tree.findtext("b"), tree.findtext("zz", "none"))
print([each.get("i") for each in tree.findall("a")], [each.get("i") for each in tree.iter("a")])
print([each.text for each in tree.findall(".//a[@i='2']/a")], tree.find("{urn:n}c").text)
print(tree.find("n:c", {"n": "urn:n"}).text, [each.tag for each in tree.iterfind("*")])
print(list(tree.itertext()), [each.tag for each in tree.iter("*")], outcome(tree.find, 3))
print([each.tag for each in tree.iter()], iter(tree.iter()) is not None)

print("-- copies")
for made in (copy.copy(tree), copy.deepcopy(tree), pickle.loads(pickle.dumps(tree))):
    print(ET.tostring(made), made[0] is tree[0])
print(sorted(tree.__getstate__()), outcome(tree.__setstate__, 3), outcome(tree.__setstate__, {"tag": 1, "u": 2}))
class Sub(ET.Element):
    pass
sub = Sub("s", q="1")
sub.extra = weakref.ref(sub)
print(sub.extra() is sub, sub.attrib, type(copy.deepcopy(sub)).__name__)
print(root.makeelement("m", {"a": "b"}).attrib, outcome(root.makeelement, "m", 1))
root.clear()
print(len(root), root.attrib, root.tag)
deep = ET.Element("d")
for _ in range(100000):
    outer = ET.Element("d")
    outer.append(deep)
    deep = outer
print(sum(1 for _ in deep.iter()))
del deep, outer

print("-- building")
builder = ET.TreeBuilder(insert_comments=True, insert_pis=True)
builder.data("lost")
builder.start("a", {"k": "v"})
builder.data("x")
builder.data("y")
builder.comment("c")
builder.data("z")
builder.pi("t", "d")
builder.start("b", {})
builder.end("b")
builder.data("t")
builder.end("a")
print(ET.tostring(builder.close()), outcome(builder.end, "a"), outcome(builder.start, "a", 1))
print(outcome(builder.start, "second", {}), outcome(ET.TreeBuilder().close))
made = ET.TreeBuilder(element_factory=lambda tag, attrib: ET.Element(tag.upper(), attrib))
made.start("a", {})
print(made.end("a").tag, outcome(ET.TreeBuilder, nothing=1))

print("-- parsing")
class Target:
    def start(self, tag, attrib): print("start", tag, attrib)
    def end(self, tag): print("end", tag)
    def data(self, data): print("data", repr(data))
    def comment(self, text): print("comment", text)
    def pi(self, target, data): print("pi", target, data)
    def start_ns(self, prefix, uri): print("start_ns", repr(prefix), uri)
    def end_ns(self, prefix): print("end_ns", repr(prefix))
    def doctype(self, name, public, system): print("doctype", name, public, system)
    def close(self): return "closed"
parser = ET.XMLParser(target=Target())
parser.feed("<!DOCTYPE r SYSTEM 'x.dtd'><r xmlns='urn:d' xmlns:p='urn:p' p:k='&lt;'><!--c--><?t d?>")
parser.feed(b"a&amp;b<p:e/></r>")
print(parser.close(), type(parser.target).__name__, parser.entity)
parser = ET.XMLParser()
parser.entity["who"] = "me"
parser.feed("<!DOCTYPE r SYSTEM 'x.dtd'><r>&who; &amp; &#65;\n\tnext</r>")
print(parser.close().text)
for text in ["<a>", "<a></b>", "<a>&nope;</a>", "<a/><b/>", "", "<a b='1' b='2'/>", "<p:a/>", "<!DOCTYPE r SYSTEM 'x'><r>&u;</r>", "<a>\n\n  <<"]:
    try:
        ET.fromstring(text)
    except ET.ParseError as error:
        print(error, error.code, error.position)
print(outcome(ET.XMLParser.__new__(ET.XMLParser).feed, ""), outcome(ET.XMLParser, encoding=3))
events = ET.iterparse(io.BytesIO(b"<a xmlns:p='u'><!--c--><b>t</b><?x y?></a>"), ("start", "end", "start-ns", "end-ns", "comment", "pi"))
print([(event, getattr(each, "tag", each) if event in ("start", "end") else getattr(each, "text", each)) for event, each in events])
pull = ET.XMLPullParser()
pull.feed("<a><b>x</b>")
print([(event, each.tag) for event, each in pull.read_events()])
pull.feed("</a>")
print([(event, each.tag) for event, each in pull.read_events()], outcome(ET.XMLPullParser, ("no",)))
print(outcome(ET.XMLParser(target=Target())._setevents, []))
print(ET.tostring(ET.fromstring("<r>" + "".join(f"<i n='{n}'>é{n}</i>\r\n" for n in range(3)) + "</r>"), encoding="us-ascii"))
print(ET.canonicalize("<r b='2' a='1'><x/></r>"))
