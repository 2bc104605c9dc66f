//! What `Generator` draws.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyFloat, PyTuple};
use stridewise::random::distribution::{exponential, gamma, integers as ranges, normal, uniform};
use stridewise::random::{
    AnyBitGenerator, Argument, BitGenerator, Bounds, Refusal, Weights, choice, dirichlet, draw, error_of,
    family, fill, filled, integers, multinomial, multivariate_hypergeometric, multivariate_normal, permuted,
    shuffled, shuffled_order, with_bit_generator,
};
use stridewise::{Array, Result};
use stridewise_core::{DType, Element, Number};

use super::arguments::{base_array, drawn_object, parameter, size_argument};
use super::bit_stream::BitStream;
use super::bounds::bounds_argument;
use super::normal_vectors::{NormalArguments, factor_argument};
use super::output::{output_argument, real_dtype};
use crate::convert::{array_argument, truth_argument};
use crate::dtype::{dtype_argument, dtype_object};
use crate::error::OrRaise;
use crate::wrap;

/// Draws of `numpy.random.Generator` from one bit stream.
#[pyclass(name = "_GeneratorDraws", module = "stridewise._stridewise", subclass, frozen)]
pub(super) struct GeneratorDraws {
    stream: Py<BitStream>,
}

impl GeneratorDraws {
    /// Runs `work` on the bits, without the interpreter lock.
    fn with_bits<R: Send>(&self, py: Python<'_>, work: impl FnOnce(&mut AnyBitGenerator) -> R + Send) -> R {
        let mut guard = self.stream.get().lock(py);
        let bits = &mut *guard;
        py.detach(|| work(bits))
    }

    /// One draw as a Python float, or `out` filled, or a new array.
    fn reals<T: Element + Default + Into<f64>>(
        &self,
        py: Python<'_>,
        size: Option<&Bound<'_, PyAny>>,
        out: Option<&Bound<'_, PyAny>>,
        draw: fn(&mut AnyBitGenerator, &mut [T]),
    ) -> PyResult<Py<PyAny>> {
        let size = size_argument(size)?;
        if let Some(out) = output_argument(out, T::NUMBER, size.as_deref(), false)? {
            let array = out.get().array()?;
            self.with_bits(py, |bits| fill(array, |part| draw(bits, part))).or_raise(py)?;
            return Ok(out.into_any().unbind());
        }
        let Some(size) = size else {
            let mut one = [T::default()];
            draw(&mut self.stream.get().lock(py), &mut one);
            return Ok(PyFloat::new(py, one[0].into()).into_any().unbind());
        };
        let array = self.with_bits(py, |bits| filled(&size, |part| draw(bits, part))).or_raise(py)?;
        wrap::array(py, array)
    }

    fn array_of(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut AnyBitGenerator) -> Result<Array> + Send,
    ) -> PyResult<Py<PyAny>> {
        let array = self.with_bits(py, work).or_raise(py)?;
        wrap::array(py, array)
    }
}

#[pymethods]
impl GeneratorDraws {
    #[new]
    fn new(bit_generator: &Bound<'_, PyAny>) -> PyResult<Self> {
        let stream = bit_generator.getattr("_stream")?;
        Ok(Self { stream: stream.cast_into::<BitStream>()?.unbind() })
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
        let family = family::generator::find(name)
            .ok_or_else(|| PyValueError::new_err(format!("no distribution is called {name}")))?;
        let parameters = parameters
            .iter_borrowed()
            .zip(family.parameters)
            .map(|(object, expected)| parameter(&object, expected.integer))
            .collect::<PyResult<Vec<Argument>>>()?;
        let size = size_argument(size)?;
        let single = size.is_none() && !parameters.iter().any(|one| matches!(one, Argument::Array(_)));
        let drawn = if single {
            draw(family, &mut self.stream.get().lock(py), &parameters, None)
        } else {
            self.with_bits(py, |bits| draw(family, bits, &parameters, size.as_deref()))
        };
        drawn_object(py, drawn.or_raise(py)?)
    }

    /// Floats uniform over the half-open interval [0, 1).
    ///
    /// Parameters
    /// ----------
    /// size : int or tuple of ints, optional
    ///     Shape of the result; a single float where there is none.
    /// dtype : float64 or float32
    ///     The dtype of the result. Draws of float64 are multiples of 2**-53, of float32 multiples of 2**-24.
    /// out : ndarray, optional
    ///     A contiguous array to fill and return.
    ///
    /// Examples
    /// --------
    /// >>> import stridewise as np
    /// >>> np.random.default_rng(0).random(3)
    /// array([0.63696169, 0.26978671, 0.04097352])
    #[pyo3(signature = (size=None, dtype=None, out=None))]
    fn random(
        &self,
        py: Python<'_>,
        size: Option<&Bound<'_, PyAny>>,
        dtype: Option<&Bound<'_, PyAny>>,
        out: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        match real_dtype(dtype, "random")? {
            Number::F32 => self.reals(py, size, out, |any, part| {
                with_bit_generator!(any, bits => uniform::fill_single(bits, part));
            }),
            _ => self.reals(py, size, out, |any, part| {
                with_bit_generator!(any, bits => uniform::fill_double(bits, part));
            }),
        }
    }

