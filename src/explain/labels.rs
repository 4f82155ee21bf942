//! The checks of labels.

use super::evaluate::{LabelTest, test_label};
use super::{Check, CheckStatus, ExplanationNote};
use crate::diagnostic::{Code, Edit, Fix, Place};
use crate::event::{Places, TreeFacts};
use crate::json::{Data, Node, Pointer};
use crate::subscription::Label;

pub(super) fn check(
    label: &Label,
    facts: &TreeFacts<'_>,
    places: &Places<'_>,
    notes: &mut Vec<ExplanationNote>,
) -> Check {
    let test = test_label(label, facts);
    let key = &label.key;
    let asked = asked(label);
    let fails = CheckStatus::Fail;
    let mut check = match &test {
        LabelTest::Equal { actual, folded, .. } => {
            if *folded {
                notes.push(ExplanationNote {
                    code: Code::LabelCaseFolded,
                    message: format!(
                        "the addresses of `{key}` were compared whatever their letter case"
                    ),
                });
            }
            Check::new(Code::LabelEqual, CheckStatus::Pass, format!("label `{key}` is {actual:?}"))
        }
        LabelTest::Unreadable => Check::new(
            Code::ConfigUnreadable,
            CheckStatus::Undecidable,
            format!("the value of label `{key}` cannot be read"),
        ),
        LabelTest::Missing => match deeper(label, places) {
            Some(place) => {
                let message =
                    format!("label `{key}` is not on the event; it stands at {}", place.pointer);
                Check { event: Some(place), ..Check::new(Code::LabelNestedDeeper, fails, message) }
            }
            None => {
                let near = near_key(label, places);
                let hint = near.map(|near| format!("; did you mean `{near}`?"));
                let hint = hint.unwrap_or_default();
                let message = format!("label `{key}` is not on the event{hint}");
                Check::new(Code::LabelMissing, fails, message)
            }
        },
        LabelTest::WrongType { kind, .. } => Check::new(
            Code::LabelWrongType,
            fails,
            format!("label `{key}` must be {asked}; on the event it is {}", kind.with_article()),
        ),
        LabelTest::Differs { actual, .. } => {
            let case = label.values.iter().any(|value| value.eq_ignore_ascii_case(actual));
            let (code, how) = if case {
                (Code::LabelDiffersCase, "; only the letter case differs")
            } else {
                (Code::LabelDiffers, "")
            };
            Check::new(code, fails, format!("label `{key}` is {actual:?}, not {asked}{how}"))
        }
    };
    check.config.clone_from(&label.place);
    check.expected = Some(match label.values.as_slice() {
        [one] => Node::from_text(one.as_str()),
        many => Node::new(Data::Array(
            many.iter().map(|value| Node::from_text(value.as_str())).collect(),
        )),
    });
    if let LabelTest::Equal { key, .. }
    | LabelTest::Differs { key, .. }
    | LabelTest::WrongType { key, .. } = &test
    {
        if let Some((at, node)) =
            places.labels.as_ref().and_then(|(at, labels)| Some((at, labels.get(key)?)))
        {
            check.event = Some(Place::new(at.child(key), node.span));
            check.actual = Some(node.clone());
        } else if let LabelTest::Equal { actual, .. } = &test {
            check.actual = Some(Node::from_text(actual.as_ref()));
        } else if let LabelTest::Differs { actual, .. } = &test {
            check.actual = Some(Node::from_text(actual.as_ref()));
        }
    }
    if check.status == fails {
        check.needs = Some(format!("label `{key}` would have to be {asked}"));
    }
    if let (LabelTest::Differs { actual, .. }, Some(place), [_]) =
        (&test, &label.place, label.values.as_slice())
    {
        let text = Node::from_text(actual.as_ref()).to_json();
        check.fixes.push(Fix {
            title: format!("Ask for {actual:?}"),
            edits: vec![Edit { span: place.span, text }],
        });
    }
    check
}

fn asked(label: &Label) -> String {
    match label.values.as_slice() {
        [one] => format!("{one:?}"),
        many => format!("one of {} values", many.len()),
    }
}

/// The label of the event whose key is nearest to one that is not there.
fn near_key<'e>(label: &Label, places: &Places<'e>) -> Option<&'e str> {
    let keys = || places.labels.iter().flat_map(|(_, labels)| labels.members().unwrap_or_default());
    let near =
        |key: &String| crate::dialect::did_you_mean(key, keys().map(|member| member.key.as_str()));
    label.event_keys.iter().find_map(near)
}

/// Where a member of the label's name stands in the body, if it does.
fn deeper(label: &Label, places: &Places<'_>) -> Option<Place> {
    let (at, body) = places.body.as_ref()?;
    label.event_keys.iter().find_map(|key| find_member(body, at, key))
}

/// The first member named `key` inside `node`, level by level.
pub(super) fn find_member(node: &Node, at: &Pointer, key: &str) -> Option<Place> {
    let mut level = vec![(at.clone(), node)];
    while !level.is_empty() {
        let mut next = Vec::new();
        for (pointer, node) in level {
            if let Some(found) = node.get(key) {
                return Some(Place::new(pointer.child(key), found.span));
            }
            match &node.data {
                Data::Object(members) => {
                    next.extend(members.iter().map(|m| (pointer.child(&m.key), &m.value)));
                }
                Data::Array(elements) => {
                    next.extend(elements.iter().enumerate().map(|(i, e)| (pointer.index(i), e)));
                }
                _ => {}
            }
        }
        level = next;
    }
    None
}
