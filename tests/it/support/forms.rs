//! Forms on a page, filled in and sent as a browser without scripts would (HTML, 4.10.21).

use scraper::ElementRef;
use shipboard::web::form::escape;

use super::page::{Page, selector};

/// What a browser would send.
pub(super) struct Filled {
    pub(super) action: String,
    pub(super) posts: bool,
    pub(super) fields: Vec<(String, String)>,
}

/// Fills in the form that `wanted` finds, or that the button it finds belongs to.
pub(super) fn fill(page: &Page, wanted: &str, given: &[(&str, &str)]) -> Filled {
    let html = page.html();
    let found: Vec<ElementRef<'_>> = html.select(&selector(wanted)).collect();
    let [found] = found.as_slice() else {
        panic!("{} elements match {wanted} in {}", found.len(), page.described());
    };
    let form = if is(*found, "form") {
        *found
    } else {
        let by_id = found.attr("form").and_then(|id| html.select(&selector("form")).find(|form| form.attr("id") == Some(id)));
        let around = found.ancestors().filter_map(ElementRef::wrap).find(|parent| is(*parent, "form"));
        by_id.or(around).unwrap_or_else(|| panic!("{wanted} is in no form"))
    };
    let controls: Vec<ElementRef<'_>> = html
        .select(&selector("input, textarea, select, button"))
        .filter(|control| match control.attr("form") {
            Some(id) => form.attr("id") == Some(id),
            None => control.ancestors().any(|parent| parent.id() == form.id()),
        })
        .filter(|control| !is_disabled(*control))
        .collect();
    let button = if is(*found, "form") { controls.iter().copied().find(|control| submits(*control)) } else { Some(*found) };

    let mut fields: Vec<(String, String)> = Vec::new();
    for control in controls.iter().copied() {
        let Some(name) = control.attr("name") else { continue };
        if submits(control) {
            if button.is_some_and(|button| button.id() == control.id()) {
                fields.push((name.to_owned(), control.attr("value").unwrap_or_default().to_owned()));
            }
        } else {
            fields.extend(values(control).into_iter().map(|value| (name.to_owned(), value)));
        }
    }
    for (name, _) in given {
        let there = controls.iter().any(|control| control.attr("name") == Some(name) && control.attr("type") != Some("hidden"));
        assert!(there, "the form {wanted} has no field “{name}”: {}", form.html());
        fields.retain(|(field, _)| field != name);
    }
    fields.extend(given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let said = |by_button: &str, by_form: &str| {
        button.and_then(|button| button.attr(by_button)).or(form.attr(by_form)).unwrap_or_default().to_owned()
    };
    Filled { action: said("formaction", "action"), posts: said("formmethod", "method").eq_ignore_ascii_case("post"), fields }
}

/// `application/x-www-form-urlencoded`.
pub(super) fn encode(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect::<Vec<_>>().join("&")
}

fn is(element: ElementRef<'_>, name: &str) -> bool {
    element.value().name() == name
}

fn submits(control: ElementRef<'_>) -> bool {
    match control.value().name() {
        "button" => control.attr("type").unwrap_or("submit") == "submit",
        "input" => matches!(control.attr("type"), Some("submit" | "image")),
        _ => false,
    }
}

fn is_disabled(control: ElementRef<'_>) -> bool {
    let fieldsets = control.ancestors().filter_map(ElementRef::wrap).filter(|parent| is(*parent, "fieldset"));
    control.attr("disabled").is_some() || fieldsets.into_iter().any(|fieldset| fieldset.attr("disabled").is_some())
}

/// What a control says when nobody has touched it.
fn values(control: ElementRef<'_>) -> Vec<String> {
    let value = || control.attr("value").unwrap_or_default().to_owned();
    match (control.value().name(), control.attr("type").unwrap_or("text")) {
        ("input", "checkbox" | "radio") if control.attr("checked").is_none() => Vec::new(),
        ("input", "checkbox" | "radio") => vec![control.attr("value").unwrap_or("on").to_owned()],
        ("input", "button" | "reset") | ("button", _) => Vec::new(),
        ("input", _) => vec![value()],
        // The parser leaves out the line break after the opening tag, as browsers do.
        ("textarea", _) => vec![control.text().collect()],
        ("select", _) => {
            let of = |option: ElementRef<'_>| option.attr("value").map_or_else(|| option.text().collect(), str::to_owned);
            let options: Vec<ElementRef<'_>> = control.select(&selector("option")).collect();
            let chosen: Vec<String> = options.iter().filter(|option| option.attr("selected").is_some()).map(|o| of(*o)).collect();
            if chosen.is_empty() && control.attr("multiple").is_none() {
                options.first().map(|option| of(*option)).into_iter().collect()
            } else {
                chosen
            }
        }
        _ => Vec::new(),
    }
}
