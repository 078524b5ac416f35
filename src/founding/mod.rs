//! Founding a workspace: the landing page, sign-up, and the first steps after it.

pub mod address;
pub mod found;
pub mod pages;
mod standing;
pub mod steps_pages;
