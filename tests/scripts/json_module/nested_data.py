# Shows: work with nested data from JSON: walking, changing, comparing, printing in order.
import json

TEXT = """
{
  "loom": {"threads": [{"id": 1, "colour": "red", "length": 2.5}, {"id": 2, "colour": null, "length": 10}],
           "owner": {"name": "Ada", "tags": ["a", "b", []]}},
  "version": 3, "ok": true
}
"""
data = json.loads(TEXT)


def walk(value, path=""):
    match value:
        case dict():
            for key, item in value.items():
                yield from walk(item, f"{path}.{key}" if path else key)
        case list() if value:
            for index, item in enumerate(value):
                yield from walk(item, f"{path}[{index}]")
        case _:
            yield path, value


def find(data, path):
    for part in path.replace("[", ".[").split("."):
        data = data[int(part[1:-1])] if part.startswith("[") else data[part]
    return data


def difference(a, b):
    left, right = dict(walk(a)), dict(walk(b))
    for path in sorted(left.keys() | right.keys()):
        if left.get(path, ...) != right.get(path, ...):
            yield path, left.get(path, "absent"), right.get(path, "absent")


for path, value in walk(data):
    print(f"{path} = {value!r}")
print(find(data, "loom.threads[1].length"), find(data, "loom.owner.tags[0]"))
for path in ("loom.none", "version.x", "loom.threads[9]", "loom.threads.x"):
    try:
        print(find(data, path))
    except (KeyError, TypeError, IndexError) as error:
        print(path, "->", f"{type(error).__name__}: {error}")
changed = json.loads(json.dumps(data))
changed["loom"]["threads"][0]["colour"] = "blue"
changed["loom"]["owner"]["tags"].append("c")
del changed["version"]
changed["new"] = {"deep": [1]}
print(list(difference(data, changed)), list(difference(data, data)))
print(json.dumps(changed, sort_keys=True))
print(json.dumps(data, indent=1, separators=(",", ": "))[:60])
flat = {path: value for path, value in walk(data)}
print(
    json.dumps(flat, ensure_ascii=False, separators=(",", ":")),
    json.loads(json.dumps(flat)) == flat
)
lines = [json.dumps({"n": n, "square": n * n}) for n in range(3)]
print(lines, sum(json.loads(line)["square"] for line in lines))
