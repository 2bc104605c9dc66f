//! The keyword arguments of ufuncs and their methods.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};
use smallvec::SmallVec;
use stridewise_core::dtype::Casting;
use stridewise_core::op::Row;
use stridewise_core::{Number, Order};

use crate::convert::order_argument;
use crate::dtype::dtype_argument;
use crate::error::OrRaise;

/// What a call asks for beside its inputs.
pub(super) struct Keywords<'py> {
    /// One per output, Python's `None` where the caller gave none; empty where there is no `out` at all.
    pub outputs: SmallVec<[Bound<'py, PyAny>; 2]>,
    /// Whether `out` came as a tuple.
    pub mask: Option<Bound<'py, PyAny>>,
    /// The loop's dtypes as far as the caller fixes them, inputs first; empty where he does not.
    pub fixed: SmallVec<[Option<Number>; 4]>,
    pub casting: Casting,
    pub order: Order,
    pub subok: bool,
    pub axes: Option<Bound<'py, PyAny>>,
    pub axis: Option<Bound<'py, PyAny>>,
    pub keepdims: Option<bool>,
    /// `out=...`: results without a dimension stay arrays.
    pub keep_arrays: bool,
    /// Whether `out` was said at all, be it `None`.
    pub says_out: bool,
}

impl<'py> Keywords<'py> {
    pub(super) fn none() -> Self {
        Self {
            outputs: SmallVec::new(),
            mask: None,
            fixed: SmallVec::new(),
            casting: Casting::SameKind,
            order: Order::Keep,
            subok: true,
            axes: None,
            axis: None,
            keepdims: None,
            keep_arrays: false,
            says_out: false,
        }
    }

    /// Reads the keywords of a call of the ufunc; `positional` are outputs given behind the inputs.
    pub(super) fn read(
        row: &Row,
        positional: &[Bound<'py, PyAny>],
        keywords: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Self> {
        let mut found = Self::none();
        if !positional.is_empty() {
            if positional.iter().any(|output| output.is(output.py().Ellipsis())) {
                return Err(PyTypeError::new_err("out=... is only allowed as a keyword argument."));
            }
            found.outputs.extend(positional.iter().cloned());
            let py = positional[0].py();
            found.outputs.resize(row.outputs, py.None().into_bound(py));
        }
        let Some(keywords) = keywords else { return Ok(found) };
        let mut signature: Option<Bound<'py, PyAny>> = None;
        let mut dtype: Option<Bound<'py, PyAny>> = None;
        for (name, value) in keywords.iter() {
            let name = name.cast_into::<PyString>()?;
            match name.to_str()? {
                "out" => {
                    if !positional.is_empty() {
                        return Err(PyTypeError::new_err(
                            "cannot specify 'out' as both a positional and keyword argument",
                        ));
                    }
                    if value.is(value.py().Ellipsis()) {
                        found.keep_arrays = true;
                    } else {
                        found.outputs = outputs(row.outputs, &value)?;
                        found.says_out = true;
                    }
                }
                "where" if row.core_dimensions.is_none() => found.mask = mask(&value),
                "dtype" => dtype = Some(value).filter(|value| !value.is_none()),
                name @ ("signature" | "sig") => {
                    if signature.is_some() {
                        return Err(PyTypeError::new_err("cannot specify both 'sig' and 'signature'"));
                    }
                    let _ = name;
                    signature = Some(value).filter(|value| !value.is_none());
                }
                "casting" => found.casting = casting(&value)?,
                "order" => found.order = order_argument(Some(&value), Order::Keep)?,
                "subok" => found.subok = boolean(&value, "subok")?,
                "axes" if row.core_dimensions.is_some() => found.axes = Some(value),
                "axis" if row.core_dimensions.is_some() => {
                    found.axis = Some(value).filter(|value| !value.is_none())
                }
                "keepdims" if row.core_dimensions.is_some() => {
                    found.keepdims = Some(boolean(&value, "keepdims")?);
                }
                other => {
                    return Err(PyTypeError::new_err(format!(
                        "{}() got an unexpected keyword argument '{other}'",
                        row.name
                    )));
                }
            }
        }
        if found.axes.is_some() && found.axis.is_some() {
            return Err(PyTypeError::new_err("cannot specify both 'axis' and 'axes'"));
        }
        match (signature, dtype) {
            (Some(_), Some(_)) => {
                return Err(PyTypeError::new_err("cannot specify both 'signature' and 'dtype'"));
            }
            (Some(signature), None) => found.fixed = fixed_by_signature(row, &signature)?,
            (None, Some(dtype)) => {
                found.fixed.resize(row.inputs, None);
                found.fixed.resize(row.inputs + row.outputs, Some(loop_dtype(&dtype)?));
            }
            (None, None) => {}
        }
        Ok(found)
    }
}

/// A Python truth argument, which must be a real boolean.
fn boolean(value: &Bound<'_, PyAny>, name: &str) -> PyResult<bool> {
    value.extract::<bool>().map_err(|_| PyTypeError::new_err(format!("'{name}' must be a boolean")))
}

/// `where=`: nothing for `True`.
pub(crate) fn mask<'py>(value: &Bound<'py, PyAny>) -> Option<Bound<'py, PyAny>> {
    let plain = value.cast_exact::<pyo3::types::PyBool>().is_ok_and(|value| value.is_true());
    (!plain).then(|| value.clone())
}

