# Shows: a syntax error inside an f-string.
name = "weft"
print(f"hello {name!z} and {name +}")
