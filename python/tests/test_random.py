"""Random numbers beside NumPy's: the same seeds, calls and states give the same bits."""

import copy
import pickle
import threading

import numpy
import pytest

import stridewise as np

BIT_GENERATORS = ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"]
SEEDS = [0, 12345, 2**200 + 7, [1, 2, 3], [[1, 2], [3, 4]], "0xdeadbeef"]


def equal(ours, theirs):
    assert type(ours).__name__ == type(theirs).__name__
    if isinstance(theirs, dict):
        assert list(ours) == list(theirs)
        for key in theirs:
            equal(ours[key], theirs[key])
    elif isinstance(theirs, numpy.ndarray):
        assert str(ours.dtype) == str(theirs.dtype)
        assert ours.shape == theirs.shape
        assert ours.tobytes() == theirs.tobytes()
    else:
        assert ours == theirs


def same(call, *args, **kwargs):
    """Makes the same call on our and NumPy's `random`, and compares what they give or raise."""
    try:
        theirs = call(numpy, *args, **kwargs)
    except Exception as error:
        with pytest.raises(Exception) as raised:
            call(np, *args, **kwargs)
        assert raised.type.__name__ == type(error).__name__
        return
    equal(call(np, *args, **kwargs), theirs)


@pytest.mark.parametrize("seed", SEEDS, ids=repr)
@pytest.mark.parametrize("kind", BIT_GENERATORS)
def test_bit_generators(kind, seed):
    def states(lib):
        bits = getattr(lib.random, kind)(seed)
        first = bits.state
        return {"first": first, "raw": bits.random_raw((3, 5)), "last": bits.state}

    same(states)


@pytest.mark.parametrize("kind", BIT_GENERATORS)
def test_states_travel(kind):
    theirs = getattr(numpy.random, kind)(5)
    generator = numpy.random.Generator(theirs)
    generator.integers(10, dtype="i4")
    ours = getattr(np.random, kind)(0)
    ours.state = theirs.state
    equal(ours.state, theirs.state)
    equal(np.random.Generator(ours).random(5), generator.random(5))


@pytest.mark.parametrize("kind", BIT_GENERATORS)
def test_copies_and_pickles_continue_the_stream(kind):
    rng = np.random.Generator(getattr(np.random, kind)(3))
    rng.random(10)
    twins = [copy.copy(rng.bit_generator), copy.deepcopy(rng), pickle.loads(pickle.dumps(rng))]
    expected = rng.random(5).tolist()
    for twin in twins[1:]:
        assert twin.random(5).tolist() == expected
    assert np.random.Generator(twins[0]).random(5).tolist() == expected


@pytest.mark.parametrize("seed", [*SEEDS, -1, 1.5, "five", [1.5], None], ids=repr)
def test_seed_sequences(seed):
    def states(lib):
        sequence = lib.random.SeedSequence(seed, spawn_key=(3,), pool_size=5)
        if seed is None:
            return {}
        children = sequence.spawn(2)
        return {
            "words": sequence.generate_state(7),
            "wide": sequence.generate_state(3, lib.uint64),
            "pool": sequence.pool,
            "child": children[1].generate_state(4),
            "state": sequence.state if not isinstance(seed, list) else {},
            "text": repr(sequence),
        }

    same(states)


