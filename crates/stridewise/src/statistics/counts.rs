//! Counting integers, and finding the bins of numbers.

use stridewise_core::{Error, Number};

use crate::{Array, Result};

/// How often each integer from 0 on stands in the array; with weights, their sums. At least `least` bins.
///
/// # Errors
/// Value error where an integer is negative, there are several axes, or the weights differ in length; type error for
/// what is neither of integers nor of booleans, and for complex weights.
pub fn bincount(array: &Array, weights: Option<&Array>, least: usize) -> Result<Array> {
    if array.ndim() != 1 {
        return Err(Error::value(if array.ndim() == 0 {
            "object of too small depth for desired array"
        } else {
            "object too deep for desired array"
        }));
    }
    if array.size() > 0 && !(array.number().is_integer() || array.number() == Number::Bool) {
        return Err(Error::type_error(format!(
            "Cannot cast array data from dtype('{}') to dtype('int64') according to the rule 'safe'",
            array.dtype()
        )));
    }
    let places: Vec<i64> = array.cast_to_vec()?;
    if places.iter().any(|&place| place < 0) {
        return Err(Error::value("'list' argument must have no negative elements"));
    }
    let bins = places.iter().max().map_or(0, |&largest| largest as usize + 1).max(least);
    stridewise_core::layout::byte_count(&[bins], 8)?;
    match weights {
        None => {
            let mut counts = vec![0_i64; bins];
            for place in places {
                counts[place as usize] += 1;
            }
            Array::from_elements(&counts)
        }
        Some(weights) => {
            if weights.size() != places.len() {
                return Err(Error::value("The weights and list don't have the same length."));
            }
            if weights.number().is_complex() {
                return Err(Error::type_error(format!(
                    "Cannot cast array data from dtype('{}') to dtype('float64') according to the rule 'safe'",
                    weights.dtype()
                )));
            }
            let weights: Vec<f64> = weights.cast_to_vec()?;
            let mut sums = vec![0.0; bins];
            for (place, weight) in places.into_iter().zip(weights) {
                sums[place as usize] += weight;
            }
            Array::from_elements(&sums)
        }
    }
}

/// For each number the bin that it falls into, int64: 0 below the first edge. Edges rise or fall; with `right`, each
/// bin holds its upper edge.
///
/// # Errors
/// Value error where the edges are not monotonic; type error for complex numbers.
pub fn digitize(array: &Array, edges: &Array, right: bool) -> Result<Array> {
    if array.number().is_complex() || edges.number().is_complex() {
        return Err(Error::type_error("x may not be complex"));
    }
    let values: Vec<f64> = edges.cast_to_vec()?;
    let rising = values.windows(2).all(|pair| pair[0] <= pair[1]);
    let falling = values.windows(2).all(|pair| pair[0] >= pair[1]);
    if !rising && !falling {
        return Err(Error::value("bins must be monotonically increasing or decreasing"));
    }
    if rising {
        return crate::order::searchsorted(edges, array, !right, None);
    }
    let reversed = crate::shape::flip(edges, None)?;
    let places = crate::order::searchsorted(&reversed, array, !right, None)?;
    let count: Vec<i64> =
        places.to_vec::<i64>().into_iter().map(|place| values.len() as i64 - place).collect();
    Array::from_slice(&count, places.shape())
}