    /// Floats of the normal distribution with mean 0 and standard deviation 1.
    ///
    /// Parameters are those of `random`.
    ///
    /// Examples
    /// --------
    /// >>> import stridewise as np
    /// >>> np.random.default_rng(0).standard_normal(3)
    /// array([ 0.12573022, -0.13210486,  0.64042265])
    #[pyo3(signature = (size=None, dtype=None, out=None))]
    fn standard_normal(
        &self,
        py: Python<'_>,
        size: Option<&Bound<'_, PyAny>>,
        dtype: Option<&Bound<'_, PyAny>>,
        out: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        match real_dtype(dtype, "standard_normal")? {
            Number::F32 => self.reals(py, size, out, |any, part| {
                with_bit_generator!(any, bits => normal::fill_standard_single(bits, part));
            }),
            _ => self.reals(py, size, out, |any, part| {
                with_bit_generator!(any, bits => normal::fill_standard(bits, part));
            }),
        }
    }

    /// Floats of the exponential distribution with mean 1.
    ///
    /// Parameters are those of `random`, and `method`: 'zig' for the ziggurat method, 'inv' for inversion.
    #[pyo3(signature = (size=None, dtype=None, method="zig", out=None))]
    fn standard_exponential(
        &self,
        py: Python<'_>,
        size: Option<&Bound<'_, PyAny>>,
        dtype: Option<&Bound<'_, PyAny>>,
        method: &str,
        out: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        match (real_dtype(dtype, "standard_exponential")?, method) {
            (Number::F32, "zig") => self.reals(py, size, out, exponential::fill_standard_single),
            (Number::F32, _) => self.reals(py, size, out, exponential::fill_inverse_single),
            (_, "zig") => self.reals(py, size, out, |any, part| {
                with_bit_generator!(any, bits => exponential::fill_standard(bits, part));
            }),
            _ => self.reals(py, size, out, exponential::fill_inverse),
        }
    }

    /// Floats of the gamma distribution with scale 1.
    ///
    /// `shape` may be an array; the other parameters are those of `random`.
    #[pyo3(signature = (shape, size=None, dtype=None, out=None))]
    fn standard_gamma(
        &self,
        py: Python<'_>,
        shape: &Bound<'_, PyAny>,
        size: Option<&Bound<'_, PyAny>>,
        dtype: Option<&Bound<'_, PyAny>>,
        out: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let number = real_dtype(dtype, "standard_gamma")?;
        let shape = parameter(shape, false)?;
        let size = size_argument(size)?;
        let out = output_argument(out, number, size.as_deref(), true)?;
        if out.is_none() && size.is_none() && matches!(shape, Argument::Real(_)) {
            let drawn = self.with_bits(py, |bits| gammas(bits, &shape, Some(&[]), number)).or_raise(py)?;
            let value: Vec<f64> = drawn.cast_to_vec().or_raise(py)?;
            return Ok(PyFloat::new(py, value[0]).into_any().unbind());
        }
        let asked = out.as_ref().map_or(size.as_deref(), |out| Some(out.get().handle().shape()));
        let drawn = self.with_bits(py, |bits| gammas(bits, &shape, asked, number)).or_raise(py)?;
        match out {
            Some(out) => {
                out.get().array()?.assign(&drawn).or_raise(py)?;
                Ok(out.into_any().unbind())
            }
            None => wrap::array(py, drawn),
        }
    }

