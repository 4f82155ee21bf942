//! An alternative to the tree, measured against it: one table for all sets of label keys,
//! probed with a combined hash for each set of keys that an event has.
//!
//! It gives ids for subscriptions of event types and labels only, and works on events that
//! are taken apart already; so its time is told beside that of the router, which reads
//! bytes, and beside that of a router that reads the same bytes and finds nothing.

use std::collections::{HashMap, HashSet};
use std::hint::black_box;
use std::time::Instant;

use hooksieve::{Config, Dialect, Router, Scratch};

use super::events::{self, Sent};
use super::families::{self, Wanted};

/// Subscriptions by the labels they need, all of them hashed together.
struct Combined {
    keys: HashMap<&'static str, u32>,
    labels: HashMap<(u32, String), u64>,
    types: HashMap<String, u32>,
    /// The sets of keys in use, a bit for each key.
    sets: HashSet<u32>,
    table: HashMap<u64, Vec<(Vec<u32>, u32)>>,
}

/// A number for a label that adds up with others to one for the set.
fn mixed(number: u64) -> u64 {
    super::random::Random::new(number).next()
}

impl Combined {
    fn new(list: &[Wanted]) -> Self {
        let mut made = Self {
            keys: HashMap::new(),
            labels: HashMap::new(),
            types: HashMap::new(),
            sets: HashSet::new(),
            table: HashMap::new(),
        };
        for (position, wanted) in (0..).zip(list) {
            let (mut set, mut hash) = (0, 0_u64);
            for (key, value) in wanted.labels() {
                let next = made.keys.len() as u32;
                let key = *made.keys.entry(key).or_insert(next);
                set |= 1 << key;
                let next = mixed(made.labels.len() as u64);
                hash = hash.wrapping_add(*made.labels.entry((key, value.clone())).or_insert(next));
            }
            made.sets.insert(set);
            let number = |each: &String| {
                let next = made.types.len() as u32;
                *made.types.entry(each.clone()).or_insert(next)
            };
            let types = wanted.types().iter().map(number).collect();
            made.table.entry(hash).or_default().push((types, position));
        }
        made
    }

    /// The positions of what an event fires. `known` is memory to use.
    fn matches(&self, sent: &Sent, known: &mut Vec<(u32, u64)>, out: &mut Vec<u32>) {
        out.clear();
        known.clear();
        let Some(event_type) = self.types.get(&sent.event_type) else { return };
        for (key, value) in &sent.labels {
            let Some(&key) = self.keys.get(key) else { continue };
            let label = self.labels.get(&(key, value.clone()));
            known.extend(label.map(|&label| (1 << key, label)));
        }
        for chosen in 0..1_u32 << known.len() {
            let (mut set, mut hash) = (0, 0_u64);
            for (at, (key, label)) in known.iter().enumerate() {
                if chosen & (1 << at) != 0 {
                    set |= key;
                    hash = hash.wrapping_add(*label);
                }
            }
            if self.sets.contains(&set) {
                for (types, position) in self.table.get(&hash).into_iter().flatten() {
                    if types.contains(event_type) {
                        out.push(*position);
                    }
                }
            }
        }
        out.sort_unstable();
    }
}

/// Prints the time of an event in nanoseconds: by the combined hash without reading, by
/// the router, and what reading alone takes.
pub(super) fn cell(n: u64) {
    let sent = events::events("labels", n, super::EVENTS);
    let list = families::subscriptions("labels", n);
    let combined = Combined::new(&list);
    let config = families::config(&list);
    let router = super::read(&config);
    // Asks for the same fields, and for values that no event has.
    let idle = r#"{"id":"a","events":["none"],"labels":{"customer":"","account":"","wallet":"",
        "network":"","env":"","team":"","region":"","asset":"","source":"","tier":""}}"#;
    let idle = Router::from_config(&Config::read(idle, Dialect::HOOKSIEVE));
    let (mut known, mut out, mut scratch) = (Vec::new(), Vec::new(), Scratch::default());
    for each in sent.iter().take(200) {
        combined.matches(each, &mut known, &mut out);
        let routing = router.route_with(each.text.as_bytes(), &mut scratch);
        let positions: Vec<_> = routing.matched().map(|found| found.position() as u32).collect();
        assert_eq!(out, positions, "{}", each.text);
    }
    let time = |act: &mut dyn FnMut(&Sent)| {
        let mut times: Vec<f64> = (0..9)
            .map(|_| {
                let started = Instant::now();
                sent.iter().for_each(&mut *act);
                started.elapsed().as_secs_f64() * 1e9 / sent.len() as f64
            })
            .collect();
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    };
    let by_hash = time(&mut |each| {
        combined.matches(each, &mut known, &mut out);
        black_box(&out);
    });
    let mut route = |router: &Router| {
        time(&mut |each| {
            black_box(router.route_with(each.text.as_bytes(), &mut scratch).matched().len());
        })
    };
    let (by_tree, reading) = (route(&router), route(&idle));
    println!(
        "labels {n:>9}: combined hash {by_hash:>6.0}, router {by_tree:>6.0}, reading {reading:>6.0} ns"
    );
}
