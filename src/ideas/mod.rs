//! Ideas: what people ask for, who asked, and what was said about it.

pub mod followers;
pub mod votes;
pub mod status;
pub mod list_pages;
pub mod show_pages;
pub mod submit_pages;
