# Measures: regular expressions: match, search, findall, sub, split, groups.
import re

LOG = "\n".join(
    f"2024-03-{day:02} 12:{day:02}:07 [{level}] user{day * 37 % 101}@host{day % 7}.example.org"
    f" GET /items/{day * 13}?page={day % 4}&sort=asc took {day * 7 % 300} ms"
    for day in range(1, 29)
    for level in ("info", "warn", "error")
)
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)")
ADDRESS = re.compile(r"[\w.]+@(?:[a-z0-9]+\.)+[a-z]{2,}")
QUERY = re.compile(r"(?P<key>\w+)=(?P<value>\w+)")
TOOK = re.compile(r"took\s+(\d+)\s*ms", re.IGNORECASE)


def main():
    total = 0
    for _ in range(350):
        for line in LOG.split("\n"):
            total += int(DATE.match(line).group(3))
            total += len(ADDRESS.search(line).group())
            total += int(TOOK.search(line)[1])
            total += len(re.split(r"[ /?&]+", line))
        total += len(QUERY.findall(LOG))
        total += len(ADDRESS.sub("<hidden>", LOG))
        total += len(re.sub(r"\d+", lambda match: str(len(match[0])), LOG))
        total += sum(match.start() for match in QUERY.finditer(LOG))
        total += len(re.findall(r"^.*\berror\b.*$", LOG, re.MULTILINE))
    print("regex", total)


main()
