//! What Shipboard does, asked through its doors. One binary, so that everything is linked once.

mod support;

// Fences.
mod architecture;
mod isolation;
mod schema;
mod templates;

// The foundation.
mod db;
mod doors;
mod embedded;
mod harness;
mod outbox;

// Workspaces.
mod founding;
mod settings;

// Release and told.
mod ship;
mod unsubscribe;

// Ideas.
mod comments;
mod idea_page;
mod on_behalf;
mod votes;

// Promise and news.
mod changelog;
mod changelog_mail;
mod promise;
mod roadmap;

// Many at once, and much.
mod concurrency;
mod real_data;

// To look around in.
mod demo;
