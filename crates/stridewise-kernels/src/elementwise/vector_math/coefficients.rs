//! Minimax polynomials, lowest coefficient first, with the largest error that each leaves relative to the
//! result of the function that uses it, and constants in several words. Written by
//! `scripts/generate-coefficients`.
#![expect(
    clippy::unreadable_literal,
    clippy::approx_constant,
    reason = "shortest decimals that read back as the numbers meant"
)]

/// (exp(r) - 1 - r - r^2/2) / r^3 for |r| <= ln(2)/2; error 2^-61.7.
pub(super) const EXP_64: [f64; 10] = [
    0.1666666666666668,
    0.04166666666666538,
    0.008333333333318954,
    0.0013888888889360667,
    0.0001984126989412539,
    2.4801586803496763e-05,
    2.7557235007033993e-06,
    2.755740981436864e-07,
    2.51125720352295e-08,
    2.0950785306651442e-09,
];

/// (exp(r) - 1 - r - r^2/2) / r^3 for |r| <= ln(2)/2; error 2^-33.2.
pub(super) const EXP_32: [f32; 5] = [0.16666666, 0.041666456, 0.008333548, 0.0013935862, 0.00019764266];

/// (2 atanh(s) / s - 2) / s^2 over z = s^2 for |s| <= (sqrt(2) - 1) / (sqrt(2) + 1); error 2^-58.4.
pub(super) const LOG_64: [f64; 7] = [
    0.6666666666666734,
    0.3999999999941669,
    0.28571428742004995,
    0.22222198608383065,
    0.1818356265040125,
    0.1531409029435841,
    0.14795578535534726,
];

/// (2 atanh(s) / s - 2) / s^2 over z = s^2 for |s| <= (sqrt(2) - 1) / (sqrt(2) + 1); error 2^-29.2.
pub(super) const LOG_32: [f32; 3] = [0.66666776, 0.39977583, 0.29870817];

/// (2^f - 1 - f ln 2) / f^2 for |f| <= 1/2; error 2^-28.2.
pub(super) const EXP2_32: [f32; 5] = [0.24022648, 0.055503614, 0.009618483, 0.0013390641, 0.00015338876];

/// (sin(r) - r) / r^3 over z = r^2 for |r| <= pi/4; error 2^-58.0.
pub(super) const SIN_64: [f64; 6] = [
    -0.16666666666666632,
    0.00833333333332249,
    -0.00019841269829857808,
    2.7557313707024273e-06,
    -2.505076025641228e-08,
    1.5896911276459173e-10,
];

/// (sin(r) - r) / r^3 over z = r^2 for |r| <= pi/4; error 2^-28.0.
pub(super) const SIN_32: [f32; 3] = [-0.16666655, 0.008332192, -0.00019518797];

/// (cos(r) - 1 + r^2/2) / r^4 over z = r^2 for |r| <= pi/4; error 2^-64.1.
pub(super) const COS_64: [f64; 6] = [
    0.0416666666666666,
    -0.0013888888888874474,
    2.4801587289671533e-05,
    -2.7557314401035063e-07,
    2.087572928574021e-09,
    -1.135993489389616e-11,
];

/// (cos(r) - 1 + r^2/2) / r^4 over z = r^2 for |r| <= pi/4; error 2^-33.1.
pub(super) const COS_32: [f32; 3] = [0.041666646, -0.0013887301, 2.443067e-05];

/// (sinh(r) - r) / r^3 over z = r^2 for |r| <= ln(2)/2; error 2^-61.7.
pub(super) const SINH_64: [f64; 5] = [
    0.16666666666666677,
    0.008333333333321383,
    0.00019841269886830394,
    2.755724343417415e-06,
    2.510932776853466e-08,
];

/// (sinh(r) - r) / r^3 over z = r^2 for |r| <= ln(2)/2; error 2^-26.2.
pub(super) const SINH_32: [f32; 2] = [0.16666543, 0.008366534];

/// (cosh(r) - 1 - r^2/2) / r^4 over z = r^2 for |r| <= ln(2)/2; error 2^-70.0.
pub(super) const COSH_64: [f64; 5] = [
    0.041666666666666685,
    0.0013888888888873286,
    2.480158734919072e-05,
    2.7557251838747247e-07,
    2.0921759866985628e-09,
];

/// (cosh(r) - 1 - r^2/2) / r^4 over z = r^2 for |r| <= ln(2)/2; error 2^-33.2.
pub(super) const COSH_32: [f32; 2] = [0.04166646, 0.0013935426];

/// (tanh(x) - x) / x^3 over z = x^2 for |x| <= 0.7; error 2^-30.5.
pub(super) const TANH_32: [f32; 6] =
    [-0.33333325, 0.13333003, -0.053922713, 0.021578008, -0.007895903, 0.0019042112];

/// (arctan(u) - u) / u^3 over z = u^2 for |u| <= tan(pi/8); error 2^-59.4.
pub(super) const ARCTAN_64: [f64; 11] = [
    -0.333333333333332,
    0.19999999999953827,
    -0.1428571428022226,
    0.11111110784790512,
    -0.09090897796589542,
    0.07692060907817509,
    -0.06663111868038575,
    0.05847945373093303,
    -0.05039552412362958,
    0.03807071043285459,
    -0.017913774783928704,
];

/// (arctan(u) - u) / u^3 over z = u^2 for |u| <= tan(pi/8); error 2^-30.4.
pub(super) const ARCTAN_32: [f32; 5] = [-0.33333316, 0.19998533, -0.1424451, 0.10600168, -0.06092734];

