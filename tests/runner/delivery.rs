//! Vectors of the kinds "policy", "delivery", "request" and "target": when something is
//! sent, what, and where to.

use hooksieve::Dialect;
use hooksieve::delivery::{
    Delivery, Effect, Input, Moment, Origin, Outgoing, Phase, Policy, Standing, StopReason,
    Trouble, Unsigned,
};
use hooksieve::endpoint::{About, Api};
use hooksieve::json::Node;
use hooksieve::signature::{Key, KeyUse};
use hooksieve::target::{TargetRefusal, TargetRules};

use super::{Case, Tally, pairs, text, texts, whole};

pub(super) fn policy(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let policy = policy_of(case);
    let numbers = |name: &str| -> Vec<u64> {
        let list = case.node.get(name).and_then(Node::array).unwrap();
        list.iter().map(|each| each.number().unwrap().parse().unwrap()).collect()
    };
    let attempts = policy.schedule.attempts();
    tally.compare("attempts", &whole(case.node, "attempts"), &u64::from(attempts));
    let planned: Vec<_> = (2..attempts + 3).map_while(|each| policy.schedule.delay(each)).collect();
    let delays: Vec<u64> = planned.iter().map(|(delay, _)| *delay).collect();
    tally.compare("delays", &numbers("delays"), &delays);
    let origin = match planned.first() {
        Some((_, Origin::First)) => "first",
        Some((_, Origin::Previous)) => "previous",
        None => "none",
    };
    tally.compare("what the delays count from", &text(case.node, "from"), &origin);
    tally.compare("timeout", &whole(case.node, "timeout"), &policy.timeout);
    for (name, expected) in [("delivered", true), ("failed", false)] {
        for status in numbers(name) {
            let holds = policy.success.holds(u16::try_from(status).unwrap());
            tally.compare(&format!("the status {status}"), &expected, &holds);
        }
    }
    // A policy is data: it survives its JSON form.
    let json = serde_json::to_string(&policy).unwrap();
    tally.compare("the policy read back", &policy, &serde_json::from_str(&json).unwrap());
}

pub(super) fn delivery(case: Case<'_>, tally: &mut Tally) {
    let policy = policy_of(case);
    let mut delivery = Delivery::new(text(case.node, "event"), "sub", whole(case.node, "accepted"));
    let random = case.node.get("random").and_then(Node::string).map_or([0; 16], bytes);
    for (index, step) in case.node.get("steps").and_then(Node::array).unwrap().iter().enumerate() {
        tally.begin(case, Some(step), index);
        let moment = Moment { now: whole(step, "now"), random };
        let (next, effects) = delivery.step(&policy, &input(step), moment);
        let told: Vec<String> = effects.iter().map(tell).collect();
        tally.compare(
            "effects",
            &texts(step, "effects"),
            &told.iter().map(String::as_str).collect(),
        );
        delivery = Delivery::from_json(&next.to_json()).unwrap();
        tally.compare("the state read back", &next, &delivery);
    }
    tally.begin(case, None, 0);
    let phase = match delivery.phase {
        Phase::Waiting { .. } => "waiting",
        Phase::Sending { .. } => "sending",
        Phase::Delivered => "delivered",
        Phase::Stopped { .. } => "stopped",
        Phase::Dead => "dead",
    };
    tally.compare("phase", &text(case.node, "phase"), &phase);
    told(case, &delivery, tally);
    let expected = case.node.get("attempts").and_then(Node::array).unwrap();
    tally.compare("attempts", &expected.len(), &delivery.attempts.len());
    for (expected, attempt) in expected.iter().zip(&delivery.attempts) {
        let what = format!("attempt {}: ", attempt.number);
        let told = |name: &str| expected.get(name).and_then(Node::string).map(str::to_owned);
        tally.compare(&format!("{what}id"), &told("event"), &Some(attempt.event_id.clone()));
        tally.compare(&format!("{what}retryOf"), &told("retry_of"), &attempt.retry_of);
        let failed = expected.get("failed").and_then(Node::bool);
        tally.compare(&format!("{what}failed"), &failed, &Some(attempt.failed()));
        let next = attempt.next_attempt_date();
        tally.compare(&format!("{what}next date"), &told("next_attempt_date"), &next);
        let status = expected.get("status").and_then(Node::number).map(str::to_owned);
        tally.compare(
            &format!("{what}status"),
            &status,
            &attempt.status.map(|each| each.to_string()),
        );
        let trouble = attempt.trouble.map(|each| serde_json::to_value(each).unwrap());
        let trouble = trouble.as_ref().and_then(|each| each.as_str()).map(str::to_owned);
        tally.compare(&format!("{what}trouble"), &told("trouble"), &trouble);
    }
}

