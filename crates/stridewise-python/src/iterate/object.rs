//! The class `nditer`.

use pyo3::exceptions::{PyIndexError, PyRuntimeError, PyRuntimeWarning, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyTuple};
use stridewise::iterate::Iteration;

use super::arguments::{Arguments, axes_of};
use super::construct;
use super::flags::{WalkFlags, no_runs};
use crate::array::{ArrayState, PyArray, object};
use crate::convert::array_argument;
use crate::dtype::dtype_object;
use crate::error::OrRaise;

/// Walks over several arrays in step, element by element or run by run.
///
/// Parameters
/// ----------
/// op : array_like or sequence of array_like
///     The operands; `None` stands for one that is to be made.
/// flags : sequence of str, optional
///     ``'buffered'``, ``'c_index'``, ``'f_index'``, ``'multi_index'``, ``'common_dtype'``, ``'copy_if_overlap'``,
///     ``'delay_bufalloc'``, ``'external_loop'``, ``'grow_inner'``, ``'ranged'``, ``'reduce_ok'``, ``'zerosize_ok'``.
/// op_flags : sequence of str, or of such sequences for each operand
///     ``'readonly'`` (the default), ``'readwrite'`` or ``'writeonly'``, and ``'copy'``, ``'updateifcopy'``, ``'nbo'``,
///     ``'aligned'``, ``'contig'``, ``'allocate'``, ``'no_subtype'``, ``'no_broadcast'``,
///     ``'overlap_assume_elementwise'``.
/// op_dtypes : dtype or sequence of dtypes, optional
///     In which dtypes the operands are seen.
/// order : {'K', 'C', 'F', 'A'}
///     The order of the walk; ``'K'`` goes along memory.
/// casting : str
///     Which casts are allowed.
/// op_axes : sequence of sequences of int, optional
///     For each operand its axes along those of the walk; -1 where it is repeated.
/// itershape : sequence of int, optional
///     Lengths of the walk's axes; -1 where the operands say.
/// buffersize : int
///     The most elements in a buffer; 0 leaves it to the library.
///
/// Examples
/// --------
/// >>> import stridewise as np
/// >>> a = np.arange(4).reshape(2, 2)
/// >>> with np.nditer([a, None]) as it:
/// ...     for x, y in it:
/// ...         y[...] = x * x
/// ...     it.operands[1].tolist()
/// [[0, 1], [4, 9]]
#[pyclass(name = "nditer", module = "stridewise", subclass)]
pub(crate) struct NdIter {
    flags: WalkFlags,
    objects: Vec<Py<PyArray>>,
    /// Nothing where the walk was closed.
    iteration: Option<Iteration>,
    /// Whether Python's `next` has given the element where the walk is.
    started: bool,
    finished: bool,
    /// Whether buffers wait for `reset`.
    delayed: bool,
    /// The walk inside this one.
    inner: Option<Py<NdIter>>,
}

fn past_the_end() -> PyErr {
    PyValueError::new_err("Iterator is past the end")
}

