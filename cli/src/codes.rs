//! `hooksieve explain-code`: what a code means.

use std::io::{BufWriter, Write};

use hooksieve::Code;

use crate::args::ExplainCodeArgs;
use crate::failure::{Exit, Failure};
use crate::sample::nearest;

/// Prints the meaning of one code, or a line for each.
pub(crate) fn run(args: &ExplainCodeArgs) -> Result<Exit, Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    if let Some(name) = &args.code {
        let code = name.parse().map_err(|_| unknown(name))?;
        writeln!(out, "{code}\n\n{}", meaning(code))?;
    } else {
        let longest = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
        for code in Code::ALL {
            writeln!(out, "{:<longest$}  {}", code.as_str(), meaning(*code))?;
        }
    }
    out.flush()?;
    Ok(Exit::Yes)
}

/// The code's meaning as one paragraph.
fn meaning(code: Code) -> String {
    code.meaning().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn unknown(name: &str) -> Failure {
    let hint = match nearest(name, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => format!("did you mean {near:?}?"),
        None => "`hooksieve explain-code` lists them".to_owned(),
    };
    Failure::Told(format!("there is no code {name:?}; {hint}"))
}
