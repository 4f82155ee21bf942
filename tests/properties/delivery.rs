//! The state machine of a delivery, over every interleaving of alarms, duplicate hints,
//! answers that are lost or late, a switched subscription, and a driver that is killed
//! between any two steps, within a bound.

use std::collections::HashSet;

use hooksieve::delivery::{
    Delivery, Effect, Input, Moment, Outcome, Outgoing, Phase, Policy, Schedule, Standing,
    StopReason, Trouble, Unsigned,
};
use hooksieve::signature::{Key, KeyUse, Received, verify};
use hooksieve::target::TargetRules;

/// A driver, its storage, the network and a target.
#[derive(Clone, PartialEq, Eq, Hash)]
struct World {
    /// What is on the disk.
    stored: Delivery,
    /// What the driver has yet to send: lost when it is killed.
    to_send: Vec<(u32, u32)>,
    /// Answers that the driver has not read: lost when it is killed.
    answers: Vec<(u32, u32, u16)>,
    now: u64,
    standing: Standing,
    /// Attempts that the target took, and those that it saw at all.
    taken: Vec<u32>,
    seen: Vec<u32>,
    was_off: bool,
    kills: u8,
    hints: u8,
    switches: u8,
    /// How often a driver may be so slow that its own attempt counts as interrupted.
    stalls: u8,
}

impl World {
    fn new(bound: (u8, u8, u8)) -> Self {
        let (kills, hints, switches) = bound;
        Self {
            stored: Delivery::new("whe-1", "wh-1", 1_000),
            to_send: Vec::new(),
            answers: Vec::new(),
            now: 1_000,
            standing: Standing::Enabled,
            taken: Vec::new(),
            seen: Vec::new(),
            was_off: false,
            kills,
            hints,
            switches,
            stalls: 1,
        }
    }

    /// One step of the driver: decide, store, and only then do.
    fn step(&mut self, policy: &Policy, input: &Input) {
        let moment = Moment { now: self.now, random: [3; 16] };
        let before = self.stored.clone();
        let (after, effects) = before.step(policy, input, moment);
        let sends = effects.iter().filter(|effect| matches!(effect, Effect::Send { .. })).count();
        assert!(sends <= 1, "{effects:?}");
        if sends == 1 {
            assert_eq!(self.standing, Standing::Enabled, "sent while the subscription is off");
            assert!(before.wake_at().is_some_and(|due| due <= self.now), "sent before its time");
        }
        let wakes = effects.iter().find_map(|effect| match effect {
            Effect::WakeAt { at } => Some(*at),
            _ => None,
        });
        assert!(wakes.is_none() || wakes == after.wake_at(), "{effects:?} {after:?}");
        assert!(after.attempts.len() <= policy.schedule.attempts() as usize, "one too many");
        // What is on the disk is text.
        self.stored = Delivery::from_json(&after.to_json()).unwrap();
        assert_eq!(self.stored, after);
        for effect in effects {
            if let Effect::Send { attempt, run } = effect {
                self.to_send.push((attempt, run));
            }
        }
    }

    fn wake(&mut self, policy: &Policy) {
        let subscription = self.standing;
        self.step(policy, &Input::Wake { subscription });
    }

    fn answer(&mut self, policy: &Policy, (attempt, run, status): (u32, u32, u16)) {
        let input = if status == 0 {
            Input::Failure { attempt, run, trouble: Trouble::Timeout }
        } else {
            Input::Answer { attempt, run, status, retry_after: None }
        };
        self.step(policy, &input);
    }

    /// The target handles a request: takes it, refuses it, or never answers.
    fn handle(&mut self, (attempt, run): (u32, u32), status: u16) {
        note(&mut self.seen, attempt);
        if status == 200 {
            note(&mut self.taken, attempt);
        }
        self.answers.push((attempt, run, status));
    }

