a = '\n\t\\\'\"\a\b\f\v\r\0\x41\u00e9\U0001F600\N{BULLET}'
b = r'\n\d'
c = 'line\
continued'
d = '\ud800'
