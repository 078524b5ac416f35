//! A mail server that takes everything, at once or after a while, and the bare loop that it is filled by for comparison.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use lettre::address::Envelope;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::extension::ClientId;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::load::Turn;

/// A mail server on loopback, in this program's one thread.
pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    taken: Rc<Taken>,
}

#[derive(Default)]
struct Taken {
    /// When the first and the last of a turn were taken, and how many.
    first: Cell<Option<Instant>>,
    last: Cell<Option<Instant>>,
    mails: Cell<usize>,
    mail: RefCell<Vec<u8>>,
}

impl Sink {
    /// Starts one that thinks about each mail for this long.
    pub(crate) async fn start(delay: Duration) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let (address, taken) = (listener.local_addr()?, Rc::new(Taken::default()));
        let own = taken.clone();
        tokio::task::spawn_local(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let taken = own.clone();
                tokio::task::spawn_local(async move { converse(stream, &taken, delay).await });
            }
        });
        Ok(Self { address, taken })
    }

    /// Waits until so many mails more were taken. From the first to the last, so that what comes before is not counted.
    pub(crate) async fn take(&self, mails: usize) -> anyhow::Result<Turn> {
        let taken = &self.taken;
        taken.first.set(None);
        taken.mails.set(0);
        let began = Instant::now();
        while taken.mails.get() < mails {
            anyhow::ensure!(began.elapsed() < Duration::from_mins(2), "{} of {mails} mails were taken", taken.mails.get());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let (first, last) = (taken.first.get().context("a first mail")?, taken.last.get().context("a last mail")?);
        #[expect(clippy::cast_precision_loss, reason = "a rate to be read")]
        Ok(Turn {
            rate: (mails - 1) as f64 / last.duration_since(first).as_secs_f64(),
            bytes: taken.mail.borrow().len(),
            ..Turn::default()
        })
    }

    /// The last mail, as it came.
    pub(crate) fn last(&self) -> Vec<u8> {
        self.taken.mail.borrow().clone()
    }
}

/// As RFC 5321 has it, for a client that makes no mistakes.
async fn converse(stream: TcpStream, taken: &Taken, delay: Duration) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = BufReader::new(stream);
    stream.get_mut().write_all(b"220 sink\r\n").await?;
    let (mut line, mut mail, mut data) = (Vec::new(), Vec::new(), false);
    loop {
        line.clear();
        if stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let reply: &[u8] = match (data, line.as_slice()) {
            (true, b".\r\n") => {
                data = false;
                if !delay.is_zero() {
                    tokio::time::sleep(delay).await;
                }
                let now = Instant::now();
                taken.first.set(taken.first.get().or(Some(now)));
                taken.last.set(Some(now));
                taken.mails.set(taken.mails.get() + 1);
                taken.mail.replace(std::mem::take(&mut mail));
                b"250 taken\r\n"
            }
            (true, text) => {
                mail.extend_from_slice(text);
                continue;
            }
            (false, command) if command.starts_with(b"DATA") => {
                data = true;
                b"354 go on\r\n"
            }
            (false, command) if command.starts_with(b"QUIT") => return Ok(()),
            (false, command) if command.starts_with(b"EHLO") => b"250-sink\r\n250 8BITMIME\r\n",
            (false, _) => b"250 ok\r\n",
        };
        stream.get_mut().write_all(reply).await?;
    }
}

/// Sends one mail again and again, on so many connections, and does nothing else. Words: address, file, mails, connections.
pub(crate) async fn letters(words: &[String]) -> anyhow::Result<()> {
    let [address, file, mails, connections] = words else { anyhow::bail!("address, file, mails, connections") };
    let address: SocketAddr = address.parse()?;
    let (mail, left) = (Arc::new(std::fs::read(file)?), Arc::new(AtomicUsize::new(mails.parse()?)));
    let envelope = Envelope::new(Some("shipboard@localhost".parse()?), vec!["somebody@bench.example".parse()?])?;
    let hands: Vec<_> = (0..connections.parse()?)
        .map(|_| {
            let (mail, left, envelope) = (mail.clone(), left.clone(), envelope.clone());
            tokio::spawn(async move {
                let hello = ClientId::default();
                let mut connection = AsyncSmtpConnection::connect_tokio1(address, None, &hello, None, None).await?;
                while left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
                    connection.send(&envelope, &mail).await?;
                }
                anyhow::Ok(())
            })
        })
        .collect();
    for hand in hands {
        hand.await??;
    }
    Ok(())
}

/// Runs [`letters`] as a program of its own, as the server is one.
pub(crate) async fn run_letters(address: SocketAddr, file: &Path, mails: usize, connections: usize) -> anyhow::Result<()> {
    let mut command = tokio::process::Command::new(std::env::current_exe()?);
    command.arg("letters").arg(address.to_string()).arg(file).args([mails.to_string(), connections.to_string()]);
    let output = command.output().await?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}
