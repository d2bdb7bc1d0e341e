def find(items):
    return [last for item in items if (last := item.strip())]
