//! People: how they sign in, what they may, and what they look after themselves.

pub mod jobs;
pub mod people_pages;
pub mod profile_pages;
pub mod sign_in;
pub mod sign_in_pages;
