//! Workspaces: founding one, its settings, its look.

pub mod pages;

pub use pages::{base_router, router};
