# Shows: a program: a table from comma-separated lines, grouped, summed, aligned.
import csv
import io
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

DATA = '''name,town,amount,paid
"Smith, Ann",Oslo,12.50,yes
Bob,Paris,7,no
"Cy ""the"" Great",Oslo,100.25,yes
Dee,Rome,,no
Eve,Paris,3.333,yes
Fay,Oslo,-5,maybe
'''


@dataclass(frozen=True)
class Row:
    name: str
    town: str
    amount: float
    paid: bool

    @classmethod
    def parse(cls, record):
        match record["paid"]:
            case "yes" | "no" as word:
                paid = word == "yes"
            case other:
                raise ValueError(f"{record['name']}: paid must be yes or no, not {other!r}")
        return cls(record["name"], record["town"], float(record["amount"] or 0), paid)


rows, problems = [], []
for number, record in enumerate(csv.DictReader(io.StringIO(DATA)), 2):
    try:
        rows.append(Row.parse(record))
    except ValueError as error:
        problems.append(f"line {number}: {error}")
width = max(len(row.name) for row in rows)
print(f"{'name':<{width}} | {'town':^6} | {'amount':>8} | paid")
print("-" * width + "-+-" + "-" * 6 + "-+-" + "-" * 8 + "-+-----")
for row in sorted(rows, key=attrgetter("town", "name")):
    print(f"{row.name:<{width}} | {row.town:^6} | {row.amount:>8,.2f} | {'x' if row.paid else '':^4}")
for town, group in groupby(sorted(rows, key=attrgetter("town")), key=attrgetter("town")):
    amounts = [row.amount for row in group]
    print(f"{town}: {len(amounts)} rows, {sum(amounts):.2f} in all, {sum(amounts) / len(amounts):.3f} on average")
print(*problems, f"total {sum(row.amount for row in rows):+.1f}", sep="\n")
out = io.StringIO()
writer = csv.writer(out, lineterminator="\n")
writer.writerow(["a,b", 'say "x"', 1.5, None, "plain", "two\nlines"])
writer.writerows([[1, 2], []])
print(repr(out.getvalue()), next(csv.reader(['1;"2;3"'], delimiter=";")))
