a = "it's"
b = 'say "hi"'
c = 'both \' and "'
d = '\x7f\xa0\xad\u200b\u3000é中😀'
e = b'\'"\\\n'
