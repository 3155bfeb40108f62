//! The binary as a person uses it: commands, files, messages, exit codes.
#![expect(clippy::unwrap_used, reason = "a failed test says where")]

mod compare;
mod compare_input;
mod compare_text;
mod contract;
mod decide;
mod files;
mod imports;
mod ledgers;
mod link;
mod manners;
mod moving;
mod populations;
mod tutorial;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of one test, removed when it ends.
pub(crate) struct Desk {
    folder: PathBuf,
}

impl Desk {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("doudi-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).unwrap();
        self
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs `doudi` in the folder, in English.
    pub(crate) fn run(&self, args: &[&str]) -> Output {
        self.run_with(args, "en_US.UTF-8", "")
    }

    pub(crate) fn run_with(&self, args: &[&str], lang: &str, input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_doudi"))
            .args(args)
            .current_dir(&self.folder)
            .env("LC_ALL", lang)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that does not read closes the pipe.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().unwrap()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

pub(crate) fn exists(path: &Path) -> bool {
    path.exists()
}
