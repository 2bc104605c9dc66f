//! What `RandomState` draws.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::{PyDeprecationWarning, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyBytes, PyFloat, PyInt, PyTuple};
use stridewise::random::distribution::{integers as ranges, uniform};
use stridewise::random::legacy::LegacyStream;
use stridewise::random::{
    Argument, BitGenerator, Bounds, draw, family, filled, integers, legacy_choice, legacy_dirichlet,
    legacy_multinomial, legacy_multivariate_normal, shuffled, shuffled_order, with_bit_generator,
};
use stridewise::{Array, Result};

use super::arguments::{base_array, drawn_object, integer_of, parameter, size_argument};
use super::bit_stream::BitStream;
use super::bounds::bounds_argument;
use super::generator::{integer_dtype, integer_result, swaps, weights_of};
use super::normal_vectors::NormalArguments;
use crate::convert::{array_argument, warn_of_lost_imaginary_part};
use crate::dtype::dtype_argument;
use crate::error::OrRaise;
use crate::wrap;

/// Draws of `numpy.random.RandomState` from one bit stream.
#[pyclass(name = "_RandomStateDraws", module = "stridewise._stridewise", subclass, frozen)]
pub(super) struct RandomStateDraws {
    stream: Mutex<Py<BitStream>>,
    /// The normal deviate that the last pair left.
    spare: Mutex<Option<f64>>,
}

impl RandomStateDraws {
    fn stream(&self, py: Python<'_>) -> Py<BitStream> {
        self.stream.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).clone_ref(py)
    }

    /// Runs `work` on the stream, without the interpreter lock.
    fn with_stream<R: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut LegacyStream) -> R + Send) -> R {
        let stream = self.stream(py);
        let mut bits = stream.get().lock(py);
        let mut spare = self.spare.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        let (bits, spare) = (&mut *bits, &mut *spare);
        py.detach(|| LegacyStream::lend(bits, spare, work))
    }

    fn array_of(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut LegacyStream) -> Result<Array> + Send,
    ) -> PyResult<Py<PyAny>> {
        let array = self.with_stream(py, work).or_raise(py)?;
        wrap::array(py, array)
    }
}

#[pymethods]
impl RandomStateDraws {
    #[new]
    fn new(bit_generator: &Bound<'_, PyAny>) -> PyResult<Self> {
        let stream = bit_generator.getattr("_stream")?.cast_into::<BitStream>()?.unbind();
        Ok(Self { stream: Mutex::new(stream), spare: Mutex::new(None) })
    }

