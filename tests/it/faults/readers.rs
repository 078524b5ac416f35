//! People who go on using the product while it is in trouble, and write down what they were answered.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use shipboard::text::token::Token;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::support::{CAST, TestApp};

/// What is opened in turn: pages that are kept, one that never is, and a vote.
pub(super) const PAGES: [&str; 6] = ["/", "/ideas/1", "/roadmap", "/changelog", "/?q=wish", "/ideas/1/vote"];

/// A person reads for so long.
const READS: Duration = Duration::from_millis(20);

/// An answer of a server.
pub(super) struct Answer {
    pub(super) status: u16,
    /// With the name of each header in small letters.
    pub(super) head: String,
    pub(super) body: String,
}

/// Asks a server for a page of a workspace, or sends a form there. An error is a server that is not there, or dies over it.
pub(super) async fn ask(
    address: SocketAddr,
    method: &str,
    workspace: &str,
    path: &str,
    form: Option<(&str, &Token)>,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nhost: {workspace}.localhost\r\naccept: text/html\r\nconnection: close\r\n");
    if let Some((body, session)) = form {
        let length = body.len();
        request += &format!(
            "sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\
             cookie: session={}\r\n\r\n{body}",
            session.reveal()
        );
    } else {
        request += "\r\n";
    }
    stream.write_all(request.as_bytes()).await?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await?;
    let reply = String::from_utf8_lossy(&reply);
    let status = reply.get(9..12).and_then(|status| status.parse().ok());
    let (Some(status), Some((head, body))) = (status, reply.split_once("\r\n\r\n")) else {
        return Err(std::io::Error::other("the answer broke off"));
    };
    Ok(Answer { status, head: head.to_ascii_lowercase(), body: body.to_owned() })
}

/// What everybody was answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Answers {
    /// How often which status.
    pub(super) by_status: BTreeMap<u16, usize>,
    /// Connections refused or cut: the server was dead.
    pub(super) cut: usize,
    /// What no fault excuses, in words.
    pub(super) wrong: Vec<String>,
}

impl Answers {
    /// How often this was answered.
    pub(super) fn of(&self, status: u16) -> usize {
        self.by_status.get(&status).copied().unwrap_or_default()
    }

    fn take(&mut self, path: &str, answer: std::io::Result<Answer>) {
        let Ok(answer) = answer else {
            self.cut += 1;
            return;
        };
        *self.by_status.entry(answer.status).or_default() += 1;
        let excused = match answer.status {
            // 429: a reader votes more often than people do.
            200 | 303 | 429 => true,
            503 => answer.head.contains("retry-after: ") && answer.body.contains("Nothing is lost; please try again"),
            _ => false,
        };
        if !excused {
            self.wrong.push(format!("{path} was answered {} {}", answer.status, answer.head.replace("\r\n", " · ")));
        }
    }
}

/// Readers at work. They stop when dropped.
pub(super) struct Readers {
    answers: Arc<Mutex<Answers>>,
    _working: JoinSet<()>,
}

impl Readers {
    /// As many as that, at these servers in turn, each signed in as Vera.
    pub(super) async fn start(app: &TestApp, count: usize, servers: &[SocketAddr]) -> Self {
        let session = Arc::new(Token::new());
        sqlx::query(
            "insert into sessions (tenant_id, id, user_id, token_hash, user_agent, address, created_at, seen_at, expires_at)
             values ($1, gen_random_uuid(), $2, $3, '', '203.0.113.7', now(), now(), now() + interval '1 day')",
        )
        .bind(CAST.acme.id)
        .bind(CAST.vera.id)
        .bind(session.hash())
        .execute(app.owner())
        .await
        .unwrap();
        let answers = Arc::new(Mutex::new(Answers::default()));
        let mut working = JoinSet::new();
        for reader in 0..count {
            let (answers, session, servers) = (answers.clone(), session.clone(), servers.to_vec());
            working.spawn(async move {
                for turn in reader.. {
                    let (path, address) = (PAGES[turn % PAGES.len()], servers[turn % servers.len()]);
                    let form = path.ends_with("/vote").then_some(("voted=true", &*session));
                    let answer = ask(address, if form.is_some() { "POST" } else { "GET" }, CAST.acme.slug, path, form).await;
                    answers.lock().unwrap().take(path, answer);
                    tokio::time::sleep(READS).await;
                }
            });
        }
        Self { answers, _working: working }
    }

    /// What they were answered so far.
    pub(super) fn answers(&self) -> Answers {
        self.answers.lock().unwrap().clone()
    }
}
