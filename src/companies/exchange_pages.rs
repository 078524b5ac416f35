//! The currencies that companies pay in: in which one sums are said, and what the others are worth in it.

use askama::Template;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use super::Currency;
use super::exchange::{self, InUse};
use crate::access::Admin;
use crate::app::App;
use crate::error::Result;
use crate::events;
use crate::text::count;
use crate::web::{Ask, Errors, Form, Page, Reply};
use crate::words::filters;

/// The page's address.
const HERE: &str = "/admin/companies/currencies";

/// The routes.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/admin/companies/currencies", get(show).post(save))
        .route("/admin/companies/currencies/reporting", post(choose))
}

/// A currency beside the reporting one, and the rate as it is or as it was typed.
struct Line {
    code: String,
    companies: String,
    rate: String,
    error: String,
}

#[derive(Template)]
#[template(path = "companies/currencies.html")]
struct CurrenciesPage {
    reporting: String,
    all: Vec<(&'static str, &'static str)>,
    lines: Vec<Line>,
    errors: Errors,
}

async fn page(mut admin: Admin, typed: &Rates, errors: Errors) -> Result<Reply> {
    let reporting = exchange::reporting(&mut admin.tx).await?.unwrap_or_else(|| "USD".to_owned());
    let in_use = exchange::in_use(&mut admin.tx).await?;
    let line = |of: InUse| {
        let typed = typed.of(&of.currency);
        let rate = typed.map(str::to_owned).or(of.rate).unwrap_or_default();
        let error = typed.filter(|typed| !typed.trim().is_empty()).and_then(|typed| exchange::rate(typed).err());
        Line {
            companies: count(of.companies, "company pays", "companies pay"),
            rate,
            error: error.unwrap_or_default(),
            code: of.currency,
        }
    };
    let lines: Vec<Line> = in_use.into_iter().filter(|of| of.currency != reporting).map(line).collect();
    let refused = !errors.is_empty() || lines.iter().any(|line| !line.error.is_empty());
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let all = Currency::all().map(|currency| (currency.code(), currency.code())).collect();
    let page = CurrenciesPage { reporting, all, lines, errors };
    Page::new(admin.chrome, "Currencies", &page)?.desk().status(status).reply()
}

async fn show(admin: Admin) -> Result<Reply> {
    page(admin, &Rates::default(), Errors::new()).await
}

#[derive(Debug, Deserialize)]
struct Choice {
    #[serde(default)]
    reporting: String,
}

async fn choose(mut admin: Admin, ask: Ask, Form(choice): Form<Choice>) -> Result<Reply> {
    let mut errors = Errors::new();
    let Some(currency) = errors.take("reporting", Currency::parse(&choice.reporting)) else {
        return page(admin, &Rates::default(), errors).await;
    };
    let before = exchange::reporting(&mut admin.tx).await?;
    let forgotten = exchange::report_in(&mut admin.tx, currency, admin.id, admin.now).await?;
    let data = json!({ "reporting": currency.code(), "before": before });
    events::record(&mut admin.tx, "currencies.reporting_changed", Some(admin.id), admin.site.id.0, data, admin.now).await?;
    admin.tx.commit().await?;
    let rest = if forgotten {
        " The rates were in the old currency, and it had none in the new one, so please type them again."
    } else {
        ""
    };
    Ok(ask.go(HERE, format!("Sums are said in {currency}.{rest}")))
}

/// The rates as they were typed, in the order of the page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Rates {
    code: Vec<String>,
    rate: Vec<String>,
}

impl Rates {
    /// What was typed for a currency.
    fn of(&self, code: &str) -> Option<&str> {
        self.code.iter().zip(&self.rate).find(|(typed, _)| *typed == code).map(|(_, rate)| rate.as_str())
    }
}

async fn save(mut admin: Admin, ask: Ask, Form(typed): Form<Rates>) -> Result<Reply> {
    let reporting = exchange::reporting(&mut admin.tx).await?.and_then(|code| Currency::parse(&code).ok());
    let Some(reporting) = reporting else {
        return Ok(ask.go(HERE, "No company pays anything yet, so there is nothing to tell."));
    };
    let mut rates = Vec::new();
    for (code, rate) in typed.code.iter().zip(&typed.rate) {
        let Ok(currency) = Currency::parse(code) else { continue };
        match exchange::rate(rate) {
            Ok(rate) => rates.push((currency, Some(rate))),
            Err(_) if rate.trim().is_empty() => rates.push((currency, None)),
            Err(_) => return page(admin, &typed, Errors::new()).await,
        }
    }
    let said = |rates: &[(String, Option<String>)]| {
        let known = rates.iter().filter_map(|(code, rate)| Some((code.clone(), json!(rate.as_ref()?))));
        serde_json::Value::Object(known.collect())
    };
    let before: Vec<_> = exchange::in_use(&mut admin.tx).await?.into_iter().map(|of| (of.currency, of.rate)).collect();
    exchange::set(&mut admin.tx, &rates, reporting, admin.id, admin.now).await?;
    let after: Vec<_> = exchange::in_use(&mut admin.tx).await?.into_iter().map(|of| (of.currency, of.rate)).collect();
    if before != after {
        let data = json!({ "reporting": reporting.code(), "rates": said(&after), "rates_before": said(&before) });
        events::record(&mut admin.tx, "currencies.rates_changed", Some(admin.id), admin.site.id.0, data, admin.now).await?;
    }
    admin.tx.commit().await?;
    Ok(ask.go(HERE, "The rates are saved."))
}