GENERATOR_CALLS = [
    ("random", (), {}),
    ("random", ((2, 3),), {"dtype": "f4"}),
    ("random", (5,), {"dtype": "i4"}),
    ("random", (-1,), {}),
    ("random", (1.5,), {}),
    ("standard_normal", (4000,), {}),
    ("standard_normal", (4000,), {"dtype": "f"}),
    ("standard_exponential", (4000,), {}),
    ("standard_exponential", (4000,), {"dtype": "f", "method": "inv"}),
    ("standard_gamma", ([0.5, 1.0, 3.0],), {"size": (2000, 3)}),
    ("standard_gamma", ([0.5, 1.0, 3.0],), {"size": (2000, 3), "dtype": "f4"}),
    ("standard_gamma", (2.0,), {}),
    ("standard_gamma", (-1.0,), {}),
    ("integers", (5,), {}),
    ("integers", (5,), {"dtype": int}),
    ("integers", (2,), {"dtype": bool, "size": 100}),
    ("integers", (2,), {"dtype": bool}),
    ("integers", (0,), {}),
    ("integers", (0,), {"size": 0}),
    ("integers", (300,), {"dtype": "u1"}),
    ("integers", (-1, 3), {"dtype": "u1"}),
    ("integers", (0, 2**64), {"dtype": "u8", "size": 4}),
    ("integers", (0, 2**64 + 1), {"dtype": "u8"}),
    ("integers", ([0, 0], [2**64, 5]), {"dtype": "u8"}),
    ("integers", ([3, 0], [2, 5]), {}),
    ("integers", ([1, 2], [[5], [6]]), {"endpoint": True}),
    ("integers", (1, [5, 6]), {"size": (3, 2), "dtype": "u2"}),
    ("integers", ([1, 2], [5]), {"size": 3}),
    ("integers", (5,), {"dtype": ">i4"}),
    ("integers", (5,), {"dtype": "f8"}),
    ("normal", ([1, 2], [[3], [4]]), {}),
    ("normal", ([1, 2],), {"size": (3, 2)}),
    ("normal", ([1, 2],), {"size": 3}),
    ("normal", ([[1], [2]],), {"size": 2}),
    ("normal", (0.0, -1.0), {}),
    ("normal", (), {}),
    ("normal", ("a",), {}),
    ("normal", (None,), {}),
    ("normal", (1j,), {}),
    ("normal", (1.0, 2.0), {"size": ()}),
    ("uniform", (1.0, 3.0), {"size": 3000}),
    ("uniform", (1.0, float("inf")), {}),
    ("uniform", (2.0, 1.0), {}),
    ("exponential", ([1.0, 0.0],), {}),
    ("poisson", (), {}),
    ("poisson", ([0.5, 100.0],), {"size": (1500, 2)}),
    ("poisson", (-1,), {}),
    ("poisson", (1e30,), {}),
    ("binomial", ([10, 1000], 0.3), {}),
    ("binomial", (10.7, 0.5), {}),
    ("binomial", (float("nan"), 0.5), {}),
    ("binomial", (-1, 0.5), {}),
    ("binomial", (2**63, 0.5), {}),
    ("hypergeometric", (10, 10, [5, 20]), {}),
    ("hypergeometric", (10, 10, 21), {}),
    ("negative_binomial", (3, 0.4), {"size": 50}),
    ("negative_binomial", (1e30, 0.4), {}),
    ("triangular", (1, 2, 3), {"size": 5}),
    ("triangular", (3, 2, 3), {}),
    ("bytes", (7,), {}),
    ("bytes", (0,), {}),
    ("permutation", (10,), {}),
    ("permutation", (1.5,), {}),
    ("permuted", ([3, 1, 2],), {}),
    ("permuted", ([[3, 1, 2], [6, 5, 4]],), {"axis": 0}),
    ("permuted", ([[3, 1, 2], [6, 5, 4]],), {"axis": 1}),
    ("permuted", ([[3, 1, 2], [6, 5, 4]],), {"axis": 2}),
    ("choice", (5,), {}),
    ("choice", (0,), {}),
    ("choice", ([1.5, 2.5],), {}),
    ("choice", (5, 6), {"replace": False}),
    ("choice", (30000, 100), {"replace": False}),
    ("choice", (30000, 10000), {"replace": False, "shuffle": False}),
    ("choice", ([[1, 2], [3, 4]], 3), {"axis": 1}),
    ("choice", (5, (2, 2)), {"p": [0.1, 0.2, 0.3, 0.4, 0.0]}),
    ("choice", (5, 4), {"p": [0.1, 0.2, 0.3, 0.4, 0.0], "replace": False}),
    ("choice", (5, 5), {"p": [0.1, 0.2, 0.3, 0.4, 0.0], "replace": False}),
    ("choice", (2,), {"p": [0.5, 0.6]}),
    ("choice", (2,), {"p": [0.5]}),
    ("choice", (5, ()), {}),
    ("choice", ([1.5], ()), {}),
    ("multinomial", (20, [0.2, 0.3, 0.5]), {"size": (3, 2)}),
    ("multinomial", ([20, 30], [[0.2, 0.8], [0.5, 0.5]]), {}),
    ("multinomial", (20, [0.2, 1.3]), {}),
    ("dirichlet", ([1.0, 2.0, 3.0],), {"size": 4}),
    ("dirichlet", ([0.01, 0.02],), {"size": 400}),
    ("dirichlet", ([0.01, -0.02],), {}),
    ("multivariate_hypergeometric", ([3, 4, 5], 6), {"size": 20}),
    ("multivariate_hypergeometric", ([3, 4, 5], 6), {"size": 20, "method": "count"}),
    ("multivariate_hypergeometric", ([3, 4, 5], 13), {}),
]


