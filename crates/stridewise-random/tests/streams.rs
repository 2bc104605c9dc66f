//! Streams equal to NumPy's, bit for bit. `streams/generate.py` writes the expected ones.

use std::fmt::Write as _;

use stridewise_random::distribution::integers::{
    RangeMethod, UniformInteger, fill as fill_integers, fill_bytes,
};
use stridewise_random::distribution::{exponential, gamma, multivariate, normal, uniform};
use stridewise_random::family::{self, Draws, Family, Values};
use stridewise_random::legacy::{self, LegacyStream};
use stridewise_random::{
    AnyBitGenerator, BitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64, choice, shuffle,
};

fn bits(name: &str, seed: &str) -> AnyBitGenerator {
    let seeds = SeedSequence::from_integer(seed.parse().unwrap());
    match name {
        "PCG64" => AnyBitGenerator::Pcg64(Pcg64::seeded(&seeds)),
        "PCG64DXSM" => AnyBitGenerator::Pcg64Dxsm(Pcg64Dxsm::seeded(&seeds)),
        "MT19937" => AnyBitGenerator::Mt19937(Box::new(Mt19937::seeded(&seeds))),
        "Philox" => AnyBitGenerator::Philox(Philox::seeded(&seeds)),
        "SFC64" => AnyBitGenerator::Sfc64(Sfc64::seeded(&seeds)),
        _ => panic!("{name}"),
    }
}

fn legacy_stream(seed: &str) -> LegacyStream {
    let twister = Mt19937::from_word(seed.parse().unwrap());
    LegacyStream { bits: AnyBitGenerator::Mt19937(Box::new(twister)), spare: None }
}

fn reals(count: usize, fill: impl FnOnce(&mut [f64])) -> Vec<u64> {
    let mut out = vec![0.0; count];
    fill(&mut out);
    out.into_iter().map(f64::to_bits).collect()
}

fn singles(count: usize, fill: impl FnOnce(&mut [f32])) -> Vec<u64> {
    let mut out = vec![0.0; count];
    fill(&mut out);
    out.into_iter().map(|value| u64::from(value.to_bits())).collect()
}

fn counts(count: usize, fill: impl FnOnce(&mut [i64])) -> Vec<u64> {
    let mut out = vec![0; count];
    fill(&mut out);
    out.into_iter().map(|value| value as u64).collect()
}

fn indices(indices: Vec<i64>) -> Vec<u64> {
    indices.into_iter().map(|index| index as u64).collect()
}

fn numbers<T: std::str::FromStr>(words: &[&str]) -> Vec<T>
where
    T::Err: std::fmt::Debug,
{
    words.iter().map(|word| word.parse().unwrap()).collect()
}

fn family_draws<S>(family: &Family<S>, stream: &mut S, words: &[&str], count: usize) -> Vec<u64> {
    let parsed: Vec<f64> = numbers(words);
    let wholes: Vec<i64> = parsed.iter().map(|&value| value as i64).collect();
    let values: Vec<Values<'_>> = family
        .parameters
        .iter()
        .enumerate()
        .map(|(place, parameter)| {
            if parameter.integer {
                Values::Count(&wholes[place..=place])
            } else {
                Values::Real(&parsed[place..=place])
            }
        })
        .collect();
    family.check(&values, true).unwrap();
    if family.is_discrete() {
        counts(count, |out| family.fill(stream, &values, Draws::Count(out)))
    } else {
        reals(count, |out| family.fill(stream, &values, Draws::Real(out)))
    }
}

fn integers<B: BitGenerator>(
    bits: &mut B,
    dtype: &str,
    words: &[&str],
    method: RangeMethod,
    count: usize,
) -> Vec<u64> {
    fn drawn<I: UniformInteger + Default, B: BitGenerator>(
        bits: &mut B,
        low: I,
        span: u64,
        method: RangeMethod,
        count: usize,
        pattern: fn(I) -> u64,
    ) -> Vec<u64> {
        let mut out = vec![I::default(); count];
        fill_integers(bits, low, span, method, &mut out);
        out.into_iter().map(pattern).collect()
    }
    let bounds: Vec<i128> = numbers(words);
    let (low, span) = (bounds[0], (bounds[1] - bounds[0]) as u64);
    match dtype {
        "bool" => drawn(bits, low == 1, span, method, count, u64::from),
        "int8" => drawn(bits, low as i8, span, method, count, |value| value as u64),
        "uint8" => drawn(bits, low as u8, span, method, count, u64::from),
        "int16" => drawn(bits, low as i16, span, method, count, |value| value as u64),
        "uint16" => drawn(bits, low as u16, span, method, count, u64::from),
        "int32" => drawn(bits, low as i32, span, method, count, |value| value as u64),
        "uint32" => drawn(bits, low as u32, span, method, count, u64::from),
        "int64" => drawn(bits, low as i64, span, method, count, |value| value as u64),
        "uint64" => drawn(bits, low as u64, span, method, count, |value| value),
        _ => panic!("{dtype}"),
    }
}

