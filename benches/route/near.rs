//! What the near misses of an event cost, over all subscriptions.

use std::hint::black_box;
use std::time::Instant;

use hooksieve::{Config, Dialect, NearMisses};

use super::{events, families};

/// How many near misses are asked for.
const NEAREST: usize = 5;

/// Measures events of a family one by one and prints the middle and the slowest.
pub(super) fn cell(family: &str, n: u64) {
    let config = families::config(&families::subscriptions(family, n));
    let config = Config::read(&config, Dialect::HOOKSIEVE);
    let started = Instant::now();
    let near = NearMisses::new(&config);
    let made = started.elapsed();
    let mut times: Vec<f64> = events::events(family, n, 200)
        .iter()
        .map(|sent| {
            let started = Instant::now();
            black_box(near.of(sent.text.as_bytes(), NEAREST));
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (middle, slowest) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{family:<12} {n:>9} {middle:>9.3} ms {slowest:>9.3} ms  made in {made:.1?}");
}
