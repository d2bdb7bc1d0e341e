# Measures: dates and times: arithmetic, comparison, ISO 8601, strftime, zones, hashes.
from datetime import UTC, date, datetime, timedelta, timezone

INDIA = timezone(timedelta(hours=5, minutes=30))


def main():
    moment = datetime(2024, 1, 1, 8, 30)
    start = date(2023, 12, 31)
    step = timedelta(hours=7, minutes=13, microseconds=5)
    seen = {}
    total = 0
    for number in range(120_000):
        moment += step
        total += moment.weekday() + moment.hour + (moment.date() - start).days
        text = moment.isoformat()
        again = datetime.fromisoformat(text)
        total += len(text) + (again == moment) + (again < moment + step)
        day = again.replace(hour=0, minute=0, second=0, microsecond=0)
        seen[day] = seen.get(day, 0) + 1
        if number % 8 == 0:
            aware = moment.replace(tzinfo=INDIA)
            total += len(aware.strftime("%Y-%m-%d %H:%M %z"))
            total += aware.astimezone(UTC).minute + int(aware.timestamp()) % 7
        total += (step * 3 // timedelta(minutes=7)) + int((step / 2).total_seconds())
    print("dates", total, len(seen), max(seen.values()))


main()
