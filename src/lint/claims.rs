//! Whether claims about conditions contradict each other: the one question behind
//! "never", "always" and "subsumed".

use std::borrow::Cow;

use super::value::{Atom, none_suits};
use crate::predicate::Operation;
use crate::subscription::{Condition, Lookup, Path, Root, Segment};

/// That a condition holds for an event, or that it does not (be it false or undecidable).
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim<'a> {
    pub(super) condition: &'a Condition,
    pub(super) holds: bool,
}

/// A claim about the values at a path: that one of them is so, or that none is.
struct About<'a> {
    path: &'a Path,
    atom: Atom<'a>,
    /// Whether there must be a value of the kind; else there must be none.
    some: bool,
}

/// Whether certainly no event makes all claims true. Errs on the side of "there may be
/// one": paths are taken to be independent but for equal ones, those above them, and `*`.
pub(super) fn contradict(claims: &[Claim<'_>]) -> bool {
    if identical_ones_clash(claims) {
        return true;
    }
    let about: Vec<About<'_>> = claims.iter().filter_map(about).collect();
    let mut paths: Vec<Cow<'_, Path>> = Vec::new();
    for each in about.iter().filter(|each| each.some) {
        for path in std::iter::once(Cow::Borrowed(each.path)).chain(above(each.path)) {
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    paths.iter().any(|path| impossible_at(path, &about))
}

/// A claim and the opposite of it: all that can be said of what is not native.
fn identical_ones_clash(claims: &[Claim<'_>]) -> bool {
    let opposite = |claim: &Claim<'_>, other: &Claim<'_>| {
        claim.holds && !other.holds && same(claim.condition, other.condition)
    };
    claims.iter().any(|claim| claims.iter().any(|other| opposite(claim, other)))
}

/// Whether two conditions test the same.
pub(super) fn same(a: &Condition, b: &Condition) -> bool {
    let bytes = |condition: &Condition| {
        let mut bytes = Vec::new();
        condition.predicate.operation.encode(&mut bytes);
        bytes
    };
    !matches!(a.path.lookup, Lookup::Unreadable) && a.path == b.path && bytes(a) == bytes(b)
}

fn about<'a>(claim: &Claim<'a>) -> Option<About<'a>> {
    let condition = claim.condition;
    let Operation::Native(native) = &condition.predicate.operation else { return None };
    if !condition.path.is_plain() {
        return None;
    }
    let (asked, positive) = native.asked();
    let some = positive == claim.holds;
    Some(About { path: &condition.path, atom: Atom { native, asked, holds: some }, some })
}

/// Whether what must be among the values at a path cannot be.
fn impossible_at(path: &Path, about: &[About<'_>]) -> bool {
    let none: Vec<&Atom<'_>> = about
        .iter()
        .filter(|each| !each.some && covers(each.path, path))
        .map(|each| &each.atom)
        .collect();
    let some: Vec<&Atom<'_>> =
        about.iter().filter(|each| each.some && each.path == path).map(|each| &each.atom).collect();
    let container = about.iter().any(|each| each.some && is_above(path, each.path));
    if path.wildcards() == 0 {
        // One value is all there can be, so it must suit everything.
        let all: Vec<_> = some.iter().chain(&none).copied().collect();
        return none_suits(&all, container);
    }
    let with = |one: &[&Atom<'_>], container| {
        let all: Vec<_> = one.iter().chain(&none).copied().collect();
        none_suits(&all, container)
    };
    some.iter().any(|one| with(&[one], false)) || (container && with(&[], true))
}

fn segments(path: &Path) -> Option<&[Segment]> {
    match &path.lookup {
        Lookup::Segments(segments) => Some(segments),
        _ => None,
    }
}

/// The paths that a value must stand at for another to stand below it.
fn above(path: &Path) -> impl Iterator<Item = Cow<'_, Path>> {
    let segments = segments(path).unwrap_or_default();
    let root: Root = path.root;
    (1..segments.len()).map(move |length| {
        let lookup = Lookup::Segments(segments[..length].to_vec());
        Cow::Owned(Path { root, lookup })
    })
}

fn is_above(path: &Path, below: &Path) -> bool {
    let (Some(path_segments), Some(below_segments)) = (segments(path), segments(below)) else {
        return false;
    };
    path.root == below.root
        && path_segments.len() < below_segments.len()
        && below_segments.starts_with(path_segments)
}

/// Whether every value at `path` is one at `wide`, too.
fn covers(wide: &Path, path: &Path) -> bool {
    if wide == path {
        return true;
    }
    let (Some(wide_segments), Some(segments)) = (segments(wide), segments(path)) else {
        return false;
    };
    wide.root == path.root
        && wide_segments.len() == segments.len()
        && wide_segments.iter().zip(segments).all(|(a, b)| *a == Segment::Any || a == b)
}

/// The fewest of contradicting claims that still contradict each other; the first of
/// them where there is a choice to be made.
pub(super) fn core<'a>(claims: &[Claim<'a>]) -> Vec<Claim<'a>> {
    /// More claims than this are told as they are.
    const MOST: usize = 64;
    let mut kept = claims.to_vec();
    if kept.len() > MOST {
        return kept;
    }
    for index in (0..kept.len()).rev() {
        let without: Vec<_> =
            kept.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, it)| *it).collect();
        if contradict(&without) {
            kept = without;
        }
    }
    kept
}