    /// Every world that can come next.
    fn successors(&self, policy: &Policy) -> Vec<Self> {
        let mut worlds = Vec::new();
        let mut next = |change: &dyn Fn(&mut Self)| {
            let mut world = self.clone();
            change(&mut world);
            world.to_send.sort_unstable();
            world.answers.sort_unstable();
            worlds.push(world);
        };
        if let Some(due) = self.stored.wake_at() {
            let is_idle = self.to_send.is_empty() && self.answers.is_empty();
            if due > self.now {
                if is_idle || self.stalls > 0 {
                    next(&|world| {
                        world.stalls -= u8::from(!is_idle);
                        world.now = due;
                    });
                }
            } else {
                next(&|world| world.wake(policy));
            }
        }
        if self.hints > 0 {
            next(&|world| {
                world.hints -= 1;
                world.wake(policy);
            });
        }
        // The target may have handled a request long before its answer is read.
        if !self.to_send.is_empty() {
            for status in [200, 500, 0] {
                next(&|world| {
                    let request = world.to_send.remove(0);
                    world.handle(request, status);
                });
            }
        }
        for at in 0..self.answers.len() {
            next(&|world| {
                let answer = world.answers.remove(at);
                world.answer(policy, answer);
            });
        }
        if self.kills > 0 {
            next(&|world| {
                world.kills -= 1;
                world.to_send.clear();
                world.answers.clear();
            });
        }
        if self.switches > 0 {
            let others = [Standing::Enabled, Standing::Disabled, Standing::Deleted];
            for other in others.into_iter().filter(|other| *other != self.standing) {
                if self.standing != Standing::Deleted {
                    next(&|world| {
                        world.switches -= 1;
                        world.standing = other;
                        world.was_off |= other != Standing::Enabled;
                    });
                }
            }
        }
        worlds
    }

    /// What must hold whenever a delivery has ended.
    fn check(&self, policy: &Policy) {
        let failed = |outcome: Outcome| outcome == Outcome::Failed;
        match &self.stored.phase {
            Phase::Delivered => assert!(!self.taken.is_empty(), "delivered, and nobody has it"),
            Phase::Stopped { reason } => {
                assert!(self.was_off && *reason != StopReason::Gone, "stopped for no reason");
            }
            Phase::Dead => {
                assert_eq!(self.stored.attempts.len(), policy.schedule.attempts() as usize);
                assert!(self.stored.attempts.iter().all(|each| failed(each.outcome)));
                // Each of the attempts that were promised reached the target.
                let numbers: Vec<u32> = (1..=policy.schedule.attempts()).collect();
                assert_eq!(self.seen, numbers, "given up before it was tried");
            }
            Phase::Waiting { .. } | Phase::Sending { .. } => {
                assert!(self.stored.wake_at().is_some(), "nothing will ever wake it");
            }
        }
    }

    /// However it came to be: if the driver lives, the subscription is on and the target
    /// takes what it is sent, the event arrives.
    fn must_arrive(mut self, policy: &Policy) {
        if self.standing == Standing::Deleted {
            return;
        }
        self.standing = Standing::Enabled;
        for _ in 0..8 {
            let Some(due) = self.stored.wake_at() else { break };
            self.now = self.now.max(due);
            self.wake(policy);
            while let Some(request) = self.to_send.pop() {
                self.handle(request, 200);
            }
            while let Some(answer) = self.answers.pop() {
                self.answer(policy, answer);
            }
        }
        match self.stored.phase {
            Phase::Stopped { .. } | Phase::Dead => {}
            _ => assert!(self.stored.phase == Phase::Delivered && !self.taken.is_empty()),
        }
    }
}

fn note(list: &mut Vec<u32>, attempt: u32) {
    if let Err(at) = list.binary_search(&attempt) {
        list.insert(at, attempt);
    }
}

/// Visits every world within the bound of kills, hints and switches.
fn explore(policy: &Policy, bound: (u8, u8, u8)) -> usize {
    let mut seen = HashSet::new();
    let mut open = vec![World::new(bound)];
    let mut ends = HashSet::new();
    while let Some(world) = open.pop() {
        for next in world.successors(policy) {
            if !seen.contains(&next) {
                next.check(policy);
                next.clone().must_arrive(policy);
                if next.stored.wake_at().is_none() {
                    ends.insert(std::mem::discriminant(&next.stored.phase));
                }
                seen.insert(next.clone());
                open.push(next);
                assert!(seen.len() < 400_000, "the bound is too wide");
            }
        }
    }
    let expected = if bound.2 > 0 { 3 } else { 2 };
    assert_eq!(ends.len(), expected, "every end must have been reached");
    seen.len()
}

