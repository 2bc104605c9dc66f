//! Changing shapes: joining, splitting, repeating, turning.
