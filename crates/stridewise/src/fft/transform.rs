//! One transform along one axis: what it makes of an array, and making it.

use stridewise_core::dtype::{Casting, can_cast};
use stridewise_core::op::FloatErrors;
use stridewise_core::operation::Outline;
use stridewise_core::{DType, Error, Layout, Number, Order};
use stridewise_fft::Direction;

use super::lanes;
use crate::shape::slice_along;
use crate::{Array, Result};

/// What is transformed into what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `fft`: numbers into their spectrum.
    Forward,
    /// `ifft`: a spectrum into numbers.
    Inverse,
    /// `rfft`: real numbers into the half of their spectrum that says all.
    RealForward,
    /// `irfft`: half of a spectrum into real numbers.
    RealInverse,
}

impl Kind {
    pub(super) fn direction(self) -> Direction {
        match self {
            Self::Forward | Self::RealForward => Direction::Forward,
            Self::Inverse | Self::RealInverse => Direction::Inverse,
        }
    }

    /// The name of the loop in messages and warnings, which NumPy's real forward one has by parity.
    pub(super) fn loop_name(self, points: usize) -> &'static str {
        match self {
            Self::Forward => "fft",
            Self::Inverse => "ifft",
            Self::RealForward if points.is_multiple_of(2) => "rfft_n_even",
            Self::RealForward => "rfft_n_odd",
            Self::RealInverse => "irfft",
        }
    }
}

/// Which direction is divided by the number of points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Norm {
    /// The inverse one.
    #[default]
    Backward,
    /// Each by the square root.
    Ortho,
    /// The forward one.
    Forward,
}

impl Norm {
    /// The norm of this name, if it is one.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "backward" => Some(Self::Backward),
            "ortho" => Some(Self::Ortho),
            "forward" => Some(Self::Forward),
            _ => None,
        }
    }

    /// The norm under which the other direction is divided as this one is under `self`.
    pub fn swapped(self) -> Self {
        match self {
            Self::Backward => Self::Forward,
            Self::Ortho => Self::Ortho,
            Self::Forward => Self::Backward,
        }
    }
}

/// A transform of so many points along an axis.
#[derive(Clone, Copy, Debug)]
pub struct Transform {
    pub kind: Kind,
    /// Real or complex numbers on the side that is not half a spectrum, at least one.
    pub points: usize,
    pub axis: usize,
    pub norm: Norm,
}

impl Transform {
    /// # Errors
    /// Value error where there is no point.
    pub fn new(kind: Kind, points: i64, axis: usize, norm: Norm) -> Result<Self> {
        match usize::try_from(points) {
            Ok(points) if points > 0 => Ok(Self { kind, points, axis, norm }),
            _ => Err(Error::value(format!("Invalid number of FFT data points ({points}) specified."))),
        }
    }

