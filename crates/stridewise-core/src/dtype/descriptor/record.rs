//! Elements made of other elements: records with named fields.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::{Descriptor, MAX_DEPTH, MAX_SIZE};
use crate::dtype::quoted;
use crate::error::{Error, ErrorKind, Result};

/// A field of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    pub name: Arc<str>,
    /// A second name, by which the field can be found as well.
    pub title: Option<Arc<str>>,
    pub descriptor: Descriptor,
    /// Bytes from the start of the record.
    pub offset: usize,
}

/// A field that has no place yet.
#[derive(Clone, Debug)]
pub struct NewField {
    /// Empty for the name `f0`, `f1` and so on, after its position.
    pub name: Arc<str>,
    pub title: Option<Arc<str>>,
    pub descriptor: Descriptor,
}

/// Named fields, each at its offset; they may overlap and leave gaps.
///
/// Records are equal when their fields are, at the same offsets, and they have the same size.
#[derive(Clone, Debug)]
pub struct Record {
    fields: Vec<Field>,
    size: usize,
    alignment: usize,
    /// Whether it was laid out with each field aligned, which those that derive from it keep to.
    aligned: bool,
    /// The qualified name of the class of its scalars, where that is a subclass of `void`.
    class: Option<Arc<str>>,
    depth: usize,
    inherited_flags: u32,
}

fn align_up(offset: usize, alignment: usize) -> usize {
    offset.next_multiple_of(alignment.max(1))
}

fn too_large() -> Error {
    Error::value("dtype size in bytes must fit into a C int.")
}

/// The levels of something whose deepest part has `inner` of them.
pub(super) fn one_level_above(inner: usize) -> Result<usize> {
    if inner >= MAX_DEPTH {
        let message = format!("dtypes are nested more than {MAX_DEPTH} levels deep");
        return Err(Error::new(ErrorKind::Recursion, message));
    }
    Ok(inner + 1)
}

impl Record {
    /// Lays fields out one after the other; `aligned`, with gaps so that each is aligned as a C compiler would.
    ///
    /// # Errors
    /// Value error where a name or title stands twice or the record becomes too large, recursion error where it is
    /// nested too deep.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use stridewise_core::{Number, dtype::{NewField, Record}};
    ///
    /// let field = |name: &str, number: Number| NewField {
    ///     name: name.into(), title: None, descriptor: number.into(),
    /// };
    /// let fields = vec![field("a", Number::I8), field("b", Number::F64)];
    /// assert_eq!(Record::packed(fields.clone(), false).unwrap().size(), 9);
    /// assert_eq!(Record::packed(fields, true).unwrap().size(), 16);
    /// ```
    pub fn packed(fields: Vec<NewField>, aligned: bool) -> Result<Self> {
        let mut end = 0;
        let mut placed = Vec::with_capacity(fields.len());
        for (position, field) in fields.into_iter().enumerate() {
            let NewField { name, title, descriptor } = field;
            let offset = if aligned { align_up(end, descriptor.alignment()) } else { end };
            end = offset + descriptor.size();
            if end > MAX_SIZE {
                return Err(too_large());
            }
            let name = match (name.is_empty(), &title) {
                (true, None) => format!("f{position}").into(),
                (true, Some(title)) => title.clone(),
                (false, _) => name,
            };
            placed.push(Field { name, title, descriptor, offset });
        }
        check_names(&placed, |name| format!("field {} occurs more than once", quoted(name)))?;
        Self::new(placed, None, aligned)
    }

    /// Puts fields where they say; `size` may leave room behind the last.
    ///
    /// # Errors
    /// Value error where a name or title stands twice, fields do not fit the size or are not aligned where they
    /// should be; type error where references to objects would overlap; recursion error where it is nested too deep.
    pub fn placed(fields: Vec<Field>, size: Option<usize>, aligned: bool) -> Result<Self> {
        check_names(&fields, |_| "name already used as a name or title".to_owned())?;
        if aligned {
            for field in &fields {
                let alignment = field.descriptor.alignment();
                if !field.offset.is_multiple_of(alignment.max(1)) {
                    return Err(Error::value(format!(
                        "offset {} for NumPy dtype with fields is not divisible by the field alignment {alignment} \
                         with align=True",
                        field.offset
                    )));
                }
            }
        }
        check_objects(&fields)?;
        Self::new(fields, size, aligned)
    }

