//! What elementwise operations are: the table, and how a result is inferred.
