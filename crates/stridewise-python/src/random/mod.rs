//! `random`: bit streams, and the draws of `Generator` and `RandomState`.
//!
//! The classes that users meet stand in Python; these are what they are made of.

mod arguments;
mod bit_stream;
mod bounds;
mod c_interface;
mod generator;
mod normal_vectors;
mod output;
mod random_state;
mod seed_words;

use pyo3::prelude::*;

pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<bit_stream::BitStream>()?;
    module.add_class::<generator::GeneratorDraws>()?;
    module.add_class::<random_state::RandomStateDraws>()?;
    module.add_class::<seed_words::SeedWords>()?;
    module.add_function(wrap_pyfunction!(seed_words::system_words, module)?)
}
