a = '%s and %r' % (x, y)
b = '%5d%%' % (z,)
c = 'no %s' % name
