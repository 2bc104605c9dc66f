//! The secular equation `1/strength + Σ weight² / (pole - x) = 0`, whose roots are the eigenvalues of a diagonal matrix that
//! was changed by a matrix of rank one.

/// Elements that are computed side by side.
pub(super) const LANES: usize = 8;
type Lanes = [f64; LANES];

/// Steps after which a root counts as found: bisection alone takes less.
const PATIENCE: usize = 100;

/// Half a unit in the last place of one.
const ROUNDING: f64 = 0.5 * f64::EPSILON;

/// The eigenvalues of `diag(poles) + strength · weights · weightsᵀ` lie one behind each pole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Secular<'a> {
    /// Ascending, none twice; made up to a multiple of [`LANES`] by infinities.
    poles: &'a [f64],
    /// None zero but those of what was made up.
    weights: &'a [f64],
    count: usize,
    strength: f64,
    /// No root is farther behind the last pole.
    reach: f64,
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

impl<'a> Secular<'a> {
    /// Poles and weights have room behind `count` elements up to a multiple of [`LANES`].
    pub(super) fn new(poles: &'a mut [f64], weights: &'a mut [f64], count: usize, strength: f64) -> Self {
        let padded = count.next_multiple_of(LANES);
        poles[count..padded].fill(f64::INFINITY);
        weights[count..padded].fill(0.0);
        let (poles, weights) = (&poles[..padded], &weights[..padded]);
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        Self { poles, weights, count, strength, reach: strength * squares * (1.0 + 8.0 * f64::EPSILON) }
    }

    pub(super) fn poles(&self) -> &'a [f64] {
        &self.poles[..self.count]
    }

    /// Returns the root behind a pole, and writes all poles' differences from it, each with a few roundings of its own size.
    ///
    /// Both neighbouring poles are interpolated by fractions with the weight of the closer one, or by such as have the slopes of both
    /// sides (Li, 1993), within a bracket. About `count` divisions a step, and few steps.
    #[inline(always)]
    pub(super) fn root(&self, place: usize, differences: &mut [f64]) -> f64 {
        let (origin, shift) = self.place_of_root(place);
        for (difference, &pole) in differences.iter_mut().zip(self.poles) {
            *difference = (pole - origin) - shift;
        }
        origin + shift
    }

    /// The pole closest to a root, and the way from there.
    #[inline(always)]
    fn place_of_root(&self, place: usize) -> (f64, f64) {
        if self.count == 1 {
            return (self.poles[0], self.reach);
        }
        let is_last = place + 1 == self.count;
        let below = if is_last { place - 1 } else { place };
        let gap = self.poles[below + 1] - self.poles[below];
        let squares = [self.weights[below], self.weights[below + 1]].map(|weight| weight * weight);

        let sides = self.sides(below + 1);
        let middle = 0.5 * if is_last { self.reach } else { gap };
        let at_middle = sides.at(self.poles[place], middle);
        let is_before = at_middle.value > 0.0;
        let from_below = is_before && !is_last;
        // Where both poles and the middle stand, seen from the closer pole.
        let (origin, poles, here) = if from_below {
            (self.poles[below], [0.0, gap], middle)
        } else if is_last {
            (self.poles[below + 1], [-gap, 0.0], middle)
        } else {
            (self.poles[below + 1], [-gap, 0.0], middle - gap)
        };
        let mut bracket = match (is_last, is_before) {
            (false, true) | (true, true) => Bracket { low: 0.0, high: here },
            (false, false) => Bracket { low: here, high: 0.0 },
            (true, false) => Bracket { low: here, high: self.reach },
        };
        let rest = at_middle.value - squares[0] / (poles[0] - here) - squares[1] / (poles[1] - here);
        let mut shift = bracket.choose(Quadratic {
            square: rest,
            linear: rest * (poles[0] + poles[1]) + squares[0] + squares[1],
            constant: squares[0] * poles[1] + squares[1] * poles[0],
        });
        let mut by_weight = true;
        let mut last = f64::INFINITY;
        // The sum of so many terms has so many roundings.
        let roundings = (8 + self.count / LANES) as f64;
        for _ in 0..PATIENCE {
            let Value { value, size, slope, slope_below } = sides.at(origin, shift);
            if value.abs() <= ROUNDING * (roundings * size + shift.abs() * slope) {
                break;
            }
            bracket.keep(value, shift);
            if value.abs() > 0.1 * last {
                by_weight = !by_weight;
            }
            last = value.abs();
            let [before, behind] = poles.map(|pole| pole - shift);
            let square = if !by_weight {
                value - before * slope_below - behind * (slope - slope_below)
            } else if from_below {
                value - behind * slope + (poles[1] - poles[0]) * (squares[0] / (before * before))
            } else {
                value - before * slope - (poles[1] - poles[0]) * (squares[1] / (behind * behind))
            };
            let product = before * behind;
            let step = Quadratic {
                square,
                linear: (before + behind) * value - product * slope,
                constant: product * value,
            };
            let next = bracket.choose_from(shift, step);
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
    fn sides(&self, place: usize) -> Sides<'a> {
        let (poles, weights) = (self.poles.as_chunks().0, self.weights.as_chunks().0);
        let middle = place / LANES;
        let is_below = |lane| middle * LANES + lane < place;
        let (at, of) = (poles[middle], weights[middle]);
        let below = each(|lane| if is_below(lane) { of[lane] } else { 0.0 });
        let above = each(|lane| if is_below(lane) { 0.0 } else { of[lane] });
        Sides {
            below: Side { poles: &poles[..middle], weights: &weights[..middle], also: [at, below] },
            above: Side { poles: &poles[middle + 1..], weights: &weights[middle + 1..], also: [at, above] },
            constant: self.strength.recip(),
        }
    }
}

struct Sides<'a> {
    below: Side<'a>,
    above: Side<'a>,
    constant: f64,
}

impl Sides<'_> {
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
struct Side<'a> {
    poles: &'a [Lanes],
    weights: &'a [Lanes],
    also: [Lanes; 2],
}

struct Sums {
    sum: f64,
    slope: f64,
}

impl Side<'_> {
    #[inline(always)]
    fn at(&self, origin: f64, shift: f64) -> Sums {
        let zeros = [0.0; LANES];
        let [mut sums, mut slopes] = added([zeros; 2], &self.also[0], &self.also[1], origin, shift);
        for (poles, weights) in self.poles.iter().zip(self.weights) {
            [sums, slopes] = added([sums, slopes], poles, weights, origin, shift);
        }
        Sums { sum: total(&sums), slope: total(&slopes) }
    }
}

#[inline(always)]
fn added([sums, slopes]: [Lanes; 2], poles: &Lanes, weights: &Lanes, origin: f64, shift: f64) -> [Lanes; 2] {
    let ratios = each(|lane| weights[lane] / ((poles[lane] - origin) - shift));
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

    #[inline(always)]
    fn choose(&self, model: Quadratic) -> f64 {
        self.choose_from(0.0, model)
    }

    /// The zero of a model, as a way from `point`, that is within; else the middle.
    #[inline(always)]
    fn choose_from(&self, point: f64, model: Quadratic) -> f64 {
        let within = |&next: &f64| self.low < next && next < self.high;
        let found = model.zeros().map(|way| point + way).into_iter().find(within);
        found.unwrap_or(0.5 * (self.low + self.high))
    }
}
