//! The secular equation `1/strength + Σ weight² / (pole - x) = 0`, whose roots are the eigenvalues of a diagonal matrix that
//! was changed by a matrix of rank one; or where poles and roots are singular values, their squares in their place.

use std::marker::PhantomData;

/// Elements that are computed side by side.
pub(super) const LANES: usize = 8;
type Lanes = [f64; LANES];

/// Steps after which a root counts as found, should it come no closer.
const PATIENCE: usize = 100;

/// Half a unit in the last place of one.
const ROUNDING: f64 = 0.5 * f64::EPSILON;

/// What stands in the equation: numbers, or their squares. Places are kept as a pole and the way from there, a `shift`.
pub(super) trait Axis: Copy + Send + Sync {
    /// By how much a pole is above a place, in the equation.
    fn difference(pole: f64, origin: f64, shift: f64) -> f64;

    /// The shift of the place that is farther by this much, in the equation.
    fn farther(origin: f64, shift: f64, way: f64) -> f64;

    /// How fast what stands in the equation changes with the shift.
    fn rate(origin: f64, shift: f64) -> f64;
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Numbers {}

impl Axis for Numbers {
    #[inline(always)]
    fn difference(pole: f64, origin: f64, shift: f64) -> f64 {
        (pole - origin) - shift
    }

    #[inline(always)]
    fn farther(_: f64, shift: f64, way: f64) -> f64 {
        shift + way
    }

    #[inline(always)]
    fn rate(_: f64, _: f64) -> f64 {
        1.0
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Squares {}

impl Axis for Squares {
    #[inline(always)]
    fn difference(pole: f64, origin: f64, shift: f64) -> f64 {
        ((pole - origin) - shift) * ((pole + origin) + shift)
    }

    #[inline(always)]
    fn farther(origin: f64, shift: f64, way: f64) -> f64 {
        let here = origin + shift;
        shift + way / (here + (here * here + way).max(0.0).sqrt())
    }

    #[inline(always)]
    fn rate(origin: f64, shift: f64) -> f64 {
        2.0 * (origin + shift)
    }
}

/// The eigenvalues of `diag(poles) + strength · weights · weightsᵀ` lie one behind each pole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Secular<'a, A> {
    /// Ascending, none twice; made up to a multiple of [`LANES`] by infinities.
    poles: &'a [f64],
    /// None zero but those of what was made up.
    weights: &'a [f64],
    count: usize,
    strength: f64,
    /// No root is farther behind the last pole, in the equation.
    reach: f64,
    axis: PhantomData<A>,
}

/// The function at a point.
#[derive(Clone, Copy, Debug)]
struct Value {
    value: f64,
    /// The sum of the sizes of all terms.
    size: f64,
    slope: f64,
    /// What the poles below add to the slope.
    slope_below: f64,
}

impl<'a, A: Axis> Secular<'a, A> {
    /// Poles and weights have room behind `count` elements up to a multiple of [`LANES`].
    pub(super) fn new(poles: &'a mut [f64], weights: &'a mut [f64], count: usize, strength: f64) -> Self {
        let padded = count.next_multiple_of(LANES);
        poles[count..padded].fill(f64::INFINITY);
        weights[count..padded].fill(0.0);
        let (poles, weights) = (&poles[..padded], &weights[..padded]);
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        let reach = strength * squares * (1.0 + 8.0 * f64::EPSILON);
        Self { poles, weights, count, strength, reach, axis: PhantomData }
    }

    /// Poles and weights.
    pub(super) fn poles(&self) -> (&'a [f64], &'a [f64]) {
        (&self.poles[..self.count], &self.weights[..self.count])
    }

    /// Returns the root behind a pole, and writes all poles' differences from it, each with a few roundings of its own size.
    ///
    /// Both neighbouring poles are interpolated by fractions with the weight of the closer one, or by such as have the slopes
    /// of both sides (Li, 1993), within a bracket. About `count` divisions a step, and few steps.
    #[inline(always)]
    pub(super) fn root(&self, place: usize, differences: &mut [f64]) -> f64 {
        let (origin, shift) = self.place_of_root(place);
        for (difference, &pole) in differences.iter_mut().zip(self.poles) {
            *difference = A::difference(pole, origin, shift);
        }
        origin + shift
    }

