//! Founding a workspace: the landing page, sign-up, and the first steps after it.

pub mod pages;
