//! The chrome around every page: added once, here.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse};

use super::ask::Reply;
use super::assets::Sheet;
use crate::drawing::Card;
use crate::error::{Error, Result};
use crate::words::{Language, Message, filters, preferred};

/// What stands around the content, known once the request's workspace and person are.
#[derive(Clone, Debug)]
pub struct Chrome {
    /// The workspace, or none on the base domain.
    pub site: Option<Arc<SiteChrome>>,
    /// Who is signed in.
    pub user: Option<UserChrome>,
    /// The path of this page.
    pub path: String,
    /// Scheme and host of this page.
    pub origin: String,
    /// What the page should say first.
    pub flash: Option<Flash>,
    /// `auto`, `light` or `dark`.
    pub theme: String,
    /// What the page is said in.
    pub language: Language,
    /// Whether search engines may list pages of this host.
    pub indexed: bool,
}

impl Chrome {
    /// Where its stylesheet is. What the team sees, and what shows all there is to whoever runs a server (`/_…`), takes all.
    fn stylesheet(&self) -> String {
        let staff = self.user.as_ref().is_some_and(|user| user.is_staff);
        let sheet = if self.site.is_none() || staff || self.path.starts_with("/_") { Sheet::Whole } else { Sheet::Visitor };
        sheet.address(self.site.as_ref().and_then(|site| site.color.as_deref()))
    }
}

/// The language that a request asks for, of those Shipboard speaks.
pub fn asked(headers: &HeaderMap) -> Option<Language> {
    headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|wanted| wanted.to_str().ok())
        .and_then(preferred)
        .filter(|language| language.is_offered())
}

/// The workspace, as its pages show it.
#[derive(Clone, Debug)]
pub struct SiteChrome {
    /// What it is called.
    pub name: String,
    /// Its own colour, where it has one.
    pub color: Option<String>,
    /// What stands in place of the mark beside its name.
    pub logo: Option<LogoChrome>,
    /// What names its icons.
    pub icon: String,
    /// Whether it has pages to read.
    pub open: bool,
    /// Whether a stranger finds ideas there.
    pub public: bool,
    /// Whether one can sign in.
    pub has_a_door: bool,
}

impl SiteChrome {
    /// Where the icon for a browser's tab is, and of which type.
    pub fn tab_icon(&self) -> (String, &'static str) {
        match self.logo {
            Some(_) => (format!("/icon.png?{}", self.icon), "image/png"),
            None => (format!("/icon.svg?{}", self.icon), "image/svg+xml"),
        }
    }
}

/// A workspace's logo, as the header shows it.
#[derive(Clone, Debug)]
pub struct LogoChrome {
    /// Where it is.
    pub url: String,
    /// In pixels of a page.
    pub width: i32,
    /// The same.
    pub height: i32,
}

impl LogoChrome {
    /// How high the header shows a logo at most.
    const HEIGHT: i32 = 26;

    /// A picture of so many points, which `hash` names.
    pub fn new(hash: &str, width: i32, height: i32) -> Self {
        let shown = height.clamp(1, Self::HEIGHT);
        Self { url: format!("/logo.png?{hash}"), width: (width * shown / height.max(1)).max(1), height: shown }
    }

    /// Whether it is so wide that it says the name itself.
    pub fn says_the_name(&self) -> bool {
        self.width > self.height * 2
    }
}

/// Who is signed in, as pages show it.
#[derive(Clone, Debug)]
pub struct UserChrome {
    /// What they are called.
    pub name: String,
    /// The letters of their avatar.
    pub initials: String,
    /// The colour of their avatar, 0 to 11.
    pub hue: u8,
    /// Whether they see the desk.
    pub is_staff: bool,
    /// Whether they see settings, people, and the record of what was done.
    pub administers: bool,
    /// On pages that are read: how much they have not read of what happened to ideas they care for, up to a hundred.
    pub unread: i64,
    /// On pages of the desk: how many posts wait to be read.
    pub waiting: i64,
    /// On pages of the desk: how many ideas are in the inbox, up to a hundred.
    pub inbox: i64,
}

impl UserChrome {
    /// What stands beside the queue in the desk's navigation.
    pub fn waiting(&self) -> String {
        if self.waiting > 0 { self.waiting.to_string() } else { String::new() }
    }

    /// The same beside the inbox.
    pub fn inbox(&self) -> String {
        up_to_a_hundred(self.inbox)
    }

    /// The same on the bell.
    pub fn unread(&self) -> String {
        up_to_a_hundred(self.unread)
    }
}

/// A number that was counted up to a hundred; none is nothing.
fn up_to_a_hundred(counted: i64) -> String {
    match counted {
        ..=0 => String::new(),
        100.. => "99+".to_owned(),
        some => some.to_string(),
    }
}

