//! Events from files and stdin, one at a time, in constant memory.

mod elements;
mod feed;
mod parallel;
mod shape;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use hooksieve::Limits;

use crate::configuration::{STDIN, is_stdin};
use crate::failure::Failure;
use elements::Elements;
use feed::{Feed, is_blank, trimmed};

pub(crate) use parallel::in_order;
pub(crate) use shape::Shape;

/// One event of an input.
#[derive(Debug)]
pub(crate) struct Event {
    /// The line of the file on which the event starts, from 1.
    pub(crate) line: usize,
    /// The line of the file on which its text starts.
    pub(crate) first_line: usize,
    /// What stands there.
    pub(crate) text: Text,
}

/// What stands where an event should.
#[derive(Debug)]
pub(crate) enum Text {
    /// A text; whether it can be read is for the event reader to say.
    Bytes(Vec<u8>),
    /// Nothing that could be an event.
    Fault(&'static str),
}

impl Event {
    /// The text, empty where there is none.
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.text {
            Text::Bytes(bytes) => bytes,
            Text::Fault(_) => b"",
        }
    }

    /// Why there is no text.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        match self.text {
            Text::Bytes(_) => None,
            Text::Fault(message) => Some(message),
        }
    }
}

/// Events that stand together in one file.
#[derive(Debug)]
pub(crate) struct Chunk {
    /// The file's name.
    pub(crate) file: Arc<str>,
    /// How the file is made up.
    pub(crate) shape: Shape,
    /// The position of the first event in the whole input, from 0.
    pub(crate) first: usize,
    /// The events.
    pub(crate) events: Vec<Event>,
    /// Why a file could not be read (any further).
    pub(crate) failed: Option<String>,
}

/// Every event of several files, in order.
pub(crate) struct Input {
    waiting: VecDeque<PathBuf>,
    open: Option<Opened>,
    /// Events read so far.
    read: usize,
    /// The most events of a chunk.
    most: usize,
    limit: usize,
    /// Chunks that were looked at and put back.
    ahead: VecDeque<Chunk>,
    /// The only line asked for.
    only_line: Option<usize>,
}

struct Opened {
    file: Arc<str>,
    feed: Feed,
    shape: Shape,
    elements: Elements,
    line: usize,
    ended: bool,
}

impl Input {
    /// The events of `paths`, or of stdin where there are none; at most `most` a chunk.
    pub(crate) fn new(paths: &[PathBuf], most: usize) -> Self {
        let mut waiting: VecDeque<PathBuf> = paths.iter().cloned().collect();
        if waiting.is_empty() {
            waiting.push_back(PathBuf::from("-"));
        }
        let limit = Limits::default().event_bytes;
        let ahead = VecDeque::new();
        Self { waiting, open: None, read: 0, most: most.max(1), limit, ahead, only_line: None }
    }

    /// The same, with only the events that start at `line`.
    pub(crate) fn only_line(mut self, line: Option<usize>) -> Self {
        self.only_line = line;
        self
    }

    /// The only event of the input, in its chunk. An input of more events, or of none, is
    /// left to be read; failures of files are told by whoever reads it.
    pub(crate) fn single(&mut self) -> Option<Chunk> {
        let mut looked_at = VecDeque::new();
        let mut events = 0;
        let mut failed = false;
        while events < 2 {
            let Some(chunk) = self.next_chunk() else { break };
            events += chunk.events.len();
            failed |= chunk.failed.is_some();
            looked_at.push_back(chunk);
        }
        if events == 1 && !failed {
            return looked_at.into_iter().find(|chunk| !chunk.events.is_empty());
        }
        self.ahead = looked_at;
        None
    }

    /// The next events: as many as were read at once, so that a slow pipe is followed
    /// event by event. Nothing at the end of the last file.
    pub(crate) fn next_chunk(&mut self) -> Option<Chunk> {
        if let Some(chunk) = self.ahead.pop_front() {
            return Some(chunk);
        }
        loop {
            if self.open.is_none() {
                let path = self.waiting.pop_front()?;
                match Opened::new(&path, self.limit) {
                    Ok(opened) => self.open = Some(opened),
                    Err(Failure::Told(message)) => return Some(self.failed(&path, message)),
                    Err(_) => return None,
                }
            }
            let opened = self.open.as_mut()?;
            let mut chunk = opened.chunk(self.read, self.most, self.limit);
            if opened.ended {
                self.open = None;
            }
            self.read += chunk.events.len();
            if let Some(line) = self.only_line {
                let is_past = chunk.events.last().is_some_and(|last| last.line >= line);
                self.open = self.open.take().filter(|_| !is_past);
                let before = chunk.events.iter().take_while(|event| event.line < line).count();
                chunk.first += before;
                chunk.events.retain(|event| event.line == line);
            }
            if !chunk.events.is_empty() || chunk.failed.is_some() {
                chunk.events.shrink_to_fit();
                return Some(chunk);
            }
        }
    }

