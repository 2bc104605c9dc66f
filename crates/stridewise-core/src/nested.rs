//! Shape and dtype of nested sequences, whoever holds them.

use crate::dtype::promote;
use crate::error::{Error, Result, tuple};
use crate::{Number, Shape, Value, View};

/// What stands at a place of a nested sequence.
#[derive(Debug)]
pub enum Node<N> {
    /// A single number, with the dtype it has when nobody asks for one.
    Leaf(Value, Number),
    /// An array, all of whose axes count.
    Array(View),
    Sequence(Vec<N>),
}

/// Something that may be a sequence of itself: Python's lists, to the face.
pub trait Nested: Sized {
    /// Looks at it, one level deep.
    ///
    /// # Errors
    /// Type error where it is nothing that an array can hold.
    fn node(&self) -> Result<Node<Self>>;
}

/// A part of the result: values of one shape, in C order of the parts.
#[derive(Debug)]
pub enum Part {
    Leaf(Value, Number),
    Array(View),
}

/// What a nested sequence holds.
#[derive(Debug)]
pub struct Discovered {
    pub shape: Shape,
    /// The common dtype of everything in it; `None` where there is nothing in it.
    pub number: Option<Number>,
    /// The leaves and arrays, in C order.
    pub parts: Vec<Part>,
}

/// Finds shape, common dtype and leaves of a nested sequence of at most `most_axes` axes.
///
/// # Errors
/// Value error where its lists are ragged, naming how far the shape goes, or nested deeper than allowed; those of
/// [`Nested::node`].
pub fn discover<N: Nested>(root: &N, most_axes: usize) -> Result<Discovered> {
    let mut found = Discovered { shape: Shape::new(), number: None, parts: Vec::new() };
    let mut depth = None;
    visit(root, 0, most_axes, &mut found, &mut depth)?;
    found.shape.truncate(depth.unwrap_or(found.shape.len()));
    Ok(found)
}

/// `depth` is the number of axes once a leaf has been seen.
fn visit<N: Nested>(
    nested: &N,
    level: usize,
    most_axes: usize,
    found: &mut Discovered,
    depth: &mut Option<usize>,
) -> Result<()> {
    match nested.node()? {
        Node::Leaf(value, number) => {
            settle(level, &[], found, depth)?;
            found.number = Some(common(found.number, number));
            found.parts.push(Part::Leaf(value, number));
        }
        Node::Array(view) => {
            if level + view.ndim() > most_axes {
                return Err(too_deep(most_axes));
            }
            settle(level, view.shape(), found, depth)?;
            found.number = Some(common(found.number, view.dtype().number()));
            found.parts.push(Part::Array(view));
        }
        Node::Sequence(items) => {
            if level >= most_axes {
                return Err(too_deep(most_axes));
            }
            if depth.is_some_and(|depth| level >= depth) {
                return Err(ragged(found, level.min(depth.unwrap_or(level))));
            }
            if found.shape.len() == level {
                found.shape.push(items.len());
            } else if found.shape[level] != items.len() {
                return Err(ragged(found, level));
            }
            if items.is_empty() {
                // Nothing below can be known; what is deeper must be empty too.
                *depth = Some(level + 1);
            }
            for item in &items {
                visit(item, level + 1, most_axes, found, depth)?;
            }
        }
    }
    Ok(())
}

/// Checks that what stands at `level` has the rest of the shape.
fn settle(level: usize, rest: &[usize], found: &mut Discovered, depth: &mut Option<usize>) -> Result<()> {
    let axes = level + rest.len();
    match *depth {
        None => {
            let known = found.shape.len();
            if known > level && found.shape[level..] != rest[..(known - level).min(rest.len())] {
                return Err(ragged(found, level));
            }
            found.shape.truncate(level);
            found.shape.extend_from_slice(rest);
            *depth = Some(axes);
        }
        Some(depth) => {
            let same = axes == depth && found.shape[level..] == *rest;
            if !same {
                let agree =
                    found.shape[level.min(depth)..].iter().zip(rest).take_while(|(a, b)| a == b).count();
                return Err(ragged(found, (level + agree).min(depth)));
            }
        }
    }
    Ok(())
}

fn common(sofar: Option<Number>, next: Number) -> Number {
    sofar.map_or(next, |number| promote(number, next))
}

fn too_deep(most_axes: usize) -> Error {
    Error::value(format!(
        "setting an array element with a sequence. The requested array would exceed the maximum number of dimension \
         of {most_axes}."
    ))
}

fn ragged(found: &Discovered, level: usize) -> Error {
    Error::value(format!(
        "setting an array element with a sequence. The requested array has an inhomogeneous shape after {level} \
         dimensions. The detected shape was {} + inhomogeneous part.",
        tuple(&found.shape[..level.min(found.shape.len())])
    ))
}
