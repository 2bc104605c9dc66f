"""Writes NumPy's streams as one line each: what was drawn | how many | hash of all bits | first bits | last bits.

    python generate.py [draws] > streams.txt

`streams.rs` draws the same and compares. The hash is FNV-1a over the 64-bit patterns.
"""

import sys

import numpy as np

DRAWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
MASK = (1 << 64) - 1
BIT_GENERATORS = ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"]

# Arguments that reach every branch of each sampler.
FAMILIES = {
    "beta": [(0.5, 0.5), (2.0, 3.0), (0.01, 0.02), (1e-110, 1e-109), (1.0, 1.0), (1e-4, 5e-4)],
    "binomial": [
        (0, 0.5),
        (10, 0.0),
        (10, 0.25),
        (10, 0.75),
        (100, 0.5),
        (1000, 0.05),
        (1000, 0.97),
        (10**9, 0.3),
        (10**12, 1e-11),
        (50, 1.0),
    ],
    "chisquare": [(1.0,), (2.0,), (9.5,)],
    "exponential": [(2.5,)],
    "f": [(3.0, 4.0), (0.5, 1.0)],
    "gamma": [(0.0, 1.0), (0.3, 2.0), (1.0, 2.0), (7.5, 0.5)],
    "geometric": [(0.01,), (0.3,), (0.5,), (1.0,), (1e-18,), (1 / 3,)],
    "gumbel": [(1.0, 2.0)],
    "hypergeometric": [
        (5, 6, 4),
        (5, 6, 9),
        (40, 30, 20),
        (30, 40, 50),
        (1000, 2000, 1500),
        (10000, 500, 5000),
        (15, 0, 10),
        (10, 20, 30),
        (3, 200, 60),
        (10**8, 10**8, 10**6),
    ],
    "laplace": [(1.0, 2.0)],
    "logistic": [(1.0, 2.0)],
    "lognormal": [(0.5, 0.25)],
    "logseries": [(0.0,), (0.1,), (0.9,), (0.9999999,)],
    "negative_binomial": [(3.0, 0.4), (0.5, 0.01), (100.0, 0.9)],
    "noncentral_chisquare": [(0.5, 2.0), (3.0, 2.0), (3.0, 0.0), (0.5, 50.0)],
    "noncentral_f": [(0.5, 2.0, 1.5), (5.0, 2.0, 1.0)],
    "normal": [(1.0, 2.0)],
    "pareto": [(3.0,)],
    "poisson": [(0.0,), (0.5,), (9.99,), (10.0,), (123.4,), (1e9,)],
    "power": [(3.0,), (0.2,)],
    "rayleigh": [(3.0,)],
    "standard_cauchy": [()],
    "standard_gamma": [(0.2,), (3.0,)],
    "standard_t": [(4.0,)],
    "triangular": [(1.0, 3.0, 4.0)],
    "uniform": [(-1.0, 3.0)],
    "vonmises": [(0.5, 1e-9), (0.5, 1e-6), (3.0, 2.0), (-3.0, 0.2), (3.0, 100.0), (3.0, 2e6), (0.1, 9e5)],
    "wald": [(1.0, 2.0), (1e6, 1e-3), (3.0, 1e5)],
    "weibull": [(0.0,), (2.5,)],
    "zipf": [(1.1,), (2.0,), (8.0,), (2000.0,)],
}
INTEGERS = {
    "bool": [(0, 1), (1, 1)],
    "int8": [(-128, 127), (-5, 5), (0, 100), (3, 3)],
    "uint8": [(0, 255), (0, 9), (100, 200)],
    "int16": [(-32768, 32767), (-7, 1000)],
    "uint16": [(0, 65535), (0, 40000)],
    "int32": [(-(2**31), 2**31 - 1), (-10, 10), (0, 2**31 - 1)],
    "uint32": [(0, 2**32 - 1), (0, 3 * 2**30)],
    "int64": [(-(2**63), 2**63 - 1), (0, 9), (0, 2**32 - 1), (0, 2**32), (-(2**62), 2**62 + 12345), (5, 5)],
    "uint64": [(0, 2**64 - 1), (0, 999), (0, 3 * 2**62)],
}


