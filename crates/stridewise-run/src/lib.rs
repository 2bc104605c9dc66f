//! The array handle and what executes schedules over it.
