def f(text, items):
    text.strip().split(',')
    items.append(len(text))
    items.sort(key=len, reverse=True)
