"""Types of contents, by the ends of names."""

import os
import posixpath
import sys

__all__ = [
    'knownfiles', 'inited', 'MimeTypes', 'guess_type', 'guess_file_type', 'guess_all_extensions',
    'guess_extension', 'add_type', 'init', 'read_mime_types', 'suffix_map', 'encodings_map',
    'types_map', 'common_types',
]

knownfiles = [
    '/etc/mime.types',
    '/etc/httpd/mime.types',
    '/etc/httpd/conf/mime.types',
    '/etc/apache/mime.types',
    '/etc/apache2/mime.types',
    '/usr/local/etc/httpd/conf/mime.types',
    '/usr/local/lib/netscape/mime.types',
    '/usr/local/etc/httpd/conf/mime.types',
    '/usr/local/etc/mime.types',
]

inited = False
_db = None

_suffix_map_default = {
    '.svgz': '.svg.gz',
    '.tgz': '.tar.gz',
    '.taz': '.tar.gz',
    '.tz': '.tar.gz',
    '.tbz2': '.tar.bz2',
    '.txz': '.tar.xz',
}
_encodings_map_default = {
    '.gz': 'gzip',
    '.Z': 'compress',
    '.bz2': 'bzip2',
    '.xz': 'xz',
    '.br': 'br',
}

# A type and its ends of names, the usual one first.
_TYPES = '''
    text/javascript .js .mjs
    application/json .json
    application/manifest+json .webmanifest
    application/msword .doc .dot .wiz
    application/n-quads .nq
    application/n-triples .nt
    application/octet-stream .bin .a .dll .exe .o .obj .so
    application/oda .oda
    application/pdf .pdf
    application/pkcs7-mime .p7c
    application/postscript .ps .ai .eps
    application/trig .trig
    application/vnd.apple.mpegurl .m3u .m3u8
    application/vnd.ms-excel .xls .xlb
    application/vnd.ms-powerpoint .ppt .pot .ppa .pps .pwz
    application/wasm .wasm
    application/x-bcpio .bcpio
    application/x-cpio .cpio
    application/x-csh .csh
    application/x-dvi .dvi
    application/x-gtar .gtar
    application/x-hdf .hdf
    application/x-hdf5 .h5
    application/x-latex .latex
    application/x-mif .mif
    application/x-netcdf .cdf .nc
    application/x-pkcs12 .p12 .pfx
    application/x-pn-realaudio .ram
    application/x-python-code .pyc .pyo
    application/x-sh .sh
    application/x-shar .shar
    application/x-shockwave-flash .swf
    application/x-sv4cpio .sv4cpio
    application/x-sv4crc .sv4crc
    application/x-tar .tar
    application/x-tcl .tcl
    application/x-tex .tex
    application/x-texinfo .texi .texinfo
    application/x-troff .roff .t .tr
    application/x-troff-man .man
    application/x-troff-me .me
    application/x-troff-ms .ms
    application/x-ustar .ustar
    application/x-wais-source .src
    application/xml .xsl .rdf .wsdl .xpdl
    application/zip .zip
    audio/3gpp .3gp .3gpp
    audio/3gpp2 .3g2 .3gpp2
    audio/aac .aac .adts .loas .ass
    audio/basic .au .snd
    audio/mpeg .mp3 .mp2
    audio/opus .opus
    audio/x-aiff .aif .aifc .aiff
    audio/x-pn-realaudio .ra
    audio/x-wav .wav
    image/avif .avif
    image/bmp .bmp
    image/gif .gif
    image/ief .ief
    image/jpeg .jpg .jpe .jpeg
    image/heic .heic
    image/heif .heif
    image/png .png
    image/svg+xml .svg
    image/tiff .tiff .tif
    image/vnd.microsoft.icon .ico
    image/webp .webp
    image/x-cmu-raster .ras
    image/x-portable-anymap .pnm
    image/x-portable-bitmap .pbm
    image/x-portable-graymap .pgm
    image/x-portable-pixmap .ppm
    image/x-rgb .rgb
    image/x-xbitmap .xbm
    image/x-xpixmap .xpm
    image/x-xwindowdump .xwd
    message/rfc822 .eml .mht .mhtml .nws
    text/css .css
    text/csv .csv
    text/html .html .htm
    text/markdown .md .markdown
    text/n3 .n3
    text/plain .txt .bat .c .h .ksh .pl .srt
    text/richtext .rtx
    text/rtf .rtf
    text/tab-separated-values .tsv
    text/vtt .vtt
    text/x-python .py
    text/x-rst .rst
    text/x-setext .etx
    text/x-sgml .sgm .sgml
    text/x-vcard .vcf
    text/xml .xml
    video/mp4 .mp4
    video/mpeg .mpeg .m1v .mpa .mpe .mpg
    video/quicktime .mov .qt
    video/webm .webm
    video/x-msvideo .avi
    video/x-sgi-movie .movie
'''

# Types that are in use, but were never registered.
_COMMON_TYPES = '''
    application/rtf .rtf
    audio/midi .midi .mid
    image/jpg .jpg
    image/pict .pict .pct .pic
    text/xul .xul
'''


def _table(text):
    rows = [line.split() for line in text.split('\n') if line]
    return {extension: kind for kind, *extensions in rows for extension in extensions}


_types_map_default = _table(_TYPES)
_common_types_default = _table(_COMMON_TYPES)


def _default_mime_types():
    """Sets the tables of the module back."""
    global suffix_map, encodings_map, types_map, common_types
    suffix_map = _suffix_map_default
    encodings_map = _encodings_map_default
    types_map = _types_map_default
    common_types = _common_types_default


