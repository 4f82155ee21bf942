//! Deliveries that come twice: equal subscriptions, and one that another one includes.

use super::relation::implies;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::json::sort;
use crate::subscription::Subscription;

/// How many pairs are compared at most.
const PAIRS: usize = 1_000_000;

/// Compares subscriptions that have the same target; `never` tells those that never match.
pub(super) fn find(list: &[Subscription], never: &[bool], found: &mut Vec<Diagnostic>) {
    let mut left = PAIRS;
    for group in groups(list, never) {
        for (at, &later) in group.iter().enumerate() {
            for &earlier in &group[..at] {
                let Some(rest) = left.checked_sub(1) else { return };
                left = rest;
                found.extend(compare(&list[earlier], &list[later]));
            }
        }
    }
}

/// How many pairs with one target are more than are compared.
pub(super) fn left_out(list: &[Subscription], never: &[bool]) -> usize {
    let pairs = groups(list, never).iter().fold(0_usize, |all, group| {
        all.saturating_add(group.len().saturating_mul(group.len() - 1) / 2)
    });
    pairs.saturating_sub(PAIRS)
}

/// The URL and the headers of a target.
type Way<'t> = (&'t str, &'t [(String, String)]);

/// Positions of subscriptions that deliver the same way, in declaration order.
fn groups(list: &[Subscription], never: &[bool]) -> Vec<Vec<usize>> {
    let mut ways: Vec<(Way<'_>, usize)> = Vec::new();
    for (index, subscription) in list.iter().enumerate() {
        if let (Some(target), Some(false)) = (&subscription.target, never.get(index)) {
            ways.push(((&target.url, &target.headers), index));
        }
    }
    sort(&mut ways, &|a, b| a.0.cmp(&b.0));
    let same = ways.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    let mut groups: Vec<Vec<usize>> =
        same.map(|group| group.iter().map(|&(_, index)| index).collect()).collect();
    sort(&mut groups, &|a, b| a.cmp(b));
    groups
}

fn compare(earlier: &Subscription, later: &Subscription) -> Option<Diagnostic> {
    let (inner, outer) = match (implies(later, earlier), implies(earlier, later)) {
        (true, true) => {
            let message = format!(
                "{:?} asks for the same as {:?} and delivers to the same target",
                later.id, earlier.id
            );
            let code = Code::DuplicateSubscription;
            let finding = Diagnostic::new(Severity::Warning, code, later.place.clone(), message);
            let fact = format!("{:?} fires for the same events", earlier.id);
            return Some(finding.with_related(earlier.place.clone(), fact));
        }
        (true, false) => (later, earlier),
        (false, true) => (earlier, later),
        (false, false) => return None,
    };
    let message = format!(
        "whatever fires {:?} fires {:?}, too: the same target gets it twice",
        inner.id, outer.id
    );
    let code = Code::SubscriptionSubsumed;
    let finding = Diagnostic::new(Severity::Warning, code, inner.place.clone(), message);
    Some(finding.with_related(outer.place.clone(), format!("{:?} fires for more", outer.id)))
}
