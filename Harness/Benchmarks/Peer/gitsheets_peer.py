"""What gitsheets does, timed in its own process: `list` records, or `write` them one by one."""

import random
import sys
import time

import gitsheets

WHO = ("Bench", "bench@localhost")
BRANCH = "refs/heads/main"
TEXT = "bridges water schools parks trees buses maps health food art for everybody here. " * 2


def list_records(repository: str, *sheets: str):
    start = time.monotonic()
    lists = [gitsheets.record_list(repository, BRANCH, sheet) for sheet in sheets]
    spent = time.monotonic() - start
    print(sum(len(records) for records in lists), spent)


def write(repository: str, layout: str, records: str, seconds: str, seed: str):
    rng = random.Random(int(seed))
    count = 0
    for limit in (0.5, float(seconds)):  # the first is the warm-up
        start, count = time.monotonic(), 0
        while time.monotonic() < start + limit:
            number = rng.randrange(int(records))
            record = {
                "slug": f"person-{number}", "group": f"g{number // 1000}", "legacyId": number,
                "fullName": f"Person {count} {limit}", "bio": TEXT}
            with gitsheets.transact(
                    repository, f"Put {number}", int(time.time()), parent=BRANCH, branch=BRANCH,
                    author=WHO, committer=WHO) as transaction:
                transaction.open_sheet("people", ".gitsheets/people.toml")
                transaction.upsert("people", record)
            count += 1
    print(count, time.monotonic() - start)


if __name__ == "__main__":
    {"list": list_records, "write": write}[sys.argv[1]](*sys.argv[2:])
