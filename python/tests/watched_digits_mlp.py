"""Run by `stridewise run`: the digits example, with every array that its functions hold counted by its class."""

import collections
import json
import pathlib
import runpy
import sys

EXAMPLE = str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "digits_mlp.py")

seen = collections.Counter()


def count_arrays(frame, event, argument):
    if frame.f_code.co_filename != EXAMPLE:
        return None
    for value in frame.f_locals.values():
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if hasattr(item, "dtype") and hasattr(item, "strides"):
                seen[f"{type(item).__module__}.{type(item).__qualname__}"] += 1
    return count_arrays


sys.settrace(count_arrays)
runpy.run_path(EXAMPLE, run_name="__main__")
sys.settrace(None)
print(json.dumps({"classes": seen, "numpy loaded": "numpy" in sys.modules}))
