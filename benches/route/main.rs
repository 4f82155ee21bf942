//! What routing an event costs beside parsing its bytes.
//!
//! `cargo bench` prints a table: for families of subscriptions and their number, the
//! time of routing an event, parse included, as a multiple of reading the same bytes into
//! serde's `IgnoredAny`, which checks JSON and keeps nothing. Both run in turns within
//! one process, so that a slow machine slows both; the median of the rounds is told.
//! Every cell compares the ids of a sample of events with a plain evaluation that knows
//! nothing of the crate. Loading a subscription is told as a multiple of the same.
//!
//! `cargo bench -- full` goes on to a million; names of families and numbers of
//! subscriptions choose among them; `once` routes the events a few times and nothing else,
//! for a profiler; `load` and `reload` do so with loading a configuration and its snapshot,
//! and print how fast; `near` measures the near misses of an event instead;
//! `combined` measures another index beside the router's;
//! `write` writes configurations and events to files, for the benchmark of the npm package.

#![allow(clippy::print_stdout, reason = "a benchmark prints its numbers")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a benchmark rounds, and its counts are small"
)]

mod combined;
mod events;
mod families;
mod floors;
mod near;
mod random;

use std::alloc::System;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use cap::Cap;
use hooksieve::{Dialect, Reading, Router, Scratch};
use serde::de::IgnoredAny;

use events::Sent;
use families::Wanted;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

const EVENTS: usize = 20_000;

/// How long a cell may measure.
const BUDGET: Duration = Duration::from_secs(3);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = |name: &str| arguments.iter().any(|argument| argument == name);
    let any = families::FAMILIES.iter().any(|family| asked(family));
    let sizes: Vec<u64> = arguments.iter().filter_map(|argument| argument.parse().ok()).collect();
    let most = if asked("full") || !sizes.is_empty() { 1_000_000 } else { 100_000 };
    let bytes = events::events("labels", 1_000, EVENTS).iter().map(|sent| sent.text.len()).sum();
    let mean = |sum: usize| sum / EVENTS;
    println!("{EVENTS} events of {} bytes each on average", mean(bytes));
    println!("time of an event, parse included, as a multiple of IgnoredAny over the same bytes");
    println!("loading a subscription, from the configuration's text and from a snapshot, likewise");
    println!(
        "{:<12} {:>9} {:>8} {:>9} {:>6} {:>6} {:>8}  {:>7} {:>6} {:>6}  {:>8} {:>6} {:>6} {:>6}",
        "family",
        "N",
        "matches",
        "ns",
        "ratio",
        "floor",
        "touched",
        "load/s",
        "ratio",
        "floor",
        "snapshot",
        "ratio",
        "floor",
        "B/sub"
    );
    for family in families::FAMILIES.into_iter().filter(|family| !any || asked(family)) {
        for n in [10, 100, 1_000, 10_000, 100_000, 1_000_000] {
            let chosen = sizes.is_empty() || sizes.contains(&n);
            if n <= most && chosen && floors::is_measured(family, n) {
                if asked("combined") {
                    if family == "labels" {
                        combined::cell(n);
                    }
                } else if asked("load") || asked("reload") {
                    load(family, n, asked("reload"));
                } else if asked("near") {
                    near::cell(family, n);
                } else if asked("once") {
                    once(family, n);
                } else if asked("write") {
                    write(family, n);
                } else {
                    cell(family, n);
                }
            }
        }
    }
}

/// Routes the events of a cell a few times, for a profiler.
fn once(family: &str, n: u64) {
    let events = events::events(family, n, EVENTS);
    let config = families::config(&families::subscriptions(family, n));
    let router = read(&config);
    let mut scratch = Scratch::default();
    for sent in events.iter().chain(&events) {
        black_box(router.route_with(sent.text.as_bytes(), &mut scratch).matched().len());
    }
}

/// Loads a configuration, or its snapshot, a few times and nothing else, for a profiler.
fn load(family: &str, n: u64, snapshot: bool) {
    let config = families::config(&families::subscriptions(family, n));
    let bytes = if snapshot { read(&config).to_bytes() } else { Vec::new() };
    let mut rates: Vec<f64> = Vec::new();
    for _ in 0..5 {
        let started = Instant::now();
        let router = if snapshot { Router::from_bytes(&bytes).ok() } else { Some(read(&config)) };
        rates.push(n as f64 / started.elapsed().as_secs_f64());
        black_box(router.map(|router| router.len()));
    }
    rates.sort_unstable_by(f64::total_cmp);
    println!("{family:<12} {n:>9} {:>9.0} subscriptions a second", rates[rates.len() / 2]);
}

/// Writes the configuration and the events of a cell below the target folder.
fn write(family: &str, n: u64) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let events = events::events(family, n, EVENTS);
    let lines: Vec<_> = events.iter().map(|sent| sent.text.as_str()).collect();
    let config = families::config(&families::subscriptions(family, n));
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join(format!("{family}-{n}.json")), config))
        .and_then(|()| fs::write(folder.join(format!("{family}-{n}.ndjson")), lines.join("\n")));
    assert!(written.is_ok(), "{}: {written:?}", folder.display());
}

