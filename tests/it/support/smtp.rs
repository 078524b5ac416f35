//! A mail server on this machine that takes what it is given, or behaves as badly as it is told to (RFC 5321).

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::OwnedReadHalf;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::letters::Letter;

/// The server. Stops when dropped.
pub(crate) struct SmtpServer {
    address: SocketAddr,
    desk: Arc<Desk>,
    task: Mutex<JoinHandle<()>>,
}

/// How it treats whoever connects. By default it takes everything at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conduct {
    /// Closes every connection without a word.
    pub(crate) hangs_up: bool,
    /// Says this instead of welcome, and closes: `421 4.3.2 too busy`.
    pub(crate) greeting: Option<&'static str>,
    /// Answers so when it hears who the sender is: `550 5.7.1 not you`.
    pub(crate) sender: Option<&'static str>,
    /// Says nothing more when it hears of a recipient.
    pub(crate) falls_silent: bool,
    /// Takes a mail and closes the connection instead of saying so.
    pub(crate) takes_and_hangs_up: bool,
    /// After so many mails on one connection it says 421 and closes.
    pub(crate) most_of_a_connection: Option<usize>,
    /// Thinks about each mail for so long, having it already.
    pub(crate) slow: Duration,
    /// Offers TLS, and then does not speak it.
    pub(crate) breaks_tls: bool,
}

#[derive(Default)]
struct Desk {
    taken: Mutex<Vec<Taken>>,
    /// The return path of each that was begun.
    senders: Mutex<Vec<String>>,
    /// Recipient and what they are answered, instead of "250".
    refusals: Mutex<Vec<(String, String)>>,
    conduct: Mutex<Conduct>,
    /// Connections it has stopped talking to, while the other side still waits.
    ignored: AtomicUsize,
    connections: AtomicUsize,
}

struct Taken {
    at: Instant,
    /// The last recipient it was given.
    to: String,
    mail: Vec<u8>,
}

impl SmtpServer {
    /// On a port of its own.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Desk::default());
        let task = Mutex::new(tokio::spawn(serve(listener, desk.clone())));
        Self { address, desk, task }
    }

    /// As `SMTP_URL` says it.
    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What it has taken, in that order.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.desk.taken.lock().unwrap().iter().map(|taken| Letter::read(&taken.mail)).collect()
    }

    /// How many mails it has taken.
    pub(crate) fn taken(&self) -> usize {
        self.desk.taken.lock().unwrap().len()
    }

    /// The mails it has taken for this recipient: each with its place among all, and when.
    pub(crate) fn taken_for(&self, recipient: &str) -> Vec<(usize, Instant)> {
        let taken = self.desk.taken.lock().unwrap();
        taken.iter().enumerate().filter(|(_, taken)| taken.to == recipient).map(|(place, taken)| (place, taken.at)).collect()
    }

    /// How many connections wait for a word from it that will not come.
    pub(crate) fn ignored(&self) -> usize {
        self.desk.ignored.load(Ordering::SeqCst)
    }

    /// How many connections there have been.
    pub(crate) fn connections(&self) -> usize {
        self.desk.connections.load(Ordering::SeqCst)
    }

    /// The return paths of all mail that was begun, in that order.
    pub(crate) fn senders(&self) -> Vec<String> {
        self.desk.senders.lock().unwrap().clone()
    }

    /// From now on mail to this address is answered so: `550 5.1.1 no such mailbox`, `452 4.2.2 mailbox full`.
    pub(crate) fn answers(&self, recipient: &str, reply: &str) {
        self.desk.refusals.lock().unwrap().push((recipient.to_owned(), reply.to_owned()));
    }

    /// From now on it behaves so.
    pub(crate) fn behaves(&self, conduct: Conduct) {
        *self.desk.conduct.lock().unwrap() = conduct;
    }

    /// From now on every connection is closed without a word.
    pub(crate) fn hangs_up(&self) {
        self.behaves(Conduct { hangs_up: true, ..Conduct::default() });
    }

    /// From now on everything is taken again.
    pub(crate) fn takes_everything(&self) {
        self.behaves(Conduct::default());
        self.desk.refusals.lock().unwrap().clear();
    }

    /// From now on nobody listens at its port, and every connection is cut.
    pub(crate) fn goes_down(&self) {
        self.task.lock().unwrap().abort();
    }

    /// Listens again where it did.
    pub(crate) async fn comes_back(&self) {
        let listener = loop {
            match TcpListener::bind(self.address).await {
                Ok(listener) => break listener,
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        };
        *self.task.lock().unwrap() = tokio::spawn(serve(listener, self.desk.clone()));
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.goes_down();
    }
}

