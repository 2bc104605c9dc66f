//! Reading the names of axes.

use stridewise_core::Error;

use crate::Result;

/// The name of an axis: a letter, or a number from 128 on for an axis that an ellipsis stands for, the last of them 128.
pub type Label = u8;

/// The name of the last axis that an ellipsis stands for.
const LAST_OF_ELLIPSIS: Label = 128;

/// What each axis of each operand, and of the result, is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    pub operands: Vec<Vec<Label>>,
    /// Each name once.
    pub output: Vec<Label>,
}

impl Equation {
    /// Reads `text`, for operands of so many axes. Without `->` the result has the axes of the ellipsis, and those that
    /// are named once in the order of the alphabet, capitals first.
    ///
    /// # Errors
    /// Value error, with NumPy's text, for anything that is no equation of such operands.
    ///
    /// ```
    /// use stridewise::einsum::Equation;
    ///
    /// let equation = Equation::parse("ij,jk", &[2, 2])?;
    /// assert_eq!((equation.operands[1].as_slice(), equation.output.as_slice()), (b"jk".as_slice(), b"ik".as_slice()));
    /// # Ok::<(), stridewise::Error>(())
    /// ```
    pub fn parse(text: &str, axes: &[usize]) -> Result<Self> {
        let (inputs, output) = split(text)?;
        let terms: Vec<&str> = inputs.split(',').collect();
        if terms.len() != axes.len() {
            // NumPy has the two the other way round, too.
            let which = if terms.len() < axes.len() { "fewer" } else { "more" };
            return Err(Error::value(format!(
                "{which} operands provided to einstein sum function than specified in the subscripts string"
            )));
        }
        let mut operands = Vec::with_capacity(terms.len());
        let mut broadcast = 0;
        for (place, (term, &ndim)) in terms.iter().zip(axes).enumerate() {
            let term = Term::parse(term, &format!("operand {place}"))?;
            let covered = term.ellipsis_axes(ndim, place)?;
            broadcast = broadcast.max(covered);
            operands.push(term.labels(covered));
        }
        let output = match output {
            Some(output) => explicit(output, &operands, broadcast)?,
            None => implicit(&operands, broadcast),
        };
        Ok(Self { operands, output })
    }

    /// All names, each once, those of the result first.
    pub fn labels(&self) -> Vec<Label> {
        let mut all = self.output.clone();
        for label in self.operands.iter().flatten() {
            if !all.contains(label) {
                all.push(*label);
            }
        }
        all
    }
}

/// The text before the arrow, and behind it.
fn split(text: &str) -> Result<(&str, Option<&str>)> {
    match text.split_once("->") {
        Some((inputs, output)) => Ok((inputs, Some(output))),
        None if text.contains('-') => {
            Err(Error::value("einstein sum subscript string does not contain proper '->' output specified"))
        }
        None => Ok((text, None)),
    }
}

/// The letters of one operand, and how many of them stand before an ellipsis.
struct Term {
    letters: Vec<Label>,
    ellipsis: Option<usize>,
}

impl Term {
    fn parse(text: &str, whose: &str) -> Result<Self> {
        let mut term = Self { letters: Vec::new(), ellipsis: None };
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if let Some(behind) = rest.strip_prefix("...").filter(|_| term.ellipsis.is_none()) {
                term.ellipsis = Some(term.letters.len());
                rest = behind;
                continue;
            }
            match first {
                ' ' => {}
                '.' => {
                    return Err(Error::value(format!(
                        "einstein sum subscripts string contains a '.' that is not part of an ellipsis ('...') in \
                         {}",
                        if whose.is_empty() { "the output" } else { whose }
                    )));
                }
                letter if letter.is_ascii_alphabetic() => term.letters.push(letter as Label),
                other => {
                    return Err(Error::value(format!(
                        "invalid subscript '{other}' in einstein sum subscripts string, subscripts must be letters"
                    )));
                }
            }
            rest = &rest[first.len_utf8()..];
        }
        Ok(term)
    }

    /// How many axes of an operand of `ndim` the ellipsis stands for.
    fn ellipsis_axes(&self, ndim: usize, place: usize) -> Result<usize> {
        match ndim.checked_sub(self.letters.len()) {
            None => Err(Error::value(format!(
                "einstein sum subscripts string contains too many subscripts for operand {place}"
            ))),
            Some(more) if more > 0 && self.ellipsis.is_none() => Err(Error::value(
                "operand has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to \
                 broadcast the extra dimensions.",
            )),
            Some(more) => Ok(more),
        }
    }

    /// The names of all axes, `covered` of them by the ellipsis.
    fn labels(&self, covered: usize) -> Vec<Label> {
        let before = self.ellipsis.unwrap_or(self.letters.len());
        let (first, last) = self.letters.split_at(before);
        first.iter().copied().chain(of_ellipsis(covered)).chain(last.iter().copied()).collect()
    }
}

