//! The changelog: the public story of releases, and what is promised.

pub mod jobs;
pub mod pages;
pub mod roadmap_pages;
