//! What Shipboard does, asked through its doors. One binary, so that everything is linked once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where it stopped")]
#![expect(clippy::disallowed_methods, reason = "rows are written and looked at by the owner, past the doors")]

mod support;

// Fences.
mod architecture;
mod isolation;
mod schema;
mod statements;
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
mod logo;
mod icons;
mod previews;
mod settings;

// People.
mod companies;
mod intents;
mod passwords;
mod people;
mod profile;
mod segments;
mod sign_in;

// Release and told.

// Planned, released and told.
mod bounces;
mod dkim;
mod letterhead;
mod mail_headers;
mod news;
mod news_for_the_team;
mod plan;
mod ship;
mod unsubscribe;

// Ideas.
mod boards;
mod comments;
mod demand;
mod idea_page;
mod lists;
mod likeness;
mod meanings;
mod merging;
mod moderation;
mod moderation_queue;
mod on_behalf;
mod picture_room;
mod pictures;
mod search;
mod similar;
mod submit;
mod votes;
mod words;

// The desk.
mod audit;
mod desk;
mod inbox;
mod views;

// Promise and news.
mod changelog;
mod changelog_corrections;
mod changelog_mail;
mod promise;
mod roadmap;

// In and out.
mod exports;
// In from elsewhere.
mod imports;

// Many at once, much, and what goes wrong meanwhile.
mod concurrency;
mod faults;
mod kept;
mod languages;
mod ranking;
mod real_data;
mod verify;

// To look around in.
mod demo;

// All of it, in a real browser.
mod browser;
