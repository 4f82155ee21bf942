//! `hooksieve completions` and `hooksieve man`: what the shell and man(1) need.

use std::io::Write;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::{Cli, CompletionsArgs, ManArgs};
use crate::failure::{Exit, Failure};
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
        let failed = |error| Failure::of_file(dir, &error);
        std::fs::create_dir_all(dir).map_err(failed)?;
        clap_mangen::generate_to(command, dir).map_err(failed)?;
        return Ok(Exit::Yes);
    }
    let page = match &args.verb {
        None => command,
        Some(verb) => match command.find_subcommand(verb) {
            Some(found) => found.clone(),
            None => return Err(unknown(&command, verb)),
        },
    };
    let mut text = Vec::new();
    Man::new(page).render(&mut text)?;
    print(&text)
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
