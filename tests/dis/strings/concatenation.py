a = 'a' 'b' "c"
b = b'a' b'\x00\xff'
c = 'x' f'{y}' 'z'
