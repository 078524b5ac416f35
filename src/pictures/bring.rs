//! A form that brings pictures along: each is kept, and the form goes on without it, to its own handler, with a text that
//! mentions it. So no handler of a text knows of files, and every form works the same without scripts.
//!
//! The file field for the text `body` is called `picture-body`. Where a picture cannot be taken, the form comes back with
//! everything that was typed and with what is wrong; nothing of it has been done then.

use askama::Template;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use url::form_urlencoded;

use super::draw::{Drawn, draw};
use super::{LONGEST, jobs, mention, store};
use crate::access::{AnySite, Member};
use crate::app::App;
use crate::error::{Error, Result};
use crate::limits::Act;
use crate::tenants::room;
use crate::web::errors::ChromeSlot;
use crate::web::layers::MAX_BODY;
use crate::web::{Ask, Chrome, Page};
use crate::words::{Message, filters, message};

/// What is taken off the line, in bytes. What is longer than [`LONGEST`] is not kept, but read to its end: a browser that is cut
/// off shows that the connection was lost, and not what we have to say.
pub(super) const TAKEN: usize = 64 * 1024 * 1024;

/// What the names of file fields begin with. The name of the text goes on.
const FIELD: &str = "picture-";

/// A file on its way in.
#[derive(Debug)]
pub(super) struct File {
    /// The text that is to mention it.
    text: String,
    /// What it is called.
    name: String,
    /// What is in it; none where that is too much.
    content: Option<Vec<u8>>,
}

/// A form as it came.
#[derive(Debug, Default)]
pub(super) struct Arrived {
    fields: Vec<(String, String)>,
    files: Vec<File>,
}

/// Why a picture was not taken.
#[derive(Debug)]
pub(super) struct Refused {
    /// In words.
    pub(super) words: Message,
    /// For machines.
    pub(super) status: StatusCode,
    /// In how many seconds to come back.
    pub(super) retry_after: Option<u64>,
}

impl From<Message> for Refused {
    fn from(words: Message) -> Self {
        Self { words, status: StatusCode::UNPROCESSABLE_ENTITY, retry_after: None }
    }
}

impl Arrived {
    /// The file, where the form is about that alone.
    pub(super) fn only_file(self) -> std::result::Result<File, Refused> {
        self.files.into_iter().next().ok_or_else(|| message("picture-none").into())
    }

    /// Puts a mention at the end of a text.
    fn mention(&mut self, field: &str, mention: &str) {
        match self.fields.iter_mut().find(|(name, _)| name == field) {
            Some((_, text)) if text.trim().is_empty() => mention.clone_into(text),
            Some((_, text)) => *text = format!("{}\n\n{mention}", text.trim_end()),
            None => self.fields.push((field.to_owned(), mention.to_owned())),
        }
    }

    /// As browsers send a form without files.
    fn encoded(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish()
    }
}

/// Takes a form off the line, with up to so many bytes of its files. A file field that was left empty is none.
pub(super) async fn read(mut form: Multipart, mut room: usize) -> std::result::Result<Arrived, Refused> {
    let mut arrived = Arrived::default();
    let mut typed = 0;
    while let Some(mut field) = form.next_field().await.map_err(|error| lost(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if let Some(file) = field.file_name().map(str::to_owned) {
            let content = taken(&mut field, room).await?;
            room -= content.as_ref().map_or(0, Vec::len);
            if !file.is_empty() || content.as_ref().is_none_or(|content| !content.is_empty()) {
                let text = name.strip_prefix(FIELD).unwrap_or_default().to_owned();
                arrived.files.push(File { text, name: file, content });
            }
            continue;
        }
        let text = taken(&mut field, MAX_BODY - typed).await?.ok_or_else(|| message("form-too-long"))?;
        typed += text.len();
        // A browser sends line breaks as two characters here, and as the same two where a form has no files.
        arrived.fields.push((name, String::from_utf8_lossy(&text).into_owned()));
    }
    Ok(arrived)
}

/// What is in a field, or none where it is longer than `most`. It is read to its end either way.
async fn taken(field: &mut Field<'_>, most: usize) -> std::result::Result<Option<Vec<u8>>, Refused> {
    let mut content = Some(Vec::new());
    while let Some(piece) = field.chunk().await.map_err(|error| lost(&error))? {
        match &mut content {
            Some(bytes) if bytes.len() + piece.len() <= most => bytes.extend_from_slice(&piece),
            _ => content = None,
        }
    }
    Ok(content)
}

fn lost(error: &MultipartError) -> Refused {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_long(),
        _ => message("picture-lost").into(),
    }
}

fn too_long() -> Refused {
    message("picture-too-long").with("most", i64::try_from(LONGEST / 1024 / 1024).unwrap_or(i64::MAX)).into()
}

/// A picture that can be kept, and the text that is to mention it.
#[derive(Debug)]
pub(super) struct Ready {
    text: String,
    name: String,
    drawn: Drawn,
}

/// Draws a picture, unless its bringer has brought too many. The asker's transaction is another one then.
pub(super) async fn ready(member: Member, file: File) -> Result<(Member, std::result::Result<Ready, Refused>)> {
    if let Err(error) = member.limit(Act::Picture) {
        let Error::TooMany { retry_after } = error else { return Err(error) };
        let words = message("picture-too-many").with("count", retry_after.div_ceil(60));
        let refused = Refused { words, status: StatusCode::TOO_MANY_REQUESTS, retry_after: Some(retry_after) };
        return Ok((member, Err(refused)));
    }
    let File { text, name, content } = file;
    let Some(content) = content else { return Ok((member, Err(too_long()))) };
    // With no connection held: it takes a moment, and perhaps waits for its turn.
    let (member, drawn) = member.apart(draw(content)).await?;
    Ok((member, drawn?.map(|drawn| Ready { text, name, drawn }).map_err(Refused::from)))
}

