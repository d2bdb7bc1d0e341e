"""Escapes of HTML, and types of contents."""
import html
import html.entities
import mimetypes

print(html.escape('<a href="x">\'&</a>'), html.escape('"\'', quote=False))
for text in ('&lt;&gt;&amp;&quot;&#39;&#x27;', '&notit; &notin; &copy &copyx &unknown; &#x110000; &#0;',
             '&#128;&#x81;&#xd800;&#1;&#xfffe;', '&CounterClockwiseContourIntegral;&NotEqualTilde;', '&', '&;'):
    print(ascii(html.unescape(text)))
print(len(html.entities.html5), html.entities.name2codepoint['auml'], html.entities.codepoint2name[8364],
      ascii(html.entities.entitydefs['euro']))
for name in 'a.html', 'b.tar.gz', 'c.tgz', 'd', 'e.PY', 'http://x/y.png?z', 'data:text/css;base64,x', 'f.xul':
    print(name, mimetypes.guess_type(name), mimetypes.guess_type(name, strict=False))
print(mimetypes.guess_extension('image/jpeg'), mimetypes.guess_extension('none/none'),
      sorted(mimetypes.guess_all_extensions('text/html')), mimetypes.guess_file_type('x.json'))
mimetypes.add_type('text/mine', '.mine')
print(mimetypes.guess_type('x.mine'), mimetypes.types_map['.mine'])
