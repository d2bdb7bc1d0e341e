# Shows: carets in a long line, with tabs, wide characters and text before them.
def compute(first, second): return {"ключ": first, "値": second, "emoji 😀": [first, second]}["ключ"] + {"値": [1, 2, 3]}["値"][second]["deep"]


if True:
	compute(1, 2)