fn read(config: &str) -> Router {
    match Router::from_json(Dialect::HOOKSIEVE, config.as_bytes()) {
        Ok(router) => router,
        Err(error) => unreachable!("the generator writes what can be read: {error}"),
    }
}

fn cell(family: &str, n: u64) {
    let events = events::events(family, n, EVENTS);
    let list = families::subscriptions(family, n);
    let config = families::config(&list);
    let before = MEMORY.allocated();
    let (router, load) = timed(|| read(&config));
    let bytes = (MEMORY.allocated() - before) / n as usize;
    drop(config);
    check(&router, &list, &events);
    drop(list);
    let snapshot = router.to_bytes();
    let (again, reload) = timed(|| Router::from_bytes(&snapshot));
    assert_eq!(again.map(|again| again.len()), Ok(n as usize), "{family} {n}: the snapshot");
    let measured = measure(&router, &events);
    let touched = (n == 10).then(|| measure(&router.with_reading(Reading::Touched), &events));
    let [load_ratio, reload_ratio] = [load, reload].map(|it| it * 1e9 / n as f64 / measured.parse);
    let held = |floor, ratio| if n >= floors::LOADED { told(floor, ratio) } else { String::new() };
    println!(
        "{family:<12} {n:>9} {:>8.2} {:>9.0} {:>6.2} {:>6} {:>8}  {:>7} {load_ratio:>6.2} {:>6}  \
         {:>8} {reload_ratio:>6.2} {:>6} {bytes:>6}",
        measured.matches,
        measured.nanoseconds,
        measured.ratio,
        floors::of(family, n).map_or(String::new(), |floor| told(floor, measured.ratio)),
        touched.map_or(String::new(), |touched| format!("{:.2}", touched.ratio)),
        thousands(n as f64 / load),
        held(floors::LOAD, load_ratio),
        thousands(n as f64 / reload),
        held(floors::RELOAD, reload_ratio),
    );
}

/// A floor, and whether a ratio is above it.
fn told(floor: f64, ratio: f64) -> String {
    format!("{floor}{}", if ratio > floor { " !" } else { "" })
}

/// What is made, three times over, and the seconds that it takes: the median, since the first
/// time the allocator still tidies up behind the generator.
fn timed<T>(mut make: impl FnMut() -> T) -> (T, f64) {
    let mut run = || {
        let started = Instant::now();
        let made = make();
        (made, started.elapsed().as_secs_f64())
    };
    let mut times = vec![run().1, run().1];
    let (made, last) = run();
    times.push(last);
    (made, median(times))
}

fn thousands(rate: f64) -> String {
    format!("{:.0}k", rate / 1e3)
}

/// Compares the ids of some events with a plain evaluation.
fn check(router: &Router, list: &[Wanted], events: &[Sent]) {
    let sample = (2_000_000 / list.len()).clamp(5, 500);
    let mut scratch = Scratch::default();
    for sent in events.iter().take(sample) {
        let routing = router.route_with(sent.text.as_bytes(), &mut scratch);
        let got: Vec<_> = routing.matched().map(|each| each.position()).collect();
        let fires = |index: &usize| list[*index].fires(sent);
        let expected: Vec<_> = (0..list.len()).filter(fires).collect();
        assert_eq!(got, expected, "{}", sent.text);
        assert_eq!(routing.undecidable().len(), 0);
    }
}

struct Measured {
    matches: f64,
    nanoseconds: f64,
    /// Nanoseconds of reading an event into `IgnoredAny`.
    parse: f64,
    ratio: f64,
}

fn measure(router: &Router, events: &[Sent]) -> Measured {
    let mut scratch = Scratch::default();
    let (mut times, mut parses, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut matches = 0;
    let begun = Instant::now();
    while times.len() < 3 || (begun.elapsed() < BUDGET && times.len() < 25) {
        matches = 0;
        let started = Instant::now();
        for sent in events {
            let routing = router.route_with(black_box(sent.text.as_bytes()), &mut scratch);
            for each in routing.matched() {
                black_box(each.position());
                matches += 1;
            }
        }
        let route = started.elapsed();
        let started = Instant::now();
        for sent in events {
            let read = serde_json::from_slice::<IgnoredAny>(black_box(sent.text.as_bytes()));
            assert!(black_box(read).is_ok());
        }
        let parse = started.elapsed();
        times.push(route.as_secs_f64() * 1e9 / events.len() as f64);
        parses.push(parse.as_secs_f64() * 1e9 / events.len() as f64);
        ratios.push(route.as_secs_f64() / parse.as_secs_f64());
    }
    Measured {
        matches: f64::from(matches) / events.len() as f64,
        nanoseconds: median(times),
        parse: median(parses),
        ratio: median(ratios),
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