/// Keeps a picture for a text that is still to be sent, and says how it is mentioned; or that there is no room for it.
pub(super) async fn keep(member: &mut Member, ready: &Ready) -> Result<std::result::Result<String, Refused>> {
    let room = room::whole(&member.app.config);
    let Some(address) = store::keep(&mut member.tx, &ready.drawn, member.id, room, member.now).await? else {
        return Ok(Err(message("picture-no-room").into()));
    };
    jobs::sweep_later(&mut member.tx, member.now).await?;
    let otherwise = member.chrome.language.say(message("picture")).to_string();
    Ok(Ok(mention(&address, &ready.name, &otherwise)))
}

/// The layer around the routes whose forms have texts.
pub async fn carry(State(app): State<App>, request: Request, next: Next) -> Result<Response> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let brings_files = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    if request.method() == Method::POST && brings_files {
        // On the heap: every request would be as large otherwise.
        Box::pin(with_files(app, request, next)).await
    } else {
        Ok(next.run(request).await)
    }
}

async fn with_files(app: App, mut request: Request, next: Next) -> Result<Response> {
    DefaultBodyLimit::max(TAKEN).apply(&mut request);
    let (mut parts, body) = request.into_parts();
    let form = Multipart::from_request(Request::from_parts(parts.clone(), body), &app)
        .await
        .map_err(|rejection| Error::rejected(message("form-garbled").with("why", rejection.to_string())))?;
    let (arrived, refused) = match Member::from_request_parts(&mut parts, &app).await {
        Ok(member) => {
            let (member, arrived) = member.apart(read(form, LONGEST)).await?;
            match arrived {
                Ok(arrived) => all(member, arrived).await?,
                Err(refused) => return Err(Error::rejected(refused.words)),
            }
        }
        Err(Error::SignIn) => {
            let mut arrived = read(form, 0).await.map_err(|refused| Error::rejected(refused.words))?;
            // What was typed is kept until they have signed in, as it is without a picture.
            let refused = arrived.files.pop().map(|file| (file.text, message("picture-sign-in").into()));
            (arrived, refused)
        }
        Err(error) => return Err(error),
    };
    if let Some((field, refused)) = refused {
        let ask = Ask::from_request_parts(&mut parts, &app).await?;
        let known = parts.extensions.get::<ChromeSlot>().and_then(|slot| slot.0.get().cloned());
        let chrome = match known {
            Some(chrome) => chrome,
            None => AnySite::from_request_parts(&mut parts, &app).await?.chrome,
        };
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        return again(&ask, chrome, path, &arrived, &field, refused);
    }
    let body = arrived.encoded();
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    let mut request = Request::from_parts(parts, Body::from(body));
    DefaultBodyLimit::max(MAX_BODY).apply(&mut request);
    Ok(next.run(request).await)
}

/// Keeps the pictures of a form and mentions them in its texts, up to the first that cannot be taken: the text that it was for,
/// and why.
async fn all(mut member: Member, mut arrived: Arrived) -> Result<(Arrived, Option<(String, Refused)>)> {
    let (mut drawn, mut wrong) = (Vec::new(), None);
    for file in std::mem::take(&mut arrived.files) {
        let text = file.text.clone();
        let one;
        (member, one) = ready(member, file).await?;
        match one {
            Ok(one) => drawn.push(one),
            Err(refused) => {
                wrong = Some((text, refused));
                break;
            }
        }
    }
    for one in &drawn {
        match keep(&mut member, one).await? {
            Ok(mention) => arrived.mention(&one.text, &mention),
            Err(refused) => {
                wrong = Some((one.text.clone(), refused));
                break;
            }
        }
    }
    member.tx.commit().await?;
    Ok((arrived, wrong))
}

/// The form once more, with all that was typed, for a picture that could not be taken.
#[derive(Template)]
#[template(path = "pictures/again.html")]
struct Again<'a> {
    action: &'a str,
    field: &'a str,
    text: &'a str,
    rest: Vec<(&'a str, &'a str)>,
    error: Message,
    signed_in: bool,
}

fn again(ask: &Ask, chrome: Chrome, action: &str, arrived: &Arrived, field: &str, refused: Refused) -> Result<Response> {
    let field = if field.is_empty() { "body" } else { field };
    let Arrived { fields, .. } = arrived;
    let text = fields.iter().find(|(name, _)| name == field).map_or("", |(_, text)| text);
    let rest = fields.iter().filter(|(name, _)| name != field).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let signed_in = chrome.user.is_some();
    let page = Again { action, field, text, rest, error: refused.words, signed_in };
    let mut reply = Page::new(chrome, message("picture-not-taken"), &page)?.private().status(refused.status).reply()?;
    let headers = reply.headers_mut();
    if let Some(seconds) = refused.retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if ask.enhanced {
        headers.insert("hx-retarget", HeaderValue::from_static("body"));
        headers.insert("hx-reswap", HeaderValue::from_static("innerHTML"));
    }
    Ok(reply)
}
