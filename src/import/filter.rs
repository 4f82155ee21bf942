//! What a filter says, as a tree over conditions, and how it becomes native subscriptions:
//! each has all of its conditions, or one of them (`match`).

use super::branches::{Branch, add, cross, disjoint, drop_impossible, is_impossible};
use super::condition::{Condition, Part};

/// How many native subscriptions one filter may become.
pub(super) const MOST_SUBSCRIPTIONS: usize = 64;

/// A filter.
#[derive(Clone, Debug)]
pub(super) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Is(Condition),
    /// What cannot be said here; its part says why.
    Open(Part),
}

/// What a filter became.
#[derive(Debug, Default)]
pub(super) struct Lowered {
    /// One for each subscription. An event satisfies at most one of them, or
    /// `overlapping` says which parts are to blame.
    pub(super) branches: Vec<Branch>,
    /// Whether one condition of the only branch is enough.
    pub(super) any: bool,
    pub(super) overlapping: Vec<Part>,
    /// Parts that were left out, and why.
    pub(super) left_out: Vec<(Part, &'static str)>,
}

const BESIDE: &str = "it is left out, since an alternative beside it needs a decision";
const UNNEGATABLE: &str = "what is not so cannot be said of it here";
const TOO_MANY: &str =
    "it is left out: with it, one filter would become more than 64 subscriptions";

impl Filter {
    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// The parts that it stands for.
    pub(super) fn parts(&self, found: &mut Vec<Part>) {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().for_each(|it| it.parts(found)),
            Self::Not(inner) => inner.parts(found),
            Self::Is(condition) => found.extend(&condition.parts),
            Self::Open(part) => found.push(*part),
        }
    }

    /// The same without `Not`.
    fn positive(self, negated: bool, lowered: &mut Lowered) -> Self {
        match (self, negated) {
            (Self::Not(inner), _) => inner.positive(!negated, lowered),
            (Self::All(list), false) | (Self::Any(list), true) => {
                Self::All(list.into_iter().map(|it| it.positive(negated, lowered)).collect())
            }
            (Self::Any(list), false) | (Self::All(list), true) => {
                Self::Any(list.into_iter().map(|it| it.positive(negated, lowered)).collect())
            }
            (Self::Is(condition), true) => match condition.negations() {
                Some(all) => {
                    let mut all: Vec<_> = all.into_iter().map(Self::Is).collect();
                    match all.len() {
                        1 => all.remove(0),
                        _ => Self::Any(all),
                    }
                }
                None => {
                    let part = condition.parts.first().copied().unwrap_or_default();
                    lowered.left_out.extend(condition.parts.iter().map(|it| (*it, UNNEGATABLE)));
                    Self::Open(part)
                }
            },
            (other, _) => other,
        }
    }

    fn has_open(&self) -> bool {
        match self {
            Self::All(list) | Self::Any(list) => list.iter().any(Self::has_open),
            Self::Not(inner) => inner.has_open(),
            Self::Is(_) => false,
            Self::Open(_) => true,
        }
    }

    /// What must hold together: nested lists of what all must hold made one.
    fn conjuncts(self, all: &mut Vec<Self>) {
        match self {
            Self::All(list) => list.into_iter().for_each(|it| it.conjuncts(all)),
            Self::Any(mut list) if list.len() == 1 => list.remove(0).conjuncts(all),
            other => all.push(other),
        }
    }

    /// The alternatives of which one must hold: nested ones made one, those on the same key
    /// joined where one condition says both.
    fn alternatives(list: Vec<Self>) -> Vec<Self> {
        let mut flat = Vec::new();
        for filter in list {
            match filter {
                Self::Any(inner) => flat.extend(Self::alternatives(inner)),
                Self::All(mut inner) if inner.len() == 1 => {
                    flat.extend(Self::alternatives(vec![inner.remove(0)]));
                }
                other => flat.push(other),
            }
        }
        let mut joined: Vec<Self> = Vec::new();
        for filter in &flat {
            let Self::Is(condition) = filter else {
                joined.push(filter.clone());
                continue;
            };
            for asked in condition.asked.split() {
                let one = Condition { asked, ..condition.clone() };
                let with = joined.iter_mut().find_map(|known| match known {
                    Self::Is(known) => known.either(&one).map(|both| (known, both)),
                    _ => None,
                });
                match with {
                    Some((known, both)) => *known = both,
                    None => joined.push(Self::Is(one)),
                }
            }
        }
        let sayable = |filter: &Self| match filter {
            Self::Is(condition) => condition.asked.native().is_some(),
            _ => true,
        };
        if joined.iter().all(sayable) { joined } else { flat }
    }

    /// Every way in which it holds, as conditions that all must hold; nothing where there
    /// are too many.
    fn ways(self) -> Option<Vec<Branch>> {
        match self {
            Self::Is(condition) => Some(vec![vec![condition]]),
            Self::All(list) => {
                let mut ways = vec![Vec::new()];
                for filter in list {
                    ways = cross(&ways, &filter.ways()?)?;
                    ways.retain(|way| !is_impossible(way));
                }
                Some(ways)
            }
            Self::Any(list) => {
                let mut all = Vec::new();
                for filter in Self::alternatives(list) {
                    all.extend(filter.ways()?);
                }
                (all.len() <= MOST_SUBSCRIPTIONS).then_some(all)
            }
            Self::Not(_) | Self::Open(_) => None,
        }
    }

    /// The filter as native conditions.
    pub(super) fn lower(self) -> Lowered {
        let mut lowered = Lowered::default();
        let positive = self.positive(false, &mut lowered);
        let mut conjuncts = Vec::new();
        positive.conjuncts(&mut conjuncts);
        conjuncts.retain(|filter| {
            if filter.has_open() {
                let mut parts = Vec::new();
                filter.parts(&mut parts);
                let why = if parts.len() == 1 { UNNEGATABLE } else { BESIDE };
                lowered.left_out.extend(parts.into_iter().map(|part| (part, why)));
            }
            !filter.has_open()
        });
        let mut certain = Branch::new();
        let mut choices = Vec::new();
        for filter in conjuncts {
            let filter = match filter {
                Self::Any(list) => {
                    let mut list = Self::alternatives(list);
                    if list.len() == 1 { list.remove(0) } else { Self::Any(list) }
                }
                other => other,
            };
            let mut parts = Vec::new();
            filter.conjuncts(&mut parts);
            for part in parts {
                match part {
                    Self::Is(condition) => certain.push(condition),
                    choice => choices.push(choice),
                }
            }
        }
        let alone = certain.is_empty() && choices.len() == 1;
        lowered.branches = vec![Branch::new()];
        for condition in &certain {
            lowered.branches.iter_mut().for_each(|branch| add(branch, condition));
        }
        for choice in choices {
            let mut parts = Vec::new();
            choice.parts(&mut parts);
            let mut overlapping = Vec::new();
            let ways = choice.ways();
            if let Some(ways) = ways.as_ref().filter(|ways| alone && !ways.is_empty())
                && ways.iter().all(|way| way.len() == 1)
            {
                lowered.any = true;
                lowered.branches = vec![ways.concat()];
                return lowered;
            }
            let ways = ways.and_then(|ways| disjoint(ways, &mut overlapping));
            match ways.and_then(|ways| cross(&lowered.branches, &ways)) {
                Some(branches) => {
                    lowered.branches = branches;
                    lowered.overlapping.extend(overlapping);
                }
                None => {
                    lowered.left_out.extend(parts.into_iter().map(|part| (part, TOO_MANY)));
                }
            }
        }
        drop_impossible(&mut lowered.branches);
        lowered
    }
}
