"""What pyexpat tells its handlers, and how it refuses documents."""
import pyexpat

HANDLERS = """StartElement EndElement CharacterData Comment ProcessingInstruction StartCdataSection
EndCdataSection StartNamespaceDecl EndNamespaceDecl StartDoctypeDecl EndDoctypeDecl ElementDecl
AttlistDecl EntityDecl NotationDecl UnparsedEntityDecl XmlDecl""".split()


def events(parts, separator=None, leave=(), final=True, **settings):
    parser = pyexpat.ParserCreate(namespace_separator=separator)
    for name, value in settings.items():
        setattr(parser, name, value)
    found = []
    places = "places" in leave

    def handler(name):
        def note(*arguments):
            found.append((name, *arguments))
            if places:
                found[-1] += ((parser.CurrentLineNumber, parser.CurrentColumnNumber),)
        return note

    for name in HANDLERS:
        if name not in leave:
            setattr(parser, name + "Handler", handler(name))
    if "Default" in leave:
        parser.DefaultHandler = handler("Default")
    if "DefaultHandlerExpand" in leave:
        parser.DefaultHandlerExpand = handler("Default")
    try:
        for part in [parts] if isinstance(parts, (str, bytes)) else parts:
            parser.Parse(part)
        if final:
            parser.Parse("", True)
    except pyexpat.ExpatError as error:
        found.append((str(error), error.code, error.lineno, error.offset, parser.ErrorCode,
                      parser.ErrorByteIndex))
    print(repr(parts)[:90])
    for event in found:
        print("   ", *map(repr, event))


events('<a x="1" y="&lt;&#65;\t\n&#x42;">t&amp;u\nv\r\nw<b/><!--c\r\nd--><?pi  data?><?p?>'
       '<![CDATA[x<y\n]]]]></a >', leave=["places"])
events('<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<a/>\n<!--end-->\n')
events('<!DOCTYPE a SYSTEM "x.dtd" [<!ELEMENT a (b|c)*><!ELEMENT b (#PCDATA|d)*><!ELEMENT c (a,b?,'
       '(d|e)+)><!ELEMENT d EMPTY><!ATTLIST a x CDATA "d  e" y ID #REQUIRED z (p|q) #IMPLIED '
       'w NMTOKENS " r  s " f CDATA #FIXED "g"><!ENTITY e "v&lt;<b/>&#33;"><!ENTITY x SYSTEM "s">'
       '<!ENTITY u SYSTEM "s" NDATA n><!NOTATION n PUBLIC "p"> <!--c--><?p q?>]>'
       '<a w=" 1  2 ">&e;&unknown;</a>')
events('<!DOCTYPE a [<!ENTITY one "1"><!ENTITY two "&one;&one;"><!ENTITY tag "<b>&two;</b>">]>'
       '<a x="&two;">&tag;&two;</a>')
events('<a xmlns="u" xmlns:p="v" p:x="1" y="2"><p:b xml:lang="en"/><c xmlns=""/></a>', " ")
events('<a xmlns:p="v" p:x="1"><p:b/></a>', "", namespace_prefixes=True)
events('<p:a xmlns:p="v" p:x="1"/>', "|", namespace_prefixes=True)
events('<a x="1" y="2"/>', ordered_attributes=True)
events('<!DOCTYPE a [<!ATTLIST a d CDATA "default">]><a x="1"/>', specified_attributes=True)
events(["<a>t", "u\n", "v</", "a>"])
events(["<a>t", "u\n", "v&lt;<b/>w</", "a>"], buffer_text=True)
events("<a>" + "x" * 20 + "\n" + "y" * 5 + "</a>", buffer_text=True, buffer_size=10)
events('<a>t\nu<b>&lt;</b><!--c--></a>', leave=["Default", "Comment", "EndElement"])
events('<!DOCTYPE a SYSTEM "s" [<!ENTITY e "x">]><a>t&e;&u;</a>',
       leave=["DefaultHandlerExpand", "StartDoctypeDecl", "EndDoctypeDecl", "CharacterData"])
events('<!DOCTYPE a [<!ENTITY e "x">]><a>t&e;</a>', leave=["Default", "EntityDecl"])
for document in (b'<?xml version="1.0" encoding="iso-8859-1"?><a>\xe9</a>',
                 b'\xef\xbb\xbf<a>\xc3\xa9</a>', '<a>é</a>'.encode("utf-16"),
                 b'<?xml version="1.0" encoding="cp1252"?><a>\x80</a>', b"<a>\xc3", b"<a>\xe9</a>"):
    events(document)
events([bytes([byte]) for byte in '<a b="ü">é</a>'.encode()])

for document in ["<a>", "<a></b>", "<a/><b/>", "", "  ", "<a b=1/>", '<a x="1" x="2"/>',
                 '<a x="1"y="2"/>', "<a>&u;</a>", "<a>]]></a>", "<a>\x01</a>", "x", " \n x", "<a",
                 "<a><!-- -- --></a>", "<a>&#0;</a>", "<a>&#xZ;</a>", '<a b="<"/>', "<a>&bad</a>",
                 "<a>& b</a>", '\n <?xml version="1.0"?><a/>', "<?xml?><a/>",
                 '<?xml encoding="utf-8"?><a/>', "<a><![CDATA[x", "<a/>x", "<a/>\n&", "<1/>",
                 "<a><b></a>", "</a>", "<a>\n<b>\n</c>", '<a b="&u;"/>', '<a b="&bad"/>',
                 "<!DOCTYPE a [<!ENTITY e '&e;'>]><a>&e;</a>", "<a><?xml?></a>", "<a =''/>",
                 '<!DOCTYPE a [<!ENTITY e "<b>">]><a>&e;</b></a>', "<a b/>", "<a><!x></a>"]:
    events(document, leave=HANDLERS)
for document in ["<p:a/>", '<a xmlns:x=""/>', '<a xmlns:xml="u"/>', '<a xmlns:xmlns="u"/>',
                 '<a xmlns="http://www.w3.org/XML/1998/namespace"/>', "<a p:x='1'/>",
                 '<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>']:
    events(document, " ", leave=HANDLERS)

parser = pyexpat.ParserCreate()
print(parser.CurrentByteIndex, parser.CurrentLineNumber, parser.buffer_size, parser.intern)
print(parser.Parse("<a/>", True))
for call in (lambda: parser.Parse("<a/>"), lambda: pyexpat.ParserCreate(1),
             lambda: pyexpat.ParserCreate(None, "ab"), lambda: pyexpat.ParserCreate(intern=1),
             lambda: pyexpat.XMLParserType(), lambda: setattr(parser, "buffer_size", "a"),
             lambda: setattr(parser, "buffer_size", 0), lambda: parser.Parse(1),
             lambda: parser.ParseFile(1), lambda: delattr(parser, "CommentHandler")):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)


def failing(*arguments):
    raise KeyError(arguments[0])


parser = pyexpat.ParserCreate()
parser.StartElementHandler = failing
try:
    parser.Parse("<a><b/></a>")
except KeyError as error:
    print("from the handler", error)
print(pyexpat.ErrorString(3), pyexpat.ErrorString(0), pyexpat.ErrorString(99))
print(pyexpat.errors.XML_ERROR_SYNTAX, pyexpat.errors.codes["syntax error"],
      pyexpat.errors.messages[5], pyexpat.model.XML_CTYPE_SEQ, pyexpat.ExpatError.__mro__)