/// A provider's policy with its first attempts only, so that all of it can be explored.
fn shortened(provider: &str, attempts: usize) -> Policy {
    let mut policy = Policy::of(provider).unwrap();
    if let Schedule::Table { delays, .. } = &mut policy.schedule {
        let kept = delays.iter().copied().take(attempts - 1).collect::<Vec<_>>();
        *delays = kept.into();
    }
    if let Schedule::Doubling { retries, .. } = &mut policy.schedule {
        *retries = u32::try_from(attempts - 1).unwrap();
    }
    policy
}

#[test]
fn nothing_is_lost_and_nothing_is_sent_that_may_not_be() {
    let mut worlds = 0;
    for (provider, attempts, bound) in [
        ("ark", 1, (3, 2, 2)),
        ("dfns", 2, (2, 1, 2)),
        ("dfns", 3, (1, 1, 0)),
        ("cdp", 3, (1, 0, 1)),
        ("dakota", 3, (2, 0, 0)),
        ("hooksieve", 2, (2, 1, 1)),
    ] {
        let found = explore(&shortened(provider, attempts), bound);
        eprintln!("{provider} with {attempts} attempts: {found} worlds");
        worlds += found;
    }
    assert!(worlds > 10_000, "{worlds}");
}

#[test]
fn an_attempt_that_kills_its_driver_each_time_is_given_up() {
    let policy = Policy::of("dfns").unwrap();
    let wake = Input::Wake { subscription: Standing::Enabled };
    let mut delivery = Delivery::new("whe-1", "wh-1", 0);
    let mut sends = 0;
    while let Some(now) = delivery.wake_at() {
        let (next, effects) = delivery.step(&policy, &wake, Moment { now, random: [0; 16] });
        sends += effects.iter().filter(|each| matches!(each, Effect::Send { .. })).count();
        delivery = Delivery::from_json(&next.to_json()).unwrap();
    }
    assert_eq!(delivery.phase, Phase::Dead);
    assert!(delivery.attempts.iter().all(|each| each.trouble == Some(Trouble::Interrupted)));
    assert_eq!(sends, 5 * (1 + policy.repeats as usize));
}

#[test]
fn an_answer_that_comes_too_late_is_still_true() {
    let policy = Policy::of("ark").unwrap();
    let wake = Input::Wake { subscription: Standing::Enabled };
    let at = |now| Moment { now, random: [0; 16] };
    let answer = |run, status| Input::Answer { attempt: 1, run, status, retry_after: None };
    let (delivery, _) = Delivery::new("e", "s", 0).step(&policy, &wake, at(0));
    let until = delivery.wake_at().unwrap();
    let (delivery, _) = delivery.step(&policy, &wake, at(until));
    // The failure of the run before says nothing of the one that is being made.
    let (delivery, effects) = delivery.step(&policy, &answer(1, 500), at(until + 1));
    assert_eq!((effects.as_slice(), delivery.attempts[0].runs), ([].as_slice(), 2));
    let (delivery, effects) = delivery.step(&policy, &answer(1, 200), at(until + 2));
    assert_eq!((effects, delivery.phase.clone()), (vec![Effect::Delivered], Phase::Delivered));
    let (again, effects) = delivery.step(&policy, &answer(2, 500), at(until + 3));
    assert_eq!((effects, again), (Vec::new(), delivery.clone()));
    // An answer to what was never sent is nobody's.
    let (again, effects) = delivery.step(&policy, &answer(9, 200), at(until + 3));
    assert_eq!((effects, again), (Vec::new(), delivery));
}

