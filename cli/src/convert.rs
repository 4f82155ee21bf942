//! `hooksieve convert`: a configuration in another provider's dialect, nothing lost silently.

use std::path::Path;

use hooksieve::json::{Data, Node};
use hooksieve::{Assumption, Carried, Dialect, Form, ImportFormat, Imported, LossReport, Transfer};
use serde::Serialize;

use crate::args::ConvertArgs;
use crate::configuration::{Configuration, read_text};
use crate::failure::{Exit, Failure};
use crate::output;
use crate::terminal::{BAD, DOUBT, FAINT, GOOD, STRONG, Talk, counted, paint, plain};

/// One subscription, written in the other dialect.
struct Conversion {
    id: String,
    /// One, or several where one cannot say what an imported filter does.
    nodes: Vec<Node>,
    report: LossReport,
    /// What an import takes for granted of the events.
    assumptions: Vec<Assumption>,
}

/// The report as machines read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'c> {
    from: &'static str,
    to: &'static str,
    subscriptions: usize,
    written: usize,
    decisions_needed: usize,
    lost: usize,
    transfers: Vec<ReportedTransfer<'c>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    assumptions: Vec<ReportedAssumption<'c>>,
}

#[derive(Serialize)]
struct ReportedAssumption<'c> {
    subscription: &'c str,
    #[serde(flatten)]
    assumption: &'c Assumption,
}

#[derive(Serialize)]
struct ReportedTransfer<'c> {
    subscription: &'c str,
    #[serde(flatten)]
    transfer: &'c Transfer,
}

/// Converts one file.
pub(crate) fn run(args: &ConvertArgs, talk: Talk) -> Result<Exit, Failure> {
    let read = match args.import {
        Some(format) => import(args, format)?,
        None => convert(args, talk)?,
    };
    let Read { from, to, form, converted } = read;
    tell(&converted, talk);
    if let Some(path) = &args.report {
        let report = report(from, to, &converted);
        output::write_file(path, format!("{}\n", serde_json::to_string_pretty(&report)?))?;
    }
    let target = args.output.as_deref().unwrap_or(Path::new("-"));
    if count(&converted, Carried::DecisionNeeded) > 0 && !args.partial {
        let name = args.output.as_ref().map_or("nothing".into(), |path| path.display().to_string());
        let verb = if args.output.is_some() { "not written" } else { "written" };
        talk.error(format_args!("{name} {verb}: decisions are open (--partial writes the rest)"));
        return Ok(Exit::No);
    }
    output::write_to(target, &document(form, &converted))?;
    Ok(Exit::Yes)
}

/// What was read, written in the other dialect.
struct Read {
    from: &'static str,
    to: &'static str,
    form: Form,
    converted: Vec<Conversion>,
}

fn convert(args: &ConvertArgs, talk: Talk) -> Result<Read, Failure> {
    let configuration = Configuration::read(&args.file, args.from, talk)?.expect_json()?;
    configuration.tell_findings(talk);
    let config = &configuration.config;
    let to = args.to.unwrap_or(Dialect::HOOKSIEVE);
    let ids = config.subscriptions.iter().map(|subscription| subscription.id.clone());
    let converted = ids
        .zip(config.convert(to))
        .map(|(id, (node, report))| Conversion {
            id,
            nodes: vec![node],
            report,
            assumptions: Vec::new(),
        })
        .collect();
    Ok(Read { from: config.dialect.name(), to: to.name(), form: config.form, converted })
}

fn import(args: &ConvertArgs, format: ImportFormat) -> Result<Read, Failure> {
    let source = read_text(&args.file)?;
    let imported = format.import(&source.text).map_err(|fault| {
        Failure::Told(format!("{}: not JSON: {fault}", source.locate(fault.offset)))
    })?;
    let form = if source.text.trim_start().starts_with('[') { Form::Array } else { Form::Object };
    let named = |(index, imported): (usize, Imported)| {
        let Imported { subscriptions: nodes, report, assumptions } = imported;
        let id = nodes.first().and_then(|node| node.get("id")).and_then(Node::string);
        let id = id.map_or_else(|| format!("#{index}"), str::to_owned);
        Conversion { id, nodes, report, assumptions }
    };
    let converted = imported.into_iter().enumerate().map(named).collect();
    Ok(Read { from: format.as_str(), to: Dialect::HOOKSIEVE.name(), form, converted })
}

