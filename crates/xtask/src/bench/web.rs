//! `cargo x bench web`: so many users at once read and search a district of so many people, on our
//! pages and on the same two pages in plain Django under gunicorn (web/django_district.py), SQLite
//! under both, one after the other in one run. The figures go between the markers of
//! docs/benchmarks.md.

mod load;

use super::section;
use crate::Outcome;
use crate::run::{cargo, root, run, target};
use load::{Found, load, once, page};
use std::fmt::Write as _;
use std::io::BufRead;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PACKAGES: [&str; 2] = ["django==5.2.19", "gunicorn==27.0.1"];

/// The account of the demonstration that reads and searches the whole district.
const OFFICER: &str = "section";

/// What is measured.
struct Plan {
    people: u32,
    users: usize,
    lasts: Duration,
    release: bool,
}

/// A server at work, ended when dropped.
struct Server {
    child: Child,
    address: String,
    cookie: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM lets gunicorn end its workers; only then the hard way.
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").arg(&pid).status();
        for _ in 0..50 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `--people N`, `--users N`, `--seconds N`; `--quick` tries the measuring itself on a small
/// district and the debug build, and writes nothing.
pub(super) fn web(args: &[String]) -> Outcome {
    let quick = args.iter().any(|a| a == "--quick");
    let number = |name: &str, otherwise: u32| -> Result<u32, String> {
        let Some(at) = args.iter().position(|a| a == name) else {
            return Ok(otherwise);
        };
        let value = args.get(at + 1).and_then(|v| v.parse().ok());
        value.ok_or_else(|| format!("{name} takes a number"))
    };
    let plan = Plan {
        people: number("--people", if quick { 2_000 } else { 1_000_000 })?,
        users: number("--users", if quick { 20 } else { 200 })? as usize,
        lasts: Duration::from_secs(number("--seconds", if quick { 3 } else { 30 })?.into()),
        release: !quick,
    };
    let mut build = cargo(&["build", "--locked", "-p", "app"]);
    if plan.release {
        build.arg("--release");
    }
    run(&mut build)?;
    let profile = if plan.release { "release" } else { "debug" };
    let binary = target().join(profile).join("doudi");
    let folder = target().join(format!("bench-web-{}", plan.people));
    let filling = filled(&binary, &folder, plan.people)?;
    let python = environment()?;
    let sample = sample(&python, &folder)?;

    let mut text = String::from(
        "| who | what | users | answers/s | p50, ms | p95, ms | p99, ms | wrong | memory, MB |\n\
         |---|---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let ours = doudi(&binary, &folder)?;
    measure("doudi", &ours, &ours_paths(&sample), &plan, &mut text)?;
    drop(ours);
    let theirs = django(&python, &folder)?;
    measure("Django", &theirs, &theirs_paths(&sample), &plan, &mut text)?;
    drop(theirs);
    let _ = writeln!(text, "\n{} people, {filling}.", plan.people);
    eprintln!("{text}");
    match quick {
        true => Ok(()),
        false => section("web", &text),
    }
}

fn text_of(e: impl std::fmt::Display) -> String {
    e.to_string()
}

/// The district, filled once; how long that took.
fn filled(binary: &Path, folder: &Path, people: u32) -> Result<String, String> {
    let told = folder.join("filled");
    if let Ok(told) = std::fs::read_to_string(&told) {
        return Ok(told);
    }
    let _ = std::fs::remove_dir_all(folder);
    let start = Instant::now();
    let mut fill = Command::new(binary);
    fill.args(["demo", "--fill-only", "--people", &people.to_string()]);
    run(fill.arg("--data").arg(folder))?;
    let said = format!(
        "filled by doudi demo in {:.0} s",
        start.elapsed().as_secs_f64()
    );
    std::fs::write(told, &said).map_err(text_of)?;
    Ok(said)
}

/// A Python with Django and gunicorn.
fn environment() -> Result<PathBuf, String> {
    let venv = target().join("tools").join("django-district");
    let python = venv.join("bin/python");
    let stamp = venv.join(PACKAGES.join("+"));
    if !stamp.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        let mut pip = Command::new(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]);
        run(pip.args(PACKAGES))?;
        std::fs::write(&stamp, "").map_err(text_of)?;
    }
    Ok(python)
}

fn script() -> PathBuf {
    root().join("crates/xtask/src/bench/web")
}

/// Copies the district into Django's database; a name, our home and their home a line.
fn sample(python: &Path, folder: &Path) -> Result<Vec<[String; 3]>, String> {
    let (theirs, list) = (folder.join("django.db"), folder.join("sample.txt"));
    if !list.exists() {
        let _ = std::fs::remove_file(&theirs);
        let mut fill = Command::new(python);
        fill.arg(script().join("django_district.py")).arg("fill");
        fill.arg(folder.join("doudi.db")).arg(&list);
        run(fill.env("DISTRICT_DB", &theirs))?;
    }
    let text = std::fs::read_to_string(&list).map_err(text_of)?;
    let lines = text.lines().filter_map(|line| {
        let mut parts = line.split('\t').map(str::to_owned);
        Some([parts.next()?, parts.next()?, parts.next()?])
    });
    Ok(lines.collect())
}

/// Clerks search twice for each home they open: by the whole name and by its beginning.
fn paths(sample: &[[String; 3]], home: usize) -> Vec<String> {
    let each = sample.iter().flat_map(|parts| {
        let name = encoded(&parts[0]);
        let begin: String = parts[0].chars().take(2).collect();
        [
            format!("/search?q={name}"),
            format!("/search?q={}", encoded(&begin)),
            format!("/households/{}", parts[home]),
        ]
    });
    each.collect()
}

fn ours_paths(sample: &[[String; 3]]) -> Vec<String> {
    paths(sample, 1)
}

