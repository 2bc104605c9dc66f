//! `flags`: what is known of an array's memory, and the one thing about it that can be changed.

use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

use super::{ArrayState, PyArray};

/// What is known of an array's memory, by attribute or by key.
#[pyclass(name = "flagsobj", module = "stridewise._core.multiarray", frozen)]
pub(crate) struct Flags {
    /// `None` for the flags of scalars, which are those of a contiguous read-only array.
    array: Option<Py<PyArray>>,
}

impl Flags {
    /// The flags that every scalar has.
    pub(crate) fn of_scalar() -> Self {
        Self { array: None }
    }

    fn all(&self, py: Python<'_>) -> Facts {
        let Some(array) = &self.array else {
            return Facts { c: true, f: true, owns: true, writeable: false, aligned: true };
        };
        let state = array.bind(py).get().state();
        let view = state.array.view();
        Facts {
            c: view.is_c_contiguous(),
            f: view.is_f_contiguous(),
            owns: state.base.is_none(),
            writeable: state.array.is_writeable(),
            aligned: view.is_aligned(),
        }
    }
}

/// The flags by themselves.
struct Facts {
    c: bool,
    f: bool,
    owns: bool,
    writeable: bool,
    aligned: bool,
}

#[pymethods]
impl Flags {
    #[getter]
    fn c_contiguous(&self, py: Python<'_>) -> bool {
        self.all(py).c
    }

    #[getter]
    fn contiguous(&self, py: Python<'_>) -> bool {
        self.all(py).c
    }

    #[getter]
    fn f_contiguous(&self, py: Python<'_>) -> bool {
        self.all(py).f
    }

    #[getter]
    fn fortran(&self, py: Python<'_>) -> bool {
        let facts = self.all(py);
        facts.f && !facts.c
    }

    #[getter]
    fn owndata(&self, py: Python<'_>) -> bool {
        self.all(py).owns
    }

    #[getter]
    fn aligned(&self, py: Python<'_>) -> bool {
        self.all(py).aligned
    }

    #[getter]
    fn writeable(&self, py: Python<'_>) -> bool {
        self.all(py).writeable
    }

    #[setter(writeable)]
    fn set_writeable(&self, py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        match &self.array {
            Some(array) => set_writeable(array.bind(py), value.is_truthy()?),
            None => Err(PyValueError::new_err("Cannot set flags on array scalars.")),
        }
    }