impl NdIter {
    pub(super) fn new(
        flags: WalkFlags,
        objects: &[Bound<'_, PyArray>],
        iteration: Iteration,
        delayed: bool,
    ) -> Self {
        Self {
            flags,
            objects: objects.iter().map(|object| object.clone().unbind()).collect(),
            finished: iteration.is_finished(),
            iteration: Some(iteration),
            started: false,
            delayed,
            inner: None,
        }
    }

    pub(super) fn hold_inner(&mut self, inner: Py<Self>) {
        self.inner = Some(inner);
    }

    /// Brings the inner walk to where this one is.
    pub(super) fn move_inner(&mut self, py: Python<'_>) -> PyResult<()> {
        let (Some(inner), Some(iteration)) = (&self.inner, &self.iteration) else { return Ok(()) };
        if self.finished {
            return Ok(());
        }
        let distances = iteration.distances();
        let mut inner = inner.bind(py).try_borrow_mut()?;
        if let Some(walk) = &mut inner.iteration {
            walk.move_to(&distances).or_raise(py)?;
        }
        inner.begin(py)
    }

    fn walk(&self) -> PyResult<&Iteration> {
        self.iteration.as_ref().ok_or_else(|| PyValueError::new_err("Iterator is invalid"))
    }

    fn walk_mut(&mut self) -> PyResult<&mut Iteration> {
        self.iteration.as_mut().ok_or_else(|| PyValueError::new_err("Iterator is invalid"))
    }

    /// The walk where it stands at an element.
    fn standing(&mut self) -> PyResult<&mut Iteration> {
        if self.finished {
            return Err(past_the_end());
        }
        if self.delayed {
            return Err(PyValueError::new_err(
                "Iterator construction used delayed buffer allocation, and no reset has been done yet",
            ));
        }
        self.iteration.as_mut().ok_or_else(past_the_end)
    }

    /// After a jump: Python's `next` gives the element there.
    fn begin(&mut self, py: Python<'_>) -> PyResult<()> {
        self.started = false;
        self.finished = self.walk()?.is_finished();
        self.delayed = false;
        self.move_inner(py)
    }

    fn item(&mut self, py: Python<'_>, which: usize) -> PyResult<Py<PyAny>> {
        let owner = self.objects[which].clone_ref(py);
        let seen = self.standing()?.current(which).or_raise(py)?;
        let state = ArrayState { array: seen, base: Some(owner.into_any()) };
        Ok(object::base_class(py, state)?.into_any())
    }

    fn advance(&mut self, py: Python<'_>) -> PyResult<bool> {
        let Some(iteration) = self.iteration.as_mut().filter(|_| !self.finished) else { return Ok(false) };
        let more = iteration.advance().or_raise(py)?;
        self.finished = !more;
        if more {
            self.move_inner(py)?;
        }
        Ok(more)
    }

    fn place_of(&self, which: isize) -> PyResult<usize> {
        let count = self.objects.len() as isize;
        let at = if which < 0 { which + count } else { which };
        usize::try_from(at)
            .ok()
            .filter(|_| at < count)
            .ok_or_else(|| PyIndexError::new_err(format!("Iterator operand index {which} is out of bounds")))
    }

    fn require_jumps(&self, what: &str) -> PyResult<()> {
        if self.flags.external_loop {
            return Err(PyValueError::new_err(format!(
                "Cannot call {what} on an iterator which has the flag EXTERNAL_LOOP"
            )));
        }
        Ok(())
    }
}

impl Drop for NdIter {
    /// What was written is not lost with a walk that nobody closed.
    fn drop(&mut self) {
        let Some(mut iteration) = self.iteration.take() else { return };
        let unclosed = iteration.operands().iter().any(|operand| operand.original.is_some());
        // There is nobody left to tell of errors.
        let _ = iteration.close();
        if unclosed {
            Python::attach(|py| {
                let class = py.get_type::<PyRuntimeWarning>();
                let text = c"Temporary data has not been written back to one of the operands. Typically nditer is used \
                             as a context manager otherwise 'close' must be called before reading iteration results.";
                if let Err(error) = PyErr::warn(py, class.as_any(), text, 1) {
                    error.write_unraisable(py, None);
                }
            });
        }
    }
}

#[pymethods]
impl NdIter {
    #[new]
    #[pyo3(
        signature = (op, flags=None, op_flags=None, op_dtypes=None, order=None, casting=None, op_axes=None, itershape=None, buffersize=0),
        text_signature = "(op, flags=None, op_flags=None, op_dtypes=None, order='K', casting='safe', op_axes=None, itershape=None, buffersize=0)"
    )]
    #[expect(clippy::too_many_arguments, reason = "NumPy's parameters")]
    fn construct(
        op: &Bound<'_, PyAny>,
        flags: Option<&Bound<'_, PyAny>>,
        op_flags: Option<&Bound<'_, PyAny>>,
        op_dtypes: Option<&Bound<'_, PyAny>>,
        order: Option<&Bound<'_, PyAny>>,
        casting: Option<&Bound<'_, PyAny>>,
        op_axes: Option<&Bound<'_, PyAny>>,
        itershape: Option<&Bound<'_, PyAny>>,
        buffersize: usize,
    ) -> PyResult<Self> {
        let py = op.py();
        let asked = Arguments::read(op, flags, op_flags, op_dtypes, order, casting, buffersize)?;
        let axes = axes_of(op_axes, asked.operands.len())?;
        let shape: Option<Vec<i64>> = match itershape.filter(|shape| !shape.is_none()) {
            None => None,
            Some(shape) => Some(shape.try_iter()?.map(|length| length?.extract()).collect::<PyResult<_>>()?),
        };
        let ready = construct::operands(py, &asked, axes.as_deref(), shape.as_deref())?;
        let iteration = construct::iteration(py, &asked, &ready.plan, ready.prepared, true)?;
        Ok(Self::new(
            asked.flags,
            &ready.objects,
            iteration,
            asked.flags.buffered && asked.flags.delay_buffers,
        ))
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if self.iteration.is_none() || self.finished {
            return Ok(None);
        }
        if self.started {
            if !self.advance(py)? {
                return Ok(None);
            }
        } else {
            self.started = true;
        }
        self.value(py).map(Some)
    }

    fn __len__(&self) -> usize {
        self.objects.len()
    }

    fn __getitem__(&mut self, index: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = index.py();
        if let Ok(slice) = index.cast::<PySlice>() {
            let part = slice.indices(self.objects.len() as isize)?;
            if part.step != 1 {
                return Err(PyValueError::new_err("Iterator slicing only supports a step of 1"));
            }
            self.standing()?;
            let places = part.start as usize..part.stop.max(part.start) as usize;
            let items = places.map(|which| self.item(py, which)).collect::<PyResult<Vec<_>>>()?;
            return Ok(PyTuple::new(py, items)?.into_any().unbind());
        }
        let which = index
            .extract::<isize>()
            .map_err(|_| PyTypeError::new_err("invalid index type for iterator indexing"))?;
        self.standing()?;
        let which = self.place_of(which)?;
        self.item(py, which)
    }

    fn __setitem__(&mut self, index: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = index.py();
        if let Ok(slice) = index.cast::<PySlice>() {
            let part = slice.indices(self.objects.len() as isize)?;
            let values: Vec<Bound<'_, PyAny>> = value.try_iter()?.collect::<PyResult<_>>()?;
            if part.step != 1 || values.len() as isize != (part.stop - part.start).max(0) {
                return Err(PyValueError::new_err("Wrong size to assign to iterator slice"));
            }
            for (which, value) in (part.start..part.stop).zip(values) {
                self.__setitem__(which.into_pyobject(py)?.as_any(), &value)?;
            }
            return Ok(());
        }
        let which = index
            .extract::<isize>()
            .map_err(|_| PyTypeError::new_err("invalid index type for iterator indexing"))?;
        self.standing()?;
        let which = self.place_of(which)?;
        if !self.walk()?.access(which).writes() {
            return Err(PyRuntimeError::new_err(format!("Iterator operand {which} is not writeable")));
        }
        let target = self.standing()?.current(which).or_raise(py)?;
        target.assign(&array_argument(value)?).or_raise(py)
    }

    fn __delitem__(&self, _index: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyTypeError::new_err("Cannot delete iterator elements"))
    }

    fn __enter__(slf: Py<Self>, py: Python<'_>) -> PyResult<Py<Self>> {
        if slf.borrow(py).iteration.is_none() {
            return Err(PyRuntimeError::new_err("operation on non-initialized iterator"));
        }
        Ok(slf)
    }

    #[pyo3(signature = (*_details))]
    fn __exit__(&mut self, py: Python<'_>, _details: &Bound<'_, PyTuple>) -> PyResult<()> {
        self.close(py)
    }

    /// Ends the walk: what was written to copies and buffers goes back to the operands.
    #[pyo3(text_signature = "($self, /)")]
    fn close(&mut self, py: Python<'_>) -> PyResult<()> {
        if let Some(mut iteration) = self.iteration.take() {
            iteration.close().or_raise(py)?;
        }
        Ok(())
    }

    /// Another walk over the same operands that stands where this one does.
    #[pyo3(text_signature = "($self, /)")]
    fn copy(&mut self, py: Python<'_>) -> PyResult<Self> {
        let iteration = self.walk_mut()?.fork().or_raise(py)?;
        Ok(Self {
            flags: self.flags,
            objects: self.objects.iter().map(|object| object.clone_ref(py)).collect(),
            iteration: Some(iteration),
            started: self.started,
            finished: self.finished,
            delayed: self.delayed,
            inner: None,
        })
    }

    /// Goes on by one step; false where there is nothing left.
    #[pyo3(text_signature = "($self, /)")]
    fn iternext(&mut self, py: Python<'_>) -> PyResult<bool> {
        self.advance(py)
    }

    /// Begins again.
    #[pyo3(text_signature = "($self, /)")]
    fn reset(&mut self, py: Python<'_>) -> PyResult<()> {
        self.walk_mut()?.restart().or_raise(py)?;
        self.begin(py)
    }

    /// Takes an axis out of the walk, of which the first place is left.
    #[pyo3(text_signature = "($self, i, /)")]
    fn remove_axis(&mut self, py: Python<'_>, i: i64) -> PyResult<()> {
        if !self.flags.multi_index {
            return Err(PyRuntimeError::new_err(
                "Iterator RemoveAxis may only be called if a multi-index is being tracked",
            ));
        }
        let axis = usize::try_from(i)
            .map_err(|_| PyValueError::new_err("axis out of bounds in iterator RemoveAxis"))?;
        self.walk_mut()?.remove_axis(axis).or_raise(py)?;
        self.begin(py)
    }

    /// Places are no longer told by axis, so that axes that belong together are one.
    #[pyo3(text_signature = "($self, /)")]
    fn remove_multi_index(&mut self, py: Python<'_>) -> PyResult<()> {
        if !self.flags.multi_index {
            return Err(PyValueError::new_err("Iterator is not tracking a multi-index"));
        }
        self.flags.multi_index = false;
        let iteration = self.walk_mut()?;
        iteration.join_axes();
        iteration.restart().or_raise(py)?;
        self.begin(py)
    }

    /// From now on a step is a run of places.
    #[pyo3(text_signature = "($self, /)")]
    fn enable_external_loop(&mut self, py: Python<'_>) -> PyResult<()> {
        if self.flags.tracks() {
            return Err(no_runs());
        }
        self.walk_mut()?.walk_by_runs().or_raise(py)?;
        self.flags.external_loop = true;
        self.begin(py)
    }

    /// The operands where the walk is: a tuple, or the only one.
    #[getter]
    fn value(&mut self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.standing()?;
        if self.objects.len() == 1 {
            return self.item(py, 0);
        }
        let items =
            (0..self.objects.len()).map(|which| self.item(py, which)).collect::<PyResult<Vec<_>>>()?;
        Ok(PyTuple::new(py, items)?.into_any().unbind())
    }

    /// The operands, copies where they were copied.
    #[getter]
    fn operands<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        self.walk()?;
        PyTuple::new(py, self.objects.iter().map(|object| object.clone_ref(py)))
    }

    /// The operands with their axes in the order of the walk.
    #[getter]
    fn itviews<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let iteration = self.walk()?;
        let views =
            iteration.operands().iter().zip(&self.objects).enumerate().map(|(which, (operand, owner))| {
                let array = iteration.walk().view(which, &operand.array);
                object::base_class(py, ArrayState { array, base: Some(owner.clone_ref(py).into_any()) })
            });
        PyTuple::new(py, views.collect::<PyResult<Vec<_>>>()?)
    }

    /// The dtypes in which the operands are seen.
    #[getter]
    fn dtypes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.walk()?.operands().iter().map(|operand| dtype_object(py, operand.dtype)))
    }

    /// Whether the walk is over.
    #[getter]
    fn finished(&self) -> bool {
        self.finished
    }

    #[getter]
    fn has_delayed_bufalloc(&self) -> bool {
        self.delayed
    }

    #[getter]
    fn has_index(&self) -> bool {
        self.flags.c_index || self.flags.f_index
    }

    #[getter]
    fn has_multi_index(&self) -> bool {
        self.flags.multi_index
    }

    /// Whether steps need Python: no numbers do.
    #[getter]
    fn iterationneedsapi(&self) -> bool {
        false
    }

    /// The number of places.
    #[getter]
    fn itersize(&self) -> PyResult<usize> {
        Ok(self.walk()?.walk().size())
    }

    /// The number of axes of the walk.
    #[getter]
    fn ndim(&self) -> PyResult<usize> {
        Ok(self.walk()?.walk().ndim())
    }

    /// The number of operands.
    #[getter]
    fn nop(&self) -> PyResult<usize> {
        self.walk()?;
        Ok(self.objects.len())
    }

    /// The lengths of the walk's axes.
    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        if self.finished {
            return Err(past_the_end());
        }
        let walk = self.walk()?.walk();
        PyTuple::new(py, if self.flags.multi_index { walk.shape() } else { walk.lengths() })
    }

    /// Where the walk is, along each axis.
    #[getter]
    fn multi_index<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        if !self.flags.multi_index {
            return Err(PyValueError::new_err("Iterator is not tracking a multi-index"));
        }
        let iteration = self.standing()?;
        PyTuple::new(py, iteration.walk().index_of(iteration.place()))
    }

    #[setter]
    fn set_multi_index(&mut self, index: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = index.py();
        if !self.flags.multi_index {
            return Err(PyValueError::new_err("Iterator is not tracking a multi-index"));
        }
        let length =
            index.len().map_err(|_| PyValueError::new_err("multi_index must be set with a sequence"))?;
        let index =
            (0..length).map(|axis| index.get_item(axis)?.extract()).collect::<PyResult<Vec<i64>>>()?;
        let iteration = self.walk_mut()?;
        let place = iteration.walk().place_of(&index).or_raise(py)?;
        iteration.go_to(place).or_raise(py)?;
        self.begin(py)
    }

    /// Where the walk is, counted in C or Fortran order of the index.
    #[getter]
    fn index(&mut self) -> PyResult<usize> {
        let iteration = self.standing()?;
        let index = iteration.walk().index(iteration.place());
        index.ok_or_else(|| PyValueError::new_err("Iterator does not have an index"))
    }

    #[setter]
    fn set_index(&mut self, py: Python<'_>, index: usize) -> PyResult<()> {
        let iteration = self.walk_mut()?;
        let place = iteration.walk().place_at_index(index).or_raise(py)?;
        iteration.go_to(place).or_raise(py)?;
        self.begin(py)
    }

    /// Where the walk is, counted in its own order.
    #[getter]
    fn iterindex(&self) -> PyResult<usize> {
        Ok(self.walk()?.place())
    }

    #[setter]
    fn set_iterindex(&mut self, py: Python<'_>, place: usize) -> PyResult<()> {
        self.require_jumps("GotoIterIndex")?;
        self.walk_mut()?.go_to(place).or_raise(py)?;
        self.begin(py)
    }

    /// The places that are walked, from the first to behind the last.
    #[getter]
    fn iterrange(&self) -> PyResult<(usize, usize)> {
        let range = self.walk()?.range();
        Ok((range.start, range.end))
    }

    #[setter]
    fn set_iterrange(&mut self, py: Python<'_>, range: (usize, usize)) -> PyResult<()> {
        if !self.flags.ranged {
            return Err(PyValueError::new_err(
                "Cannot call ResetToIterIndexRange on an iterator without requesting ranged iteration support in the \
                 constructor",
            ));
        }
        self.walk_mut()?.set_range(range.0..range.1).or_raise(py)?;
        self.begin(py)
    }
}
