//! What Shipboard does, asked through its doors. One binary, so that everything is linked once.

mod support;

// Fences.
mod architecture;
mod isolation;
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
mod roadmap;

// To look around in.
mod demo;

// People.
mod intents;
mod passwords;
mod people;
mod profile;
mod sign_in;

// All of it, in a real browser.
mod browser;