    #[setter(aligned)]
    fn set_aligned(&self, py: Python<'_>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if value.is_truthy()? && !self.all(py).aligned {
            return Err(PyValueError::new_err("cannot set aligned flag of mis-aligned array to True"));
        }
        Ok(())
    }

    #[getter]
    fn writebackifcopy(&self) -> bool {
        false
    }

    #[setter(writebackifcopy)]
    fn set_writebackifcopy(&self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if value.is_truthy()? {
            return Err(PyValueError::new_err("cannot set WRITEBACKIFCOPY flag to True"));
        }
        Ok(())
    }

    #[getter]
    fn behaved(&self, py: Python<'_>) -> bool {
        let facts = self.all(py);
        facts.aligned && facts.writeable
    }

    #[getter]
    fn carray(&self, py: Python<'_>) -> bool {
        self.behaved(py) && self.all(py).c
    }

    #[getter]
    fn farray(&self, py: Python<'_>) -> bool {
        let facts = self.all(py);
        self.behaved(py) && facts.f && !facts.c
    }

    #[getter]
    fn fnc(&self, py: Python<'_>) -> bool {
        self.fortran(py)
    }

    #[getter]
    fn forc(&self, py: Python<'_>) -> bool {
        let facts = self.all(py);
        facts.f || facts.c
    }

    /// The flags as NumPy's bits.
    #[getter]
    fn num(&self, py: Python<'_>) -> u32 {
        let facts = self.all(py);
        u32::from(facts.c)
            | u32::from(facts.f) << 1
            | u32::from(facts.owns) << 2
            | u32::from(facts.aligned) << 8
            | u32::from(facts.writeable) << 10
    }

    fn __getitem__(&self, py: Python<'_>, key: &Bound<'_, PyAny>) -> PyResult<bool> {
        let facts = self.all(py);
        let unknown = || PyKeyError::new_err("Unknown flag");
        let key = key.cast::<PyString>().map_err(|_| unknown())?;
        Ok(match key.to_str()? {
            "C" | "CONTIGUOUS" | "C_CONTIGUOUS" => facts.c,
            "F" | "FORTRAN" | "F_CONTIGUOUS" => facts.f,
            "O" | "OWNDATA" => facts.owns,
            "W" | "WRITEABLE" => facts.writeable,
            "A" | "ALIGNED" => facts.aligned,
            "X" | "WRITEBACKIFCOPY" => false,
            "B" | "BEHAVED" => facts.aligned && facts.writeable,
            "CA" | "CARRAY" => facts.aligned && facts.writeable && facts.c,
            "FA" | "FARRAY" => facts.aligned && facts.writeable && facts.f && !facts.c,
            "FNC" => facts.f && !facts.c,
            "FORC" => facts.f || facts.c,
            _ => return Err(unknown()),
        })
    }

    fn __setitem__(&self, py: Python<'_>, key: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let unknown = || PyKeyError::new_err("Unknown flag");
        match key.cast::<PyString>().map_err(|_| unknown())?.to_str()? {
            "W" | "WRITEABLE" => self.set_writeable(py, value),
            "A" | "ALIGNED" => self.set_aligned(py, value),
            "X" | "WRITEBACKIFCOPY" => self.set_writebackifcopy(value),
            _ => Err(unknown()),
        }
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.num(py) == other.get().num(py))
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        let facts = self.all(py);
        let word = |flag: bool| if flag { "True" } else { "False" };
        format!(
            "  C_CONTIGUOUS : {}\n  F_CONTIGUOUS : {}\n  OWNDATA : {}\n  WRITEABLE : {}\n  ALIGNED : {}\n  \
             WRITEBACKIFCOPY : False\n",
            word(facts.c),
            word(facts.f),
            word(facts.owns),
            word(facts.writeable),
            word(facts.aligned)
        )
    }
}

#[pymethods]
impl PyArray {
    /// What is known of the array's memory.
    #[getter]
    fn flags(slf: &Bound<'_, Self>) -> Flags {
        Flags { array: Some(slf.clone().unbind()) }
    }

    /// Sets flags of the array: whether it may be written to, is aligned, writes back to its base.
    #[pyo3(signature = (write=None, align=None, uic=None), text_signature = "($self, /, *, write=None, align=None, uic=None)")]
    fn setflags(
        slf: &Bound<'_, Self>,
        write: Option<&Bound<'_, PyAny>>,
        align: Option<&Bound<'_, PyAny>>,
        uic: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let flags = Self::flags(slf);
        if let Some(align) = align.filter(|value| !value.is_none()) {
            flags.set_aligned(slf.py(), align)?;
        }
        if let Some(uic) = uic.filter(|value| !value.is_none())
            && uic.is_truthy()?
        {
            return Err(PyValueError::new_err("cannot set WRITEBACKIFCOPY flag to True"));
        }
        if let Some(write) = write.filter(|value| !value.is_none()) {
            set_writeable(slf, write.is_truthy()?)?;
        }
        Ok(())
    }
}

/// Makes an array writeable or read-only. It becomes writeable only if the owner of its memory is.
fn set_writeable(array: &Bound<'_, PyArray>, writeable: bool) -> PyResult<()> {
    let py = array.py();
    let state = array.get().state();
    if state.array.is_writeable() == writeable {
        return Ok(());
    }
    if writeable {
        let refuse = || Err(PyValueError::new_err("cannot set WRITEABLE flag to True of this array"));
        if state.array.view().buffer().is_read_only() {
            return refuse();
        }
        let mut base = state.base.as_ref().map(|base| base.bind(py).clone());
        while let Some(object) = base.take() {
            let Ok(owner) = object.cast::<PyArray>() else { break };
            let owner = owner.get().state();
            if owner.array.is_writeable() {
                break;
            }
            if owner.base.is_none() {
                return refuse();
            }
            base = owner.base.as_ref().map(|base| base.bind(py).clone());
        }
    }
    let base = state.base.as_ref().map(|base| base.clone_ref(py));
    array.get().replace(ArrayState { array: state.array.clone().with_writeable(writeable), base });
    Ok(())
}
