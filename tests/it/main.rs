//! What Shipboard does, asked through its doors. One binary, so that everything is linked once.

mod support;

// Fences.
mod architecture;
mod schema;
mod templates;

// The foundation.
mod command;
mod db;
mod doors;
mod embedded;
mod harness;
mod outbox;

// Workspaces.
mod founding;
mod settings;
