//! One operand of a walk: how it is used, and in which dtype it is seen.

use stridewise_core::dtype::{Casting, can_cast};
use stridewise_core::{DType, Error, Order};

use crate::{Array, Result};

/// What is done with an operand's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
    ReadWrite,
}

impl Access {
    pub fn reads(self) -> bool {
        self != Self::Write
    }

    pub fn writes(self) -> bool {
        self != Self::Read
    }
}

/// What is asked of an operand before it is walked over.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of an operand, each by itself")]
pub struct Preparation {
    /// The dtype to see it in; its own, where `None`.
    pub dtype: Option<DType>,
    /// Whether it may be copied for that.
    pub copy: bool,
    /// Whether it may be copied, and what was written to the copy goes back at the end.
    pub update: bool,
    pub aligned: bool,
    /// In the machine's byte order.
    pub native: bool,
    /// Elements one behind the other, in buffers where they are not.
    pub contiguous: bool,
}

/// An operand as it is walked over.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The operand or its copy.
    pub array: Array,
    /// The dtype it is seen in.
    pub dtype: DType,
    /// Where a copy is written back to at the end.
    pub original: Option<Array>,
    /// Whether its elements go through buffers even where they need no cast.
    pub through_buffers: bool,
}

/// Makes an operand ready. With `buffered`, casts are left to the buffers; else they need copies, which scalars that are
/// only read may always have.
///
/// # Errors
/// Type error where a cast breaks the rule `casting`, or a copy is needed and not allowed.
pub fn prepare(
    array: &Array,
    place: usize,
    access: Access,
    wish: &Preparation,
    casting: Casting,
    buffered: bool,
) -> Result<Prepared> {
    let mut dtype = wish.dtype.unwrap_or(array.dtype());
    if wish.native {
        dtype = dtype.to_native();
    }
    let casts = dtype != array.dtype();
    if casts {
        if access.reads() && !can_cast(array.dtype(), dtype, casting) {
            return Err(Error::type_error(format!(
                "Iterator operand {place} dtype could not be cast from dtype('{}') to dtype('{dtype}') according to \
                 the rule '{}'",
                array.dtype(),
                casting.name()
            )));
        }
        if access.writes() && !can_cast(dtype, array.dtype(), casting) {
            return Err(Error::type_error(format!(
                "Iterator requested dtype could not be cast from dtype('{dtype}') to dtype('{}'), the operand {place} \
                 dtype, according to the rule '{}'",
                array.dtype(),
                casting.name()
            )));
        }
    }
    let misaligned = wish.aligned && !array.view().is_aligned();
    let as_it_is = Prepared { array: array.clone(), dtype, original: None, through_buffers: wish.contiguous };
    if !(casts || misaligned) {
        return Ok(as_it_is);
    }
    let scalar = array.ndim() == 0 && !access.writes();
    if (wish.copy && !access.writes()) || wish.update || (scalar && !buffered) {
        let copy = array.astype(dtype, Order::Keep)?;
        let original = access.writes().then(|| array.clone());
        return Ok(Prepared { array: copy, original, ..as_it_is });
    }
    if buffered {
        return Ok(Prepared { through_buffers: true, ..as_it_is });
    }
    Err(Error::type_error(format!(
        "Iterator operand required copying or buffering, but neither copying nor buffering was enabled (operand \
         {place}: dtype('{}') seen as dtype('{dtype}'))",
        array.dtype()
    )))
}
