"""How code outside of Python draws from a bit generator."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["interface"]


class interface(NamedTuple):
    """A bit generator's state and functions, as `ctypes` or `cffi` objects. They hold while the generator lives."""

    state_address: int
    state: Any
    next_uint64: Any
    next_uint32: Any
    next_double: Any
    bit_generator: Any


def ctypes_interface(stream: Any) -> interface:
    """The functions as `ctypes` callables that take the state."""
    import ctypes

    state, next_uint64, next_uint32, next_double = stream.addresses()
    pointer = ctypes.c_void_p
    return interface(
        state,
        pointer(state),
        ctypes.CFUNCTYPE(ctypes.c_uint64, pointer)(next_uint64),
        ctypes.CFUNCTYPE(ctypes.c_uint32, pointer)(next_uint32),
        ctypes.CFUNCTYPE(ctypes.c_double, pointer)(next_double),
        pointer(state),
    )


def cffi_interface(stream: Any) -> interface:
    """The functions as `cffi` pointers; ImportError without `cffi`."""
    import cffi  # type: ignore[import-not-found, import-untyped, unused-ignore]

    ffi = cffi.FFI()
    state, next_uint64, next_uint32, next_double = stream.addresses()
    return interface(
        state,
        ffi.cast("void *", state),
        ffi.cast("uint64_t (*)(void *)", next_uint64),
        ffi.cast("uint32_t (*)(void *)", next_uint32),
        ffi.cast("double (*)(void *)", next_double),
        ffi.cast("void *", state),
    )
