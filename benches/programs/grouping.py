# Measures: records as dicts: made by displays, grouped, merged, counted, sorted, formatted.


def make(count):
    return [
        {"name": f"n{i % 97}", "city": f"c{i % 13}", "amount": i * 1.5, "tags": ("a", "b")}
        for i in range(count)
    ]


def main():
    total = 0
    for turn in range(60):
        rows = make(2_000)
        groups = {}
        for row in rows:
            groups.setdefault(row["city"], []).append(row)
        totals = {city: sum(row["amount"] for row in found) for city, found in groups.items()}
        best = max(totals, key=totals.get)
        marked = [{**row, "best": row["city"] == best, "turn": turn} for row in rows[::4]]
        index = dict(zip((row["name"] for row in rows), rows))
        words = {tag for row in marked for tag in row["tags"]}
        report = [f"{city:>6}: {amount:10.2f}" for city, amount in sorted(totals.items())]
        total += len("\n".join(report)) + len(index) + len(words) + sum(row["best"] for row in marked)
        total += len(dict(totals, extra=1).keys() | {"extra"} & set(best))
    print("grouping", total)


main()
