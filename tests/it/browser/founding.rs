//! Founding a workspace, from the base domain to its first steps.

use super::chromium::{Chromium, Scripts};
use super::served;

#[tokio::test]
async fn a_founder_comes_from_the_base_domain_by_the_mailed_link_to_the_first_steps() {
    let app = served().await;
    let finn = Chromium::open(&app, "localhost", Scripts::On).await;
    finn.visit("/").await;
    finn.sees("Everyone who asked is told, once.").await;
    finn.press("Start a workspace").await;
    finn.types("What is it called?", "Fresh Fish").await;
    finn.sees("is free.").await;
    finn.types("Its address", "acme").await;
    finn.sees("“acme” is taken").await;
    finn.types("Its address", "fresh-fish").await;
    finn.types("Your e-mail", "finn@fish.example").await;
    finn.press("Start the workspace").await;
    finn.sees("Open the link we mailed").await;

    app.deliver().await;
    let letters = app.mail_to("finn@fish.example");
    assert_eq!(letters.len(), 1);
    // Somebody who only looks opens nothing.
    finn.visit(&letters[0].link("/sign-in/link/")).await;
    finn.sees("Open Fresh Fish").await;
    assert_eq!(app.number("select count(*) from tenants where slug = 'fresh-fish' and state = 'active'").await, 0);
    finn.press("Open the workspace").await;
    finn.sees("First steps").await;
    finn.sees("0 of 4 done").await;
    assert_eq!(finn.path().await, "/admin");
    assert_eq!(finn.client.current_url().await.unwrap().host_str(), Some("fresh-fish.localhost"));

    // The first step leads to the form, and has been taken when one comes back.
    finn.press_in(".first-steps", "Submit an idea").await;
    finn.types("Title", "Delivery on Sundays").await;
    finn.press("Submit idea").await;
    finn.sees("Asked by").await;
    finn.press_in(".nav", "Desk").await;
    finn.sees("1 of 4 done").await;
    finn.close().await;
}
