"""Random array programs, and the comparison of what they show in every way of running them.

A program is Python source over a handful of named arrays, made from a seed by `author`. `record` runs it and
writes down all that it shows: the bytes, dtype, shape and strides of every array that is read, every exception, every
warning. `compare` runs the same programs in processes that postpone never, by default, or always, with one thread
and with several, and holds their records against each other; what differs is cut down to the statements that matter.

    scripts/compare-modes --programs 1000        many programs
    scripts/compare-modes --seed 17 --show       one program as source
"""