    /// Draws from another bit generator from now on.
    fn _set_stream(&self, stream: Py<BitStream>, py: Python<'_>) {
        *self.stream.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner) = stream;
        self._set_spare(py, None);
    }

    /// The normal deviate that is still to be handed out.
    fn _spare(&self, py: Python<'_>) -> Option<f64> {
        *self.spare.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner)
    }

    #[pyo3(signature = (spare))]
    fn _set_spare(&self, py: Python<'_>, spare: Option<f64>) {
        *self.spare.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner) = spare;
    }

    /// Draws from the distribution called `name`.
    #[pyo3(signature = (name, size, *parameters))]
    fn _draw(
        &self,
        py: Python<'_>,
        name: &str,
        size: Option<&Bound<'_, PyAny>>,
        parameters: &Bound<'_, PyTuple>,
    ) -> PyResult<Py<PyAny>> {
        let family = family::random_state::find(name)
            .ok_or_else(|| PyValueError::new_err(format!("no distribution is called {name}")))?;
        let parameters = parameters
            .iter_borrowed()
            .zip(family.parameters)
            .map(|(object, expected)| parameter(&object, expected.integer))
            .collect::<PyResult<Vec<Argument>>>()?;
        let size = size_argument(size)?;
        let drawn = self.with_stream(py, |stream| draw(family, stream, &parameters, size.as_deref()));
        drawn_object(py, drawn.or_raise(py)?)
    }

    /// Floats uniform over the half-open interval [0, 1), of shape `size`; one float where there is none.
    #[pyo3(signature = (size=None))]
    fn random_sample(&self, py: Python<'_>, size: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let Some(size) = size_argument(size)? else {
            let stream = self.stream(py);
            let value = stream.get().lock(py).next_double();
            return Ok(PyFloat::new(py, value).into_any().unbind());
        };
        self.array_of(py, |stream| {
            let bits = &mut stream.bits;
            filled(&size, |part: &mut [f64]| {
                with_bit_generator!(bits, bits => uniform::fill_double(bits, part));
            })
        })
    }

    /// Integers from `low` up to, and without, `high`; from 0 up to `low` where there is no `high`.
    ///
    /// Parameters
    /// ----------
    /// low, high : int or array of ints
    ///     The bounds, which broadcast.
    /// size : int or tuple of ints, optional
    ///     Shape of the result; that of the bounds where there is none.
    /// dtype : dtype
    ///     bool or an integer dtype; `int` unless given.
    ///
    /// Examples
    /// --------
    /// >>> import stridewise as np
    /// >>> np.random.RandomState(0).randint(10, size=5)
    /// array([5, 0, 3, 3, 7])
    #[pyo3(signature = (low, high=None, size=None, dtype=None))]
    fn randint(
        &self,
        py: Python<'_>,
        low: &Bound<'_, PyAny>,
        high: Option<&Bound<'_, PyAny>>,
        size: Option<&Bound<'_, PyAny>>,
        dtype: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let plain = py.get_type::<PyInt>().into_any();
        let dtype = dtype.unwrap_or(&plain);
        let parsed = dtype_argument(dtype)?;
        if !parsed.is_native() {
            let message = c"Providing a dtype with a non-native byteorder is not supported. If you require \
                platform-independent byteorder, call byteswap when required.\nIn future version, providing byteorder \
                will raise a ValueError";
            PyErr::warn(py, &py.get_type::<PyDeprecationWarning>(), message, 1)?;
        }
        let number = integer_dtype(py, parsed, "randint")?;
        let (low, high) = match high.filter(|high| !high.is_none()) {
            Some(high) => (bounds_argument(low)?, bounds_argument(high)?),
            None => (Bounds::one(0), bounds_argument(low)?),
        };
        let size = size_argument(size)?;
        let method = ranges::RangeMethod::Mask;
        let drawn = self
            .with_stream(py, |stream| {
                let any = &mut stream.bits;
                with_bit_generator!(any, bits =>
                    integers(bits, &low, &high, size.as_deref(), number, false, method))
            })
            .or_raise(py)?;
        integer_result(py, drawn, size.is_none(), Some(dtype))
    }

    /// Integers of 63 random bits.
    #[pyo3(signature = (size=None))]
    fn tomaxint(&self, py: Python<'_>, size: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let Some(size) = size_argument(size)? else {
            let word = self.with_stream(py, |stream| stream.next_u64() >> 1);
            return Ok(word.into_pyobject(py)?.into_any().unbind());
        };
        self.array_of(py, |stream| {
            filled(&size, |part: &mut [i64]| part.fill_with(|| (stream.next_u64() >> 1) as i64))
        })
    }

    /// `length` random bytes.
    fn bytes<'py>(&self, py: Python<'py>, length: usize) -> PyResult<Bound<'py, PyBytes>> {
        let stream = self.stream(py);
        let mut bits = stream.get().lock(py);
        PyBytes::new_with(py, length, |out| {
            ranges::fill_bytes(&mut *bits, out);
            Ok(())
        })
    }

    /// Positions below `population`; `weights` is a pair of probabilities and the tolerance of their sum.
    fn _choice(
        &self,
        py: Python<'_>,
        population: usize,
        size: &Bound<'_, PyAny>,
        replace: bool,
        weights: Option<(Bound<'_, PyAny>, f64)>,
    ) -> PyResult<Py<PyAny>> {
        let size = size_argument(Some(size))?.unwrap_or_default();
        let weights = weights.map(|(p, tolerance)| weights_of(&p, tolerance, true)).transpose()?;
        self.array_of(py, |stream| legacy_choice(stream, population, &size, replace, weights.as_ref()))
    }

    /// The positions below `length` in random order.
    fn _order(&self, py: Python<'_>, length: usize) -> PyResult<Py<PyAny>> {
        self.array_of(py, |stream| {
            let any = &mut stream.bits;
            with_bit_generator!(any, bits => shuffled_order(bits, length))
        })
    }

    /// For each position from `length - 1` down to 1, the position that it is swapped with.
    fn _swaps(&self, py: Python<'_>, length: usize) -> Vec<usize> {
        let stream = self.stream(py);
        let mut bits = stream.get().lock(py);
        swaps(&mut *bits, length)
    }

    /// A copy with the parts along the first axis in random order.
    fn _shuffled(&self, py: Python<'_>, array: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let array = array_argument(array)?;
        self.array_of(py, |stream| shuffled(stream, &array, 0))
    }

    /// Shuffles the array itself along its first axis.
    fn _shuffle(&self, py: Python<'_>, array: &Bound<'_, PyAny>) -> PyResult<()> {
        let target = base_array(array)?;
        let target = target.get().array()?;
        target.require_writeable("array").or_raise(py)?;
        let mixed = self.with_stream(py, |stream| shuffled(stream, target, 0)).or_raise(py)?;
        target.assign(&mixed).or_raise(py)
    }

    fn _multinomial(
        &self,
        py: Python<'_>,
        trials: &Bound<'_, PyAny>,
        p: &Bound<'_, PyAny>,
        size: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let trials: i64 =
            integer_of(trials).map_err(|_| PyTypeError::new_err("an integer is required"))?.extract()?;
        let (p, size) = (array_argument(p)?, size_argument(size)?);
        self.array_of(py, |stream| legacy_multinomial(stream, trials, &p, size.as_deref()))
    }

    fn _dirichlet(
        &self,
        py: Python<'_>,
        alpha: Vec<f64>,
        size: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let size = size_argument(size)?;
        self.array_of(py, |stream| legacy_dirichlet(stream, &alpha, size.as_deref()))
    }

    /// Normal vectors of a given mean and covariance.
    ///
    /// Parameters
    /// ----------
    /// mean : 1-D array_like of length N
    ///     The mean.
    /// cov : 2-D array_like of shape (N, N)
    ///     The covariance, symmetric and positive semidefinite.
    /// size : int or tuple of ints, optional
    ///     Shape of the result without its last axis, which has length N; a single vector where there is none.
    /// check_valid : {'warn', 'raise', 'ignore'}
    ///     A RuntimeWarning, a ValueError or nothing where the covariance is not what it should be.
    /// tol : float
    ///     How far it may be off.
    ///
    /// Examples
    /// --------
    /// >>> import stridewise as np
    /// >>> np.random.RandomState(0).multivariate_normal([0, 10], [[1, 0.5], [0.5, 1]], size=(3, 2)).shape
    /// (3, 2, 2)
    #[pyo3(signature = (mean, cov, size=None, check_valid="warn", tol=1e-8))]
    fn multivariate_normal(
        &self,
        py: Python<'_>,
        mean: &Bound<'_, PyAny>,
        cov: &Bound<'_, PyAny>,
        size: Option<&Bound<'_, PyAny>>,
        check_valid: &str,
        tol: f64,
    ) -> PyResult<Py<PyAny>> {
        let given = NormalArguments::new(mean, cov, size, check_valid, tol)?;
        if given.covariance.number().is_complex() {
            warn_of_lost_imaginary_part(py)?;
        }
        let drawn = self.with_stream(py, |stream| {
            legacy_multivariate_normal(
                stream,
                &given.mean,
                &given.covariance,
                given.size(),
                given.tolerance(),
            )
        });
        given.result(py, drawn.or_raise(py)?)
    }
}