#[test]
fn what_no_step_can_have_made_is_not_read() {
    let delivery = Delivery::new("e", "s", 0);
    let (sending, _) = delivery.step(
        &Policy::of("dfns").unwrap(),
        &Input::Wake { subscription: Standing::Enabled },
        Moment { now: 5, random: [0; 16] },
    );
    let text = sending.to_json();
    for (part, other) in [
        (r#""number":1"#, r#""number":2"#),
        (r#""runs":1"#, r#""runs":0"#),
        (r#""outcome":"open""#, r#""outcome":"delivered""#),
        (r#""is":"sending","until":10005"#, r#""is":"dead""#),
        (r#""is":"sending","until":10005"#, r#""is":"waiting","due":1"#),
        (r#""is":"sending","until":10005"#, r#""is":"delivered""#),
        (r#""version":1"#, r#""version":2"#),
        (r#""accepted":0"#, r#""accepted":0,"more":1"#),
    ] {
        let changed = text.replace(part, other);
        assert_ne!(changed, text, "{part} is not in {text}");
        assert!(Delivery::from_json(&changed).is_err(), "{changed}");
    }
}

/// The keys of every provider, to sign and to verify.
const KEYS: [(&str, &str, &str); 5] = [
    ("dfns", "whs-1", "whs-1"),
    ("cdp", "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000"),
    (
        "dakota",
        "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
        "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",
    ),
    (
        "ark",
        "fe944e318edb02b979d6bf0c87978b640c8e74e1cbfe36404386d33a5bbd8b66",
        "fe944e318edb02b979d6bf0c87978b640c8e74e1cbfe36404386d33a5bbd8b66",
    ),
    (
        "hooksieve",
        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
        "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    ),
];

#[test]
fn what_any_attempt_sends_is_believed() {
    for (provider, secret, public) in KEYS {
        let policy = Policy::of(provider).unwrap();
        let scheme = policy.wire.scheme.unwrap();
        let key = Key::parse(scheme, KeyUse::Sign, secret).unwrap();
        let own = Key::parse(scheme, KeyUse::Verify, public).unwrap();
        let headers = [("X-Team".to_owned(), "payments".to_owned())];
        let outgoing = Outgoing {
            event_type: Some("wallet.created"),
            body: br#"{"id":"evt-1","kind":"wallet.created", "data":{"n":1.50,"t":"\u00fc"}}"#,
            url: "https://api.example.com/hooks",
            headers: &headers,
        };
        let mut delivery = Delivery::new("evt-1", "sub-1", 1_701_684_144_000);
        let wake = Input::Wake { subscription: Standing::Enabled };
        let mut ids = HashSet::new();
        while let Some(now) = delivery.wake_at() {
            let seed = u8::try_from(delivery.attempts.len()).unwrap();
            let moment = Moment { now, random: [seed; 16] };
            delivery = delivery.step(&policy, &wake, moment).0;
            let rules = TargetRules::default();
            let unsigned = Unsigned::new(&policy, &delivery, &outgoing, rules).unwrap();
            let request = unsigned.sign(std::slice::from_ref(&key)).unwrap();
            let received = Received { headers: &request.headers, body: &request.body };
            let verified = verify(scheme, &received, std::slice::from_ref(&own), now);
            assert!(verified.is_ok(), "{provider}: {verified:?}");
            // Neither a byte more nor another key is believed.
            let mut longer = request.body.clone();
            longer.push(b' ');
            let changed = Received { headers: &request.headers, body: &longer };
            let believed = verify(scheme, &changed, std::slice::from_ref(&own), now).is_ok();
            assert_eq!(believed, provider == "ark", "{provider}");
            let last = delivery.attempts.last().unwrap();
            ids.insert(last.event_id.clone());
            let failure =
                Input::Failure { attempt: last.number, run: 1, trouble: Trouble::Connection };
            delivery = delivery.step(&policy, &failure, moment).0;
        }
        assert_eq!(delivery.phase, Phase::Dead, "{provider}");
        let expected = if provider == "dfns" { 5 } else { 1 };
        assert_eq!(ids.len(), expected, "{provider}");
    }
}