/// The names of so many axes of an ellipsis: those of several operands are aligned at the last.
fn of_ellipsis(count: usize) -> impl Iterator<Item = Label> {
    (0..count as Label).rev().map(|place| LAST_OF_ELLIPSIS + place)
}

fn implicit(operands: &[Vec<Label>], broadcast: usize) -> Vec<Label> {
    let mut letters: Vec<Label> =
        operands.iter().flatten().copied().filter(|&label| label < LAST_OF_ELLIPSIS).collect();
    letters.sort_unstable();
    let once = letters.chunk_by(|a, b| a == b).filter(|same| same.len() == 1).flatten().copied();
    of_ellipsis(broadcast).chain(once).collect()
}

fn explicit(text: &str, operands: &[Vec<Label>], broadcast: usize) -> Result<Vec<Label>> {
    let term = Term::parse(text, "")?;
    if broadcast > 0 && term.ellipsis.is_none() {
        return Err(Error::value(
            "output has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to \
             broadcast the extra dimensions.",
        ));
    }
    for (place, &letter) in term.letters.iter().enumerate() {
        let name = char::from(letter);
        if term.letters[..place].contains(&letter) {
            return Err(Error::value(format!(
                "einstein sum subscripts string includes output subscript '{name}' multiple times"
            )));
        }
        if !operands.iter().flatten().any(|&other| other == letter) {
            return Err(Error::value(format!(
                "einstein sum subscripts string included output subscript '{name}' which never appeared in an input"
            )));
        }
    }
    Ok(term.labels(broadcast))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, axes: &[usize]) -> (Vec<String>, String) {
        let equation = Equation::parse(text, axes).unwrap();
        let name = |labels: &[Label]| -> String {
            labels
                .iter()
                .map(|&label| if label < 128 { char::from(label) } else { char::from(label - 80) })
                .collect()
        };
        (equation.operands.iter().map(|labels| name(labels)).collect(), name(&equation.output))
    }

    #[test]
    fn results_are_implied_in_the_order_of_the_alphabet() {
        assert_eq!(read("ba", &[2]).1, "ab");
        assert_eq!(read("aB,Bc", &[2, 2]).1, "ac");
        assert_eq!(read("zA", &[2]).1, "Az");
        assert_eq!(read("ii", &[2]).1, "");
        assert_eq!(read(" i j , j k ", &[2, 2]).1, "ik");
    }

    #[test]
    fn an_ellipsis_stands_for_the_axes_that_are_not_named() {
        // 0 is the last of its axes, 1 the one before.
        assert_eq!(read("...i,...i", &[3, 2]), (vec!["10i".into(), "0i".into()], "10".into()));
        assert_eq!(read("i...j->...ij", &[4]), (vec!["i10j".into()], "10ij".into()));
        assert_eq!(read("...", &[0]), (vec![String::new()], String::new()));
        assert_eq!(read("i...->i...", &[1]), (vec!["i".into()], "i".into()));
    }

    #[test]
    fn what_is_no_equation_says_so() {
        for (text, axes, part) in [
            ("i", &[0][..], "too many subscripts for operand 0"),
            ("i", &[2], "no '...' ellipsis"),
            ("i,j", &[1], "more operands"),
            ("i", &[1, 1], "fewer operands"),
            ("i..", &[1], "'.' that is not part of an ellipsis ('...') in operand 0"),
            ("......", &[1], "in operand 0"),
            ("i->..i", &[1], "in the output"),
            ("i%", &[2], "'%'"),
            ("é", &[1], "'é'"),
            ("i->j", &[1], "'j' which never appeared"),
            ("i->ii", &[1], "'i' multiple times"),
            ("...i->i", &[2], "output has more dimensions"),
            ("i-", &[1], "proper '->'"),
            ("i->j->k", &[1], "'-'"),
        ] {
            let error = Equation::parse(text, axes).unwrap_err();
            assert!(error.message().contains(part), "{text}: {error}");
        }
    }
}