fn theirs_paths(sample: &[[String; 3]]) -> Vec<String> {
    paths(sample, 2)
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "%{byte:02X}");
        out
    })
}

/// Our server, with somebody signed in.
fn doudi(binary: &Path, folder: &Path) -> Result<Server, String> {
    let mut serve = Command::new(binary);
    serve.args(["--lang", "en", "demo", "--listen", "127.0.0.1:0", "--data"]);
    serve
        .arg(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = serve.spawn().map_err(text_of)?;
    let said = child.stdout.take().ok_or("no output")?;
    let mut lines = std::io::BufReader::new(said).lines();
    let address = loop {
        let line = lines.next().ok_or("doudi ended")?.map_err(text_of)?;
        if let Some((_, rest)) = line.split_once("http://") {
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':');
            break rest[..end.unwrap_or(rest.len())].to_owned();
        }
    };
    // Whoever prints later must find somebody who reads.
    std::thread::spawn(move || lines.count());
    let mut server = Server {
        child,
        address,
        cookie: String::new(),
    };
    let page = once(
        &server.address,
        &page(&server.address, "/sign-in", "").replace("gzip", "identity"),
    )?;
    let body = String::from_utf8_lossy(&page.body).into_owned();
    let after = |text: &str, from: &str| -> Option<String> {
        let (_, rest) = text.split_once(from)?;
        Some(rest.split('"').next()?.to_owned())
    };
    let form = body
        .split("<form")
        .find(|f| f.contains(&format!("value=\"{OFFICER}\"")));
    let form = form.ok_or("the page for signing in offers no officer")?;
    let token = after(form, "name=\"_form\" value=\"").ok_or("no token")?;
    let password = after(form, "name=\"password\" value=\"").ok_or("no password")?;
    let fields = format!(
        "_form={token}&login={OFFICER}&password={}",
        encoded(&password)
    );
    sign_in(&mut server, &page.cookies.join("; "), &fields)?;
    Ok(server)
}

/// Django under gunicorn, with somebody signed in: two workers a core and one, threads in each.
fn django(python: &Path, folder: &Path) -> Result<Server, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(text_of)?;
    let address = listener.local_addr().map_err(text_of)?.to_string();
    drop(listener);
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let mut serve = Command::new(python);
    serve.args([
        "-m",
        "gunicorn",
        "--worker-class",
        "gthread",
        "--threads",
        "8",
    ]);
    serve.args([
        "--keep-alive",
        "75",
        "--worker-connections",
        "1000",
        "--log-level",
        "error",
    ]);
    serve.args([
        "--workers",
        &(2 * cores + 1).to_string(),
        "--bind",
        &address,
    ]);
    serve
        .arg("--chdir")
        .arg(script())
        .arg("django_district:application");
    serve.env("DISTRICT_DB", folder.join("django.db"));
    let child = serve.stdout(Stdio::null()).spawn().map_err(text_of)?;
    let mut server = Server {
        child,
        address,
        cookie: String::new(),
    };
    let fields = "login=officer&password=Straw-Hat-and-Umbrella-7";
    let start = Instant::now();
    while let Err(e) = sign_in(&mut server, "", fields) {
        if start.elapsed() > Duration::from_secs(60) {
            return Err(e);
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    Ok(server)
}

fn sign_in(server: &mut Server, cookie: &str, fields: &str) -> Outcome {
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nhost: {}\r\ncookie: {cookie}\r\nsec-fetch-site: same-origin\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{fields}",
        server.address,
        fields.len()
    );
    let answer = once(&server.address, &request)?;
    if !(300..400).contains(&answer.status) || answer.cookies.is_empty() {
        return Err(format!("signing in was answered with {}", answer.status));
    }
    server.cookie = answer.cookies.join("; ");
    Ok(())
}

/// Two loads: users who think a second between two pages, and as much as the server can give.
fn measure(who: &str, server: &Server, paths: &[String], plan: &Plan, out: &mut String) -> Outcome {
    let first = paths.first().ok_or("nothing to ask for")?;
    let answer = once(
        &server.address,
        &page(&server.address, first, &server.cookie),
    )?;
    if answer.status != 200 {
        return Err(format!("{who}: {first} is answered with {}", answer.status));
    }
    let a = |users, think, lasts| load(&server.address, &server.cookie, paths, users, think, lasts);
    // Caches warm up unmeasured, on both sides.
    a(
        plan.users.min(20),
        Duration::from_millis(50),
        plan.lasts / 3,
    );
    let thinking = a(plan.users, Duration::from_secs(1), plan.lasts);
    let row = |found: &Found, what: &str, memory: u64| {
        format!(
            "| {who} | {what} | {} | {:.0} | {:.1} | {:.1} | {:.1} | {} | {memory} |\n",
            plan.users,
            found.rate,
            found.within(0.5),
            found.within(0.95),
            found.within(0.99),
            found.wrong
        )
    };
    *out += &row(&thinking, "a page a second each", memory(server.child.id()));
    let flat = a(plan.users, Duration::ZERO, plan.lasts);
    *out += &row(&flat, "as fast as it answers", memory(server.child.id()));
    Ok(())
}

/// Resident memory of a process and its children, in megabytes; 0 where there is no /proc.
fn memory(pid: u32) -> u64 {
    let mut sum = 0;
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let status = std::fs::read_to_string(entry.path().join("status")).unwrap_or_default();
        let field = |name: &str| -> Option<u64> {
            let line = status.lines().find_map(|l| l.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        let (own, parent) = (field("Pid:"), field("PPid:"));
        if own == Some(pid.into()) || parent == Some(pid.into()) {
            sum += field("VmRSS:").unwrap_or_default();
        }
    }
    sum / 1024
}
