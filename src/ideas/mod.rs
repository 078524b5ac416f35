//! Ideas: what people ask for, who asked, and what was said about it.

pub mod followers;
