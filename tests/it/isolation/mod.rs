//! Fence: nothing of one workspace reaches another, by no route and in no table.

mod routes;
mod seeds;
mod tables;

pub(crate) use routes::of_workspaces;
pub(crate) use seeds::one_of_each;
