//! Working on chunks by several threads, with the results in the order of the input.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::{Chunk, Input};
use crate::failure::Failure;

/// So many chunks are worked on at once before threads are started: short inputs are
/// done by then.
const ALONE: usize = 16;

/// Reads `input` to its end, does `work` on every chunk, and gives the results to `sink` in
/// the order of the input. With `jobs` unset, long inputs get a thread for each core.
/// Memory is bounded: no more than four chunks a thread are on their way.
pub(crate) fn in_order<T: Send + 'static>(
    mut input: Input,
    jobs: Option<u16>,
    work: impl Fn(&Chunk) -> T + Send + Sync + 'static,
    mut sink: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let jobs = jobs.map(usize::from);
    let alone = match jobs {
        Some(1) => usize::MAX,
        Some(_) => 0,
        None => ALONE,
    };
    for _ in 0..alone {
        let Some(chunk) = input.next_chunk() else {
            return Ok(());
        };
        sink(work(&chunk))?;
    }
    match jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)) {
        0 | 1 => {
            while let Some(chunk) = input.next_chunk() {
                sink(work(&chunk))?;
            }
            Ok(())
        }
        jobs => by_threads(input, jobs, &Arc::new(work), sink),
    }
}

/// A chunk with its place in the order.
type Numbered<T> = (u64, T);

/// The threads are not joined: when the reader of the output is gone, the process ends
/// although one of them may still wait for input.
fn by_threads<T: Send + 'static>(
    mut input: Input,
    jobs: usize,
    work: &Arc<impl Fn(&Chunk) -> T + Send + Sync + 'static>,
    mut sink: impl FnMut(T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (permit, permits) = sync_channel::<()>(4 * jobs);
    let (give, chunks) = sync_channel::<Numbered<Chunk>>(jobs);
    let (done, results) = channel::<Numbered<Option<T>>>();
    let chunks = Arc::new(Mutex::new(chunks));
    for _ in 0..jobs {
        let (chunks, done, work) = (Arc::clone(&chunks), done.clone(), Arc::clone(work));
        thread::spawn(move || {
            while let Some((number, chunk)) = next(&chunks) {
                let result = catch_unwind(AssertUnwindSafe(|| work(&chunk))).ok();
                if done.send((number, result)).is_err() {
                    break;
                }
            }
        });
    }
    drop(done);
    thread::spawn(move || read_all(&mut input, &permit, &give));

    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, result) in results {
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            next += 1;
            let result = result.ok_or_else(|| {
                Failure::Told("a thread of hooksieve failed; please report this".to_owned())
            })?;
            sink(result)?;
            let _ = permits.recv();
        }
    }
    Ok(())
}

fn read_all(input: &mut Input, permit: &SyncSender<()>, give: &SyncSender<Numbered<Chunk>>) {
    for number in 0.. {
        if permit.send(()).is_err() {
            return;
        }
        let Some(chunk) = input.next_chunk() else { return };
        if give.send((number, chunk)).is_err() {
            return;
        }
    }
}

fn next(chunks: &Mutex<Receiver<Numbered<Chunk>>>) -> Option<Numbered<Chunk>> {
    chunks.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}