class MimeTypes:
    """Tables of types, to which files add more."""

    def __init__(self, filenames=(), strict=True):
        if not inited:
            init()
        self.encodings_map = _encodings_map_default.copy()
        self.suffix_map = _suffix_map_default.copy()
        # What is in use, then what is registered: by whether it is strict.
        self.types_map = {}, {}
        self.types_map_inv = {}, {}
        for is_strict, types in (True, _types_map_default), (False, _common_types_default):
            for extension, kind in types.items():
                self.add_type(kind, extension, is_strict)
        for name in filenames:
            self.read(name, strict)

    def add_type(self, type, ext, strict=True):
        """Adds an end of names of a type."""
        self.types_map[strict][ext] = type
        extensions = self.types_map_inv[strict].setdefault(type, [])
        if ext not in extensions:
            extensions.append(ext)

    def guess_type(self, url, strict=True):
        """The type and the compression of what a URL leads to, each None if not known."""
        import urllib.parse
        url = os.fspath(url)
        parts = urllib.parse.urlparse(url)
        if len(parts.scheme) < 2:
            # A path; a single letter is a drive.
            return self.guess_file_type(url, strict=strict)
        if parts.scheme != 'data':
            return self._guess_file_type(parts.path, strict, posixpath.splitext)
        described, comma, _ = parts.path.partition(',')
        if not comma:
            return None, None
        kind = described.partition(';')[0]
        return (kind if '/' in kind and '=' not in kind else 'text/plain'), None

    def guess_file_type(self, path, *, strict=True):
        """The type and the compression of a file, each None if not known."""
        path = os.path.splitdrive(os.fsdecode(path))[1]
        return self._guess_file_type(path, strict, os.path.splitext)

    def _guess_file_type(self, path, strict, splitext):
        base, extension = splitext(path)
        while (known := extension.lower()) in self.suffix_map:
            base, extension = splitext(base + self.suffix_map[known])
        encoding = self.encodings_map.get(extension)
        if encoding is not None:
            base, extension = splitext(base)
        extension = extension.lower()
        kind = self.types_map[True].get(extension)
        if kind is None and not strict:
            kind = self.types_map[False].get(extension)
        return kind, encoding

    def guess_all_extensions(self, type, strict=True):
        """The ends of names of a type."""
        type = type.lower()
        found = list(self.types_map_inv[True].get(type, ()))
        if not strict:
            found += [each for each in self.types_map_inv[False].get(type, ())
                      if each not in found]
        return found

    def guess_extension(self, type, strict=True):
        """The usual end of names of a type."""
        found = self.guess_all_extensions(type, strict)
        return found[0] if found else None

    def read(self, filename, strict=True):
        """Adds what a file in the form of mime.types says."""
        with open(filename, encoding='utf-8') as file:
            self.readfp(file, strict)

    def readfp(self, fp, strict=True):
        while line := fp.readline():
            words = line.split()
            comment = next((index for index, word in enumerate(words) if word[0] == '#'), None)
            for extension in words[1:comment]:
                self.add_type(words[0], f'.{extension}', strict)

    def read_windows_registry(self, strict=True):
        """Does nothing: this is no Windows."""


def _database():
    if _db is None:
        init()
    return _db


def guess_type(url, strict=True):
    """The type and the compression of what a URL leads to, each None if not known."""
    return _database().guess_type(url, strict)


def guess_file_type(path, *, strict=True):
    """The type and the compression of a file, each None if not known."""
    return _database().guess_file_type(path, strict=strict)


def guess_all_extensions(type, strict=True):
    """The ends of names of a type."""
    return _database().guess_all_extensions(type, strict)


def guess_extension(type, strict=True):
    """The usual end of names of a type."""
    return _database().guess_extension(type, strict)


def add_type(type, ext, strict=True):
    """Adds an end of names of a type."""
    return _database().add_type(type, ext, strict)


def init(files=None):
    """Reads the files of the system, and others."""
    global suffix_map, types_map, encodings_map, common_types, inited, _db
    # Before the first instance is made, which would come here again.
    inited = True
    db, more = _db, list(files or ())
    if files is None or db is None:
        db = MimeTypes()
        more = knownfiles + more
    for file in more:
        if os.path.isfile(file):
            db.read(file)
    encodings_map = db.encodings_map
    suffix_map = db.suffix_map
    types_map = db.types_map[True]
    common_types = db.types_map[False]
    _db = db


def read_mime_types(file):
    """The types in a file, or None where it cannot be read."""
    try:
        stream = open(file, encoding='utf-8')
    except OSError:
        return None
    with stream:
        db = MimeTypes()
        db.readfp(stream, True)
        return db.types_map[True]


_default_mime_types()

_USAGE = """\
Usage: mimetypes.py [options] type

Options:
    --help / -h       -- print this message and exit
    --lenient / -l    -- additionally search of some common, but non-standard
                         types.
    --extension / -e  -- guess extension instead of type

More than one type argument may be given.
"""


def _main():
    import getopt

    def usage(code, msg=''):
        print(_USAGE)
        if msg:
            print(msg)
        sys.exit(code)

    try:
        options, names = getopt.getopt(sys.argv[1:], 'hle', ['help', 'lenient', 'extension'])
    except getopt.error as error:
        usage(1, error)
    given = {name.lstrip('-')[0] for name, _ in options}
    if 'h' in given:
        usage(0)
    strict = 'l' not in given
    for name in names:
        if 'e' in given:
            found = guess_extension(name, strict)
            shown = found
        else:
            found, encoding = guess_type(name, strict)
            shown = f'type: {found} encoding: {encoding}'
        print(shown if found else f"I don't know anything about type {name}")


if __name__ == '__main__':
    _main()