@pytest.mark.parametrize("kind", ["PCG64", "MT19937"])
@pytest.mark.parametrize(("name", "args", "kwargs"), GENERATOR_CALLS, ids=lambda part: str(part)[:40])
def test_generator(kind, name, args, kwargs):
    def draw(lib):
        rng = lib.random.Generator(getattr(lib.random, kind)(42))
        return {"drawn": getattr(rng, name)(*args, **kwargs), "after": rng.bit_generator.state}

    same(draw)


RANDOM_STATE_CALLS = [
    ("rand", (), {}),
    ("rand", (2, 3), {}),
    ("randn", (), {}),
    ("randn", (3, 3), {}),
    ("random_sample", ((2, 2),), {}),
    ("randint", (5,), {}),
    ("randint", (5,), {"dtype": "i8"}),
    ("randint", (0, 2), {"dtype": bool}),
    ("randint", (-(2**63), 2**63 - 1), {"size": 10}),
    ("randint", ([1, 2], [[5], [60000]]), {"dtype": "u2"}),
    ("randint", (0,), {}),
    ("randint", (256,), {"dtype": "i1"}),
    ("tomaxint", (3,), {}),
    ("normal", ([1, 2], 3), {}),
    ("uniform", (3, 1), {"size": 3}),
    ("uniform", (0, float("nan")), {}),
    ("choice", (5, 3), {}),
    ("choice", (5, 3), {"replace": False}),
    ("choice", ([1.5, 2.5],), {}),
    ("choice", ([[1.5, 2.5]],), {}),
    ("choice", (5, 3), {"p": [0.1, 0.2, 0.3, 0.4, 0.0], "replace": False}),
    ("permutation", (10,), {}),
    ("permutation", ([[1, 2], [3, 4], [5, 6]],), {}),
    ("permutation", (1.5,), {}),
    ("bytes", (9,), {}),
    ("multinomial", (20, [0.2, 0.3, 0.5]), {"size": 3}),
    ("dirichlet", ([1.0, 2.0],), {"size": 3}),
    ("dirichlet", ([1.0, 0.0],), {}),
    ("poisson", ([1.0, 200.0],), {}),
    ("hypergeometric", (50, 40, [5, 30]), {}),
    ("hypergeometric", (50, 40, 0), {}),
    ("gamma", ([0.5, 1.0, 2.0],), {}),
    ("vonmises", (1.0, [0.1, 4.0]), {}),
    ("zipf", (2.0, 10), {}),
]


@pytest.mark.parametrize(("name", "args", "kwargs"), RANDOM_STATE_CALLS, ids=lambda part: str(part)[:40])
def test_random_state(name, args, kwargs):
    def draw(lib):
        state = lib.random.RandomState(7)
        state.standard_normal()  # leaves a spare deviate
        return {"drawn": getattr(state, name)(*args, **kwargs), "after": state.get_state(legacy=False)}

    same(draw)


@pytest.mark.parametrize("seed", [0, 2**32 - 1, 2**32, -1, 1.5, [1, 2], [], [[1]], [1.5], True], ids=repr)
def test_legacy_seeds(seed):
    same(lambda lib: lib.random.RandomState(seed).get_state(legacy=False))


def test_module_functions_share_one_state():
    def draw(lib):
        lib.random.seed(5)
        first = [lib.random.rand(), lib.random.randn(), lib.random.randint(100), lib.random.normal()]
        kept = lib.random.get_state()
        following = lib.random.random(3)
        lib.random.set_state(kept)
        again = lib.random.ranf(3)
        return {"first": first[0], "normal": first[1], "following": following, "again": again}

    same(draw)


@pytest.mark.parametrize("shape", [(7,), (5, 3), (2, 4, 3), (0, 3), (1,)])
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_shuffle_of_arrays(shape, axis):
    def draw(lib, layout):
        whole = layout(lib.arange(int(numpy.prod(shape)), dtype="f4").reshape(shape))
        rng = lib.random.default_rng(9)
        rng.shuffle(whole, axis=axis)
        return {"mixed": whole.copy(), "permuted": rng.permutation(whole, axis=axis), "after": rng.random()}

    for layout in (lambda a: a, lambda a: a[::-1], lambda a: a.T.copy().T):
        same(draw, layout)