/// Talks to everybody who comes, until it is stopped, and with it every conversation.
async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let mut conversations = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                desk.connections.fetch_add(1, Ordering::SeqCst);
                conversations.spawn(converse(stream, desk.clone()));
            }
            Some(_) = conversations.join_next() => {}
        }
    }
}

/// One connection. It ends without a word when the other side does.
async fn converse(stream: TcpStream, desk: Arc<Desk>) -> std::io::Result<()> {
    let conduct = || desk.conduct.lock().unwrap().clone();
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    if conduct().hangs_up {
        return Ok(());
    }
    if let Some(greeting) = conduct().greeting {
        return writer.write_all(format!("{greeting}\r\n").as_bytes()).await;
    }
    writer.write_all(b"220 localhost ready\r\n").await?;
    let (mut line, mut to, mut taken) = (String::new(), String::new(), 0);
    loop {
        line.clear();
        if reader.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let conduct = conduct();
        let command = line.to_ascii_uppercase();
        let reply = if command.starts_with("EHLO") {
            let tls = if conduct.breaks_tls { "250-STARTTLS\r\n" } else { "" };
            format!("250-localhost\r\n{tls}250-8BITMIME\r\n250 SMTPUTF8")
        } else if command.starts_with("STARTTLS") {
            writer.write_all(b"220 go on\r\nthis is not TLS at all\r\n").await?;
            return Ok(());
        } else if command.starts_with("MAIL") && conduct.most_of_a_connection.is_some_and(|most| taken >= most) {
            return writer.write_all(b"421 4.7.0 too many mails on this connection\r\n").await;
        } else if command.starts_with("MAIL") {
            let path = line.split(['<', '>']).nth(1).unwrap_or_default();
            desk.senders.lock().unwrap().push(path.to_owned());
            conduct.sender.unwrap_or("250 ok").to_owned()
        } else if command.starts_with("RCPT") {
            if conduct.falls_silent {
                return desk.ignore(reader).await;
            }
            to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            let refusals = desk.refusals.lock().unwrap();
            let refusal = refusals.iter().find(|(recipient, _)| line.contains(&format!("<{recipient}>")));
            refusal.map_or_else(|| "250 ok".to_owned(), |(_, reply)| reply.clone())
        } else if command.starts_with("DATA") {
            writer.write_all(b"354 go on\r\n").await?;
            let Some(mail) = read_mail(&mut reader).await? else { return Ok(()) };
            desk.taken.lock().unwrap().push(Taken { at: Instant::now(), to: to.clone(), mail });
            taken += 1;
            if conduct.takes_and_hangs_up {
                return Ok(());
            }
            tokio::time::sleep(conduct.slow).await;
            "250 taken".to_owned()
        } else if command.starts_with("QUIT") {
            writer.write_all(b"221 bye\r\n").await?;
            return Ok(());
        } else {
            "250 ok".to_owned()
        };
        writer.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
}

impl Desk {
    /// Says nothing more, until the other side has had enough.
    async fn ignore(&self, mut reader: BufReader<OwnedReadHalf>) -> std::io::Result<()> {
        self.ignored.fetch_add(1, Ordering::SeqCst);
        let ended = tokio::io::copy_buf(&mut reader, &mut tokio::io::sink()).await;
        self.ignored.fetch_sub(1, Ordering::SeqCst);
        ended.map(|_| ())
    }
}

/// Reads a mail to the dot that ends it; none where the other side breaks off before.
async fn read_mail(reader: &mut (impl AsyncBufRead + Unpin)) -> std::io::Result<Option<Vec<u8>>> {
    let mut mail = Vec::new();
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        if line == b".\r\n" {
            return Ok(Some(mail));
        }
        // A leading dot was doubled by the sender (4.5.2).
        mail.extend_from_slice(line.strip_prefix(b".").filter(|_| line.starts_with(b"..")).unwrap_or(&line));
    }
}
