//! `hooksieve completions` and `hooksieve man`: what the shell and man(1) need.

use std::io::Write;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::args::{Cli, CompletionsArgs, ManArgs};
use crate::failure::{Exit, Failure};
use crate::output;
use crate::sample::nearest;

/// Prints the completion script of a shell.
pub(crate) fn completions(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "hooksieve", &mut script);
    print(&script)
}

/// Prints a page of the manual, or writes all of them.
pub(crate) fn man(args: &ManArgs) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    command.build();
    if let Some(dir) = &args.dir {
        std::fs::create_dir_all(dir).map_err(|error| Failure::of_file(dir, &error))?;
        for each in std::iter::once(&command).chain(command.get_subcommands()) {
            let name = each.get_display_name().unwrap_or_else(|| each.get_name());
            output::write_file(&dir.join(format!("{name}.1")), &page(each)?)?;
        }
        return Ok(Exit::Yes);
    }
    let asked = match &args.verb {
        None => &command,
        Some(verb) => command.find_subcommand(verb).ok_or_else(|| unknown(&command, verb))?,
    };
    print(page(asked)?.as_bytes())
}

/// A page of the manual: what the help says, in the order that man(7) asks for.
fn page(command: &Command) -> Result<String, Failure> {
    let man = Man::new(command.clone());
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    let mut more = Roff::new();
    if let Some(exit) = command.get_after_help().map(ToString::to_string) {
        let exit = exit.trim_start_matches("Exit status: ").to_owned();
        more.control("SH", ["EXIT STATUS"]).text([roman(exit)]);
    }
    if let Some(examples) = command.get_before_help().map(ToString::to_string) {
        more.control("SH", ["EXAMPLES"]).control("nf", []);
        for line in examples.lines().filter(|line| *line != "Examples:") {
            more.text([roman(line.trim_start())]);
        }
        more.control("fi", []);
    }
    more.to_writer(&mut text)?;
    String::from_utf8(text).map_err(|error| Failure::Told(error.to_string()))
}

/// The short help of a verb, with colours.
pub(crate) fn short_help(verb: &str) -> String {
    let mut command = Cli::command();
    command.build();
    let found = command.find_subcommand_mut(verb);
    found.map(|verb| verb.render_help().ansi().to_string()).unwrap_or_default()
}

fn unknown(command: &Command, verb: &str) -> Failure {
    let verbs: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let hint = match nearest(verb, verbs.iter().copied()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("there are {}", verbs.join(", ")),
    };
    Failure::Told(format!("there is no verb {verb:?}; {hint}"))
}

fn print(text: &[u8]) -> Result<Exit, Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text)?;
    out.flush()?;
    Ok(Exit::Yes)
}
