//! What an expression will do: inference, schedule and cost, without running anything.