    /// The pole closest to a root, and the way from there.
    #[inline(always)]
    fn place_of_root(&self, place: usize) -> (f64, f64) {
        if self.count == 1 {
            return (self.poles[0], A::farther(self.poles[0], 0.0, self.reach));
        }
        let is_last = place + 1 == self.count;
        let lower = if is_last { place - 1 } else { place };
        let poles = [self.poles[lower], self.poles[lower + 1]];
        let squares = [self.weights[lower], self.weights[lower + 1]].map(|weight| weight * weight);
        let sides = self.sides(lower + 1);
        let gap = A::difference(poles[1], poles[0], 0.0);

        let half = 0.5 * if is_last { self.reach } else { gap };
        let before = self.poles[place];
        let middle = A::farther(before, 0.0, half);
        let value = sides.at(before, middle).value;
        let is_before_middle = value > 0.0;
        let is_close_to_lower = is_before_middle && !is_last;
        let origin = if is_close_to_lower { poles[0] } else { poles[1] };
        let mut bracket = match (is_last, is_before_middle) {
            (_, true) => Bracket { low: 0.0, high: middle },
            (true, false) => Bracket { low: middle, high: A::farther(origin, 0.0, self.reach) },
            (false, false) => Bracket { low: A::farther(origin, 0.0, -half), high: 0.0 },
        };
        // At first all other poles count as if they were far away.
        let rest = value
            - squares[0] / A::difference(poles[0], before, middle)
            - squares[1] / A::difference(poles[1], before, middle);
        let [below, above] = if is_close_to_lower { [0.0, gap] } else { [-gap, 0.0] };
        let first = Quadratic {
            square: rest,
            linear: rest * (below + above) + squares[0] + squares[1],
            constant: squares[0] * above + squares[1] * below,
        };
        let mut shift = bracket.choose::<A>(origin, 0.0, first);
        let mut by_weight = true;
        let mut last = f64::INFINITY;
        // The sum of so many terms has so many roundings.
        let roundings = (8 + self.count / LANES) as f64;
        for _ in 0..PATIENCE {
            let Value { value, size, slope, slope_below } = sides.at(origin, shift);
            if value.abs() <= ROUNDING * (roundings * size + shift.abs() * A::rate(origin, shift) * slope) {
                break;
            }
            bracket.keep(value, shift);
            if value.abs() > 0.1 * last {
                by_weight = !by_weight;
            }
            last = value.abs();
            let [below, above] = poles.map(|pole| A::difference(pole, origin, shift));
            let square = if !by_weight {
                value - below * slope_below - above * (slope - slope_below)
            } else if is_close_to_lower {
                value - above * slope + gap * (squares[0] / (below * below))
            } else {
                value - below * slope - gap * (squares[1] / (above * above))
            };
            let product = below * above;
            let linear = (below + above) * value - product * slope;
            let model = Quadratic { square, linear, constant: product * value };
            let next = bracket.choose::<A>(origin, shift, model);
            if next == shift {
                break;
            }
            shift = next;
        }
        (origin, shift)
    }

    /// All poles, those of them that are below a place, and those that are not. Of the chunk where they meet, each side has
    /// the others' weights made zero.
    #[inline(always)]
    fn sides(&self, place: usize) -> Sides<'a, A> {
        let (poles, weights) = (self.poles.as_chunks().0, self.weights.as_chunks().0);
        let middle = place / LANES;
        let is_below = |lane| middle * LANES + lane < place;
        let (at, of) = (poles[middle], weights[middle]);
        let below = each(|lane| if is_below(lane) { of[lane] } else { 0.0 });
        let above = each(|lane| if is_below(lane) { 0.0 } else { of[lane] });
        let side = |poles, weights, also| Side { poles, weights, also, axis: PhantomData };
        Sides {
            below: side(&poles[..middle], &weights[..middle], [at, below]),
            above: side(&poles[middle + 1..], &weights[middle + 1..], [at, above]),
            constant: self.strength.recip(),
        }
    }
}

struct Sides<'a, A> {
    below: Side<'a, A>,
    above: Side<'a, A>,
    constant: f64,
}