/// Something to say at the top of the next page.
#[derive(Clone, Debug)]
pub struct Flash {
    /// `success` or `warning`.
    pub kind: &'static str,
    /// One sentence, in the language of whoever did it.
    pub text: String,
    /// The tag of the language that it is said in.
    pub language: &'static str,
    /// Where a form is sent that takes it back; empty where there is none.
    pub undo: String,
}

impl Flash {
    /// The language that it is said in; empty where that is the page's.
    fn language_beside(&self, page: &str) -> &'static str {
        if self.language == page { "" } else { self.language }
    }
}

/// A picture that is shown of a page where somebody shares its address.
#[derive(Clone, Debug)]
pub struct Preview {
    path: String,
    words: String,
}

impl Preview {
    /// The picture below a path, as it looks now.
    pub fn at(path: &str, card: &Card) -> Self {
        Self { path: format!("{path}/picture.png?{}", card.hash()), words: card.words() }
    }
}

/// A page: content of a feature, and what a browser and a search engine are told about it.
#[derive(Debug)]
pub struct Page {
    title: String,
    description: Option<String>,
    canonical: Option<String>,
    preview: Option<Preview>,
    indexed: bool,
    private: bool,
    staff: bool,
    status: StatusCode,
    content: String,
    chrome: Chrome,
}

/// `layout/page.html`, with every name it uses.
#[derive(Template)]
#[template(path = "layout/page.html")]
struct Layout<'a> {
    title: &'a str,
    site: Option<&'a SiteChrome>,
    stylesheet: String,
    user: Option<&'a UserChrome>,
    path: &'a str,
    flash: Option<&'a Flash>,
    description: Option<&'a str>,
    canonical: Option<&'a str>,
    preview: Option<&'a Preview>,
    origin: &'a str,
    robots_index: bool,
    theme: &'a str,
    language: &'static str,
    direction: &'static str,
    staff: bool,
    content: &'a str,
}

impl Page {
    /// A page with the given title around the given content.
    pub fn new(chrome: Chrome, title: impl Into<Message>, content: &impl Template) -> Result<Self> {
        Ok(Self {
            title: chrome.language.say(title).to_string(),
            description: None,
            canonical: None,
            preview: None,
            indexed: chrome.indexed,
            private: false,
            staff: false,
            status: StatusCode::OK,
            content: content.render_with_values(&chrome.language).map_err(Error::internal)?,
            chrome,
        })
    }

    /// What the page is about, in a sentence, for search results and link previews.
    pub fn describe(mut self, description: impl Into<Message>) -> Self {
        self.description = Some(self.chrome.language.say(description).to_string());
        self
    }

    /// The one path of this page, where it is not the one that was asked for.
    pub fn canonical(mut self, path: &str) -> Self {
        self.canonical = Some(format!("{}{path}", self.chrome.origin));
        self
    }

    /// With a picture for where it is shared, if there is one that anybody may see.
    pub fn preview(mut self, preview: Option<Preview>) -> Self {
        self.preview = preview;
        self
    }

    /// Kept out of search engines: a form, a person's own page.
    pub fn private(mut self) -> Self {
        self.indexed = false;
        self.private = true;
        self
    }

    /// A page of the desk: private, with the desk's navigation.
    pub fn desk(mut self) -> Self {
        self.staff = true;
        self.private()
    }

    /// Shown because something was wrong: 422 for a form that was refused.
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// With the chrome around it.
    pub fn reply(self) -> Result<Reply> {
        let canonical = self.canonical.or_else(|| (!self.private).then(|| self.chrome.origin.clone() + &self.chrome.path));
        let layout = Layout {
            title: &self.title,
            site: self.chrome.site.as_deref(),
            stylesheet: self.chrome.stylesheet(),
            user: self.chrome.user.as_ref(),
            path: &self.chrome.path,
            flash: self.chrome.flash.as_ref(),
            description: self.description.as_deref(),
            canonical: canonical.as_deref(),
            preview: self.preview.as_ref(),
            origin: &self.chrome.origin,
            robots_index: self.indexed,
            theme: &self.chrome.theme,
            language: self.chrome.language.tag(),
            direction: self.chrome.language.direction(),
            staff: self.staff,
            content: &self.content,
        };
        let html = layout.render_with_values(&self.chrome.language).map_err(Error::internal)?;
        let mut reply = (self.status, Html(html)).into_response();
        // What a signed-in person sees is theirs; what anybody sees may be kept, but is asked for again.
        let cache = if self.chrome.user.is_some() || self.chrome.flash.is_some() { "private, no-store" } else { "no-cache" };
        reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        reply.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-language, cookie, hx-request"));
        Ok(reply)
    }
}