/// The result in the form that was read: one object, lines, or an array.
fn document(form: Form, converted: &[Conversion]) -> String {
    let nodes: Vec<&Node> = converted.iter().flat_map(|each| &each.nodes).collect();
    let mut text = match (form, nodes.as_slice()) {
        (Form::Object | Form::ObjectResponse, [only]) => only.to_json_pretty(),
        (Form::Ndjson, _) => {
            let lines: Vec<_> = nodes.iter().map(|node| node.to_json()).collect();
            lines.join("\n")
        }
        _ => {
            let nodes = nodes.into_iter().cloned().collect();
            Node::new(Data::Array(nodes)).to_json_pretty()
        }
    };
    text.push('\n');
    text
}

fn count(converted: &[Conversion], carried: Carried) -> usize {
    let transfers = converted.iter().flat_map(|each| &each.report.transfers);
    transfers.filter(|transfer| transfer.carried == carried).count()
}

fn report<'c>(from: &'static str, to: &'static str, converted: &'c [Conversion]) -> Report<'c> {
    let transfers = converted.iter().flat_map(|each| {
        let subscription = each.id.as_str();
        each.report
            .transfers
            .iter()
            .map(move |transfer| ReportedTransfer { subscription, transfer })
    });
    let assumptions = converted.iter().flat_map(|each| {
        let subscription = each.id.as_str();
        each.assumptions
            .iter()
            .map(move |assumption| ReportedAssumption { subscription, assumption })
    });
    Report {
        from,
        to,
        subscriptions: converted.len(),
        written: written(converted),
        decisions_needed: count(converted, Carried::DecisionNeeded),
        lost: count(converted, Carried::Lost),
        transfers: transfers.collect(),
        assumptions: assumptions.collect(),
    }
}

/// How many subscriptions there are now.
fn written(converted: &[Conversion]) -> usize {
    converted.iter().map(|each| each.nodes.len()).sum()
}

/// Tells what became of each part.
fn tell(converted: &[Conversion], talk: Talk) {
    let number = |carried| counted_parts(count(converted, carried));
    let split = match written(converted) {
        all if all == converted.len() => String::new(),
        all => format!(" into {all}"),
    };
    talk.note(format_args!(
        "{} {}{split}: {} carried over, {} need your decision, {} lost",
        paint(STRONG, "converted"),
        counted(converted.len() as u64, "subscription"),
        number(Carried::Over),
        number(Carried::DecisionNeeded),
        number(Carried::Lost),
    ));
    for conversion in converted {
        if converted.len() > 1 && !conversion.report.transfers.is_empty() {
            talk.note(format_args!("{}", paint(STRONG, plain(&conversion.id))));
        }
        tell_one(&conversion.report, talk);
        tell_assumptions(&conversion.assumptions, talk);
    }
}

/// Tells what is taken for granted of the events, and of which places.
fn tell_assumptions(assumptions: &[Assumption], talk: Talk) {
    let mut told = Vec::new();
    for Assumption { assumed, .. } in assumptions {
        if told.contains(assumed) {
            continue;
        }
        told.push(*assumed);
        let same = assumptions.iter().filter(|it| it.assumed == *assumed);
        let places: Vec<_> = same
            .map(|it| match it.pointer.as_str() {
                "" => "the event".to_owned(),
                pointer => plain(pointer).into_owned(),
            })
            .collect();
        let mark = paint(FAINT, "assumed");
        talk.note(format_args!("  {mark} {assumed}: {}", places.join(" ")));
    }
}

fn counted_parts(number: usize) -> String {
    crate::terminal::count(number as u64)
}

fn tell_one(report: &LossReport, talk: Talk) {
    let shown = |transfer: &Transfer| match transfer.pointer.as_str() {
        "" => "(whole)".to_owned(),
        pointer => plain(pointer).into_owned(),
    };
    let longest = report.transfers.iter().map(|each| shown(each).chars().count()).max();
    let width = longest.unwrap_or_default().min(40);
    for transfer in &report.transfers {
        let mark = match transfer.carried {
            Carried::Over => paint(GOOD, "="),
            Carried::DecisionNeeded => paint(DOUBT, "?"),
            _ => paint(BAD, "!"),
        };
        let pointer = paint(FAINT, format_args!("{:<width$}", shown(transfer)));
        let line = format!("  {mark} {pointer}  {}", plain(&transfer.message));
        // Nothing is lost silently, not even quietly.
        if transfer.carried == Carried::Over { talk.note(line) } else { talk.error(line) }
    }
}