    fn new(fields: Vec<Field>, size: Option<usize>, aligned: bool) -> Result<Self> {
        let ends = fields.iter().map(|field| field.offset.checked_add(field.descriptor.size()));
        let end = ends.map(|end| end.unwrap_or(usize::MAX)).max().unwrap_or(0);
        let alignment = if aligned {
            fields.iter().map(|field| field.descriptor.alignment()).max().unwrap_or(1)
        } else {
            1
        };
        let needed = if end > MAX_SIZE { end } else { align_up(end, alignment) };
        if needed > MAX_SIZE || size.is_some_and(|size| size > MAX_SIZE) {
            return Err(too_large());
        }
        if let Some(size) = size {
            if size < end {
                return Err(Error::value(format!(
                    "NumPy dtype descriptor requires {end} bytes, cannot override to smaller itemsize of {size}"
                )));
            }
            if aligned && !size.is_multiple_of(alignment) {
                return Err(Error::value(format!(
                    "NumPy dtype descriptor requires alignment of {alignment} bytes, which is not divisible into the \
                     specified itemsize {size}"
                )));
            }
        }
        let depth = one_level_above(fields.iter().map(|field| field.descriptor.depth()).max().unwrap_or(0))?;
        let inherited_flags = fields.iter().fold(0, |flags, field| flags | field.descriptor.flags());
        let size = size.unwrap_or(needed);
        Ok(Self { fields, size, alignment, aligned, class: None, depth, inherited_flags })
    }

    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The field of this name or title.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields
            .iter()
            .find(|field| &*field.name == name || field.title.as_deref().is_some_and(|title| title == name))
    }

    pub fn size(&self) -> usize {
        self.size
    }

    pub fn alignment(&self) -> usize {
        self.alignment
    }

    /// Whether it was laid out with each field aligned.
    pub fn is_aligned(&self) -> bool {
        self.aligned
    }

    /// The class of the scalars, where it is not `void` itself.
    pub fn class(&self) -> Option<&str> {
        self.class.as_deref()
    }

    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    pub(super) fn inherited_flags(&self) -> u32 {
        self.inherited_flags
    }

    /// The same record, whose scalars are of the class of this name.
    pub fn of_class(&self, class: &str) -> Self {
        Self { class: Some(class.into()), ..self.clone() }
    }

    /// The same record with other elements of the same sizes in its fields.
    pub(super) fn map(&self, element: impl Fn(&Field) -> Descriptor) -> Self {
        let fields =
            self.fields.iter().map(|field| Field { descriptor: element(field), ..field.clone() }).collect();
        Self { fields, ..self.clone() }
    }

    /// The same record under other names of its fields.
    ///
    /// # Errors
    /// Value error where there is not one name a field, or one stands twice.
    pub fn renamed(&self, names: &[Arc<str>]) -> Result<Self> {
        if names.len() != self.fields.len() {
            return Err(Error::value(format!(
                "must replace all names at once with a sequence of length {}",
                self.fields.len()
            )));
        }
        let renamed = |(field, name): (&Field, &Arc<str>)| Field { name: name.clone(), ..field.clone() };
        let fields: Vec<Field> = self.fields.iter().zip(names).map(renamed).collect();
        check_names(&fields, |_| "Duplicate field names given.".to_owned())?;
        Ok(Self { fields, ..self.clone() })
    }

    /// Some fields of the record, in this order and where they stand, in a record of the same size.
    ///
    /// # Errors
    /// Value error where a field is asked for twice.
    pub fn subset(&self, positions: &[usize]) -> Result<Self> {
        let fields: Vec<Field> =
            positions.iter().filter_map(|&position| self.fields.get(position).cloned()).collect();
        check_names(&fields, |name| format!("duplicate field of name {}", quoted(name)))?;
        let inherited_flags = self.inherited_flags;
        let class = self.class.clone();
        // The gaps may hold references to objects, so the flags stay.
        Ok(Self { inherited_flags, class, ..Self::new(fields, Some(self.size), self.aligned)? })
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.size == other.size && self.fields == other.fields
    }
}

impl Eq for Record {}

impl Hash for Record {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.size, &self.fields).hash(state);
    }
}

/// Names and titles share one namespace.
fn check_names(fields: &[Field], message: impl Fn(&str) -> String) -> Result<()> {
    let mut seen = std::collections::HashSet::new();
    for field in fields {
        if !seen.insert(&*field.name) {
            return Err(Error::value(message(&field.name)));
        }
        if let Some(title) = &field.title
            && !seen.insert(title)
        {
            return Err(Error::value("title already used as a name or title."));
        }
    }
    Ok(())
}

fn check_objects(fields: &[Field]) -> Result<()> {
    if !fields.iter().any(|field| field.descriptor.has_object()) {
        return Ok(());
    }
    let mut places: Vec<(usize, usize, bool)> = fields
        .iter()
        .map(|field| {
            let descriptor = &field.descriptor;
            (field.offset, field.offset.saturating_add(descriptor.size()), descriptor.has_object())
        })
        .filter(|(start, end, _)| start < end)
        .collect();
    places.sort_unstable();
    // The furthest ends so far: of fields with objects, and of all.
    let (mut objects, mut all) = (0, 0);
    for (start, end, object) in places {
        if start < objects || (object && start < all) {
            return Err(Error::type_error("Cannot create a NumPy dtype with overlapping object fields"));
        }
        all = all.max(end);
        if object {
            objects = objects.max(end);
        }
    }
    Ok(())
}
