"""xml.etree.ElementTree, xml.dom.minidom, xml.sax, plistlib and xmlrpc over the parser."""
import io
import plistlib
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax
import xmlrpc.client

DOCUMENT = """<?xml version="1.0"?>
<library xmlns:x="urn:x">
  <book id="1" x:kind="novel"><title>One &amp; only</title><price>9.5</price></book>
  <book id="2"><title>Zwei ü</title><!-- no price --></book>
  <x:shelf/>
</library>
"""
root = ET.fromstring(DOCUMENT)
print(root.tag, [child.tag for child in root], root[0].attrib)
for book in root.findall("book"):
    print(book.get("id"), book.findtext("title"), book.findtext("price", "unknown"))
print(root.find("./book[@id='2']/title").text, len(list(root.iter())))
root[1].set("new", "<&>\"")
ET.SubElement(root, "tail").text = "text"
ET.indent(root)
print(ET.tostring(root, encoding="unicode"))
print(ET.tostring(root[1], encoding="us-ascii"))
for event, element in ET.iterparse(io.BytesIO(DOCUMENT.encode()), events=("start", "end", "start-ns")):
    print(event, element if isinstance(element, tuple) else element.tag)
parser = ET.XMLPullParser(["end"])
for part in (DOCUMENT[:100], DOCUMENT[100:]):
    parser.feed(part)
    print([element.tag for _, element in parser.read_events()])
for bad in ("<a>", "<a></b>", "<a>&nope;</a>", ""):
    try:
        ET.fromstring(bad)
    except ET.ParseError as error:
        print(error, error.code, error.position)
print(ET.canonicalize("<a b='2' a='1'><!--c--><b></b></a>"))

document = xml.dom.minidom.parseString("<r><e a='1'>t<![CDATA[<c>]]></e><!--c--></r>")
print(document.documentElement.toxml())
print(document.toprettyxml(indent=" "))


class Handler(xml.sax.ContentHandler):
    def startElement(self, name, attributes):
        print("start", name, dict(attributes))

    def endElement(self, name):
        print("end", name)

    def characters(self, content):
        print("text", repr(content))


xml.sax.parseString(b"<r><e a='1'>t&lt;u</e></r>", Handler())
try:
    xml.sax.parseString(b"<r>", Handler())
except xml.sax.SAXParseException as error:
    print(error)
data = {"name": "text", "list": [1, 2.5, True], "bytes": b"\0\1"}
print(plistlib.loads(plistlib.dumps(data)) == data)
print(xmlrpc.client.loads(xmlrpc.client.dumps((1, "a", [2.5, None]), "name", allow_none=True)))
