//! What arrays are: dtypes, layouts, buffers, views and the table of elementwise operations.
