//! The dtypes that one loop reads and writes.

use std::fmt;

use crate::Number;

/// Inputs and outputs of a loop, as NumPy writes them: `"dd->d"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    numbers: [Number; 4],
    inputs: u8,
    outputs: u8,
}

impl Signature {
    /// Reads NumPy's notation; at most four operands in all.
    ///
    /// # Panics
    /// On anything else: it reads the op table while that is compiled.
    pub(super) const fn parse(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut numbers = [Number::Bool; 4];
        let (mut inputs, mut outputs, mut place, mut behind_arrow) = (0, 0, 0, false);
        while place < bytes.len() {
            if bytes[place] == b'-' {
                behind_arrow = true;
                place += 2;
                continue;
            }
            numbers[(inputs + outputs) as usize] = number(bytes[place]);
            if behind_arrow {
                outputs += 1
            } else {
                inputs += 1
            }
            place += 1;
        }
        Self { numbers, inputs, outputs }
    }

    #[inline]
    pub fn inputs(&self) -> &[Number] {
        &self.numbers[..usize::from(self.inputs)]
    }

    #[inline]
    pub fn outputs(&self) -> &[Number] {
        &self.numbers[usize::from(self.inputs)..usize::from(self.inputs + self.outputs)]
    }

    /// Inputs, then outputs.
    #[inline]
    pub fn operands(&self) -> &[Number] {
        &self.numbers[..usize::from(self.inputs + self.outputs)]
    }
}

/// For each number type the place of the first signature whose inputs are all of it.
pub(super) const fn places_by_number(signatures: &[Signature]) -> [u8; 14] {
    let mut places = [super::table::NO_LOOP; 14];
    let mut place = signatures.len();
    while place > 0 {
        place -= 1;
        let signature = &signatures[place];
        let first = signature.numbers[0];
        let (mut input, mut same) = (1, true);
        while input < signature.inputs as usize {
            same = same && signature.numbers[input] as u8 == first as u8;
            input += 1;
        }
        if same {
            places[first as usize] = place as u8;
        }
    }
    places
}

/// The signatures that these texts stand for.
pub(super) const fn list<const N: usize>(texts: [&str; N]) -> [Signature; N] {
    let mut signatures = [Signature::parse("?->?"); N];
    let mut place = 0;
    while place < N {
        signatures[place] = Signature::parse(texts[place]);
        place += 1;
    }
    signatures
}

/// One signature for each of the `N` one-letter codes, all operands alike.
pub(super) const fn uniform<const N: usize>(codes: &str, inputs: u8, outputs: u8) -> [Signature; N] {
    let mut signatures = [Signature { numbers: [Number::Bool; 4], inputs, outputs }; N];
    let mut place = 0;
    while place < N {
        signatures[place].numbers = [number(codes.as_bytes()[place]); 4];
        place += 1;
    }
    signatures
}

/// As [`uniform`], with one boolean output.
pub(super) const fn to_bool<const N: usize>(codes: &str, inputs: u8) -> [Signature; N] {
    let mut signatures = uniform(codes, inputs, 1);
    let mut place = 0;
    while place < N {
        signatures[place].numbers[inputs as usize] = Number::Bool;
        place += 1;
    }
    signatures
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |numbers: &[Number]| numbers.iter().map(|number| number.character()).collect::<String>();
        write!(f, "{}->{}", text(self.inputs()), text(self.outputs()))
    }
}

const fn number(character: u8) -> Number {
    match character {
        b'?' => Number::Bool,
        b'b' => Number::I8,
        b'B' => Number::U8,
        b'h' => Number::I16,
        b'H' => Number::U16,
        b'i' => Number::I32,
        b'I' => Number::U32,
        b'l' => Number::I64,
        b'L' => Number::U64,
        b'e' => Number::F16,
        b'f' => Number::F32,
        b'd' => Number::F64,
        b'F' => Number::C64,
        b'D' => Number::C128,
        _ => panic!("not a number type"),
    }
}
