//! What Shipboard does, asked through its doors. One binary, so that everything is linked once.

mod support;

mod embedded;
mod harness;
