//! Every strategy of the index against evaluating each subscription by itself, on sets
//! of subscriptions made to hurt it.

use std::fmt::Write;

use hooksieve::{Config, Dialect, Explainer, Outcome, Router, Stats};

use super::random::Random;

const COUNT: usize = 1500;

/// Routes events and compares; how many matched in all, and the router's numbers.
fn compare(conditions: impl Fn(usize) -> String, events: &[String]) -> (usize, Stats) {
    let mut text = String::from("[");
    for index in 0..COUNT {
        let separator = if index == 0 { "" } else { "," };
        let _ = write!(text, r#"{separator}{{"id":"s{index}",{}}}"#, conditions(index));
    }
    text.push(']');
    let explainer = Explainer::new(&Config::read(&text, Dialect::HOOKSIEVE));
    let strict = Router::from_json(Dialect::HOOKSIEVE, text.as_bytes()).unwrap();
    let mut grown = Router::new();
    for subscription in &Config::read(&text, Dialect::HOOKSIEVE).subscriptions {
        grown.insert(subscription).unwrap();
    }
    let loaded = Router::from_bytes(&strict.to_bytes()).unwrap();
    assert_eq!(loaded.to_bytes(), strict.to_bytes());
    let regrown = Router::from_bytes(&grown.to_bytes()).unwrap();
    assert_eq!(regrown.to_bytes(), grown.to_bytes());
    let mut matches = 0;
    for event in events {
        let outcomes = explainer.outcomes(event.as_bytes());
        let of = |outcome| -> Vec<usize> {
            (0..outcomes.len()).filter(|&at| outcomes[at] == outcome).collect()
        };
        for router in [explainer.router(), &strict, &grown, &loaded, &regrown] {
            let routing = router.route(event.as_bytes());
            let matched: Vec<_> = routing.matched().map(|each| each.position()).collect();
            let undecidable: Vec<_> = routing.undecidable().map(|each| each.position()).collect();
            assert_eq!(matched, of(Outcome::Fires), "{event}");
            assert_eq!(undecidable, of(Outcome::Undecidable), "{event}");
            matches += matched.len();
        }
    }
    (matches, strict.stats())
}

fn events(count: u64, data: impl Fn(&mut Random) -> String) -> Vec<String> {
    let event = |seed| {
        let random = &mut Random::new(300_000 + seed);
        let event_type = *random.pick(&["a.b", "a.c", "x"]);
        let labels =
            format!(r#"{{"hot":"yes","l":"{}","m":"{}"}}"#, random.below(40), random.below(40));
        format!(r#"{{"type":"{event_type}","labels":{labels},"data":{}}}"#, data(random))
    };
    (0..count).map(event).collect()
}

/// The number of a subscription, spread out.
fn mixed(index: usize) -> usize {
    Random::new(index as u64).below(1_000_000)
}

fn signed(number: usize) -> i64 {
    i64::try_from(number).unwrap() - 500_000
}

#[test]
fn one_hot_label_and_values_in_every_combination() {
    let wanted = |index: usize| {
        let hot = if index.is_multiple_of(10) { "" } else { r#""hot":"yes","# };
        let (l, m) = (index % 40, index / 40);
        format!(r#""events":["a.b","a.**"],"labels":{{{hot}"l":"{l}","m":"{m}"}}"#)
    };
    let (matches, stats) = compare(wanted, &events(60, |_| "{}".to_owned()));
    assert!(matches > 60 && stats.by_label > COUNT / 2, "{matches} {stats:?}");
    assert!(stats.heaviest[0].entries < 200, "{stats:?}");
}

#[test]
fn distinct_pieces_of_one_text() {
    let operators = ["contains", "starts-with", "ends-with", "regexp", "not-contains"];
    let wanted = |index: usize| {
        let (operator, number) = (operators[index % 5], mixed(index));
        let text = match index % 7 {
            0 => format!("{}", number % 1000),
            1 => format!("{}", number % 10),
            2 => format!("é{}", number % 100),
            _ => format!("x{number}"),
        };
        let text = if operator == "regexp" { format!("({text}|y{text}z)+") } else { text };
        format!(
            r#""events":"*","conditions":[{{"key":"t","condition":"{operator}","value":"{text}"}}]"#
        )
    };
    let data = |random: &mut Random| {
        let number = mixed(random.below(COUNT));
        match random.below(6) {
            0 => format!(r#"{{"t":["x{number}","é{}",7]}}"#, number % 100),
            1 => format!(r#"{{"t":{number}}}"#),
            2 => "{}".to_owned(),
            3 => format!(r#"{{"t":"é{}"}}"#, number % 100),
            4 => format!("{{\"t\":\"\\u0078{number}\"}}"),
            _ => format!(r#"{{"t":"x{number}"}}"#),
        }
    };
    let (matches, stats) = compare(wanted, &events(80, data));
    assert!(matches > 100 && stats.by_text > COUNT / 2, "{matches} {stats:?}");
}

#[test]
fn ranges_on_one_key() {
    let wanted = |index: usize| {
        let low = signed(mixed(index));
        let condition = match index % 9 {
            0 => format!(r#""gt","value":{low}"#),
            1 => format!(r#""lte","value":"{low}.5""#),
            2 => format!(r#""between","value":{{"above":{low},"below":{}}}"#, low + 2),
            3 => format!(r#""between","value":{{"min":{low}e3,"max":{low}001}}"#),
            4 => format!(r#""between","value":{{"min":"{low}"}}"#),
            5 => format!(r#""between","value":{{"min":99,"max":{}}}"#, 100 + index),
            6 => r#""gte","value":1e999999999"#.to_owned(),
            7 => format!(r#""not-between","value":{{"min":{low},"max":{}}}"#, low + 9),
            _ => format!(r#""between","value":{{"min":{},"max":{low}}}"#, low + 1),
        };
        format!(r#""events":["a.b","x"],"conditions":[{{"key":"n","condition":{condition}}}]"#)
    };
    let data = |random: &mut Random| {
        let number = signed(mixed(random.below(COUNT)));
        match random.below(8) {
            0 => format!(r#"{{"n":"{number}"}}"#),
            1 => format!(r#"{{"n":{number}.5}}"#),
            2 => format!(r#"{{"n":{number}e3}}"#),
            3 => r#"{"n":1e999999999}"#.to_owned(),
            4 => r#"{"n":-0}"#.to_owned(),
            5 => r#"{"n":["1"]}"#.to_owned(),
            6 => format!(r#"{{"n":{}}}"#, random.below(1200)),
            _ => format!(r#"{{"n":{}}}"#, number + 1),
        }
    };
    let (matches, stats) = compare(wanted, &events(80, data));
    assert!(matches > 1000 && stats.by_range > COUNT / 2, "{matches} {stats:?}");
}

#[test]
fn equal_first_ranges_with_a_selective_equality() {
    let wanted = |index: usize| {
        format!(
            r#""events":"*","conditions":[{{"key":"n","condition":"gt","value":{}}},{{"key":"z","condition":"eq","value":{}}}]"#,
            index % 3,
            match index % 4 {
                0 => format!("{index}"),
                1 => format!("\"{index}\""),
                2 => format!("{index}.0"),
                _ => "null".to_owned(),
            }
        )
    };
    let data = |random: &mut Random| {
        let index = random.below(COUNT);
        match random.below(4) {
            0 => format!(r#"{{"n":2,"z":{index}e0}}"#),
            1 => format!(r#"{{"n":9,"z":"{index}"}}"#),
            2 => r#"{"n":3,"z":null}"#.to_owned(),
            _ => format!(r#"{{"n":0,"z":{index}}}"#),
        }
    };
    let (matches, stats) = compare(wanted, &events(60, data));
    assert!(matches > 60 && stats.by_value > COUNT / 2, "{matches} {stats:?}");
}

#[test]
fn long_arrays_and_long_lists() {
    let wanted = |index: usize| match index % 4 {
        0 => format!(
            r#""events":"*","conditions":[{{"key":"tags.*","condition":"eq","value":"t{index}"}},{{"key":"tags.*","condition":"eq","value":"t{}"}}]"#,
            index + 4
        ),
        1 => format!(
            r#""events":"*","conditions":[{{"key":"items.*.n","condition":"between","value":{{"min":{index},"max":{}}}}}]"#,
            index + 1
        ),
        2 => {
            let list: Vec<_> =
                (0..=index % 200).map(|n| format!("\"v{}\"", n * 7 + index)).collect();
            format!(
                r#""events":"*","conditions":[{{"key":"v","condition":"in","value":[{}]}}]"#,
                list.join(",")
            )
        }
        _ => {
            let types: Vec<_> =
                (0..=index % 90).map(|n| format!("\"a.t{}\"", n * 3 + index)).collect();
            format!(r#""events":["*.b",{}]"#, types.join(","))
        }
    };
    let data = |random: &mut Random| {
        let (from, many) = (random.below(COUNT), 1 + random.below(2000));
        let tags: Vec<_> = (0..many).map(|n| format!("\"t{}\"", from + n)).collect();
        let items: Vec<_> = (0..many).map(|n| format!(r#"{{"n":{}}}"#, from + 3 * n)).collect();
        format!(r#"{{"tags":[{}],"items":[{}],"v":"v{from}"}}"#, tags.join(","), items.join(","))
    };
    let (matches, _) = compare(wanted, &events(20, data));
    assert!(matches > 100, "{matches}");
}

#[test]
fn shared_filters_and_events_that_fire_all_or_none() {
    let wanted = |index: usize| match index % 3 {
        0 => r#""events":["a.b"]"#.to_owned(),
        1 => r#""events":["a.b","a.b"],"labels":{}"#.to_owned(),
        _ => r#""events":["a.*"],"enabled":false"#.to_owned(),
    };
    let (matches, stats) = compare(wanted, &events(12, |_| "{}".to_owned()));
    assert!(matches > COUNT && stats.filters == 2 && stats.never == 1, "{matches} {stats:?}");
    let untyped = [r#"{"labels":{"l":"1"},"data":{}}"#.to_owned(), "[".to_owned()];
    let (matches, _) = compare(wanted, &untyped);
    assert_eq!(matches, 0);
}
