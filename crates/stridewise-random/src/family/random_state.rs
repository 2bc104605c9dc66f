//! The distributions of `RandomState`.

use super::constraint::{Constraint, Parameter};
use super::generator::{
    LOCATION, SCALE, any, any_draw, check_triangle, families, non_negative, positive, transform,
    uniform_between,
};
use super::{Bulk, Family, Sampler, Values};
use crate::distribution::{
    continuous::{gumbel, laplace, logistic, triangular},
    poisson::poisson,
};
use crate::error::{RandomError, Result};
use crate::legacy::{LegacyStream, continuous, discrete, gamma};

families! { LegacyStream:
    BETA "beta" [positive("a"), positive("b")] None, Sampler::Real2(gamma::beta);
    BINOMIAL "binomial" [
        Parameter::count("n", Constraint::NonNegative), Parameter::real("p", Constraint::Probability)
    ] None, Sampler::Trials(discrete::binomial);
    CHISQUARE "chisquare" [positive("df")] None, Sampler::Real1(gamma::chisquare);
    EXPONENTIAL "exponential" [SCALE] None, Sampler::Real1(continuous::exponential);
    F "f" [positive("dfnum"), positive("dfden")] None, Sampler::Real2(gamma::f);
    GAMMA "gamma" [non_negative("shape"), SCALE] None, Sampler::Real2(gamma::gamma);
    GEOMETRIC "geometric" [Parameter::real("p", Constraint::PositiveProbability)] None,
        Sampler::Count1(discrete::geometric);
    GUMBEL "gumbel" [LOCATION, SCALE] None, Sampler::Real2(gumbel);
    HYPERGEOMETRIC "hypergeometric" [
        Parameter::count("ngood", Constraint::NonNegative),
        Parameter::count("nbad", Constraint::NonNegative),
        Parameter::count("nsample", Constraint::AtLeastOne)
    ] Some(check_urn), Sampler::Urn(discrete::hypergeometric);
    LAPLACE "laplace" [LOCATION, SCALE] None, Sampler::Real2(laplace);
    LOGISTIC "logistic" [LOCATION, SCALE] None, Sampler::Real2(logistic);
    LOGNORMAL "lognormal" [any("mean"), non_negative("sigma")] None, Sampler::Real2(continuous::lognormal);
    LOGSERIES "logseries" [Parameter::real("p", Constraint::ProbabilityBelowOne)] None,
        Sampler::Count1(discrete::logseries);
    NEGATIVE_BINOMIAL "negative_binomial" [positive("n"), Parameter::real("p", Constraint::Probability)] None,
        Sampler::Count2(discrete::negative_binomial);
    NONCENTRAL_CHISQUARE "noncentral_chisquare" [positive("df"), non_negative("nonc")] None,
        Sampler::Real2(gamma::noncentral_chisquare);
    NONCENTRAL_F "noncentral_f" [positive("dfnum"), positive("dfden"), non_negative("nonc")] None,
        Sampler::Real3(gamma::noncentral_f);
    NORMAL "normal" [LOCATION, SCALE] None, Sampler::Real2(continuous::normal), Bulk::Real(fill_normal);
    PARETO "pareto" [positive("a")] None, Sampler::Real1(continuous::pareto);
    POISSON "poisson" [Parameter::real("lam", Constraint::PoissonMean)] None, Sampler::Count1(poisson),
        Bulk::Count(fill_poisson);
    POWER "power" [positive("a")] None, Sampler::Real1(continuous::power);
    RAYLEIGH "rayleigh" [SCALE] None, Sampler::Real1(continuous::rayleigh);
    STANDARD_CAUCHY "standard_cauchy" [] None, Sampler::Real0(continuous::standard_cauchy);
    STANDARD_EXPONENTIAL "standard_exponential" [] None, Sampler::Real0(LegacyStream::standard_exponential);
    STANDARD_GAMMA "standard_gamma" [non_negative("shape")] None, Sampler::Real1(gamma::standard_gamma);
    STANDARD_NORMAL "standard_normal" [] None, Sampler::Real0(LegacyStream::gauss), Bulk::Real(fill_standard_normal);
    STANDARD_T "standard_t" [positive("df")] None, Sampler::Real1(gamma::standard_t);
    TRIANGULAR "triangular" [any("left"), any("mode"), any("right")] Some(check_triangle),
        Sampler::Real3(triangular);
    UNIFORM "uniform" [any("low"), any("high")] Some(check_interval), Sampler::Real2(uniform_between), Bulk::Real(fill_uniform);
    VONMISES "vonmises" [any("mu"), non_negative("kappa")] None, Sampler::Real2(continuous::vonmises);
    WALD "wald" [positive("mean"), positive("scale")] None, Sampler::Real2(continuous::wald);
    WEIBULL "weibull" [non_negative("a")] None, Sampler::Real1(continuous::weibull);
    ZIPF "zipf" [Parameter::real("a", Constraint::AboveOne)] None, Sampler::Count1(discrete::zipf);
}

/// The row called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Family<LegacyStream>> {
    ALL.iter().find(|row| row.name == name).copied()
}

fn fill_standard_normal(stream: &mut LegacyStream, _values: &[Values<'_>], out: &mut [f64]) {
    stream.fill_gauss(out);
}

fn fill_normal(stream: &mut LegacyStream, values: &[Values<'_>], out: &mut [f64]) {
    stream.fill_gauss(out);
    let (mean, deviation) = (values[0].real(0), values[1].real(0));
    transform(out, |value| mean + deviation * value);
}

fn fill_uniform(stream: &mut LegacyStream, values: &[Values<'_>], out: &mut [f64]) {
    super::generator::fill_uniform(&mut stream.bits, values, out);
}

fn fill_poisson(stream: &mut LegacyStream, values: &[Values<'_>], out: &mut [i64]) {
    super::generator::fill_poisson(&mut stream.bits, values, out);
}

fn check_urn(values: &[Values<'_>], _scalar: bool) -> Result<()> {
    let [good, bad, sample] = values else { return Ok(()) };
    if any_draw(values, |i| {
        good.count(i).checked_add(bad.count(i)).is_none_or(|total| total < sample.count(i))
    }) {
        return Err(RandomError::value("ngood + nbad < nsample"));
    }
    Ok(())
}

/// Widths may be negative here, not infinite.
fn check_interval(values: &[Values<'_>], _scalar: bool) -> Result<()> {
    let [low, high] = values else { return Ok(()) };
    if any_draw(values, |i| !(high.real(i) - low.real(i)).is_finite()) {
        return Err(RandomError::Overflow("Range exceeds valid bounds".to_owned()));
    }
    Ok(())
}
