//! Near misses: which subscriptions an event almost fired.

use super::{Check, CheckStatus, Explanation};
use crate::json::sort;
use crate::truth::Outcome;

/// Of explanations of one event, those that do not fire, nearest first: the fewest
/// failing checks, then the later stage of the first one, then declaration order.
/// At most `at_most`; a subscription that is off is no near miss. O(n log n).
///
/// ```
/// use hooksieve::{Config, Explainer, near_misses};
/// let config = Config::detect(r#"[
///   {"id":"far","events":["b"],"labels":{"env":"prod"}},
///   {"id":"near","events":["a"],"labels":{"env":"prod"}}]"#);
/// let explanations = Explainer::new(&config).explain(br#"{"type":"a","labels":{"env":"dev"}}"#);
/// assert_eq!(near_misses(&explanations, 1)[0].subscription.id, "near");
/// ```
pub fn near_misses(explanations: &[Explanation], at_most: usize) -> Vec<&Explanation> {
    let mut near: Vec<_> = explanations
        .iter()
        .filter(|explanation| explanation.outcome == Outcome::DoesNotFire)
        .filter_map(|explanation| {
            let failing = || explanation.checks.iter().filter(|c| c.status == CheckStatus::Fail);
            let first = failing().next().filter(|check| check.stage() > 1)?.stage();
            // Of alternatives one is enough, so together they count once, and not at all
            // where one holds.
            let satisfied = |check: &Check| check.alternative && check.status == CheckStatus::Pass;
            let unsatisfied = !explanation.checks.iter().any(satisfied);
            let alternatives = usize::from(unsatisfied && failing().any(|check| check.alternative));
            let count = failing().filter(|check| !check.alternative).count() + alternatives;
            Some((count, usize::MAX - first, explanation.subscription.index, explanation))
        })
        .collect();
    let key = |&(count, stage, index, _): &(usize, usize, usize, _)| (count, stage, index);
    sort(&mut near, &|one, other| key(one).cmp(&key(other)));
    near.into_iter().take(at_most).map(|(.., explanation)| explanation).collect()
}
