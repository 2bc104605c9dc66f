"""A process of one mode: it reads what to run from its input, a line each, and answers on its output.

`seeds 0 500` answers a line of digests for each program, `source ...` one line with the whole record.
"""

from __future__ import annotations

import base64
import faulthandler
import gc
import json
import pickle
import sys
import zlib

import stridewise
from programs.author import Program, program
from programs.record import Record, run

# What a single program may take before the process is taken to hang.
LONGEST_SECONDS = 60


def summary(seed: int, record: Record, written: Program) -> str:
    """Seed, digest of results, digest of the recorders, whether work is left over, a number for each warning."""
    heard = record.all_warnings()
    numbers = [zlib.crc32(repr(each).encode()) for each in (sorted(set(heard)) if written.changes_filters else heard)]
    loose = int(written.leaves_work or record.broke_off)
    return f"{seed} {record.digest()} {record.digest_of_logs()} {loose} {','.join(map(str, numbers))}"


def answer(line: str) -> None:
    """Answers one request on the output."""
    word, _, rest = line.partition(" ")
    if word == "seeds":
        first, last = map(int, rest.split())
        for seed in range(first, last):
            # Whoever waits knows which program it was, should this process end in it.
            print("?", seed, flush=True)
            faulthandler.dump_traceback_later(LONGEST_SECONDS, exit=True)
            written = program(seed)
            print(summary(seed, run(written.source, stridewise), written))
    elif word == "source":
        faulthandler.dump_traceback_later(LONGEST_SECONDS, exit=True)
        record = run(json.loads(rest), stridewise)
        print(base64.b64encode(pickle.dumps(record)).decode())
    faulthandler.cancel_dump_traceback_later()
    print("done", flush=True)


def main() -> None:
    faulthandler.enable()
    if len(sys.argv) > 1:
        # A change to the module, by which a test makes one mode differ from another.
        exec(sys.argv[1], {"np": stridewise})
    # Collections in programs need not look at what was there before.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        answer(line.rstrip("\n"))


if __name__ == "__main__":
    main()