pub(super) fn casting(value: &Bound<'_, PyAny>) -> PyResult<Casting> {
    let Ok(text) = value.cast::<PyString>() else {
        return Err(PyTypeError::new_err(format!("casting must be str, not {}", value.get_type().name()?)));
    };
    Casting::parse(text.to_str()?).or_raise(value.py())
}

/// `out=`: one array, or a tuple with one entry per output. All `None` is none at all.
pub(super) fn outputs<'py>(
    count: usize,
    value: &Bound<'py, PyAny>,
) -> PyResult<SmallVec<[Bound<'py, PyAny>; 2]>> {
    if value.is_none() && count == 1 {
        return Ok(SmallVec::new());
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        if tuple.len() != count {
            return Err(PyValueError::new_err(
                "The 'out' tuple must have exactly one entry per ufunc output",
            ));
        }
        let outputs: SmallVec<[_; 2]> = tuple.iter().collect();
        if outputs.iter().any(|output| output.is(output.py().Ellipsis())) {
            return Err(PyTypeError::new_err("must use `...` as `out=...` and not per-operand/in a tuple"));
        }
        return Ok(if outputs.iter().all(|output| output.is_none()) { SmallVec::new() } else { outputs });
    }
    if count > 1 {
        return Err(PyTypeError::new_err("'out' must be a tuple of arrays"));
    }
    Ok(SmallVec::from_iter([value.clone()]))
}

/// The number type that `dtype=` asks for.
pub(crate) fn loop_dtype(value: &Bound<'_, PyAny>) -> PyResult<Number> {
    let dtype = dtype_argument(value)?;
    if !dtype.is_native() {
        return Err(PyTypeError::new_err(
            "The `dtype` and `signature` arguments to ufuncs only select the general DType and not details such as \
             the byte order or time unit. You can avoid this error by using the scalar types `np.float64` or the \
             dtype string notation.",
        ));
    }
    Ok(dtype.number())
}

/// One dtype does not say which operands it is for.
fn lone_dtype() -> PyErr {
    PyTypeError::new_err("Use `dtype` or  fill the tuple with more than one 'None'.")
}

/// `signature=`: a tuple with an entry per operand, or a text such as `"dd->d"`.
fn fixed_by_signature(row: &Row, value: &Bound<'_, PyAny>) -> PyResult<SmallVec<[Option<Number>; 4]>> {
    let count = row.inputs + row.outputs;
    if let Ok(tuple) = value.cast::<PyTuple>() {
        if tuple.len() == 1 && count != 1 {
            return Err(lone_dtype());
        }
        if tuple.len() != count {
            return Err(PyValueError::new_err(format!(
                "a type-tuple must be specified of length {count} for ufunc '{}'",
                row.name
            )));
        }
        return tuple
            .iter()
            .map(|item| if item.is_none() { Ok(None) } else { loop_dtype(&item).map(Some) })
            .collect();
    }
    let text = match value.cast::<PyBytes>() {
        Ok(bytes) => Some(String::from_utf8(bytes.as_bytes().to_vec())?),
        Err(_) => value.extract::<String>().ok(),
    };
    if let Some(text) = text {
        let parts = text.split_once("->").filter(|(inputs, outputs)| {
            inputs.chars().count() == row.inputs && outputs.chars().count() == row.outputs
        });
        let Some((inputs, outputs)) = parts else {
            if text.chars().count() == 1 && count != 1 {
                return Err(lone_dtype());
            }
            return Err(PyValueError::new_err(format!(
                "a type-string for {}, {} typecode(s) before and {} after the -> sign",
                row.name, row.inputs, row.outputs
            )));
        };
        return inputs
            .chars()
            .chain(outputs.chars())
            .map(|code| {
                let code = PyString::new(value.py(), &code.to_string());
                let number = loop_dtype(code.as_any());
                number.map(Some).map_err(|_| PyValueError::new_err("Invalid data-type for array"))
            })
            .collect();
    }
    Err(PyTypeError::new_err("the signature object to ufunc must be a string or a tuple."))
}
