//! The text that tells of an order of contraction.

use std::fmt::Write as _;

use super::equation::{Equation, Label};
use super::lengths::Lengths;
use super::path::{Step, flops};

/// Names as text: axes of an ellipsis take letters that nobody uses, from the end of the alphabet.
struct Names {
    unused: Vec<char>,
}

impl Names {
    fn of(equation: &Equation) -> Self {
        let used: Vec<Label> = equation.labels();
        let letters = ('a'..='z').rev().chain(('A'..='Z').rev());
        Self { unused: letters.filter(|&letter| !used.contains(&(letter as Label))).collect() }
    }

    fn name(&self, label: Label) -> char {
        match label.checked_sub(128) {
            None => char::from(label),
            Some(place) => self.unused.get(usize::from(place)).copied().unwrap_or('.'),
        }
    }

    fn term(&self, labels: &[Label]) -> String {
        labels.iter().map(|&label| self.name(label)).collect()
    }

    fn terms(&self, terms: &[Vec<Label>]) -> String {
        terms.iter().map(|labels| self.term(labels)).collect::<Vec<_>>().join(",")
    }
}

/// A number as C prints it with `%.3e`.
fn scientific(number: f64) -> String {
    let text = format!("{number:.3e}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let exponent: i32 = exponent.parse().unwrap_or(0);
            format!("{digits}e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs())
        }
        None => text,
    }
}

/// What the steps cost, beside what all products at once would.
pub fn report(equation: &Equation, lengths: &Lengths, steps: &[Step]) -> String {
    let names = Names::of(equation);
    let all = equation.labels();
    let mentioned: usize = equation
        .operands
        .iter()
        .map(|labels| {
            let mut once = labels.clone();
            once.sort_unstable();
            once.dedup();
            once.len()
        })
        .sum();
    let naive = flops(lengths.size(&all), mentioned > all.len(), equation.operands.len());
    let cost = steps.iter().map(|step| step.cost).sum::<f64>() + 1.0;
    let largest = steps.iter().map(|step| lengths.size(&step.result)).fold(0.0, f64::max);
    let output = names.term(&equation.output);
    let mut text = String::new();
    let _ = writeln!(text, "  Complete contraction:  {}->{output}", names.terms(&equation.operands));
    let _ = writeln!(text, "         Naive scaling:  {}", all.len());
    let _ = writeln!(
        text,
        "     Optimized scaling:  {}",
        steps.iter().map(|step| step.scaling).max().unwrap_or(0)
    );
    let _ = writeln!(text, "      Naive FLOP count:  {}", scientific(naive));
    let _ = writeln!(text, "  Optimized FLOP count:  {}", scientific(cost));
    let _ = writeln!(text, "   Theoretical speedup:  {:.3}", naive / cost);
    let _ = writeln!(text, "  Largest intermediate:  {} elements", scientific(largest));
    let _ = writeln!(text, "{}", "-".repeat(74));
    let _ = writeln!(text, "{:>6} {:>24} {:>40}", "scaling", "current", "remaining");
    let _ = write!(text, "{}", "-".repeat(74));
    for step in steps {
        let current = format!("{}->{}", names.terms(&step.operands), names.term(&step.result));
        let remaining = format!("{}->{output}", names.terms(&step.remaining));
        let _ = write!(text, "\n{:4}    {current:>24} {remaining:>40}", step.scaling);
    }
    text
}
