//! The flags of a walk and of its operands, from their names.

use pyo3::exceptions::{PyNotImplementedError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use stridewise::iterate::{Access, Preparation};

/// The flags of the walk as a whole.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a walk, each by itself")]
pub(super) struct WalkFlags {
    pub buffered: bool,
    pub c_index: bool,
    pub f_index: bool,
    pub multi_index: bool,
    pub copy_if_overlap: bool,
    pub common_dtype: bool,
    pub delay_buffers: bool,
    pub external_loop: bool,
    pub grow_inner: bool,
    pub ranged: bool,
    pub reduce_ok: bool,
    pub zero_size_ok: bool,
}

impl WalkFlags {
    /// # Errors
    /// Value error for names that are no flag, and flags that exclude each other.
    pub(super) fn read(names: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let mut flags = Self::default();
        let Some(names) = names.filter(|names| !names.is_none()) else { return Ok(flags) };
        for name in names.try_iter()? {
            let name: String = name?.extract()?;
            match name.as_str() {
                "buffered" => flags.buffered = true,
                "c_index" => flags.c_index = true,
                "f_index" => flags.f_index = true,
                "multi_index" => flags.multi_index = true,
                "copy_if_overlap" => flags.copy_if_overlap = true,
                "common_dtype" => flags.common_dtype = true,
                "delay_bufalloc" => flags.delay_buffers = true,
                "external_loop" => flags.external_loop = true,
                "growinner" | "grow_inner" => flags.grow_inner = true,
                "ranged" => flags.ranged = true,
                "reduce_ok" => flags.reduce_ok = true,
                "zerosize_ok" => flags.zero_size_ok = true,
                "refs_ok" => {}
                other => {
                    return Err(PyValueError::new_err(format!(
                        "Unexpected iterator global flag \"{other}\""
                    )));
                }
            }
        }
        if flags.c_index && flags.f_index {
            return Err(PyValueError::new_err("Iterator flags C_INDEX and F_INDEX cannot both be specified"));
        }
        if flags.external_loop && flags.tracks() {
            return Err(no_runs());
        }
        if flags.ranged && flags.external_loop && !flags.buffered {
            return Err(PyValueError::new_err(
                "Iterator flag RANGED cannot be used with the flag EXTERNAL_LOOP unless BUFFERED is also enabled",
            ));
        }
        Ok(flags)
    }

    /// Whether places are told by index.
    pub(super) fn tracks(self) -> bool {
        self.c_index || self.f_index || self.multi_index
    }
}

/// Runs of places have no index.
pub(super) fn no_runs() -> PyErr {
    PyValueError::new_err(
        "Iterator flag EXTERNAL_LOOP cannot be used if an index or multi-index is being tracked",
    )
}

/// The flags of one operand.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of an operand, each by itself")]
pub(super) struct OperandFlags {
    pub access: Access,
    pub wish: Preparation,
    pub allocate: bool,
    pub no_subtype: bool,
    pub no_broadcast: bool,
    pub elementwise: bool,
}

impl OperandFlags {
    /// What an operand has of which nothing is said; one that is still to be made is written.
    pub(super) fn of_nothing(missing: bool) -> Self {
        Self {
            access: if missing { Access::Write } else { Access::Read },
            wish: Preparation::default(),
            allocate: missing,
            no_subtype: false,
            no_broadcast: false,
            elementwise: false,
        }
    }

    /// # Errors
    /// Value error for names that are no flag, and where it is not said once how the operand is used.
    pub(super) fn read(names: &Bound<'_, PyAny>) -> PyResult<Self> {
        let mut flags = Self::of_nothing(false);
        let mut access = Vec::new();
        let names: Vec<Bound<'_, PyAny>> = if names.is_instance_of::<PyString>() {
            vec![names.clone()]
        } else {
            names.try_iter()?.collect::<PyResult<_>>()?
        };
        for name in names {
            let name: String = name.extract()?;
            match name.as_str() {
                "readonly" => access.push(Access::Read),
                "writeonly" => access.push(Access::Write),
                "readwrite" => access.push(Access::ReadWrite),
                "copy" => flags.wish.copy = true,
                "updateifcopy" => flags.wish.update = true,
                "nbo" => flags.wish.native = true,
                "aligned" => flags.wish.aligned = true,
                "contig" => flags.wish.contiguous = true,
                "allocate" => flags.allocate = true,
                "no_subtype" => flags.no_subtype = true,
                "no_broadcast" => flags.no_broadcast = true,
                "overlap_assume_elementwise" => flags.elementwise = true,
                "arraymask" | "writemasked" | "virtual" => {
                    return Err(PyNotImplementedError::new_err(format!(
                        "the flag '{name}' is not supported yet"
                    )));
                }
                other => {
                    return Err(PyValueError::new_err(format!(
                        "Unexpected per-op iterator flag \"{other}\""
                    )));
                }
            }
        }
        flags.access = match access.as_slice() {
            &[access] => access,
            [] => {
                return Err(PyValueError::new_err(
                    "None of the iterator flags READWRITE, READONLY, or WRITEONLY were specified for an operand",
                ));
            }
            _ => {
                return Err(PyValueError::new_err(
                    "Only one of the iterator flags READWRITE, READONLY, and WRITEONLY may be specified for an operand",
                ));
            }
        };
        Ok(flags)
    }
}
