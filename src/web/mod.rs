//! What every page and every form shares, knowing no feature.

pub mod address;
mod again;
pub mod ask;
pub mod assets;
pub mod cookies;
pub mod errors;
pub mod form;
pub(crate) mod headers;
pub mod health;
pub mod inbox;
pub mod layers;
pub mod page;
pub mod preview;
pub(crate) mod sprite;

pub use crate::limits;
pub use ask::{Ask, Reply, see_other};
pub use form::{Errors, Form, Path, Query};
pub use page::{Chrome, Page};