def test_shuffle_of_lists():
    def draw(lib):
        cards = list("abcdefgh")
        lib.random.default_rng(2).shuffle(cards)
        lib.random.RandomState(2).shuffle(cards)
        return "".join(cards)

    same(draw)
    with pytest.raises(TypeError):
        np.random.default_rng(2).shuffle((1, 2))
    with pytest.warns(UserWarning, match="not a subclass of 'Sequence'"):
        np.random.default_rng(2).shuffle({0: 1, 1: 2})


@pytest.mark.parametrize("order", "CF")
def test_output_arrays_are_filled_in_memory_order(order):
    def draw(lib):
        out = lib.zeros((2, 3), order=order)
        rng = lib.random.default_rng(2)
        assert rng.standard_normal(out=out) is out
        return out

    same(draw)


@pytest.mark.parametrize(
    "out", [lambda: np.zeros(4)[::2], lambda: np.zeros(4, "f4"), lambda: np.zeros(3), lambda: [1.0]]
)
def test_output_arrays_that_do_not_fit_are_refused(out):
    with pytest.raises((TypeError, ValueError)):
        np.random.default_rng(2).random(4, out=out())


def test_threads_draw_every_number_once():
    rng, drawn = np.random.default_rng(1), []
    threads = [threading.Thread(target=lambda: drawn.extend(rng.random(20_000).tolist())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Each call draws its numbers in one piece, whoever comes first.
    assert sorted(drawn) == sorted(np.random.default_rng(1).random(80_000).tolist())


@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM", "MT19937", "Philox"])
def test_jumps(kind):
    same(lambda lib: getattr(lib.random, kind)(4).jumped(2).state)


@pytest.mark.parametrize("delta", [0, 5, -7, 2**70, -(2**130)])
@pytest.mark.parametrize("kind", ["PCG64", "PCG64DXSM", "Philox"])
def test_advances(kind, delta):
    same(lambda lib: getattr(lib.random, kind)(4).advance(delta).state)


@pytest.mark.parametrize("kind", BIT_GENERATORS)
def test_functions_for_ctypes_draw_from_the_generator(kind):
    def draw(lib):
        bits = getattr(lib.random, kind)(4)
        functions = bits.ctypes
        return {
            "wide": functions.next_uint64(functions.state),
            "narrow": functions.next_uint32(functions.state),
            "double": functions.next_double(functions.state),
            "after": bits.state,
        }

    same(draw)


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: rng.permutation(2**62),
        lambda rng: rng.choice(2**62, 2**61, replace=False),
        lambda rng: rng.choice(5, (2**40, 2**40)),
        lambda rng: rng.random((2**40, 2**40)),
        lambda rng: rng.random(2**58),
        lambda rng: rng.normal([1.0, 2.0], size=(2**60, 2)),
        lambda rng: rng.multinomial(3, [0.5, 0.5], 2**60),
        lambda rng: rng.dirichlet([1.0, 2.0], 2**58),
        lambda rng: rng.multivariate_hypergeometric([2**59, 3], 2, method="count"),
        lambda rng: rng.bit_generator.random_raw(2**60),
        lambda rng: np.random.SeedSequence(1).generate_state(2**62),
        lambda rng: np.random.RandomState(1).choice(2**60, 3, replace=False),
    ],
)
def test_draws_that_no_memory_holds_are_refused(draw):
    with pytest.raises((MemoryError, ValueError)):
        draw(np.random.default_rng(1))


def test_parameters_that_are_no_numbers_or_without_limit_come_to_an_end():
    state, rng = np.random.RandomState(1), np.random.default_rng(1)
    nan, inf = float("nan"), float("inf")
    assert state.zipf(2000.0) == rng.zipf(2000.0) == 1
    assert np.isnan([state.vonmises(1.0, nan), rng.vonmises(1.0, nan), state.gamma(nan), rng.gamma(nan)]).all()
    assert state.vonmises(1.0, inf) == rng.vonmises(1.0, inf) == 1.0
    assert state.negative_binomial(nan, 0.5) == 0
