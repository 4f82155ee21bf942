//! Importing what other products have: every part of the input is listed once, what is
//! written reads without errors, and wherever nothing is left open the imported
//! subscriptions fire for exactly the events that a naive reading of the product's language
//! lets through, once each. The readings are written here, apart from the crate.

mod cloudevents;
mod convoy;
mod eventbridge;
mod hookdeck;
mod svix;

use std::collections::BTreeSet;

use hooksieve::json::{Data, Node, Pointer};
use hooksieve::{Config, Dialect, Explainer, ImportFormat, Imported, Outcome};

use super::random::Random;

/// How a product is tested.
struct Product {
    format: ImportFormat,
    /// A document, and now and then one that is not quite one.
    document: fn(&mut Random) -> String,
    event: fn(&mut Random) -> String,
    /// Whether the product lets the event through; only asked where nothing is open.
    lets_through: fn(&Node, &Node) -> bool,
}

/// What was compared, so that a test that compares nothing fails.
#[derive(Default)]
struct Compared {
    documents: usize,
    events: usize,
    through: usize,
    split: usize,
}

fn leaves(node: &Node, at: &Pointer, found: &mut BTreeSet<String>) {
    match &node.data {
        Data::Object(members) if !members.is_empty() => {
            for member in members {
                leaves(&member.value, &at.child(&member.key), found);
            }
        }
        Data::Array(list) if !list.is_empty() => {
            list.iter().enumerate().for_each(|(i, it)| leaves(it, &at.index(i), found));
        }
        _ => {
            found.insert(at.as_str().to_owned());
        }
    }
}

/// Every leaf is told by exactly one line: its own, or that of something above it.
fn expect_told_once(document: &Node, imported: &[Imported]) {
    let told: Vec<&str> = imported
        .iter()
        .flat_map(|each| &each.report.transfers)
        .map(|transfer| transfer.pointer.as_str())
        .collect();
    let mut all = BTreeSet::new();
    leaves(document, &Pointer::root(), &mut all);
    for leaf in all {
        let covers = |told: &&&str| {
            leaf.strip_prefix(**told).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let lines = told.iter().filter(covers).count();
        assert_eq!(lines, 1, "{leaf} is told {lines} times\n{told:?}\n{}", document.to_json());
    }
}

fn check(product: &Product, random: &mut Random, compared: &mut Compared) {
    let text = (product.document)(random);
    let document = Node::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let imported = product.format.import(&text).unwrap();
    expect_told_once(&document, &imported);
    let nodes: Vec<Node> = imported.iter().flat_map(|it| it.subscriptions.clone()).collect();
    let native = Node::new(Data::Array(nodes.clone())).to_json();
    let config = Config::read(&native, Dialect::HOOKSIEVE);
    assert!(!config.has_errors(), "{text}\n{native}\n{:?}", config.diagnostics);
    assert!(nodes.len() <= ImportFormat::MOST_SUBSCRIPTIONS * imported.len());
    if imported.iter().any(|each| each.report.needs_decisions()) {
        return;
    }
    compared.documents += 1;
    compared.split += usize::from(nodes.len() > 1);
    let explainer = Explainer::new(&config);
    for _ in 0..12 {
        let text = (product.event)(random);
        let event = Node::parse(&text).unwrap();
        if !imported.iter().flat_map(|it| &it.assumptions).all(|it| it.holds(&event)) {
            continue;
        }
        let expected = (product.lets_through)(&document, &event);
        let outcomes = explainer.outcomes(text.as_bytes());
        let fires = outcomes.iter().filter(|outcome| **outcome == Outcome::Fires).count();
        assert_eq!(
            fires,
            usize::from(expected),
            "{}\n{}\n{native}\n{text}",
            product.format,
            document.to_json()
        );
        compared.events += 1;
        compared.through += usize::from(expected);
    }
}

fn run(product: &Product) {
    let mut compared = Compared::default();
    for seed in 0..4_000 {
        check(product, &mut Random::new(7_000_000 + seed), &mut compared);
    }
    let Compared { documents, events, through, split } = compared;
    eprintln!(
        "{}: {documents} documents, {events} events, {through} through, {split} split",
        product.format
    );
    assert!(documents > 500 && events > 4_000, "{documents} documents, {events} events");
    assert!(through > 300 && events - through > 300, "{through} of {events} go through");
}

fn one_of(random: &mut Random, list: &[&'static str]) -> &'static str {
    list[random.below(list.len())]
}

/// A value of few, so that values meet.
fn scalar(random: &mut Random) -> &'static str {
    const SCALARS: [&str; 16] = [
        "\"x\"", "\"xy\"", "\"Xy\"", "\"yx\"", "\"\"", "\"5\"", "\"y\"", "\"xyx\"", "5", "5.0",
        "-1", "7.5", "true", "false", "null", "\"ab-c\"",
    ];
    one_of(random, &SCALARS)
}

fn text(random: &mut Random) -> &'static str {
    one_of(
        random,
        &["\"x\"", "\"xy\"", "\"Xy\"", "\"yx\"", "\"y\"", "\"5\"", "\"xyx\"", "\"ab-c\""],
    )
}

fn number(random: &mut Random) -> &'static str {
    one_of(random, &["5", "5.0", "-1", "7.5", "0", "6"])
}