    /// The name of the loop in messages and warnings.
    pub fn loop_name(&self) -> &'static str {
        self.kind.loop_name(self.points)
    }

    /// The factor that the norm asks for.
    pub(super) fn scale(&self) -> f64 {
        let points = self.points as f64;
        match (self.norm, self.kind.direction()) {
            (Norm::Ortho, _) => 1.0 / points.sqrt(),
            (Norm::Backward, Direction::Inverse) | (Norm::Forward, Direction::Forward) => 1.0 / points,
            _ => 1.0,
        }
    }

    /// The length of a lane of the result.
    pub(super) fn result_length(&self) -> usize {
        if self.kind == Kind::RealForward { self.points / 2 + 1 } else { self.points }
    }

    /// Elements of a lane of the source that count.
    pub(super) fn source_length(&self) -> usize {
        if self.kind == Kind::RealInverse { self.points / 2 + 1 } else { self.points }
    }

    /// Dtype of what is computed, in single or double precision as the source is; and of the result, which alone may be
    /// half precision.
    pub(super) fn dtypes(&self, source: Number) -> Result<(Number, Number)> {
        let single = matches!(source, Number::F16 | Number::F32 | Number::C64);
        if self.kind == Kind::RealForward && source.is_complex() {
            return Err(Error::type_error(format!(
                "ufunc '{}' not supported for the input types, and the inputs could not be safely coerced to any \
                 supported types according to the casting rule ''safe''",
                self.loop_name()
            )));
        }
        Ok(match (self.kind, single) {
            (Kind::RealInverse, true) => {
                (Number::F32, if source == Number::F16 { Number::F16 } else { Number::F32 })
            }
            (Kind::RealInverse, false) => (Number::F64, Number::F64),
            (_, true) => (Number::C64, Number::C64),
            (_, false) => (Number::C128, Number::C128),
        })
    }

    /// The layout of a result: its axes are nested as the source's are.
    pub(super) fn result_layout(&self, source: &Outline, dtype: DType) -> Result<Layout> {
        if self.axis >= source.layout.ndim() {
            return Err(Error::axis(self.axis as i64, source.layout.ndim()));
        }
        let mut shape = source.layout.shape.clone();
        shape[self.axis] = self.result_length();
        if source.layout.is_c_contiguous(source.dtype.size()) {
            return Layout::contiguous(&shape, dtype.size());
        }
        stridewise_core::layout::byte_count(&shape, dtype.size())?;
        let nested = Layout { shape, strides: source.layout.strides.clone(), offset: 0 };
        Ok(nested.like(dtype.size(), source.dtype.size(), Order::Keep))
    }

    /// The transform of the array, cut or padded with zeros to the points, into `out` or a new array.
    ///
    /// # Errors
    /// Axis error where the array has fewer axes; type error for complex numbers where real ones are taken, and where `out` cannot hold the result's kind; value
    /// error where its shape is another, or it is read-only; memory error.
    ///
    /// ```
    /// use stridewise::fft::{Kind, Norm, Transform};
    /// use stridewise::Array;
    ///
    /// let transform = Transform::new(Kind::RealForward, 4, 0, Norm::Backward)?;
    /// let (spectrum, _) = transform.apply(&Array::from_elements(&[1.0, 2.0, 3.0, 4.0])?, None)?;
    /// assert_eq!(spectrum.shape(), [3]);
    /// # Ok::<(), stridewise::Error>(())
    /// ```
    pub fn apply(&self, array: &Array, out: Option<&Array>) -> Result<(Array, FloatErrors)> {
        let (computed, result) = self.dtypes(array.number())?;
        let outline = Outline { dtype: array.dtype(), layout: array.layout().clone() };
        let layout = self.result_layout(&outline, computed.native())?;
        if let Some(out) = out {
            self.check_output(out, &layout, computed)?;
        }
        let target = match out.filter(|out| out.dtype() == computed.native()) {
            Some(out) => out.clone(),
            None => Array::empty_with_layout(computed.native(), layout)?,
        };
        let length = array.shape()[self.axis].min(self.source_length());
        let source = if length == array.shape()[self.axis] {
            array.clone()
        } else {
            slice_along(array, self.axis, 0, Some(length as isize))?
        };
        let (outcome, errors) =
            stridewise_run::watch_float_errors(|| lanes::run(self, &source, &target, computed));
        outcome?;
        match out {
            Some(out) if out.dtype() != computed.native() => {
                out.assign(&target)?;
                Ok((out.clone(), errors))
            }
            None if result != computed => Ok((target.astype(result.native(), Order::Keep)?, errors)),
            _ => Ok((target, errors)),
        }
    }

    fn check_output(&self, out: &Array, layout: &Layout, computed: Number) -> Result<()> {
        if out.shape() != layout.shape.as_slice() {
            return Err(Error::value("output array has wrong shape."));
        }
        if !can_cast(computed.native(), out.dtype(), Casting::SameKind) {
            return Err(Error::type_error(format!(
                "Cannot cast ufunc '{}' output from dtype('{}') to dtype('{}') with casting rule 'same_kind'",
                self.loop_name(),
                computed.name(),
                out.dtype()
            )));
        }
        out.require_writeable("output array")
    }
}
