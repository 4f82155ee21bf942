//! Alternatives made such that no event satisfies two of them, so that what fired once
//! fires once.

use super::condition::{Condition, Part};
use super::filter::MOST_SUBSCRIPTIONS;

/// Conditions that all must hold.
pub(super) type Branch = Vec<Condition>;

/// Every branch of the one with every branch of the other; nothing where that is too many.
pub(super) fn cross(left: &[Branch], right: &[Branch]) -> Option<Vec<Branch>> {
    if left.len().saturating_mul(right.len()) > MOST_SUBSCRIPTIONS {
        return None;
    }
    let mut all = Vec::new();
    for branch in left {
        for other in right {
            let mut both = branch.clone();
            for condition in other {
                add(&mut both, condition);
            }
            all.push(both);
        }
    }
    Some(all)
}

/// Adds a condition, unless it follows from what is there; then its parts are. What follows
/// from it goes.
pub(super) fn add(branch: &mut Branch, condition: &Condition) {
    if let Some(known) =
        branch.iter_mut().find(|it| it.same(condition) || condition.follows_from(it))
    {
        known.parts.extend(&condition.parts);
        return;
    }
    let mut added = condition.clone();
    branch.retain(|known| {
        let goes = known.follows_from(&added);
        if goes {
            added.parts.extend(&known.parts);
        }
        !goes
    });
    branch.push(added);
}

/// Whether surely no event satisfies it.
pub(super) fn is_impossible(branch: &Branch) -> bool {
    branch.iter().enumerate().any(|(index, condition)| {
        branch.iter().skip(index + 1).any(|other| condition.excludes(other))
    })
}

/// Leaves out the branches that no event satisfies, but for a last one.
pub(super) fn drop_impossible(branches: &mut Vec<Branch>) {
    let first = branches.first().cloned();
    branches.retain(|branch| !is_impossible(branch));
    if branches.is_empty() {
        branches.extend(first);
    }
}

/// The branches such that at most one holds for any event. Where that cannot be said, the
/// parts of the later one of two that may hold together go to `overlapping`. Nothing where
/// there would be too many.
pub(super) fn disjoint(
    mut branches: Vec<Branch>,
    overlapping: &mut Vec<Part>,
) -> Option<Vec<Branch>> {
    let is_negatable = |branch: &Branch| branch.iter().all(|it| it.negations().is_some());
    // What can be taken away from the others goes first.
    branches.sort_by_key(|branch| (!is_negatable(branch), branch.len()));
    let mut all: Vec<Branch> = Vec::new();
    for (index, branch) in branches.iter().enumerate() {
        let mut pieces = vec![branch.clone()];
        for earlier in branches.iter().take(index) {
            let mut rest = Vec::new();
            for piece in pieces {
                match without(&piece, earlier) {
                    Some(left) => rest.extend(left),
                    None => {
                        overlapping.extend(branch.iter().flat_map(|it| &it.parts));
                        rest.push(piece);
                    }
                }
            }
            if all.len() + rest.len() > MOST_SUBSCRIPTIONS {
                return None;
            }
            pieces = rest;
        }
        all.extend(pieces);
    }
    Some(all)
}

/// What satisfies `branch` and not `taken`, in branches of which at most one holds.
fn without(branch: &Branch, taken: &Branch) -> Option<Vec<Branch>> {
    if branch.iter().any(|a| taken.iter().any(|b| a.excludes(b))) {
        return Some(vec![branch.clone()]);
    }
    let mut rest = Vec::new();
    let mut so_far = branch.clone();
    for condition in taken {
        if so_far.iter().any(|known| known.same(condition) || condition.follows_from(known)) {
            continue;
        }
        for opposite in condition.negations()? {
            // The parts of what is taken away are told where it is carried over.
            let opposite = Condition { parts: Vec::new(), ..opposite };
            if !so_far.iter().any(|known| known.excludes(&opposite)) {
                let mut branch = so_far.clone();
                add(&mut branch, &opposite);
                rest.push(branch);
            }
        }
        add(&mut so_far, &Condition { parts: Vec::new(), ..condition.clone() });
    }
    Some(rest)
}
