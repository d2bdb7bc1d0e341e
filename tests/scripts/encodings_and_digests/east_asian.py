# The encodings of several bytes: all characters, all sequences, errors, pieces, files.
import array
import codecs
import hashlib
import io

NAMES = ['gb2312', 'gbk', 'gb18030', 'hz', 'big5', 'big5hkscs', 'cp950', 'shift_jis', 'cp932',
         'shift_jis_2004', 'shift_jisx0213', 'euc_jp', 'euc_jis_2004', 'euc_jisx0213', 'euc_kr',
         'cp949', 'johab', 'iso2022_kr', 'iso2022_jp', 'iso2022_jp_1', 'iso2022_jp_2',
         'iso2022_jp_ext']


def digest(items):
    whole = hashlib.sha256()
    for item in items:
        whole.update(repr(item).encode('utf-8', 'surrogatepass'))
    return whole.hexdigest()[:16]


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except UnicodeError as error:
        return str(error)


def rows_of_characters():
    for first in range(0, 0x30000, 256):
        codes = array.array('I', range(first, first + 256))
        yield codes.tobytes().decode('utf-32', 'surrogatepass')


# All characters and all pairs of bytes, by the row; some of them alone, for the errors.
ROWS = list(rows_of_characters())
PAIRS = [b''.join(bytes((first, second, 10)) for second in range(256)) for first in range(256)]
for name in NAMES:
    encoded = [row.encode(name, 'replace') for row in ROWS]
    decoded = [row.decode(name, 'replace') for row in PAIRS]
    encoded += [attempt(chr(code).encode, name) for code in range(0, 0x30000, 613)]
    decoded += [attempt(row[place:place + 2].decode, name)
                for row in PAIRS[0x20::7] for place in range(0, 768, 51)]
    # Those of JIS X 0213 of 2000 tell other lengths of some errors.
    print(name, codecs.lookup(name).name, digest(encoded),
          name.endswith('jisx0213') or digest(decoded))

for name in NAMES:
    text = 'a\u4e2d\u6587~\u3042\u30a2\uac00\ud7a3z\n\u3000\u00ea\u0304!'
    print(name, *(attempt(text.encode, name, errors) for errors in
                  ('ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace')))
    broken = b'ab\x81\xff\xa1\xa1\x80c\xa4'
    print(name, *(ascii(attempt(broken.decode, name, errors)) for errors in
                  ('strict', 'ignore', 'replace', 'surrogateescape', 'backslashreplace')))
    encoded = text.encode(name, 'ignore')
    decoder = codecs.getincrementaldecoder(name)()
    pieces = [decoder.decode(encoded[i:i + 1]) for i in range(len(encoded))]
    print(name, ''.join(pieces) + decoder.decode(b'', True) == encoded.decode(name), len(pieces))
    encoder = codecs.getincrementalencoder(name)('ignore')
    pieces = [encoder.encode(character) for character in text]
    print(name, b''.join(pieces) + encoder.encode('', True) == encoded)
    stream = io.TextIOWrapper(io.BytesIO(), encoding=name, errors='ignore', newline='')
    stream.write(text * 500)
    stream.seek(0)
    print(name, stream.read() == encoded.decode(name) * 500, stream.readline() == '')

try:
    b'\xc4\xe3\xba'.decode('gbk')
except UnicodeDecodeError as error:
    print(error, error.start, error.end, error.reason, error.encoding, error.__notes__)
try:
    'x\u20ac\U0001f600'.encode('gb2312')
except UnicodeEncodeError as error:
    print(error, error.start, error.end, error.reason)

codecs.register_error('own', lambda error: ('<%d>' % error.start, error.end))
print('\u4e2d\U0001f600\u6587'.encode('big5', 'own'), b'\xa4\xa4\xff\xa4\xe5'.decode('big5', 'own'))
print('\ub620\ubc29\uac01\ud558'.encode('euc_kr'),
      b'\xa4\xd4\xa4\xa8\xa4\xc7\xa4\xb1'.decode('euc_kr'))
reader = codecs.getreader('shift_jis')(io.BytesIO('\u3042\u3044\n\u3046\n'.encode('shift_jis')))
print(reader.readline(), reader.readlines())
raw = io.BytesIO()
writer = codecs.getwriter('iso2022_jp')(raw)
writer.write('\u3042')
writer.writelines(['\u3044', 'x'])
writer.reset()
print(raw.getvalue())
for name in 'GB2312', 'Big5-HKSCS', 'sjis', 'ms936', 'EUC-JP', 'iso-2022-jp', 'ks_c_5601':
    print(name, codecs.lookup(name).name)
