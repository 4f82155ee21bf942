//! Running the command on files of its own.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A Dfns webhook with two faults and a secret of every kind.
pub(crate) const WEBHOOK: &str = r#"{
  "id": "wh-1",
  "url": "https://user:PASSWORD@api.example.com/hooks?key=QUERY",
  "events": ["wallet.created", "wallet.transfer.request"],
  "secret": "SECRET",
  "status": "Enabled",
  "colour": 1
}
"#;

/// An event that fires [`WEBHOOK`].
pub(crate) const FIRES: &str = r#"{"id":"whe-1","kind":"wallet.created","data":{}}"#;
/// An event that does not.
pub(crate) const DOES_NOT: &str = r#"{"id":"whe-2","kind":"key.created","data":{}}"#;

/// A directory of a test's own, and the command run in it.
pub(crate) struct Place {
    dir: PathBuf,
}

/// What a run of the command left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Place {
    /// An empty directory with `webhook.json` in it.
    pub(crate) fn new(test: &str) -> Self {
        let dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        Self { dir }.with("webhook.json", WEBHOOK)
    }

    /// The same with a file.
    pub(crate) fn with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(name, text);
        self
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.dir.join(name), text).unwrap();
    }

    /// The bytes of a file.
    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.dir.join(name)).unwrap()
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> Option<String> {
        std::fs::read_to_string(self.dir.join(name)).ok()
    }

    /// The command, without anything of the environment that changes what it shows.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hooksieve"));
        command.current_dir(&self.dir).args(arguments.split_whitespace());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE"] {
            command.env_remove(name);
        }
        command.env("LANG", "C.UTF-8").env("TERM", "xterm");
        command
    }

    /// Runs the command with nothing on stdin.
    pub(crate) fn run(&self, arguments: &str) -> Ran {
        self.run_on(arguments, "")
    }

    /// Runs the command with `input` on stdin.
    pub(crate) fn run_on(&self, arguments: &str, input: impl AsRef<[u8]>) -> Ran {
        pipe(self.command(arguments), input.as_ref())
    }
}

/// Runs a command with `input` on its stdin.
pub(crate) fn pipe(mut command: Command, input: &[u8]) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    });
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) }
}

impl Ran {
    /// The JSON lines of stdout.
    pub(crate) fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Fails if a secret of [`WEBHOOK`] stands in the output.
    pub(crate) fn expect_no_secret(&self) {
        for secret in ["SECRET", "PASSWORD", "QUERY", "BEARER"] {
            assert!(!self.out.contains(secret) && !self.err.contains(secret), "{self:?}");
        }
    }
}
