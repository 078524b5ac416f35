//! A feedback board with a release tracker.
