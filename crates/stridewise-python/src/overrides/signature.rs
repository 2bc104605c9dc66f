//! The names of a function's parameters.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

/// `CO_VARKEYWORDS` of Python's code objects.
const TAKES_ANY_KEYWORD: usize = 0x08;

pub(super) struct Signature {
    /// In order.
    pub positional: Vec<String>,
    pub keyword_only: Vec<String>,
    /// Whether there is a `**kwargs`.
    pub any_keyword: bool,
}

impl Signature {
    /// From a function's code object, or from the text of its signature.
    pub(super) fn of(function: &Bound<'_, PyAny>) -> PyResult<Self> {
        if let Some(code) = function.getattr_opt("__code__")? {
            let positional: usize = code.getattr("co_argcount")?.extract()?;
            let keyword_only: usize = code.getattr("co_kwonlyargcount")?.extract()?;
            let flags: usize = code.getattr("co_flags")?.extract()?;
            let mut names: Vec<String> = code.getattr("co_varnames")?.extract()?;
            names.truncate(positional + keyword_only);
            let keyword_only = names.split_off(positional.min(names.len()));
            return Ok(Self { positional: names, keyword_only, any_keyword: flags & TAKES_ANY_KEYWORD != 0 });
        }
        let text: Option<String> =
            function.getattr_opt("__text_signature__")?.map(|text| text.extract()).transpose()?;
        let text = text.ok_or_else(|| PyValueError::new_err("a function without a signature"))?;
        Ok(Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let mut found = Self { positional: Vec::new(), keyword_only: Vec::new(), any_keyword: false };
        let mut after_star = false;
        let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
        for part in split_at_commas(inner) {
            let name = part.split('=').next().unwrap_or("").trim();
            match name {
                "" | "/" => {}
                _ if name.starts_with('$') => {}
                _ if name.starts_with("**") => found.any_keyword = true,
                _ if name.starts_with('*') => after_star = true,
                _ if after_star => found.keyword_only.push(name.to_owned()),
                _ => found.positional.push(name.to_owned()),
            }
        }
        found
    }

    fn takes_keyword(&self, name: &str) -> bool {
        self.any_keyword || self.positional.iter().chain(&self.keyword_only).any(|known| known == name)
    }
}

/// The parts between commas that no bracket encloses.
fn split_at_commas(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    text.split(move |character| match character {
        ',' => depth == 0,
        _ => {
            match character {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            false
        }
    })
}

/// A type error for a keyword that the function does not take, before another library is asked.
pub(super) fn require_known_keywords(
    function: &Bound<'_, PyAny>,
    keywords: &Bound<'_, PyDict>,
) -> PyResult<()> {
    let signature = Signature::of(function)?;
    for keyword in keywords.keys() {
        let keyword = keyword.cast_into::<PyString>()?;
        let keyword = keyword.to_str()?;
        if !signature.takes_keyword(keyword) {
            let name: String = function.getattr("__name__")?.extract()?;
            return Err(PyTypeError::new_err(format!(
                "{name}() got an unexpected keyword argument '{keyword}'"
            )));
        }
    }
    Ok(())
}
