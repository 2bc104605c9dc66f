//! Which operands meet first.
//!
//! The two searches are those of Smith and Gray, opt_einsum (Journal of Open Source Software, 2018): the best order of
//! all, and the one in which each step leaves the least behind.

use std::collections::BTreeSet;

use super::equation::{Equation, Label};
use super::lengths::Lengths;

type Labels = BTreeSet<Label>;

/// The places of the operands that meet in each step; what they make is appended to those that are left.
pub type Path = Vec<Vec<usize>>;

/// How an order is searched for.
#[derive(Clone, Debug, PartialEq)]
pub enum Search {
    /// All operands meet at once.
    None,
    Greedy,
    Optimal,
    /// This very order.
    Given(Path),
}

/// What is known of a contraction while its order is looked for.
struct Problem<'a> {
    lengths: &'a Lengths,
    output: Labels,
    /// Elements of an intermediate result at most.
    most: f64,
}

/// Two or more operands that meet.
struct Meeting {
    result: Labels,
    cost: f64,
    size: f64,
}

impl Problem<'_> {
    fn size(&self, labels: &Labels) -> f64 {
        labels.iter().map(|&label| self.lengths.get(label) as f64).product()
    }

    fn meet(&self, places: &[usize], sets: &[Labels]) -> Meeting {
        let met: Labels = places.iter().flat_map(|&place| sets[place].iter().copied()).collect();
        let mut needed = self.output.clone();
        for (place, set) in sets.iter().enumerate() {
            if !places.contains(&place) {
                needed.extend(set);
            }
        }
        let result: Labels = met.intersection(&needed).copied().collect();
        let cost = flops(self.size(&met), result.len() < met.len(), places.len());
        let size = self.size(&result);
        Meeting { result, cost, size }
    }
}

/// Operations on so many products, which are summed or not.
pub(super) fn flops(size: f64, sums: bool, operands: usize) -> f64 {
    size * (operands.saturating_sub(1).max(1) + usize::from(sums)) as f64
}

/// The order in which the operands meet. Intermediate results have at most `most` elements, or as many as the largest
/// operand or the result.
pub fn choose(equation: &Equation, lengths: &Lengths, search: &Search, most: Option<f64>) -> Path {
    if let Search::Given(path) = search {
        return path.clone();
    }
    let sets: Vec<Labels> = equation.operands.iter().map(|labels| labels.iter().copied().collect()).collect();
    let output: Labels = equation.output.iter().copied().collect();
    let all: Labels = sets.iter().flatten().copied().collect();
    let together = vec![(0..sets.len()).collect()];
    if *search == Search::None || sets.len() <= 2 || all == output {
        return together;
    }
    let largest = equation.operands.iter().chain([&equation.output]).map(|labels| lengths.size(labels));
    let most = most.unwrap_or_else(|| largest.fold(0.0, f64::max));
    let problem = Problem { lengths, output, most };
    if *search == Search::Optimal { optimal(&problem, sets) } else { greedy(&problem, sets) }
}

/// A pair that may meet next.
struct Candidate {
    /// What the meeting makes fewer, negative.
    grown: f64,
    cost: f64,
    pair: (usize, usize),
}

fn greedy(problem: &Problem<'_>, mut sets: Vec<Labels>) -> Path {
    let everybody: Vec<usize> = (0..sets.len()).collect();
    let naive = problem.meet(&everybody, &sets).cost;
    let (mut path, mut spent) = (Path::new(), 0.0);
    let mut known: Vec<Candidate> = Vec::new();
    let mut pairs: Vec<(usize, usize)> = all_pairs(sets.len()).collect();
    for _ in 1..sets.len() {
        let candidate = |pair: (usize, usize), sets: &[Labels]| {
            let meeting = problem.meet(&[pair.0, pair.1], sets);
            if meeting.size > problem.most || spent + meeting.cost > naive {
                return None;
            }
            let before = problem.size(&sets[pair.0]) + problem.size(&sets[pair.1]);
            Some(Candidate { grown: meeting.size - before, cost: meeting.cost, pair })
        };
        let related = pairs.iter().filter(|(a, b)| !sets[*a].is_disjoint(&sets[*b]));
        known.extend(related.filter_map(|&pair| candidate(pair, &sets)));
        if known.is_empty() {
            // Nobody has anything in common: outer products.
            known.extend(all_pairs(sets.len()).filter_map(|pair| candidate(pair, &sets)));
        }
        let better = |a: &Candidate, b: &Candidate| (a.grown, a.cost) < (b.grown, b.cost);
        let best = known.iter().reduce(|best, other| if better(other, best) { other } else { best });
        let Some(best) = best else {
            path.push((0..sets.len()).collect());
            break;
        };
        let ((a, b), cost) = (best.pair, best.cost);
        let result = problem.meet(&[a, b], &sets).result;
        sets.remove(b);
        sets.remove(a);
        sets.push(result);
        path.push(vec![a, b]);
        spent += cost;
        let moved = |place: usize| place - usize::from(place > a) - usize::from(place > b);
        known.retain(|candidate| {
            let (x, y) = candidate.pair;
            x != a && x != b && y != a && y != b
        });
        known
            .iter_mut()
            .for_each(|candidate| candidate.pair = (moved(candidate.pair.0), moved(candidate.pair.1)));
        let last = sets.len() - 1;
        pairs = (0..last).map(|place| (place, last)).collect();
    }
    path
}

