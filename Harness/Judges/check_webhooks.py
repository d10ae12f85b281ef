"""Checks what webhook receivers and the commands they run promise, against a real server."""

import argparse
import sys
import time
import traceback
from pathlib import Path

import bits
import kills
import load
import names
import server
import timers
import unruly
from check import Check

PARTS = {"load": load.load, "gate": load.gate, "bits": bits.bits, "names": names.names,
         "unruly": unruly.unruly, "kills": kills.kills, "timers": timers.timers}


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/check-webhooks", description=__doc__)
    parser.add_argument("--server", type=Path, required=True, help="the livetree program")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=list(PARTS), metavar="PART",
                        help="some of " + ", ".join(PARTS))
    parser.add_argument("--bits", type=int, metavar="N",
                        help="so many bits of each body (all)")
    parser.add_argument("--sabotage", choices=list(PARTS), help="spoil this part: must fail")
    return parser.parse_args()


def attempt(part: str, options) -> int:
    check, begun = Check(options, part), time.monotonic()
    try:
        PARTS[part](check)
    except (server.ServerFailed, server.Gone) as error:
        check.problem(str(error))
    except Exception:  # a part that broke off has not passed
        check.problem(traceback.format_exc())
    check.progress.clear()
    for problem in check.problems[:20]:
        print(f"problem: {part}: {problem}", flush=True)
    check.say(f"{len(check.problems)} problems, {time.monotonic() - begun:.0f} s")
    check.temporary.cleanup()
    return len(check.problems)


def main() -> int:
    options = arguments()
    options.server = options.server.resolve(strict=True)
    begun = time.monotonic()
    parts = [options.sabotage] if options.sabotage else options.only or list(PARTS)
    failed = [part for part in parts if attempt(part, options)]
    print(f"seed {options.seed}: {len(parts) - len(failed)} of {len(parts)} parts good, "
          f"{time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