fn list(random: &mut Random, most: usize, one: impl Fn(&mut Random) -> String) -> String {
    let all: Vec<String> = (0..=random.below(most)).map(|_| one(random)).collect();
    format!("[{}]", all.join(","))
}

/// Members of different names.
fn object(random: &mut Random, names: &[&str], one: impl Fn(&mut Random) -> String) -> String {
    let mut names: Vec<&str> = names.to_vec();
    random.shuffle(&mut names);
    let count = 1 + random.below(names.len().min(3));
    let members: Vec<String> =
        names.iter().take(count).map(|name| format!("\"{name}\":{}", one(random))).collect();
    format!("{{{}}}", members.join(","))
}

/// A body: values, objects of values, and now and then an array.
fn body(random: &mut Random) -> String {
    object(random, &["a", "b", "c", "d"], |random| match random.below(12) {
        0 => list(random, 2, |random| scalar(random).to_owned()),
        1..=3 => object(random, &["a", "b"], |random| scalar(random).to_owned()),
        _ => scalar(random).to_owned(),
    })
}

fn as_number(node: &Node) -> Option<f64> {
    node.number()?.parse().ok()
}

#[test]
fn eventbridge_patterns() {
    run(&eventbridge::PRODUCT);
}

#[test]
fn cloudevents_subscriptions() {
    run(&cloudevents::PRODUCT);
}

#[test]
fn hookdeck_filters() {
    run(&hookdeck::PRODUCT);
}

#[test]
fn convoy_filters() {
    run(&convoy::PRODUCT);
}

#[test]
fn svix_endpoints() {
    run(&svix::PRODUCT);
}

#[test]
fn documents_of_one_product_given_as_another_are_told_as_well() {
    let products = [
        &eventbridge::PRODUCT,
        &cloudevents::PRODUCT,
        &hookdeck::PRODUCT,
        &convoy::PRODUCT,
        &svix::PRODUCT,
    ];
    for seed in 0..400 {
        let mut random = Random::new(7_700_000 + seed);
        for product in products {
            let text = (product.document)(&mut random);
            let document = Node::parse(&text).unwrap();
            for format in ImportFormat::ALL {
                let imported = format.import(&text).unwrap();
                expect_told_once(&document, &imported);
                let nodes = imported.into_iter().flat_map(|it| it.subscriptions).collect();
                let native = Node::new(Data::Array(nodes)).to_json();
                let config = Config::read(&native, Dialect::HOOKSIEVE);
                assert!(!config.has_errors(), "{format}: {text}\n{:?}", config.diagnostics);
            }
        }
    }
}
