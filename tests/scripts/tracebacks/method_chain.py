# Shows: carets in a chain of method calls over several lines.


class Query:
    def __init__(self, rows):
        self.rows = rows

    def where(self, test):
        return Query([row for row in self.rows if test(row)])

    def select(self, name):
        return [row[name] for row in self.rows]


rows = [{"a": 1, "b": 2}, {"a": 3}]
result = (
    Query(rows)
    .where(lambda row: row["a"] > 0)
    .where(lambda row: row["b"] > 0)
    .select("b")
)