def patterns(values):
    values = np.ascontiguousarray(values).ravel()
    if values.dtype == np.float32:
        return values.view(np.uint32).astype(np.uint64)
    if values.dtype.kind == "f":
        return values.view(np.uint64)
    return values.astype(np.int64, casting="unsafe").view(np.uint64)


def emit(words, values):
    bits = patterns(values).tolist()
    digest = 0xCBF29CE484222325
    for pattern in bits:
        digest = ((digest ^ pattern) * 0x100000001B3) & MASK
    text = " ".join(repr(float(w)) if isinstance(w, float) else str(w) for w in words)
    ends = [f"{pattern:x}" for pattern in (bits[0], bits[-1])] if bits else ["0", "0"]
    print(f"{text} | {len(bits)} | {digest:x} | {ends[0]} | {ends[1]}")


def generator(name, seed):
    return np.random.Generator(getattr(np.random, name)(seed))


def certain_binomials(state):
    """Binomial draws without a choice, each followed by a uniform number that shows what they consumed."""
    draws = []
    for n, p in ((0, 0.5), (10, 0.0), (10, 1.0)) * 5:
        draws += [float(state.binomial(n, p)), state.random_sample()]
    return np.array(draws)


def main():
    for name in BIT_GENERATORS:
        for seed in (0, 12345, 2**32, 2**127 + 3):
            emit(["raw", name, seed], getattr(np.random, name)(seed).random_raw(2000))
        bits = getattr(np.random, name)(7)
        emit(
            ["words", name, 7],
            [np.random.Generator(bits).integers(0, 2**32 - 1, endpoint=True, dtype="u4") for _ in range(99)],
        )
        emit(["random", name, 3], generator(name, 3).random(DRAWS))
        emit(["random_single", name, 3], generator(name, 3).random(DRAWS, dtype="f4"))
        emit(["standard_normal", name, 3], generator(name, 3).standard_normal(5 * DRAWS))
        emit(["standard_normal_single", name, 3], generator(name, 3).standard_normal(5 * DRAWS, dtype="f4"))
        emit(["standard_exponential", name, 3], generator(name, 3).standard_exponential(5 * DRAWS))
        emit(
            ["standard_exponential_single", name, 3],
            generator(name, 3).standard_exponential(5 * DRAWS, dtype="f4"),
        )
        emit(["inverse_exponential", name, 3], generator(name, 3).standard_exponential(DRAWS, method="inv"))
        emit(
            ["inverse_exponential_single", name, 3],
            generator(name, 3).standard_exponential(DRAWS, method="inv", dtype="f4"),
        )
        emit(["bytes", name, 3], np.frombuffer(generator(name, 3).bytes(1003), dtype="u1"))
        emit(["permutation", name, 3], generator(name, 3).permutation(5000))
        for dtype, ranges in INTEGERS.items():
            for low, high in ranges:
                emit(
                    ["integers", name, 9, dtype, low, high],
                    generator(name, 9).integers(low, high, DRAWS, dtype=dtype, endpoint=True),
                )
    for name in ("PCG64", "PCG64DXSM", "MT19937", "Philox"):
        emit(["jumped", name, 11], getattr(np.random, name)(11).jumped(3).random_raw(1000))
    for name in ("PCG64", "PCG64DXSM", "Philox"):
        emit(["advanced", name, 11], getattr(np.random, name)(11).advance(2**70 + 5).random_raw(1000))
    for entropy, key in ((42, ()), (2**200 + 17, ()), (5, (1, 2)), (0, (3,))):
        for size in (4, 9):
            seeds = np.random.SeedSequence(entropy, spawn_key=key, pool_size=size)
            spawn = "-".join(map(str, key)) or "-"
            emit(["seed_sequence", entropy, spawn, size], seeds.generate_state(50))
    for shape in (0.0, 0.3, 1.0, 5.5):
        emit(
            ["standard_gamma_single", "PCG64", 5, shape],
            generator("PCG64", 5).standard_gamma(np.float32(shape), DRAWS, dtype="f4"),
        )
    for family, rows in FAMILIES.items():
        for row in rows:
            for name in ("PCG64", "MT19937"):
                emit(["generator", name, 5, family, *row], getattr(generator(name, 5), family)(*row, DRAWS))
            if (family, row) == ("zipf", (2000.0,)):
                continue  # NumPy never returns
            try:
                draws = getattr(np.random.RandomState(5), family)(*row, DRAWS)
            except ValueError:
                continue
            emit(["random_state", 5, family, *row], draws)
    for population, count in (
        (10, 4),
        (100, 100),
        (20000, 100),
        (20000, 401),
        (20001, 20000),
        (1, 1),
        (10, 0),
    ):
        emit(
            ["choice", "PCG64", 8, population, count, 1],
            generator("PCG64", 8).choice(population, count, replace=False),
        )
        emit(
            ["choice", "PCG64", 8, population, count, 0],
            generator("PCG64", 8).choice(population, count, replace=False, shuffle=False),
        )
    for population, count in ((10, 8), (100, 99), (5, 1)):
        p = np.arange(1, population + 1) / (population * (population + 1) / 2)
        emit(["weighted", "PCG64", 8, population, count], generator("PCG64", 8).choice(population, 1000, p=p))
        emit(
            ["weighted_distinct", "PCG64", 8, population, count],
            generator("PCG64", 8).choice(population, count, p=p, replace=False),
        )
    for trials, p in ((20, (0.2, 0.3, 0.5)), (1000, (0.0, 1.0)), (10**6, (0.7, 0.1, 0.1, 0.1))):
        emit(["multinomial", "PCG64", 2, trials, *p], generator("PCG64", 2).multinomial(trials, p, 1000))
        emit(["legacy_multinomial", 2, trials, *p], np.random.RandomState(2).multinomial(trials, p, 1000))
    for alpha in ((1.0, 2.0, 3.0), (0.01, 0.02, 0.05), (0.05, 0.0, 0.01), (0.5, 0.05)):
        emit(["dirichlet", "PCG64", 2, *alpha], generator("PCG64", 2).dirichlet(alpha, 1000))
        if min(alpha) > 0.0:
            emit(["legacy_dirichlet", 2, *alpha], np.random.RandomState(2).dirichlet(alpha, 1000))
    for colors, sample in (((5, 6, 7), 4), ((5, 6, 7), 15), ((100, 50, 0, 30), 60), ((3,), 2)):
        for method in ("count", "marginals"):
            draws = generator("PCG64", 2).multivariate_hypergeometric(colors, sample, 1000, method=method)
            emit(["urns", "PCG64", 2, method, sample, *colors], draws)
    emit(["certain_binomials", 5], certain_binomials(np.random.RandomState(5)))
    emit(["legacy_normal", 5], np.random.RandomState(5).standard_normal(5001))
    emit(["legacy_words", "5,6,7"], np.random.RandomState([5, 6, 7]).random_sample(1000))
    emit(
        ["legacy_words", ",".join(map(str, range(1000)))],
        np.random.RandomState(range(1000)).random_sample(1000),
    )
    emit(["legacy_permutation", 5], np.random.RandomState(5).permutation(5000))
    emit(["legacy_bytes", 5], np.frombuffer(np.random.RandomState(5).bytes(1003), dtype="u1"))
    for dtype, ranges in INTEGERS.items():
        for low, high in ranges:
            emit(
                ["randint", 9, dtype, low, high],
                np.random.RandomState(9).randint(low, high + 1, DRAWS, dtype=dtype),
            )


if __name__ == "__main__":
    main()
