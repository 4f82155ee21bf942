//! The project's own commands, so that a fresh machine needs only cargo, and npm for the
//! homes in JavaScript.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

mod edge;
mod npm;
mod page;
mod stages;
mod wasm;

use std::process::ExitCode;
use std::time::Instant;

use stages::{Stage, bench_stages, test_stages, wasm_bench_stages};

const USAGE: &str =
    "usage: cargo xtask test | bench | wasm | wasm-bench | preview | site | edge | edge-load

  test        format, clippy, rustdoc, every test, the README's first command, and the npm
              package in every home, the Worker in Cloudflare's runtime, and the preview
              page in Chromium (needs npm, and as root installs Chromium)
  bench       what routing an event costs, as a ratio to parsing its bytes
  wasm        builds the WebAssembly modules and their glue into pkg/wasm and pkg/edge/wasm
              (needs npm)
  wasm-bench  the same ratios in this Node, sizes and start-up of the module
  preview     builds the preview page, serves it on localhost and prints the address
  site        builds the preview page into www/dist, to publish under any path, and the
              custom element into pkg/preview
  edge        starts the Worker on this machine with two tenants to try, and prints how
  edge-load   what intake and delivery take on this machine, with 10,000 subscriptions";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["test"] => run(&test_stages()),
        ["bench"] => run(&bench_stages()),
        ["wasm-bench"] => run(&wasm_bench_stages()),
        ["wasm"] => done("wasm", wasm::build()),
        ["preview"] => done("preview", page::preview()),
        ["edge"] => done("edge", edge::run("dev")),
        ["edge-load"] => done("edge-load", edge::run("load")),
        ["site"] => done("site", page::site()),
        ["help" | "-h" | "--help"] => {
            println!("{USAGE}");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// Tells of a command that failed.
fn done(name: &str, result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{name}: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// Runs every stage, also after one that failed, and sums up.
fn run(stages: &[Stage]) -> ExitCode {
    let mut summary = Vec::new();
    for (number, stage) in (1..).zip(stages) {
        println!("\n[{number}/{}] {}: {}", stages.len(), stage.name, stage.command());
        let started = Instant::now();
        let result = stage.run();
        let seconds = started.elapsed().as_secs_f64();
        if let Err(fault) = &result {
            println!("{}: {fault}", stage.name);
        }
        summary.push((stage.name, result, seconds));
    }
    println!();
    let mut passed = 0;
    for (name, result, seconds) in &summary {
        let verdict = if result.is_ok() { "ok" } else { "FAILED" };
        println!("{name:<10} {verdict:<7} {seconds:>6.1} s");
        passed += usize::from(result.is_ok());
    }
    let total: f64 = summary.iter().map(|(.., seconds)| seconds).sum();
    println!("{passed} of {} stages passed in {total:.1} s", stages.len());
    if passed == stages.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
