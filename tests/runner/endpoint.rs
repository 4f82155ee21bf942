//! Vectors of the kind "endpoint": calls of a provider's configuration endpoints.

use hooksieve::endpoint::{Answer, Api, Change, Fresh, Operation};
use hooksieve::json::Node;
use hooksieve::target::TargetRules;

use super::{Case, Tally, pairs, text, texts, whole};

pub(super) fn run(case: Case<'_>, tally: &mut Tally) {
    let api = Api::of(case.dialect().expect("endpoints are a dialect's")).unwrap();
    let mut stored: Vec<Node> = Vec::new();
    for (index, step) in case.node.get("steps").and_then(Node::array).unwrap().iter().enumerate() {
        tally.begin(case, Some(step), index);
        let answer = call(&api, step, &stored);
        tally.codes.extend(answer.diagnostics.iter().map(|diagnostic| diagnostic.code));
        let status = u16::try_from(whole(step, "status")).unwrap();
        tally.compare(text(step, "call"), &status, &answer.status);
        compare_body(step, &answer, tally);
        if step.get("codes").is_some() {
            let errors = answer.diagnostics.iter().filter(|each| each.is_error());
            let mut told: Vec<String> = errors
                .map(|each| format!("{} {} {}", each.severity, each.code, each.place.pointer))
                .collect();
            told.sort();
            let told: Vec<&str> = told.iter().map(String::as_str).collect();
            tally.compare("codes", &texts(step, "codes"), &told);
        }
        keep(&api, &mut stored, answer.change);
        if let Some(expected) = step.get("stored").and_then(Node::array) {
            let all = |nodes: &[Node]| nodes.iter().map(Node::to_json).collect::<Vec<_>>();
            let same = expected.len() == stored.len()
                && expected.iter().zip(&stored).all(|(expected, got)| expected.equals(got));
            if !same {
                tally.compare("stored", &all(expected), &all(&stored));
            }
        }
    }
}

fn call(api: &Api, step: &Node, stored: &[Node]) -> Answer {
    let (method, path) = text(step, "call").split_once(' ').unwrap();
    let query = if step.get("query").is_some() { pairs(step, "query") } else { Vec::new() };
    let body = match (step.get("body"), step.get("body_text").and_then(Node::string)) {
        (Some(body), None) => body.to_json(),
        (None, text) => text.unwrap_or_default().to_owned(),
        (Some(_), Some(_)) => panic!("a call has one body"),
    };
    let fill = step.get("fill").map_or(0, |_| u8::try_from(whole(step, "fill")).unwrap());
    let has_rules = step.get("rules").and_then(Node::bool) == Some(true);
    let allowed = if step.get("allowed").is_some() { texts(step, "allowed") } else { Vec::new() };
    let allowed = |name: &str| allowed.contains(&name);
    let rules = TargetRules { http: allowed("http"), private: allowed("private") };
    let rules = has_rules.then_some(rules);
    let fresh = Fresh { rules, ..Fresh::new(whole(step, "now"), [fill; 48]) };
    let find = |id: &str| stored.iter().find(|object| api.id_of(object) == Some(id));
    match api.operation(method, path) {
        Err(answer) => *answer,
        Ok(Operation::Create) => api.create(&body, stored.len(), &fresh),
        Ok(Operation::List) => api.list(&query, stored),
        Ok(Operation::Get(id)) => api.get(&id, find(&id)),
        Ok(Operation::Update(id)) => api.update(&id, find(&id), &body, &query, &fresh),
        Ok(Operation::Delete(id)) => api.delete(&id, find(&id)),
        Ok(Operation::Events(_) | Operation::History) => api.events(&query, told(step)),
        Ok(Operation::Event { event, .. } | Operation::HistoryEvent(event)) => {
            api.event(&event, told(step))
        }
        Ok(Operation::Replay(id)) => {
            let count = |name| usize::try_from(whole(step, name)).unwrap();
            api.replay(&id, count("done"), count("targets"))
        }
        Ok(other) => panic!("no vector asks for {other:?}"),
    }
}

/// What the host found to tell.
fn told(step: &Node) -> &[Node] {
    step.get("told").and_then(Node::array).unwrap_or_default()
}

fn compare_body(step: &Node, answer: &Answer, tally: &mut Tally) {
    let got = answer.body.as_ref().map(Node::to_json);
    if let Some(members) = step.get("members") {
        let body = answer.body.as_ref().and_then(Node::members).unwrap_or_default();
        let names: Vec<&str> = body.iter().map(|member| member.key.as_str()).collect();
        assert!(members.array().is_some(), "members are a list");
        tally.compare("members of the answer", &texts(step, "members"), &names);
    } else if let Some(expected) = step.get("answer") {
        if !answer.body.as_ref().is_some_and(|body| body.equals(expected)) {
            tally.compare("answer", &Some(expected.to_json()), &got);
        }
    } else if answer.status == 204 {
        tally.compare("answer", &None, &got);
    }
}

/// What a host does with a change.
fn keep(api: &Api, stored: &mut Vec<Node>, change: Change) {
    match change {
        Change::None => {}
        Change::Remove { id } => stored.retain(|object| api.id_of(object) != Some(&id)),
        Change::Put { id, object } => {
            match stored.iter_mut().find(|known| api.id_of(known) == Some(&id)) {
                Some(known) => *known = object,
                None => stored.push(object),
            }
        }
    }
}
