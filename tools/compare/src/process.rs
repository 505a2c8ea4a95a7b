//! Peers in other languages: a process of their own that reads requests and writes answers, one JSON value a line.

use crate::Outcome;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Mutex;

/// A script that runs until this is dropped.
pub struct Process {
    what: String,
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
}

impl Process {
    /// Runs `script` of `folder` with `program`.
    pub fn start(program: impl AsRef<Path>, folder: &str, script: &str) -> Outcome<Self> {
        let what = format!("{folder}/{script}");
        let mut child = Command::new(program.as_ref())
            .arg(script)
            .current_dir(folder)
            // Everyone is timed on one thread.
            .env("OMP_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{what}: {error}; README.md tells how peers are installed"))?;
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().ok_or_else(|| format!("{what}: without output"))?);
        Ok(Self { what, child, stdin, stdout })
    }

    /// The most memory it has had so far, in bytes, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

/// What the process answers.
pub fn request<T: DeserializeOwned>(process: &Mutex<Process>, question: &Value) -> Outcome<T> {
    let mut process = process.lock().map_err(|_| "a request broke off")?;
    let what = process.what.clone();
    let stdin = process.stdin.as_mut().ok_or_else(|| format!("{what}: without input"))?;
    let failed = |why: &str| format!("{what}: {why}; README.md tells how peers are installed");
    writeln!(stdin, "{question}").map_err(|error| failed(&error.to_string()))?;
    let mut line = String::new();
    if process.stdout.read_line(&mut line)? == 0 {
        return Err(failed("no answer").into());
    }
    Ok(serde_json::from_str(&line)?)
}

/// How often, and in how many seconds.
#[derive(serde::Deserialize)]
pub struct Time {
    /// Texts answered.
    pub count: usize,
    /// What they took.
    pub seconds: f64,
}