fn big_words(text: &str) -> Vec<u32> {
    // Only one seed in the file is wider than 128 bits.
    let wide = num_wide(text);
    if wide.is_empty() { vec![0] } else { wide }
}

/// Decimal text to 32-bit words, least significant first.
fn num_wide(text: &str) -> Vec<u32> {
    let mut words: Vec<u32> = Vec::new();
    for digit in text.bytes() {
        let mut carry = u64::from(digit - b'0');
        for word in &mut words {
            carry += u64::from(*word) * 10;
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            words.push(carry as u32);
        }
    }
    words
}

fn drawn(words: &[&str], count: usize) -> Vec<u64> {
    match *words {
        ["raw", name, seed] => {
            let seeds = SeedSequence::from_integer(seed.parse().unwrap());
            assert_eq!(seeds, SeedSequence::new(big_words(seed), vec![], 4).unwrap());
            let mut bits = bits(name, seed);
            (0..count).map(|_| bits.next_raw()).collect()
        }
        ["words", name, seed] => {
            let mut bits = bits(name, seed);
            (0..count).map(|_| u64::from(bits.next_u32())).collect()
        }
        ["random", name, seed] => reals(count, |out| uniform::fill_double(&mut bits(name, seed), out)),
        ["random_single", name, seed] => {
            singles(count, |out| uniform::fill_single(&mut bits(name, seed), out))
        }
        ["standard_normal", name, seed] => {
            reals(count, |out| normal::fill_standard(&mut bits(name, seed), out))
        }
        ["standard_normal_single", name, seed] => {
            singles(count, |out| normal::fill_standard_single(&mut bits(name, seed), out))
        }
        ["standard_exponential", name, seed] => {
            reals(count, |out| exponential::fill_standard(&mut bits(name, seed), out))
        }
        ["standard_exponential_single", name, seed] => {
            singles(count, |out| exponential::fill_standard_single(&mut bits(name, seed), out))
        }
        ["inverse_exponential", name, seed] => {
            reals(count, |out| exponential::fill_inverse(&mut bits(name, seed), out))
        }
        ["inverse_exponential_single", name, seed] => {
            singles(count, |out| exponential::fill_inverse_single(&mut bits(name, seed), out))
        }
        ["bytes", name, seed] => {
            let mut out = vec![0; count];
            fill_bytes(&mut bits(name, seed), &mut out);
            out.into_iter().map(u64::from).collect()
        }
        ["permutation", name, seed] => indices(shuffle::permutation(&mut bits(name, seed), count)),
        ["integers", name, seed, dtype, ref bounds @ ..] => {
            integers(&mut bits(name, seed), dtype, bounds, RangeMethod::Multiply, count)
        }
        ["jumped", name, seed] => {
            let mut far = match bits(name, seed) {
                AnyBitGenerator::Pcg64(bits) => AnyBitGenerator::Pcg64(bits.jumped(3)),
                AnyBitGenerator::Pcg64Dxsm(bits) => AnyBitGenerator::Pcg64Dxsm(bits.jumped(3)),
                AnyBitGenerator::Mt19937(bits) => AnyBitGenerator::Mt19937(Box::new(bits.jumped(3))),
                AnyBitGenerator::Philox(bits) => AnyBitGenerator::Philox(bits.jumped(3)),
                AnyBitGenerator::Sfc64(_) => panic!("SFC64 cannot jump"),
            };
            (0..count).map(|_| far.next_raw()).collect()
        }
        ["advanced", name, seed] => {
            let distance = (1 << 70) + 5;
            let mut far = bits(name, seed);
            match &mut far {
                AnyBitGenerator::Pcg64(bits) => bits.advance(distance),
                AnyBitGenerator::Pcg64Dxsm(bits) => bits.advance(distance),
                AnyBitGenerator::Philox(bits) => bits.advance([5, 64, 0, 0]),
                _ => panic!("{name} cannot advance"),
            }
            (0..count).map(|_| far.next_raw()).collect()
        }
        ["seed_sequence", entropy, key, size] => {
            let key =
                key.split('-').filter(|word| !word.is_empty()).map(|word| word.parse().unwrap()).collect();
            let seeds = SeedSequence::new(big_words(entropy), key, size.parse().unwrap()).unwrap();
            seeds.generate_u32(count).into_iter().map(u64::from).collect()
        }
        ["standard_gamma_single", name, seed, shape] => {
            let (mut bits, shape) = (bits(name, seed), shape.parse().unwrap());
            singles(count, |out| out.fill_with(|| gamma::standard_gamma_single(&mut bits, shape)))
        }
        ["generator", name, seed, family, ref parameters @ ..] => {
            family_draws(family::generator::find(family).unwrap(), &mut bits(name, seed), parameters, count)
        }
        ["random_state", seed, family, ref parameters @ ..] => family_draws(
            family::random_state::find(family).unwrap(),
            &mut legacy_stream(seed),
            parameters,
            count,
        ),
        ["choice", name, seed, population, size, shuffled] => {
            let (population, size) = (population.parse().unwrap(), size.parse().unwrap());
            indices(choice::distinct(&mut bits(name, seed), population, size, shuffled == "1"))
        }
        ["weighted", name, seed, population, _] => {
            indices(choice::weighted(&mut bits(name, seed), &rising_probabilities(population), count))
        }
        ["weighted_distinct", name, seed, population, _] => {
            let probabilities = rising_probabilities(population);
            indices(choice::weighted_distinct(&mut bits(name, seed), &probabilities, count).unwrap())
        }
        ["multinomial", name, seed, trials, ref p @ ..] => {
            let (mut bits, trials, p) = (bits(name, seed), trials.parse().unwrap(), numbers(p));
            counts(count, |out| {
                for row in out.chunks_exact_mut(p.len()) {
                    multivariate::multinomial_row(&mut bits, trials, &p, row);
                }
            })
        }
        ["legacy_multinomial", seed, trials, ref p @ ..] => {
            let (mut stream, trials, p) = (legacy_stream(seed), trials.parse().unwrap(), numbers(p));
            counts(count, |out| {
                for row in out.chunks_exact_mut(p.len()) {
                    multivariate::multinomial_row(&mut stream.bits, trials, &p, row);
                }
            })
        }
        ["dirichlet", name, seed, ref alpha @ ..] => {
            reals(count, |out| multivariate::fill_dirichlet(&mut bits(name, seed), &numbers(alpha), out))
        }
        ["legacy_dirichlet", seed, ref alpha @ ..] => reals(count, |out| {
            legacy::multivariate::fill_dirichlet(&mut legacy_stream(seed), &numbers(alpha), out)
        }),
        ["urns", name, seed, method, sample, ref colors @ ..] => {
            let (mut bits, sample, colors) = (bits(name, seed), sample.parse().unwrap(), numbers(colors));
            counts(count, |out| match method {
                "count" => multivariate::fill_hypergeometric_by_count(&mut bits, &colors, sample, out),
                _ => multivariate::fill_hypergeometric_by_marginals(&mut bits, &colors, sample, out),
            })
        }
        ["certain_binomials", seed] => {
            let mut stream = legacy_stream(seed);
            reals(count, |out| {
                let cases = [(0, 0.5), (10, 0.0), (10, 1.0)];
                for (pair, (trials, p)) in out.chunks_exact_mut(2).zip(cases.into_iter().cycle()) {
                    pair[0] = legacy::discrete::binomial(&mut stream, trials, p) as f64;
                    pair[1] = stream.next_double();
                }
            })
        }
        ["legacy_normal", seed] => reals(count, |out| legacy_stream(seed).fill_gauss(out)),
        ["legacy_words", seed] => {
            let seed: Vec<u32> = seed.split(',').map(|word| word.parse().unwrap()).collect();
            let mut twister = Mt19937::from_words(&seed).unwrap();
            reals(count, |out| uniform::fill_double(&mut twister, out))
        }
        ["legacy_permutation", seed] => indices(shuffle::permutation(&mut legacy_stream(seed), count)),
        ["legacy_bytes", seed] => {
            let mut out = vec![0; count];
            fill_bytes(&mut legacy_stream(seed), &mut out);
            out.into_iter().map(u64::from).collect()
        }
        ["randint", seed, dtype, ref bounds @ ..] => {
            integers(&mut legacy_stream(seed), dtype, bounds, RangeMethod::Mask, count)
        }
        _ => panic!("unknown line: {words:?}"),
    }
}

