# Strings that grow in place, from ASCII to other characters and past the sizes at which
# positions are looked up in another way.
def grow(parts):
    text = ""
    for number in range(300):
        text += parts[number % len(parts)]
        if number % 50 == 49:
            print(len(text), text[len(text) // 2], text[-1], text.find(parts[-1], 100), hash(text) == hash("".join(text)))
    return text


for parts in (["a"], ["ab", "é"], ["日", "x"], ["a" * 100, "😀"], ["", "é" * 7]):
    text = grow(parts)
    other = text
    text += "end"
    print(len(other), len(text), other == text[:-3], text.endswith("end"), text[130:133])