/// (arcsin(u) - u) / u^3 over z = u^2 for |u| <= 1/2; error 2^-55.8.
pub(super) const ARCSIN_64: [f64; 12] = [
    0.1666666666666538,
    0.07500000000343611,
    0.04464285682298157,
    0.030381959352867166,
    0.02237175298967307,
    0.01735977929480041,
    0.013884516973913444,
    0.012173813903350244,
    0.006508562056674225,
    0.01958007214938697,
    -0.01630351758799061,
    0.03196523914142429,
];

/// (arcsin(u) - u) / u^3 over z = u^2 for |u| <= 1/2; error 2^-27.6.
pub(super) const ARCSIN_32: [f32; 5] = [0.16666754, 0.07495253, 0.045475934, 0.024152724, 0.042210538];

/// the cube root between the roots of 1/2 and 2; error 2^-19.6.
pub(super) const CBRT_64: [f64; 6] = [
    0.4216914888831657,
    1.0560063526368075,
    -0.8360521364839777,
    0.5109482341711924,
    -0.1795481562182345,
    0.026953231839585087,
];

/// the cube root between the roots of 1/2 and 2; error 2^-13.7.
pub(super) const CBRT_32: [f32; 4] = [0.4925116, 0.7397123, -0.29037386, 0.058219098];

/// (2 atanh(s) / s - 2 - 2/3 s^2) / s^4 over z = s^2 for s as above; error 2^-72.4.
pub(super) const LOG_LONG_64: [f64; 8] = [
    0.3999999999999998,
    0.2857142857144384,
    0.22222222217789692,
    0.18181818844002381,
    0.1538455842778838,
    0.1333626452906131,
    0.11675780115346887,
    0.1198175789314755,
];

/// As LOG, for results of half the bits; error 2^-36.6.
pub(super) const LOG_SHORT_64: [f64; 4] =
    [0.6666666564523267, 0.40000335243639706, 0.2853730788214489, 0.23582105276876716];

/// As EXP, for results of half the bits; error 2^-33.2.
pub(super) const EXP_SHORT_64: [f64; 5] = [
    0.16666665580174486,
    0.04166646141995587,
    0.008333586687583557,
    0.0013935220135797147,
    0.00019733401620070738,
];

/// ln 2; the first word times any exponent is exact.
pub(super) const LN2_64: [f64; 2] = [0.6931471806019545, -4.2009150726810846e-11];

/// ln 2; the first word times any exponent is exact.
pub(super) const LN2_32: [f32; 2] = [0.69314575, 1.4286068e-06];

/// pi / 2 in two full words.
pub(super) const HALF_PI_64: [f64; 2] = [1.5707963267948966, 6.123233995736766e-17];

/// pi / 2 in two full words.
pub(super) const HALF_PI_32: [f32; 2] = [1.5707964, -4.371139e-08];

/// ln 2 in two full words.
pub(super) const LN2_FULL_64: [f64; 2] = [0.6931471805599453, 2.3190468138462996e-17];

/// ln 2 in two full words.
pub(super) const LN2_FULL_32: [f32; 2] = [0.6931472, -1.9046542e-09];

/// pi in two full words.
pub(super) const PI_64: [f64; 2] = [3.141592653589793, 1.2246467991473532e-16];

/// pi in two full words.
pub(super) const PI_32: [f32; 2] = [3.1415927, -8.742278e-08];

/// pi / 4 in two full words.
pub(super) const QUARTER_PI_64: [f64; 2] = [0.7853981633974483, 3.061616997868383e-17];

/// pi / 4 in two full words.
pub(super) const QUARTER_PI_32: [f32; 2] = [0.7853982, -2.1855694e-08];

/// 2/3 in two full words.
pub(super) const TWO_THIRDS_64: [f64; 2] = [0.6666666666666666, 3.700743415417188e-17];

/// 1 / ln 2 in two full words.
pub(super) const BINARY_LOG_E_64: [f64; 2] = [1.4426950408889634, 2.0355273740931033e-17];

/// pi / 2; products of the first two words with a whole number below 2^20 (2^13) are exact.
pub(super) const HALF_PI_SHORT_64: [f64; 3] =
    [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21];

/// pi / 2; products of the first two words with a whole number below 2^20 (2^13) are exact.
pub(super) const HALF_PI_SHORT_32: [f32; 3] = [1.5703125, 0.0004837513, 7.54979e-08];

/// log10 2; the first word times any exponent is exact.
pub(super) const LOG10_2_64: [f64; 2] = [0.3010299956658855, -1.9043128467164274e-12];

/// log10 2; the first word times any exponent is exact.
pub(super) const LOG10_2_32: [f32; 2] = [0.3010254, 4.605039e-06];

/// 1 / ln 2; the first word has half of the bits.
pub(super) const INVERSE_LN2_64: [f64; 2] = [1.4426950514316559, -1.0542692476429138e-08];

/// 1 / ln 2; the first word has half of the bits.
pub(super) const INVERSE_LN2_32: [f32; 2] = [1.4428711, -0.00017605285];

/// 1 / ln 10; the first word has half of the bits.
pub(super) const INVERSE_LN10_64: [f64; 2] = [0.4342944845557213, -2.6524694553078553e-09];

/// 1 / ln 10; the first word has half of the bits.
pub(super) const INVERSE_LN10_32: [f32; 2] = [0.43432617, -3.168997e-05];

/// 128 zeros, and then the binary digits of 2 / pi.
pub(super) const TWO_OVER_PI: [u64; 22] = [
    0x0000000000000000,
    0x0000000000000000,
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
];
