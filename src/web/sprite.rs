//! The pictures that stand beside words.
//!
//! A page carries the shapes of those it shows: one request fewer than a file of them, and nothing to wait for before they are
//! painted. They are a few letters each, and the same ones again compress to almost nothing.

/// Each picture of `static/icons.svg`: its name and its shapes, by name.
static SPRITE: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sprite.in"));

/// The shapes of a picture, on a square of 24: see `ui::icon`. None that is unknown has any, and the tests would stop at it.
pub(crate) fn shapes(name: &str) -> &'static str {
    let found = SPRITE.binary_search_by(|(other, _)| (*other).cmp(name)).ok().and_then(|at| SPRITE.get(at));
    debug_assert!(found.is_some(), "no picture is called {name}");
    found.map_or("", |(_, shapes)| shapes)
}

/// All of their names.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    SPRITE.iter().map(|(name, _)| *name)
}
