//! A reply, as a test reads it.

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, StatusCode, header};
use scraper::{ElementRef, Html, Selector};

/// What came back.
pub(crate) struct Page {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Page {
    /// As a number.
    pub(crate) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// A header; empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Where it leads: by redirect, or by the header that htmx follows.
    pub(crate) fn location(&self) -> Option<&str> {
        let location = self.headers.get(header::LOCATION).or_else(|| self.headers.get("hx-redirect"))?;
        Some(location.to_str().unwrap())
    }

    /// The body as it came.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is UTF-8")
    }

    /// The body as a document.
    pub(crate) fn html(&self) -> Html {
        Html::parse_document(self.text())
    }

    pub(super) fn is_html(&self) -> bool {
        self.header("content-type").starts_with("text/html")
    }

    /// The words a reader sees, each run of white space as one space.
    pub(crate) fn words(&self) -> String {
        let html = self.html();
        let root = html.select(&selector("body")).next().unwrap_or(html.root_element());
        words(root)
    }

    /// The words of every element that `selector` finds.
    pub(crate) fn all(&self, wanted: &str) -> Vec<String> {
        self.html().select(&selector(wanted)).map(words).collect()
    }

    /// The words of the one element that `selector` finds.
    pub(crate) fn one(&self, wanted: &str) -> String {
        let mut found = self.all(wanted);
        assert!(found.len() == 1, "{} elements match {wanted} in {}", found.len(), self.described());
        found.remove(0)
    }

    /// An attribute of the first element that `selector` finds.
    pub(crate) fn attribute(&self, wanted: &str, name: &str) -> Option<String> {
        self.html().select(&selector(wanted)).next()?.attr(name).map(str::to_owned)
    }

    /// Holds the status to what it should be.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert!(self.status() == status, "not {status} but {}", self.described());
        self
    }

    /// Holds that this is a redirect to an address that begins so.
    #[track_caller]
    pub(crate) fn leads_to(self, beginning: &str) -> Self {
        let leads = self.location().is_some_and(|location| location.starts_with(beginning));
        assert!(leads, "does not lead to {beginning} but is {}", self.described());
        self
    }

    /// Holds that a reader sees these words.
    #[track_caller]
    pub(crate) fn says(self, wanted: &str) -> Self {
        assert!(self.words().contains(wanted), "does not say “{wanted}”: {}", self.described());
        self
    }

    /// Holds that these words are nowhere in it, seen or not.
    #[track_caller]
    pub(crate) fn lacks(self, unwanted: &str) -> Self {
        // The shape of an icon is numbers that might be those of a version.
        let mut parts = self.text().split("<svg class=\"icon\"");
        let before = parts.next().into_iter();
        let mut words = before.chain(parts.map(|part| part.split_once("</svg>").map_or(part, |(_, after)| after)));
        assert!(!words.any(|part| part.contains(unwanted)), "says “{unwanted}”: {}", self.described());
        self
    }

    /// Status and location, for the message of a failed assertion.
    pub(crate) fn answer(&self) -> String {
        let location = self.location().map(|location| format!(" → {location}")).unwrap_or_default();
        format!("{}{location}", self.status)
    }

    /// All of it, for the message of a failed assertion.
    pub(crate) fn described(&self) -> String {
        format!("{} {} {}\n{}", self.method, self.path, self.answer(), self.text())
    }
}

pub(super) fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap_or_else(|error| panic!("{css}: {error}"))
}

fn words(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
