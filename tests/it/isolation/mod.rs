//! Fence: nothing of one workspace reaches another, by no route and in no table.

mod routes;
mod seeds;
mod tables;
