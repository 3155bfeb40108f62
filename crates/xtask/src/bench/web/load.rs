//! A load of so many users on a web server: each on a connection of its own that stays open, asking
//! for a page, reading it, thinking, asking again. Must not know whose pages they are.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What a load found.
pub(super) struct Found {
    /// How long each answer took, in milliseconds, quickest first.
    times: Vec<f64>,
    /// Answers that were none, or not 200.
    pub(super) wrong: u64,
    /// Answers a second.
    pub(super) rate: f64,
}

impl Found {
    /// The time within which this share of the answers came.
    pub(super) fn within(&self, share: f64) -> f64 {
        let last = self.times.len().saturating_sub(1);
        let at = (last as f64 * share).ceil() as usize;
        self.times.get(at).copied().unwrap_or(f64::NAN)
    }
}

/// A connection that stays open.
struct Line {
    reader: BufReader<TcpStream>,
}

/// An answer: its status, the cookies it sets, where it sends, its body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) cookies: Vec<String>,
    pub(super) body: Vec<u8>,
}

impl Line {
    fn open(address: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self {
            reader: BufReader::new(stream),
        })
    }

    fn ask(&mut self, request: &str) -> std::io::Result<Answer> {
        self.reader.get_mut().write_all(request.as_bytes())?;
        let bad = || std::io::Error::other("not an answer");
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|s| s.parse().ok());
        let mut answer = Answer {
            status: status.ok_or_else(bad)?,
            cookies: Vec::new(),
            body: Vec::new(),
        };
        let (mut length, mut chunked) = (0usize, false);
        loop {
            line.clear();
            self.reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().map_err(|_| bad())?,
                "transfer-encoding" => chunked = value.contains("chunked"),
                "set-cookie" => {
                    let pair = value.trim().split(';').next().unwrap_or_default();
                    answer.cookies.push(pair.to_owned());
                }
                _ => {}
            }
        }
        while chunked {
            line.clear();
            self.reader.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16).map_err(|_| bad())?;
            self.body(&mut answer, size)?;
            self.reader.read_line(&mut line)?;
            chunked = size > 0;
        }
        self.body(&mut answer, length)?;
        Ok(answer)
    }

    fn body(&mut self, answer: &mut Answer, length: usize) -> std::io::Result<()> {
        let begin = answer.body.len();
        answer.body.resize(begin + length, 0);
        self.reader
            .read_exact(answer.body.get_mut(begin..).unwrap_or_default())
    }
}

/// One request on a connection of its own.
pub(super) fn once(address: &str, request: &str) -> Result<Answer, String> {
    let answer = Line::open(address).and_then(|mut line| line.ask(request));
    answer.map_err(|e| format!("{address}: {e}"))
}

/// A page asked for by somebody who is signed in.
pub(super) fn page(address: &str, path: &str, cookie: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\naccept-encoding: gzip\r\n\r\n"
    )
}

/// So many users for so long; each asks for the paths in turn from a place of its own, and thinks
/// for about so long in between.
pub(super) fn load(
    address: &str,
    cookie: &str,
    paths: &[String],
    users: usize,
    think: Duration,
    lasts: Duration,
) -> Found {
    let wrong = AtomicU64::new(0);
    let start = Instant::now();
    let mut times: Vec<f64> = Vec::new();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..users)
            .map(|user| {
                let wrong = &wrong;
                scope.spawn(move || user_at_work(address, cookie, paths, user, think, lasts, wrong))
            })
            .collect();
        for thread in threads {
            times.extend(thread.join().unwrap_or_default());
        }
    });
    times.sort_by(f64::total_cmp);
    Found {
        rate: times.len() as f64 / start.elapsed().as_secs_f64(),
        wrong: wrong.into_inner(),
        times,
    }
}

fn user_at_work(
    address: &str,
    cookie: &str,
    paths: &[String],
    user: usize,
    think: Duration,
    lasts: Duration,
    wrong: &AtomicU64,
) -> Vec<f64> {
    let mut times = Vec::new();
    let mut line = None;
    let start = Instant::now();
    // Users do not begin together, and no two think alike.
    let mut draw = user as u64 * 0x9E37_79B9 + 1;
    let mut share = move || {
        draw = draw
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (draw >> 33) as f64 / f64::from(1u32 << 31)
    };
    std::thread::sleep(think.mul_f64(share()));
    let mut at = user * 7919;
    while start.elapsed() < lasts {
        let Some(path) = paths.get(at % paths.len().max(1)) else {
            break;
        };
        at += 1;
        let asked = Instant::now();
        let answer = match line.take().map_or_else(|| Line::open(address), Ok) {
            Ok(mut open) => {
                let answer = open.ask(&page(address, path, cookie));
                if answer.is_ok() {
                    line = Some(open);
                }
                answer
            }
            Err(e) => Err(e),
        };
        match answer {
            Ok(answer) if answer.status == 200 => {
                times.push(asked.elapsed().as_secs_f64() * 1_000.0);
            }
            _ => {
                wrong.fetch_add(1, Ordering::Relaxed);
            }
        }
        std::thread::sleep(think.mul_f64(0.5 + share()));
    }
    times
}
