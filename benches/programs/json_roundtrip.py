# Measures: json.dumps and json.loads of nested data.
import json


def record(number):
    return {
        "id": number,
        "name": f"item {number}",
        "price": number * 1.25,
        "tags": ["new", "caf\u00e9", "quote \" and \\ and \n"],
        "size": {"width": number % 10, "height": None, "visible": number % 2 == 0},
    }


def main():
    data = [record(number) for number in range(1000)]
    total = 0
    for _ in range(240):
        text = json.dumps(data)
        again = json.loads(text)
        total += len(text) + len(again) + again[-1]["size"]["width"]
    total += len(json.dumps(data, indent=2, sort_keys=True))
    print("json_roundtrip", total, again == data)


main()
