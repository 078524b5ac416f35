//! Browsers at full speed: connections that stay open, one request after the other on each.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a turn came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turn {
    /// Requests a second.
    pub(crate) rate: f64,
    /// Half of all requests took no longer, in milliseconds.
    pub(crate) middle: f64,
    /// All but one of a hundred took no longer.
    pub(crate) slow: f64,
    /// Answers that were none.
    pub(crate) errors: usize,
    /// Bytes of a body.
    pub(crate) bytes: usize,
}

/// What a connection asks for.
pub(crate) type Ask<'a> = &'a dyn Fn(usize) -> Vec<u8>;

/// Asks until the time is over. `ask` says the n-th request.
pub(crate) async fn run(address: SocketAddr, connections: usize, time: Duration, ask: Ask<'_>) -> anyhow::Result<Turn> {
    let next = std::cell::Cell::new(0);
    let end = Instant::now() + time;
    let one = || async {
        let mut stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (mut times, mut errors, mut bytes, mut buffer) = (Vec::new(), 0, 0, Vec::new());
        while Instant::now() < end {
            let number = next.replace(next.get() + 1);
            let began = Instant::now();
            stream.write_all(&ask(number)).await?;
            let (status, length) = answer(&mut stream, &mut buffer).await?;
            times.push(began.elapsed());
            bytes += length;
            if !(200..400).contains(&status) {
                errors += 1;
            }
        }
        anyhow::Ok((times, errors, bytes))
    };
    let began = Instant::now();
    let done = futures_util::future::try_join_all((0..connections).map(|_| one())).await?;
    let elapsed = began.elapsed().as_secs_f64();
    let mut times: Vec<Duration> = done.iter().flat_map(|(times, ..)| times.clone()).collect();
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let bytes: usize = done.iter().map(|(.., bytes)| bytes).sum();
    #[expect(clippy::cast_precision_loss, reason = "a rate to be read")]
    Ok(Turn {
        rate: times.len() as f64 / elapsed,
        middle: at(50),
        slow: at(99),
        errors: done.iter().map(|(_, errors, _)| errors).sum(),
        bytes: bytes / times.len().max(1),
    })
}

/// Asks once. The status, the headers and the body as it was sent.
pub(crate) async fn once(address: SocketAddr, request: &[u8]) -> anyhow::Result<(u16, String, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    let mut buffer = Vec::new();
    let (status, _) = answer(&mut stream, &mut buffer).await?;
    let head = position(&buffer, b"\r\n\r\n").context("headers end")? + 4;
    let headers = String::from_utf8_lossy(&buffer[..head]).into_owned();
    let body = if headers.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        unchunk(&buffer[head..])?
    } else {
        buffer[head..].to_vec()
    };
    Ok((status, headers, body))
}

/// Reads one answer to its end (RFC 9112). Its status, and the length of its body as it was sent.
async fn answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<(u16, usize)> {
    buffer.clear();
    let head = loop {
        if let Some(at) = position(buffer, b"\r\n\r\n") {
            break at + 4;
        }
        more(stream, buffer).await?;
    };
    let headers = std::str::from_utf8(&buffer[..head])?.to_ascii_lowercase();
    let status = headers.get(9..12).context("a status")?.parse()?;
    let length =
        headers.lines().find_map(|line| line.strip_prefix("content-length:")).map(|length| length.trim().parse::<usize>());
    if let Some(length) = length {
        let length = length?;
        while buffer.len() < head + length {
            more(stream, buffer).await?;
        }
        return Ok((status, length));
    }
    if !headers.contains("transfer-encoding: chunked") {
        return Ok((status, 0));
    }
    // The last chunk has no length and nothing follows it.
    while !buffer[head..].ends_with(b"\r\n0\r\n\r\n") && &buffer[head..] != b"0\r\n\r\n" {
        more(stream, buffer).await?;
    }
    Ok((status, buffer.len() - head))
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> anyhow::Result<()> {
    buffer.reserve(16 * 1024);
    if stream.read_buf(buffer).await? == 0 {
        bail!("the server hung up");
    }
    Ok(())
}

fn unchunk(mut rest: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = position(rest, b"\r\n").context("a chunk says its length")?;
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end])?, 16)?;
        if length == 0 {
            return Ok(body);
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 4 + length..];
    }
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
