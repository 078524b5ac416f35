//! Journeys: the product as people have it, in Chromium, over TCP, with mail by SMTP.
//!
//! A journey speaks of what a person sees and presses. It waits for what it wants to see and never for time to pass.

mod accessibility;
mod chromium;
mod corners;
mod demand;
mod desk;
mod driver;
mod founding;
mod keyboard;
mod live;
mod loop_of_a_wish;
mod pictures;
mod screenshots;
mod sight;
mod similar;
mod weight;

use crate::support::{Setup, TestApp};

/// A server that listens, with a mail server beside it.
async fn served() -> TestApp {
    TestApp::start_with(Setup { listens: true, smtp: true, ..Setup::default() }).await
}