    /// Integers from `low` up to, and without, `high`; from 0 up to `low` where there is no `high`.
    ///
    /// Parameters
    /// ----------
    /// low, high : int or array of ints
    ///     The bounds, which broadcast. With `endpoint`, `high` itself may be drawn too.
    /// size : int or tuple of ints, optional
    ///     Shape of the result; that of the bounds where there is none.
    /// dtype : dtype
    ///     bool or an integer dtype in native byte order; int64 unless given.
    ///
    /// Examples
    /// --------
    /// >>> import stridewise as np
    /// >>> np.random.default_rng(0).integers(10, size=5)
    /// array([8, 6, 5, 2, 3])
    #[pyo3(signature = (low, high=None, size=None, dtype=None, endpoint=false))]
    fn integers(
        &self,
        py: Python<'_>,
        low: &Bound<'_, PyAny>,
        high: Option<&Bound<'_, PyAny>>,
        size: Option<&Bound<'_, PyAny>>,
        dtype: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = truth_argument)] endpoint: bool,
    ) -> PyResult<Py<PyAny>> {
        let number = match dtype {
            None => Number::I64,
            Some(object) => {
                let dtype = dtype_argument(object)?;
                if !dtype.is_native() {
                    return Err(PyValueError::new_err(
                        "Providing a dtype with a non-native byteorder is not supported. If you require \
                         platform-independent byteorder, call byteswap when required.",
                    ));
                }
                integer_dtype(py, dtype, "integers")?
            }
        };
        let (low, high) = match high.filter(|high| !high.is_none()) {
            Some(high) => (bounds_argument(low)?, bounds_argument(high)?),
            None => (Bounds::one(0), bounds_argument(low)?),
        };
        let size = size_argument(size)?;
        let method = ranges::RangeMethod::Multiply;
        let drawn = self
            .with_bits(py, |any| {
                with_bit_generator!(any, bits =>
                    integers(bits, &low, &high, size.as_deref(), number, endpoint, method))
            })
            .or_raise(py)?;
        integer_result(py, drawn, size.is_none(), dtype)
    }

    /// `length` random bytes.
    fn bytes<'py>(&self, py: Python<'py>, length: usize) -> PyResult<Bound<'py, PyBytes>> {
        let mut bits = self.stream.get().lock(py);
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
        shuffle: bool,
    ) -> PyResult<Py<PyAny>> {
        let size = size_argument(Some(size))?.unwrap_or_default();
        let weights = weights.map(|(p, tolerance)| weights_of(&p, tolerance, false)).transpose()?;
        self.array_of(py, |bits| choice(bits, population, &size, replace, weights.as_ref(), shuffle))
    }

    /// The positions below `length` in random order.
    fn _order(&self, py: Python<'_>, length: usize) -> PyResult<Py<PyAny>> {
        self.array_of(py, |any| with_bit_generator!(any, bits => shuffled_order(bits, length)))
    }

    /// For each position from `length - 1` down to 1, the position that it is swapped with.
    fn _swaps(&self, py: Python<'_>, length: usize) -> Vec<usize> {
        swaps(&mut *self.stream.get().lock(py), length)
    }

    /// A copy with the parts along `axis` in random order.
    fn _shuffled(&self, py: Python<'_>, array: &Bound<'_, PyAny>, axis: i64) -> PyResult<Py<PyAny>> {
        let array = array_argument(array)?;
        self.array_of(py, |any| with_bit_generator!(any, bits => shuffled(bits, &array, axis)))
    }

    /// Shuffles the array itself along `axis`.
    fn _shuffle(&self, py: Python<'_>, array: &Bound<'_, PyAny>, axis: i64) -> PyResult<()> {
        let target = base_array(array)?;
        let target = target.get().array()?;
        target.require_writeable("array").or_raise(py)?;
        let mixed = self
            .with_bits(py, |any| with_bit_generator!(any, bits => shuffled(bits, target, axis)))
            .or_raise(py)?;
        target.assign(&mixed).or_raise(py)
    }

    /// A copy in which each line along `axis` is shuffled on its own.
    fn _permuted(&self, py: Python<'_>, array: &Bound<'_, PyAny>, axis: Option<i64>) -> PyResult<Py<PyAny>> {
        let array = array_argument(array)?;
        self.array_of(py, |any| with_bit_generator!(any, bits => permuted(bits, &array, axis)))
    }

    fn _multinomial(
        &self,
        py: Python<'_>,
        trials: &Bound<'_, PyAny>,
        p: &Bound<'_, PyAny>,
        size: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let trials = match parameter(trials, true)? {
            Argument::Array(array) => array,
            Argument::Count(count) => Array::scalar(Number::I64, count.to_value()).or_raise(py)?,
            Argument::Real(count) => Array::scalar(Number::I64, (count as i64).to_value()).or_raise(py)?,
        };
        let (p, size) = (array_argument(p)?, size_argument(size)?);
        self.array_of(py, |bits| multinomial(bits, &trials, &p, size.as_deref()))
    }

    fn _dirichlet(
        &self,
        py: Python<'_>,
        alpha: Vec<f64>,
        size: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let size = size_argument(size)?;
        self.array_of(py, |bits| dirichlet(bits, &alpha, size.as_deref()))
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
    /// method : {'svd', 'eigh', 'cholesky'}
    ///     The decomposition that makes a factor of the covariance. Cholesky's is the fastest, and a LinAlgError where
    ///     the covariance is not positive definite.
    ///
    /// Examples
    /// --------
    /// >>> import stridewise as np
    /// >>> rng = np.random.default_rng(0)
    /// >>> rng.multivariate_normal([0, 10], [[1, 0], [0, 4]], 2, method="cholesky")
    /// array([[ 0.12573022,  9.73579027],
    ///        [ 0.64042265, 10.20980023]])
    #[pyo3(signature = (mean, cov, size=None, check_valid="warn", tol=1e-8, *, method="svd"))]
    fn multivariate_normal(
        &self,
        py: Python<'_>,
        mean: &Bound<'_, PyAny>,
        cov: &Bound<'_, PyAny>,
        size: Option<&Bound<'_, PyAny>>,
        check_valid: &str,
        tol: f64,
        method: &str,
    ) -> PyResult<Py<PyAny>> {
        let factor = factor_argument(method)?;
        let given = NormalArguments::new(mean, cov, size, check_valid, tol)?;
        let drawn = self.with_bits(py, |bits| {
            multivariate_normal(bits, &given.mean, &given.covariance, given.size(), factor, given.tolerance())
        });
        given.result(py, drawn.or_raise(py)?)
    }

    fn _urns(
        &self,
        py: Python<'_>,
        colors: Vec<i64>,
        sample: i64,
        size: Option<&Bound<'_, PyAny>>,
        by_count: bool,
    ) -> PyResult<Py<PyAny>> {
        let size = size_argument(size)?;
        self.array_of(py, |bits| {
            multivariate_hypergeometric(bits, &colors, sample, size.as_deref(), by_count)
        })
    }
}