pub(super) fn request(case: Case<'_>, tally: &mut Tally) {
    tally.begin(case, None, 0);
    let policy = policy_of(case);
    let headers = pairs(case.node, "headers");
    let outgoing = Outgoing {
        event_type: case.node.get("event_type").and_then(Node::string),
        body: text(case.node, "body").as_bytes(),
        url: text(case.node, "url"),
        headers: &headers,
    };
    let delivery = attempt_of(case, &policy);
    let made = Unsigned::new(&policy, &delivery, &outgoing, TargetRules::default());
    let unsigned = match (made, case.node.get("error").and_then(Node::string)) {
        (Err(error), Some(expected)) => return tally.compare("error", &expected, &error.code()),
        (Ok(unsigned), None) => unsigned,
        (made, _) => return tally.fail(format!("an error was expected, or none: {made:?}")),
    };
    let contents = unsigned.contents.clone();
    let contents: Vec<_> = contents.iter().map(|each| std::str::from_utf8(each).unwrap()).collect();
    tally.compare("contents", &texts(case.node, "contents"), &contents);
    let scheme = policy.wire.scheme.unwrap();
    let key = Key::parse(scheme, KeyUse::Sign, text(case.node, "key")).unwrap();
    let request = unsigned.sign(&[key]).unwrap();
    let sent = case.node.get("sent").unwrap();
    let mut headers = pairs(sent, "headers");
    for (_, value) in &mut headers {
        *value = value.replace("VERSION", env!("CARGO_PKG_VERSION"));
    }
    tally.compare("headers", &headers, &request.headers);
    tally.compare("body", &text(sent, "body"), &std::str::from_utf8(&request.body).unwrap());
    tally.compare("timeout", &whole(sent, "timeout"), &request.timeout);
    tally.compare("URL", &outgoing.url, &request.url.as_str());
}

pub(super) fn target(case: Case<'_>, tally: &mut Tally) {
    let allowed = |name: &str| case.node.get(name).and_then(Node::bool).unwrap_or_default();
    let rules = TargetRules { http: allowed("http"), private: allowed("private") };
    for (index, test) in case.node.get("tests").and_then(Node::array).unwrap().iter().enumerate() {
        tally.begin(case, Some(test), index);
        let refused = rules.check(text(test, "url")).err().map(TargetRefusal::code);
        let expected = test.get("refused").and_then(Node::string);
        tally.compare(&format!("{:?} refused", text(test, "url")), &expected, &refused);
    }
}

fn policy_of(case: Case<'_>) -> Policy {
    Policy::of(text(case.node, "provider")).expect("a provider has a policy")
}

/// Compares what the provider's list of events tells of a delivery.
fn told(case: Case<'_>, delivery: &Delivery, tally: &mut Tally) {
    let Some(told) = case.node.get("told") else { return };
    let dialect: Dialect = text(case.node, "provider").parse().unwrap();
    let about = About {
        body: told.get("of").unwrap(),
        event_type: text(told, "type"),
        url: told.get("url").and_then(Node::string),
        replays: told.get("replays").map_or(0, |_| whole(told, "replays")),
    };
    let got = Api::of(dialect).unwrap().history(delivery, &about);
    let expected = told.get("events").and_then(Node::array).unwrap();
    let same = expected.len() == got.len()
        && expected.iter().zip(&got).all(|(expected, got)| expected.equals(got));
    if !same {
        let all = |nodes: &[Node]| nodes.iter().map(Node::to_json).collect::<Vec<_>>();
        tally.compare("told", &all(expected), &all(&got));
    }
}

/// A delivery that is making the attempt of the case: the ones before it failed.
fn attempt_of(case: Case<'_>, policy: &Policy) -> Delivery {
    let mut now = whole(case.node, "now");
    let mut delivery = Delivery::new(text(case.node, "event"), "sub", now);
    if case.node.get("replay").and_then(Node::bool) == Some(true) {
        delivery = delivery.replayed(now);
    }
    let wake = Input::Wake { subscription: Standing::Enabled };
    for attempt in 1..=u32::try_from(whole(case.node, "attempt")).unwrap() {
        if attempt > 1 {
            let trouble = Trouble::Connection;
            let failure = Input::Failure { attempt: attempt - 1, run: 1, trouble };
            delivery = delivery.step(policy, &failure, Moment { now, random: [0; 16] }).0;
        }
        now = delivery.wake_at().unwrap();
        delivery = delivery.step(policy, &wake, Moment { now, random: [0; 16] }).0;
    }
    delivery
}

fn input(step: &Node) -> Input {
    let numbers = |node: &Node| {
        let number = |name: &str| u32::try_from(whole(node, name)).unwrap();
        (number("attempt"), number("run"))
    };
    if let Some(answer) = step.get("answer") {
        let (attempt, run) = numbers(answer);
        let status = u16::try_from(whole(answer, "status")).unwrap();
        let retry_after = answer.get("retry_after").and_then(Node::string).map(str::to_owned);
        return Input::Answer { attempt, run, status, retry_after };
    }
    if let Some(failure) = step.get("failure") {
        let (attempt, run) = numbers(failure);
        let trouble = failure.get("trouble").unwrap().to_json();
        return Input::Failure { attempt, run, trouble: serde_json::from_str(&trouble).unwrap() };
    }
    let subscription = match text(step, "wake") {
        "enabled" => Standing::Enabled,
        "disabled" => Standing::Disabled,
        "deleted" => Standing::Deleted,
        other => panic!("a subscription cannot be {other:?}"),
    };
    Input::Wake { subscription }
}

fn tell(effect: &Effect) -> String {
    match effect {
        Effect::Send { attempt, run } => format!("send {attempt} {run}"),
        Effect::WakeAt { at } => format!("wake-at {at}"),
        Effect::Delivered => "delivered".to_owned(),
        Effect::DeadLetter => "dead-letter".to_owned(),
        Effect::Stopped { reason } => {
            let reason = match reason {
                StopReason::Disabled => "disabled",
                StopReason::Deleted => "deleted",
                StopReason::Gone => "gone",
            };
            format!("stopped {reason}")
        }
        Effect::DisableSubscription => "disable-subscription".to_owned(),
    }
}

fn bytes(hex: &str) -> [u8; 16] {
    let number = u128::from_str_radix(hex, 16).expect("32 hexadecimal digits");
    assert_eq!(hex.len(), 32, "32 hexadecimal digits");
    number.to_be_bytes()
}
