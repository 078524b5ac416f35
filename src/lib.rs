//! Shipboard: a multi-tenant feedback board with a release tracker.
//!
//! People ask → the team sees true demand → a release promises → the release ships → everyone who asked is told, once.
//!
//! # The ladder
//!
//! The modules below stand in one total order, and a module imports only modules above it. A test holds the order.

// Foundation.
pub mod ids;
pub mod clock;
pub mod config;
pub mod error;
pub mod text;
pub mod db;
// Plumbing: knows no feature.
pub mod mail;
pub mod limits;
pub mod app;
pub mod web;
pub mod outbox;
// Who is asking, and what happened.
pub mod access;
pub mod events;
// The workspace and those in it.
pub mod tenants;
pub mod companies;
pub mod users;
// Wish → promise → news.
pub mod boards;
pub mod notices;
pub mod ideas;
pub mod releases;
pub mod changelog;
pub mod founding;
// Composition: owns nothing, names everything.
pub mod demo;
pub mod workers;
pub mod router;
pub mod serve;
pub mod cli;