fn rising_probabilities(population: &str) -> Vec<f64> {
    let population: u32 = population.parse().unwrap();
    let sum = f64::from(population) * f64::from(population + 1) / 2.0;
    (1..=population).map(|place| f64::from(place) / sum).collect()
}

#[test]
fn every_stream_equals_numpy() {
    let expected = match std::env::var_os("STRIDEWISE_RANDOM_STREAMS") {
        Some(path) => std::fs::read_to_string(path).unwrap(),
        None => include_str!("streams/streams.txt").to_owned(),
    };
    let mut failures = String::new();
    let mut lines = 0;
    for line in expected.lines() {
        lines += 1;
        let fields: Vec<&str> = line.split(" | ").collect();
        let words: Vec<&str> = fields[0].split(' ').collect();
        let drawn = drawn(&words, fields[1].parse().unwrap());
        let hash = drawn
            .iter()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &pattern| (hash ^ pattern).wrapping_mul(0x100_0000_01b3));
        let ends = [drawn.first(), drawn.last()].map(|end| format!("{:x}", end.copied().unwrap_or(0)));
        let found = [drawn.len().to_string(), format!("{hash:x}"), ends[0].clone(), ends[1].clone()];
        if found.iter().ne(&fields[1..]) {
            writeln!(failures, "{}\n  numpy {:?}\n  found {found:?}", fields[0], &fields[1..]).unwrap();
        }
    }
    assert!(lines > 300, "only {lines} streams in the file");
    assert!(failures.is_empty(), "{failures}");
}
