//! The hooksieve command: which webhook subscriptions an event fires, and why.
//!
//! Stdout is the answer, stderr the talk about it; the exit status is grep's. All
//! decisions are the library's; what is here reads files and shows what came out.

mod args;
mod check;
mod codes;
mod compare;
mod configuration;
mod convert;
mod deliver;
mod explain;
mod failure;
mod input;
mod output;
mod render;
mod route;
mod sample;
mod secret;
mod shell;
mod sign;
mod snapshot;
mod suite;
mod tally;
mod terminal;
mod update;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::{Cli, Color, Verb};
use failure::{Exit, Failure};
use terminal::Talk;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Asked nothing: the help is the answer, and there was still nothing to do.
            let _ = write!(anstream::stdout(), "{}", error.render().ansi());
            return ExitCode::from(Exit::Trouble as u8);
        }
        Err(error) => error.exit(),
    };
    let choice = match cli.common.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
    let talk = Talk { quiet: cli.common.quiet };
    let exit = match run(&cli.verb, talk) {
        Ok(exit) => exit,
        Err(Failure::ReaderGone) => Exit::Yes,
        Err(Failure::Help(verb)) => {
            let _ = write!(anstream::stdout(), "{}", shell::short_help(verb));
            Exit::Trouble
        }
        Err(Failure::Told(message)) => {
            talk.failure(&message);
            Exit::Trouble
        }
    };
    ExitCode::from(exit as u8)
}

fn run(verb: &Verb, talk: Talk) -> Result<Exit, Failure> {
    match verb {
        Verb::Route(args) => route::run(args, talk),
        Verb::Explain(args) => explain::run(args, talk),
        Verb::Check(args) => check::run(args, talk),
        Verb::Compare(args) => compare::run(args, talk),
        Verb::Test(args) => suite::run(args, talk),
        Verb::Update(args) => update::run(args, talk),
        Verb::Convert(args) => convert::run(args, talk),
        Verb::Sample(args) => sample::run(args),
        Verb::Snapshot(args) => snapshot::run(args, talk),
        Verb::Sign(args) => sign::run_sign(args),
        Verb::Verify(args) => sign::run_verify(args, talk),
        Verb::Deliver(args) => deliver::run(args, talk),
        Verb::ExplainCode(args) => codes::run(args),
        Verb::Completions(args) => shell::completions(args),
        Verb::Man(args) => shell::man(args),
    }
}
