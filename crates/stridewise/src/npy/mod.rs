//! NumPy's file format for one array: a header, then the elements as they stand in memory.

pub mod header;
pub mod literal;

use std::io::{self, Read, Write};
use std::sync::Arc;

use stridewise_core::{DType, Error, Number, Order, View};
use stridewise_run::Array;

pub use header::{Header, MAGIC, Version};

/// Headers longer than this are refused.
const LONGEST_HEADER: usize = 10_000;

fn invalid(error: &Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.message().to_owned())
}

/// Writes an array in the npy format: in Fortran order if it is in that and not in C order.
///
/// # Errors
/// Those of the writer.
///
/// ```
/// use stridewise::{Array, npy};
///
/// let array = Array::from_slice(&[1.0, 2.0, 3.0, 4.0], &[2, 2]).unwrap();
/// let mut file = Vec::new();
/// npy::write(&mut file, array.view()).unwrap();
/// let read = npy::read(&mut file.as_slice()).unwrap();
/// assert_eq!(read.shape(), [2, 2]);
/// assert_eq!(read.to_vec::<f64>(), [1.0, 2.0, 3.0, 4.0]);
/// ```
pub fn write(writer: &mut impl Write, view: &View) -> io::Result<()> {
    let fortran_order = view.is_f_contiguous() && !view.is_c_contiguous();
    let header = Header::new(view.dtype(), fortran_order, view.shape());
    writer.write_all(&header.encode().map_err(|error| invalid(&error))?)?;
    let view = if fortran_order { view.with_layout(view.layout().transposed()) } else { view.clone() };
    writer.write_all(&bytes_of(&view))
}

/// The bytes of a view as elements, along one more axis.
fn as_bytes(view: &View) -> Option<View> {
    let mut layout = view.layout().clone();
    layout.shape.push(view.item_size());
    layout.strides.push(1);
    View::new(Number::U8.native(), layout, Arc::clone(view.buffer()))
}

/// The elements' bytes in C order, in the dtype's byte order.
fn bytes_of(view: &View) -> Vec<u8> {
    as_bytes(view).map_or_else(Vec::new, |bytes| bytes.to_vec())
}

/// Reads an array in the npy format.
///
/// # Errors
/// Those of the reader; invalid data where the file is of another format or version, its header is malformed or longer
/// than 10,000 bytes, or its dtype is not one of numbers; unexpected end of file where there are fewer elements than
/// the header says.
pub fn read(reader: &mut impl Read) -> io::Result<Array> {
    let mut start = [0; 8];
    reader.read_exact(&mut start)?;
    if start[..6] != *MAGIC {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "the magic string is not that of an npy file",
        ));
    }
    let version = Version::from_numbers(start[6], start[7]).map_err(|error| invalid(&error))?;
    let mut length = [0; 4];
    reader.read_exact(&mut length[..version.length_size()])?;
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST_HEADER {
        let text = format!("header of {length} bytes is longer than {LONGEST_HEADER}");
        return Err(io::Error::new(io::ErrorKind::InvalidData, text));
    }
    let mut text = vec![0; length];
    reader.read_exact(&mut text)?;
    let text = if version == Version::V3 {
        String::from_utf8_lossy(&text).into_owned()
    } else {
        text.iter().map(|&byte| char::from(byte)).collect()
    };
    let header = Header::parse(&text).map_err(|error| invalid(&error))?;
    let dtype = header.dtype().map_err(|error| invalid(&error))?;
    read_elements(reader, dtype, &header)
}

fn read_elements(reader: &mut impl Read, dtype: DType, header: &Header) -> io::Result<Array> {
    let order = if header.fortran_order { Order::F } else { Order::C };
    let array = Array::empty(dtype, &header.shape, order).map_err(|error| invalid(&error))?;
    let flat = if header.fortran_order { array.transposed() } else { array.clone() };
    let mut bytes = Vec::new();
    reader.take((array.size() * array.item_size()) as u64).read_to_end(&mut bytes)?;
    if bytes.len() < array.size() * array.item_size() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    if let Some(target) = as_bytes(flat.view()) {
        target.write_slice(&bytes);
    }
    Ok(array)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(array: &Array) -> Array {
        let mut file = Vec::new();
        write(&mut file, array.view()).unwrap();
        assert_eq!(file.len() - array.size() * array.item_size(), 128);
        read(&mut file.as_slice()).unwrap()
    }

    #[test]
    fn arrays_come_back_in_every_layout() {
        let array = Array::from_slice(&(0..24).map(f64::from).collect::<Vec<_>>(), &[2, 3, 4]).unwrap();
        let strided = array.permuted(&[1, 0, 2]);
        for array in [array.clone(), array.transposed(), strided] {
            let read = round_trip(&array);
            assert_eq!((read.shape(), read.to_vec::<f64>()), (array.shape(), array.to_vec::<f64>()));
            assert_eq!(read.view().is_f_contiguous(), array.view().is_f_contiguous());
        }
    }

    #[test]
    fn byte_order_is_kept() {
        let array = Array::from_elements(&[1i16, -2]).unwrap();
        let swapped = array.astype(array.dtype().swap(), Order::C).unwrap();
        let read = round_trip(&swapped);
        assert_eq!((read.dtype(), read.to_vec::<i16>()), (swapped.dtype(), vec![1, -2]));
    }

    #[test]
    fn damaged_files_are_errors() {
        let mut file = Vec::new();
        write(&mut file, Array::from_elements(&[1.0, 2.0]).unwrap().view()).unwrap();
        for length in 0..file.len() {
            assert!(read(&mut &file[..length]).is_err(), "{length} bytes");
        }
        for (place, byte) in [(0, 0), (6, 9), (10, b'x'), (30, b'!')] {
            let mut damaged = file.clone();
            damaged[place] = byte;
            assert!(read(&mut damaged.as_slice()).is_err(), "byte {place}");
        }
    }
}