impl<A: Axis> Sides<'_, A> {
    #[inline(always)]
    fn at(&self, origin: f64, shift: f64) -> Value {
        let below = self.below.at(origin, shift);
        let above = self.above.at(origin, shift);
        Value {
            value: below.sum + above.sum + self.constant,
            // All terms of a side have the same sign.
            size: below.sum.abs() + above.sum.abs() + self.constant,
            slope: below.slope + above.slope,
            slope_below: below.slope,
        }
    }
}

/// Some poles, and one chunk of which not all belong to them.
struct Side<'a, A> {
    poles: &'a [Lanes],
    weights: &'a [Lanes],
    also: [Lanes; 2],
    axis: PhantomData<A>,
}

struct Sums {
    sum: f64,
    slope: f64,
}

impl<A: Axis> Side<'_, A> {
    #[inline(always)]
    fn at(&self, origin: f64, shift: f64) -> Sums {
        let zeros = [0.0; LANES];
        let [mut sums, mut slopes] = added::<A>([zeros; 2], &self.also[0], &self.also[1], origin, shift);
        for (poles, weights) in self.poles.iter().zip(self.weights) {
            [sums, slopes] = added::<A>([sums, slopes], poles, weights, origin, shift);
        }
        Sums { sum: total(&sums), slope: total(&slopes) }
    }
}

#[inline(always)]
fn added<A: Axis>(
    [sums, slopes]: [Lanes; 2],
    poles: &Lanes,
    weights: &Lanes,
    origin: f64,
    shift: f64,
) -> [Lanes; 2] {
    let ratios = each(|lane| weights[lane] / A::difference(poles[lane], origin, shift));
    [
        each(|lane| sums[lane] + weights[lane] * ratios[lane]),
        each(|lane| slopes[lane] + ratios[lane] * ratios[lane]),
    ]
}

/// In a loop of their own, what the lanes do becomes one instruction.
#[inline(always)]
fn each(of: impl Fn(usize) -> f64) -> Lanes {
    let mut lanes = [0.0; LANES];
    for (lane, element) in lanes.iter_mut().enumerate() {
        *element = of(lane);
    }
    lanes
}

#[inline(always)]
fn total(lanes: &Lanes) -> f64 {
    let [a, b, c, d, e, f, g, h] = *lanes;
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

/// `square · x² - linear · x + constant`.
struct Quadratic {
    square: f64,
    linear: f64,
    constant: f64,
}

impl Quadratic {
    /// Both zeros; such as are none are no numbers.
    #[inline(always)]
    fn zeros(self) -> [f64; 2] {
        let Self { square, linear, constant } = self;
        let root = (linear * linear - 4.0 * square * constant).max(0.0).sqrt();
        let larger = 0.5 * (linear + root.copysign(linear));
        if linear > 0.0 { [constant / larger, larger / square] } else { [larger / square, constant / larger] }
    }
}

/// An interval whose ends are on either side of the root.
struct Bracket {
    low: f64,
    high: f64,
}

impl Bracket {
    /// The function rises: a point above the axis is behind the root.
    #[inline(always)]
    fn keep(&mut self, value: f64, point: f64) {
        if value > 0.0 {
            self.high = point;
        } else {
            self.low = point;
        }
    }

    /// The place to which a model's zero, as a way in the equation from this one, leads within; else the middle.
    #[inline(always)]
    fn choose<A: Axis>(&self, origin: f64, shift: f64, model: Quadratic) -> f64 {
        for way in model.zeros() {
            let next = A::farther(origin, shift, way);
            if self.low < next && next < self.high {
                return next;
            }
        }
        0.5 * (self.low + self.high)
    }
}