/// Gamma draws of scale one, in double or single precision.
fn gammas(
    bits: &mut AnyBitGenerator,
    shape: &Argument,
    size: Option<&[usize]>,
    number: Number,
) -> Result<Array> {
    use stridewise::random::Drawn;
    let family = &family::generator::STANDARD_GAMMA;
    if number == Number::F64 {
        return match draw(family, bits, std::slice::from_ref(shape), size)? {
            Drawn::Array(array) => Ok(array),
            Drawn::Real(value) => Array::from_slice(&[value], &[]),
            Drawn::Count(value) => Array::from_slice(&[value as f64], &[]),
        };
    }
    let (shapes, drawn_shape) = match shape {
        Argument::Array(array) => {
            let drawn_shape: Vec<usize> = size.unwrap_or(array.shape()).to_vec();
            (array.broadcast_to(&drawn_shape)?.cast_to_vec::<f64>()?, drawn_shape)
        }
        Argument::Real(value) => (vec![*value], size.unwrap_or_default().to_vec()),
        Argument::Count(value) => (vec![*value as f64], size.unwrap_or_default().to_vec()),
    };
    family.check(&[family::Values::Real(&shapes)], !matches!(shape, Argument::Array(_))).map_err(error_of)?;
    let mut shapes = shapes.into_iter().cycle();
    filled(&drawn_shape, |part: &mut [f32]| {
        for (slot, shape) in part.iter_mut().zip(&mut shapes) {
            *slot = gamma::standard_gamma_single(bits, shape as f32);
        }
    })
}

pub(super) fn swaps<B: BitGenerator>(bits: &mut B, length: usize) -> Vec<usize> {
    (1..length).rev().map(|last| ranges::interval(bits, last as u64) as usize).collect()
}

pub(super) fn weights_of(p: &Bound<'_, PyAny>, tolerance: f64, legacy: bool) -> PyResult<Weights> {
    let array = array_argument(p)?;
    if array.ndim() != 1 {
        return Err(PyValueError::new_err(Refusal::Dimensions.text(legacy)));
    }
    Ok(Weights { probabilities: array.cast_to_vec().or_raise(p.py())?, tolerance })
}

/// bool or an integer type.
pub(super) fn integer_dtype(py: Python<'_>, dtype: DType, method: &str) -> PyResult<Number> {
    let number = dtype.number();
    if number == Number::Bool || number.is_integer() {
        return Ok(number);
    }
    let text = dtype_object(py, dtype).bind(py).repr()?;
    Err(PyTypeError::new_err(format!("Unsupported dtype {text} for {method}")))
}

/// An array, or for a single draw a scalar: one of Python's own where its `int` or `bool` was asked for.
pub(super) fn integer_result(
    py: Python<'_>,
    drawn: Array,
    single: bool,
    dtype: Option<&Bound<'_, PyAny>>,
) -> PyResult<Py<PyAny>> {
    if !single || drawn.ndim() > 0 {
        return wrap::array(py, drawn);
    }
    let scalar = wrap::array_or_scalar(py, drawn)?;
    match dtype {
        Some(class)
            if class.is(py.get_type::<pyo3::types::PyInt>())
                || class.is(py.get_type::<pyo3::types::PyBool>()) =>
        {
            Ok(class.call1((scalar,))?.unbind())
        }
        _ => Ok(scalar),
    }
}
