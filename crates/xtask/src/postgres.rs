//! A private PostgreSQL for one run of the tests: from the system's packages, on a free port, with
//! its data in a temporary folder, gone when the run ends.

use crate::run::run;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian and its relatives put the programs.
const FOLDER: &str = "/usr/lib/postgresql";

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that stops when dropped, or one that the caller named in `PG_TEST_URL`.
pub(crate) struct Server {
    url: String,
    own: Option<Own>,
}

struct Own {
    bin: PathBuf,
    folder: PathBuf,
    child: Child,
}

impl Server {
    /// The server of `PG_TEST_URL` if that is set, else a new one; an error if there can be none.
    pub(crate) fn start() -> Result<Self, String> {
        if let Ok(url) = std::env::var("PG_TEST_URL") {
            return Ok(Self { url, own: None });
        }
        let bin = match programs() {
            Some(bin) => bin,
            None => {
                let how = "the tests need PostgreSQL: install it, or name a server in PG_TEST_URL";
                install("postgresql", how)?;
                programs().ok_or("PostgreSQL is installed, but its programs are not found")?
            }
        };
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
        let port = listener.local_addr().map_err(|e| e.to_string())?.port();
        drop(listener);
        let folder = std::env::temp_dir().join(format!("doudi-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let data = folder.join("data");
        let mut init = as_postgres(&bin.join("initdb"));
        init.args([
            "--locale=C",
            "--encoding=UTF8",
            "--auth=trust",
            "--username=postgres",
        ])
        .args(["--no-sync", "-D"])
        .arg(&data)
        .stdout(Stdio::null());
        run(&mut init)?;
        let mut server = as_postgres(&bin.join("postgres"));
        server.arg("-D").arg(&data).arg("-k").arg(&folder);
        server.args(["-p", &port.to_string(), "-h", "127.0.0.1"]);
        // Nothing here outlives the run, so nothing need reach the disk.
        for setting in [
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ] {
            server.args(["-c", setting]);
        }
        server.args(["-c", "max_connections=200", "-c", "log_min_messages=fatal"]);
        let child = server
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|e| format!("cannot start PostgreSQL: {e}"))?;
        let own = Own { bin, folder, child };
        own.wait(port)?;
        Ok(Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            own: Some(own),
        })
    }

    /// A new, empty database on it, by name; its address.
    pub(crate) fn database(&self, name: &str) -> Result<String, String> {
        let bin = programs().ok_or("no psql beside the server")?;
        let mut psql = Command::new(bin.join("psql"));
        psql.args(["-q", "-v", "ON_ERROR_STOP=1", "-d", &self.url, "-c"]);
        run(psql.arg(format!("CREATE DATABASE {name} TEMPLATE template0")))?;
        let (server, _) = self
            .url
            .rsplit_once('/')
            .ok_or("an address without a name")?;
        Ok(format!("{server}/{name}"))
    }

    /// Its address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Own {
    fn wait(&self, port: u16) -> Result<(), String> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let mut ready = Command::new(self.bin.join("pg_isready"));
            ready.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
            if ready.status().is_ok_and(|s| s.success()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("PostgreSQL does not answer on port {port}"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(own) = &mut self.own {
            let mut stop = as_postgres(&own.bin.join("pg_ctl"));
            stop.args(["stop", "--silent", "--mode=immediate", "-D"]);
            // Whatever fails here leaves at most a folder in the temporary files.
            let _ = stop.arg(own.folder.join("data")).status();
            let _ = own.child.wait();
            let _ = std::fs::remove_dir_all(&own.folder);
        }
    }
}

/// The folder with the programs: on the path, or the newest that the packages brought.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(entries) = std::fs::read_dir(FOLDER) {
        let mut found: Vec<PathBuf> = entries.flatten().map(|e| e.path().join("bin")).collect();
        found.sort();
        folders.extend(found.into_iter().rev());
    }
    let all = ["initdb", "postgres", "pg_ctl", "pg_isready"];
    folders
        .into_iter()
        .find(|folder| all.iter().all(|program| folder.join(program).exists()))
}

/// Installs a package of Debian and its relatives; elsewhere `how` says what to do.
pub(crate) fn install(package: &str, how: &str) -> Result<(), String> {
    if !Path::new("/usr/bin/apt-get").exists() {
        return Err(how.to_owned());
    }
    let apt = || {
        let mut command = Command::new(if is_root() { "apt-get" } else { "sudo" });
        if !is_root() {
            command.arg("apt-get");
        }
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(apt().args(["update", "-q"]))?;
    run(apt().args(["install", "-y", "-q", "--no-install-recommends", package]))
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program);
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|out| out.stdout.starts_with(b"0\n"))
}
