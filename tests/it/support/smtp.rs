//! A mail server on this machine that takes what it is given, or refuses in the words it was told (RFC 5321).

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::letters::Letter;

/// The server. Stops when dropped.
pub(crate) struct SmtpServer {
    address: SocketAddr,
    desk: Arc<Desk>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct Desk {
    taken: Mutex<Vec<Vec<u8>>>,
    /// The return path of each that was begun.
    senders: Mutex<Vec<String>>,
    /// Recipient and what they are answered, instead of "250".
    refusals: Mutex<Vec<(String, String)>>,
    hangs_up: AtomicBool,
}

impl SmtpServer {
    /// On a port of its own.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Desk::default());
        let serving = desk.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(converse(stream, serving.clone()));
            }
        });
        Self { address, desk, task }
    }

    /// As `SMTP_URL` says it.
    pub(super) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What it has taken, in that order.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.desk.taken.lock().unwrap().iter().map(|bytes| Letter::read(bytes)).collect()
    }

    /// The return paths of all mail that was begun, in that order.
    pub(crate) fn senders(&self) -> Vec<String> {
        self.desk.senders.lock().unwrap().clone()
    }

    /// From now on mail to this address is answered so: `550 5.1.1 no such mailbox`, `452 4.2.2 mailbox full`.
    pub(crate) fn answers(&self, recipient: &str, reply: &str) {
        self.desk.refusals.lock().unwrap().push((recipient.to_owned(), reply.to_owned()));
    }

    /// From now on every connection is closed without a word.
    pub(crate) fn hangs_up(&self) {
        self.desk.hangs_up.store(true, Ordering::Relaxed);
    }

    /// From now on everything is taken again.
    pub(crate) fn takes_everything(&self) {
        self.desk.hangs_up.store(false, Ordering::Relaxed);
        self.desk.refusals.lock().unwrap().clear();
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// One connection. It ends without a word when the other side does.
async fn converse(stream: TcpStream, desk: Arc<Desk>) -> std::io::Result<()> {
    if desk.hangs_up.load(Ordering::Relaxed) {
        return Ok(());
    }
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::new(reader);
    writer.write_all(b"220 localhost ready\r\n").await?;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.to_ascii_uppercase();
        let reply = if command.starts_with("EHLO") {
            "250-localhost\r\n250-8BITMIME\r\n250 SMTPUTF8".to_owned()
        } else if command.starts_with("MAIL") {
            let path = line.split(['<', '>']).nth(1).unwrap_or_default();
            desk.senders.lock().unwrap().push(path.to_owned());
            "250 ok".to_owned()
        } else if command.starts_with("RCPT") {
            let refusals = desk.refusals.lock().unwrap();
            let refusal = refusals.iter().find(|(recipient, _)| line.contains(&format!("<{recipient}>")));
            refusal.map_or_else(|| "250 ok".to_owned(), |(_, reply)| reply.clone())
        } else if command.starts_with("DATA") {
            writer.write_all(b"354 go on\r\n").await?;
            let letter = read_letter(&mut reader).await?;
            desk.taken.lock().unwrap().push(letter);
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

async fn read_letter(reader: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<Vec<u8>> {
    let mut letter = Vec::new();
    loop {
        let mut line = Vec::new();
        if reader.read_until(b'\n', &mut line).await? == 0 || line == b".\r\n" {
            return Ok(letter);
        }
        // A leading dot was doubled by the sender (4.5.2).
        letter.extend_from_slice(line.strip_prefix(b".").filter(|_| line.starts_with(b"..")).unwrap_or(&line));
    }
}
