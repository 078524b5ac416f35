//! Workspaces: their settings, their look, whether they are open.

pub mod pages;
pub mod store;
