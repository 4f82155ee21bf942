//! Counting verdicts, and what they mean for the exit.

use std::io::Write;
use std::time::{Duration, Instant};

use hooksieve::Outcome;

use crate::failure::Exit;
use crate::terminal::{Talk, counted, progress_is_seen};

/// How many events ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Events that fire something.
    pub(crate) fires: u64,
    /// Events that fire nothing.
    pub(crate) does_not_fire: u64,
    /// Events of which that cannot be said.
    pub(crate) undecidable: u64,
    /// Events that could not be read, and files.
    pub(crate) unreadable: u64,
}

impl Tally {
    /// Counts one event.
    pub(crate) fn add(&mut self, outcome: Outcome, is_readable: bool) {
        match outcome {
            Outcome::Fires => self.fires += 1,
            Outcome::DoesNotFire => self.does_not_fire += 1,
            Outcome::Undecidable => self.undecidable += 1,
        }
        self.unreadable += u64::from(!is_readable);
    }

    /// Counts what another tally counted.
    pub(crate) fn merge(&mut self, other: Self) {
        self.fires += other.fires;
        self.does_not_fire += other.does_not_fire;
        self.undecidable += other.undecidable;
        self.unreadable += other.unreadable;
    }

    /// How many events there were.
    pub(crate) fn events(&self) -> u64 {
        self.fires + self.does_not_fire + self.undecidable
    }

    /// Grep's exit: trouble wins over a match.
    pub(crate) fn exit(&self) -> Exit {
        if self.unreadable > 0 || self.undecidable > 0 {
            Exit::Trouble
        } else if self.fires > 0 {
            Exit::Yes
        } else {
            Exit::No
        }
    }
}

/// The outcome of an event over several subscriptions: it fires if one fires.
pub(crate) fn overall(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let mut overall = Outcome::DoesNotFire;
    for outcome in outcomes {
        match outcome {
            Outcome::Fires => return Outcome::Fires,
            Outcome::Undecidable => overall = Outcome::Undecidable,
            Outcome::DoesNotFire => {}
        }
    }
    overall
}

/// A counter on stderr for work that takes its time, where somebody sees it.
#[derive(Debug)]
pub(crate) struct Progress {
    is_seen: bool,
    is_shown: bool,
    next: Instant,
    events: u64,
    /// Bytes that are done, and all there are, where that is known.
    bytes: (u64, Option<u64>),
}

impl Progress {
    /// A counter that shows itself after a second. `stdout_is_free` tells whether the
    /// answer goes elsewhere than to the same terminal.
    pub(crate) fn new(talk: Talk, stdout_is_free: bool) -> Self {
        let is_seen = stdout_is_free && !talk.quiet && progress_is_seen();
        let next = Instant::now() + Duration::from_secs(1);
        Self { is_seen, is_shown: false, next, events: 0, bytes: (0, None) }
    }

    /// The same as a bar, where all files to read are plain ones.
    pub(crate) fn of_files(mut self, paths: &[std::path::PathBuf]) -> Self {
        let size = |path: &std::path::PathBuf| {
            let found = std::fs::metadata(path).ok()?;
            found.is_file().then_some(found.len())
        };
        self.bytes.1 = paths.iter().map(size).sum();
        self
    }

    /// Counts events that are done, and their bytes.
    pub(crate) fn add_sized(&mut self, events: u64, bytes: u64) {
        self.bytes.0 += bytes;
        self.add(events);
    }

    /// Counts events that are done.
    pub(crate) fn add(&mut self, events: u64) {
        self.events += events;
        if self.is_seen && Instant::now() >= self.next {
            self.next = Instant::now() + Duration::from_millis(200);
            self.is_shown = true;
            let events = counted(self.events, "event");
            let shown = match self.bytes {
                (done, Some(all)) => format!("{} {events}", bar(done, all)),
                _ => format!("{events} …"),
            };
            let _ = write!(std::io::stderr(), "\r{shown}");
        }
    }

    /// Takes the counter off the screen.
    pub(crate) fn clear(&mut self) {
        if self.is_shown {
            self.is_shown = false;
            let _ = write!(std::io::stderr(), "\r{:60}\r", "");
        }
    }
}

/// `[#####...............]  25 %`: never more than full, for sizes are about right.
fn bar(done: u64, all: u64) -> String {
    const WIDTH: u64 = 20;
    let all = all.max(1);
    let done = done.min(all);
    let filled = usize::try_from(done * WIDTH / all).unwrap_or(0);
    format!("[{:.<20}] {:>3} %", "#".repeat(filled), done * 100 / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_fills() {
        assert_eq!(bar(0, 0), "[....................]   0 %");
        assert_eq!(bar(25, 100), "[#####...............]  25 %");
        assert_eq!(bar(101, 100), "[####################] 100 %");
    }

    #[test]
    fn trouble_wins_over_a_match() {
        let mut tally = Tally::default();
        assert_eq!(tally.exit(), Exit::No);
        tally.add(Outcome::Fires, true);
        assert_eq!(tally.exit(), Exit::Yes);
        tally.add(Outcome::DoesNotFire, false);
        assert_eq!(tally.exit(), Exit::Trouble);
        assert_eq!(tally.events(), 2);
    }

    #[test]
    fn one_that_fires_is_enough() {
        use Outcome::{DoesNotFire, Fires, Undecidable};
        assert_eq!(overall([].into_iter()), DoesNotFire);
        assert_eq!(overall([Undecidable, DoesNotFire].into_iter()), Undecidable);
        assert_eq!(overall([Undecidable, Fires].into_iter()), Fires);
    }
}