    fn failed(&self, path: &std::path::Path, message: String) -> Chunk {
        Chunk {
            file: path.display().to_string().into(),
            shape: Shape::Ndjson,
            first: self.read,
            events: Vec::new(),
            failed: Some(message),
        }
    }
}

impl Opened {
    fn new(path: &std::path::Path, limit: usize) -> Result<Self, Failure> {
        let (name, reader): (String, Box<dyn Read + Send>) = if is_stdin(path) {
            (STDIN.to_owned(), Box::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(|error| Failure::of_file(path, &error))?;
            (path.display().to_string(), Box::new(file))
        };
        let mut feed = Feed::new(reader);
        let shape =
            Shape::detect(&mut feed, limit).map_err(|error| Failure::of_named(&name, &error))?;
        let elements = Elements::new(shape == Shape::Array, limit);
        Ok(Self { file: name.into(), feed, shape, elements, line: 1, ended: false })
    }

    fn chunk(&mut self, first: usize, most: usize, limit: usize) -> Chunk {
        let mut events = Vec::new();
        let mut failed = None;
        while events.len() < most {
            match self.next(limit) {
                Ok(Some(event)) => events.push(event),
                Ok(None) => {
                    self.ended = true;
                    break;
                }
                Err(error) => {
                    self.ended = true;
                    if let Failure::Told(message) = Failure::of_named(&self.file, &error) {
                        failed = Some(message);
                    }
                    break;
                }
            }
            if self.would_wait() {
                break;
            }
        }
        Chunk { file: Arc::clone(&self.file), shape: self.shape, first, events, failed }
    }

    /// Whether the next event may have to be waited for.
    fn would_wait(&self) -> bool {
        match self.shape {
            Shape::Ndjson => memchr::memchr(b'\n', self.feed.rest()).is_none(),
            _ => self.feed.rest().len() < 2,
        }
    }

    fn next(&mut self, limit: usize) -> io::Result<Option<Event>> {
        match self.shape {
            Shape::Ndjson => self.next_line(limit),
            Shape::Document if self.line == 1 => self.document(limit).map(Some),
            Shape::Document => Ok(None),
            Shape::Array | Shape::Sequence => self.elements.next(&mut self.feed),
        }
    }

    /// The next line that is not blank. Of a line that is too long one byte more than may
    /// be is kept, for the event reader to refuse.
    fn next_line(&mut self, limit: usize) -> io::Result<Option<Event>> {
        loop {
            let (length, mut ended) = self.feed.line(0, limit)?;
            let line = self.feed.rest().get(..length.min(limit + 1)).unwrap_or_default();
            let bytes = trimmed(line).to_vec();
            let number = self.line;
            self.feed.take(length + usize::from(ended));
            if length > limit {
                while !ended {
                    let (more, has_end) = self.feed.line(0, limit)?;
                    self.feed.take(more + usize::from(has_end));
                    ended = has_end || more == 0;
                }
            }
            self.line += 1;
            if !bytes.is_empty() {
                return Ok(Some(Event {
                    line: number,
                    first_line: number,
                    text: Text::Bytes(bytes),
                }));
            }
            if length == 0 && !ended {
                return Ok(None);
            }
        }
    }

    /// The whole input as one event.
    fn document(&mut self, limit: usize) -> io::Result<Event> {
        while self.feed.rest().len() <= limit && self.feed.more()? {}
        let text = self.feed.rest();
        let bytes = text.get(..text.len().min(limit + 1)).unwrap_or_default().to_vec();
        let blank = bytes.iter().take_while(|byte| is_blank(**byte));
        let line = blank.filter(|byte| **byte == b'\n').count() + 1;
        self.line = 0;
        Ok(Event { line, first_line: 1, text: Text::Bytes(bytes) })
    }
}
