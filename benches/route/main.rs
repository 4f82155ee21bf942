//! What routing an event costs beside parsing its bytes.
//!
//! `cargo bench` routes events of the four providers' shapes through ten subscriptions
//! of several families, and parses the same bytes into serde's `IgnoredAny`, which
//! checks JSON and keeps nothing. Both run in turns within one process, so that a slow
//! machine slows both; the median of the rounds is told.

#![allow(clippy::print_stdout, reason = "a benchmark prints its numbers")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a benchmark rounds, and its counts are small"
)]

mod families;
mod generator;

use std::hint::black_box;
use std::time::{Duration, Instant};

use hooksieve::{Config, Router, Scratch};
use serde::de::IgnoredAny;

/// How often the events are routed and parsed, in turns.
const ROUNDS: usize = 41;

fn main() {
    let events = generator::events(2000);
    let bytes: usize = events.iter().map(String::len).sum();
    println!("{} events, {} bytes each on average", events.len(), bytes / events.len());
    println!(
        "{:<12} {:>9} {:>12} {:>12} {:>7}",
        "family", "matches", "route", "IgnoredAny", "ratio"
    );
    for (name, dialect, config) in families::all() {
        let config = Config::read(&config, dialect);
        assert!(!config.has_errors(), "{name}: {:?}", config.diagnostics);
        let router = Router::from_config(&config);
        assert_eq!(router.len(), 10, "{name}");
        let (mut routing, mut parsing, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let mut matches = 0;
        let mut scratch = Scratch::default();
        for round in 0..ROUNDS {
            matches = 0;
            let started = Instant::now();
            for event in &events {
                let routing = router.route_with(black_box(event.as_bytes()), &mut scratch);
                matches += black_box(routing).matched().count();
            }
            let route = started.elapsed();
            let started = Instant::now();
            for event in &events {
                let read = serde_json::from_slice::<IgnoredAny>(black_box(event.as_bytes()));
                assert!(black_box(read).is_ok());
            }
            let parse = started.elapsed();
            // The first rounds warm caches and clock.
            if round > 4 {
                routing.push(route);
                parsing.push(parse);
                ratios.push(route.as_secs_f64() / parse.as_secs_f64());
            }
        }
        let each = |times: Vec<Duration>| {
            let median = median(times.iter().map(Duration::as_secs_f64).collect());
            format!("{:.0} ns", median * 1e9 / events.len() as f64)
        };
        println!(
            "{name:<12} {:>9.2} {:>12} {:>12} {:>7.2}",
            matches as f64 / events.len() as f64,
            each(routing),
            each(parsing),
            median(ratios)
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
