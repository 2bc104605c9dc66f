//! Eigenvalues of two halves that stay eigenvalues of the whole.

use std::ops::Range;

use crate::orthogonal::rotation::Rotation;

/// An eigenvalue of a half: a pole of the secular equation, unless it stays an eigenvalue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pole {
    pub(super) value: f64,
    /// The element of the vector that couples the halves.
    pub(super) weight: f64,
    /// Where the eigenvector stands.
    pub(super) column: usize,
    /// Where it will stand among those of the poles, ordered by their states.
    pub(super) place: usize,
    pub(super) state: State,
}

impl Pole {
    pub(super) const NONE: Self = Self { value: 0.0, weight: 0.0, column: 0, place: 0, state: State::Final };
}

/// What is known of an eigenvector, in the order in which they are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// It has elements in the first half's rows alone.
    First,
    Both,
    Second,
    /// It is one of the whole.
    Final,
}

/// Columns of a matrix that lie `step` elements apart; rotations touch `rows` of each.
pub(super) struct Columns<'a> {
    pub(super) elements: &'a mut [f64],
    pub(super) step: usize,
    pub(super) rows: Range<usize>,
}

impl Columns<'_> {
    pub(super) fn turn(&mut self, rotation: Rotation, first: usize, second: usize) {
        rotation.turn_rows(self.elements, self.step, self.rows.clone(), first, second);
    }
}

/// What is off by less is as good as right where so large numbers are rounded.
pub(super) fn tolerance(largest: f64) -> f64 {
    4.0 * f64::EPSILON * largest
}

/// Finds the poles, in ascending order, whose eigenvectors stay as they are: those of no weight to speak of, and of two
/// that are close to each other one, whose weight the other takes on by a rotation.
///
/// As LAPACK's `laed2`: what is off by the tolerance is as good as right, of values and of `strength` times weights.
pub(super) fn deflate(poles: &mut [Pole], strength: f64, tolerance: f64, bases: &mut [Columns<'_>]) {
    let mut before: Option<usize> = None;
    for place in 0..poles.len() {
        if strength * poles[place].weight.abs() <= tolerance {
            poles[place].state = State::Final;
            continue;
        }
        let Some(other) = before.replace(place) else { continue };
        let [mut low, mut high] = [poles[other], poles[place]];
        let length = low.weight.hypot(high.weight);
        let (c, s) = (high.weight / length, -low.weight / length);
        if ((high.value - low.value) * c * s).abs() > tolerance {
            continue;
        }
        for basis in &mut *bases {
            basis.turn(Rotation { cosine: c, sine: s }, low.column, high.column);
        }
        let values = [low.value, high.value];
        low.value = values[0] * (c * c) + values[1] * (s * s);
        high.value = values[0] * (s * s) + values[1] * (c * c);
        (low.weight, high.weight) = (0.0, length);
        if low.state != high.state {
            high.state = State::Both;
        }
        low.state = State::Final;
        [poles[other], poles[place]] = [low, high];
    }
}

/// Moves those that are poles ahead, and tells how many they are. They stay in order.
pub(super) fn move_ahead(poles: &mut [Pole]) -> usize {
    let mut count = 0;
    for place in 0..poles.len() {
        if poles[place].state != State::Final {
            poles.swap(count, place);
            count += 1;
        }
    }
    count
}

/// How many are of the first half, of both, and of the second.
pub(super) fn count_states(poles: &[Pole]) -> [usize; 3] {
    [State::First, State::Both, State::Second]
        .map(|state| poles.iter().filter(|pole| pole.state == state).count())
}

/// Gives each pole its place.
pub(super) fn give_places(poles: &mut [Pole]) {
    let [first, both, _] = count_states(poles);
    let mut next = [0, first, first + both];
    for pole in poles {
        let next = &mut next[pole.state as usize];
        pole.place = *next;
        *next += 1;
    }
}