fn all_pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

/// The best orders so far, whole ones and beginnings by their number of steps.
struct Best {
    whole: Option<(f64, Path)>,
    begun: Vec<Option<(f64, Path)>>,
}

fn optimal(problem: &Problem<'_>, sets: Vec<Labels>) -> Path {
    let count = sets.len();
    let mut best = Best { whole: None, begun: vec![None; count] };
    explore(problem, &sets, 0.0, &mut Path::new(), &mut best);
    if let Some((_, path)) = best.whole {
        return path;
    }
    let longest = best.begun.into_iter().flatten().last();
    let mut path = longest.map_or_else(Path::new, |(_, path)| path);
    path.push((0..count - path.len()).collect());
    path
}

fn explore(problem: &Problem<'_>, sets: &[Labels], spent: f64, path: &mut Path, best: &mut Best) {
    if best.whole.as_ref().is_some_and(|(cost, _)| spent >= *cost) {
        return;
    }
    if sets.len() == 1 {
        best.whole = Some((spent, path.clone()));
        return;
    }
    let begun = &mut best.begun[path.len()];
    if begun.as_ref().is_none_or(|(cost, _)| spent < *cost) {
        *begun = Some((spent, path.clone()));
    }
    for (a, b) in all_pairs(sets.len()) {
        let meeting = problem.meet(&[a, b], sets);
        if meeting.size > problem.most {
            continue;
        }
        let mut rest: Vec<Labels> = sets
            .iter()
            .enumerate()
            .filter(|&(place, _)| place != a && place != b)
            .map(|(_, set)| set.clone())
            .collect();
        rest.push(meeting.result);
        path.push(vec![a, b]);
        explore(problem, &rest, spent + meeting.cost, path, best);
        path.pop();
    }
}

/// One step of an order, with the names of what takes part.
#[derive(Clone, Debug)]
pub struct Step {
    /// The places that meet, the last one first.
    pub places: Vec<usize>,
    /// The names of their axes, in that order.
    pub operands: Vec<Vec<Label>>,
    pub result: Vec<Label>,
    /// The operands that are left behind it.
    pub remaining: Vec<Vec<Label>>,
    pub cost: f64,
    /// Names that take part.
    pub scaling: usize,
}

/// The steps of an order; fewer where a step names places that are not there.
pub fn steps(equation: &Equation, lengths: &Lengths, path: &[Vec<usize>]) -> Vec<Step> {
    let output: Labels = equation.output.iter().copied().collect();
    let problem = Problem { lengths, output, most: f64::INFINITY };
    let mut current = equation.operands.clone();
    let mut steps = Vec::with_capacity(path.len());
    for (number, places) in path.iter().enumerate() {
        let mut places = places.clone();
        places.sort_unstable_by(|a, b| b.cmp(a));
        places.dedup();
        if places.is_empty() || places.iter().any(|&place| place >= current.len()) {
            return steps;
        }
        let sets: Vec<Labels> = current.iter().map(|labels| labels.iter().copied().collect()).collect();
        let meeting = problem.meet(&places, &sets);
        let met: Labels = places.iter().flat_map(|&place| sets[place].iter().copied()).collect();
        let operands: Vec<Vec<Label>> = places.iter().map(|&place| current.remove(place)).collect();
        let result = if number + 1 == path.len() {
            equation.output.clone()
        } else {
            let mut result: Vec<Label> = meeting.result.into_iter().collect();
            result.sort_by_key(|&label| (lengths.get(label), label));
            result
        };
        current.push(result.clone());
        steps.push(Step {
            places,
            operands,
            result,
            remaining: current.clone(),
            cost: meeting.cost,
            scaling: met.len(),
        });
    }
    steps
}
