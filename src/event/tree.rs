//! Reading an event from a tree: every form, with the places kept.

use std::borrow::Cow;

use super::form::{ID_HEADERS, ID_MEMBERS, TYPE_HEADERS, is_record};
use super::resolve::{At, resolve};
use super::{EventError, EventForm, EventLabels, Fields, TreeFacts};
use crate::diagnostic::Place;
use crate::json::{Data, Node, Pointer};
use crate::subscription::Root;

/// Where in the event the facts stand.
#[derive(Debug, Default)]
pub(crate) struct Places<'e> {
    /// The value that names the type.
    pub(crate) event_type: Option<Place>,
    /// The body's own type, where a header named another.
    pub(crate) overruled_type: Option<&'e str>,
    /// The object that holds the labels given beside the event.
    pub(crate) labels: Option<(Pointer, &'e Node)>,
    /// The body.
    pub(crate) body: Option<(Pointer, &'e Node)>,
    /// Where dotted keys start.
    pub(crate) data: Option<(Pointer, &'e Node)>,
    /// Per slot, the values found.
    pub(crate) slots: Vec<Vec<(Pointer, &'e Node)>>,
    /// Per slot, whether a member of the literal dotted name was taken.
    pub(crate) literal: Vec<bool>,
    /// The event that this one is a retry of.
    pub(crate) retry_of: Option<&'e str>,
}

/// The facts of an event, and where they stand.
pub(crate) fn read_tree<'e>(
    root: &'e Node,
    fields: &Fields,
    form: EventForm,
) -> Result<(TreeFacts<'e>, Places<'e>), EventError> {
    if root.members().is_none() {
        let message = format!("an event must be an object, not {}", root.kind().with_article());
        return Err(EventError::new(message, Some(root.span.start)));
    }
    let (body, body_at, headers) = if is_record(root) {
        let body = root.get("body").unwrap_or(root);
        (body, Pointer::root().child("body"), root.get("headers"))
    } else {
        (root, Pointer::root(), None)
    };
    let mut facts = TreeFacts::default();
    let mut places = Places { body: Some((body_at.clone(), body)), ..Places::default() };

    let named = form.type_members().iter().find_map(|member| {
        Some((*member, body.get(member.name())?, body.get(member.name())?.string()?))
    });
    let header = headers.and_then(|headers| find_header(headers, TYPE_HEADERS));
    let named_by = named.map(|(member, _, _)| member);
    if let Some((member, node, text)) = named {
        facts.event_type = Some(Cow::Borrowed(text));
        places.event_type = Some(Place::new(body_at.child(member.name()), node.span));
    }
    if let Some((name, node, text)) = header {
        places.overruled_type = named.map(|(_, _, body)| body).filter(|body| *body != text);
        facts.event_type = Some(Cow::Borrowed(text));
        let pointer = Pointer::root().child("headers").child(name);
        places.event_type = Some(Place::new(pointer, node.span));
    }
    let header_id = headers.and_then(|headers| find_header(headers, ID_HEADERS));
    facts.id = header_id
        .map(|(_, _, text)| Cow::Borrowed(text))
        .or_else(|| ID_MEMBERS.iter().find_map(|name| id_text(body.get(name.name())?)));
    places.retry_of = body.get("retryOf").and_then(Node::string);

    let given = [(Pointer::root(), root), (body_at.clone(), body)]
        .into_iter()
        .find_map(|(at, holder)| Some((at.child("labels"), holder.get("labels")?)));
    facts.labels = match &given {
        Some((_, labels)) => EventLabels::given(labels),
        None => EventLabels::derived(body, facts.event_type.as_deref()),
    };
    places.labels = given;

    places.data = match body.get("data") {
        Some(data) => Some((body_at.child("data"), data)),
        None if form.may_be_flat(named_by) => Some((body_at.clone(), body)),
        None => None,
    };
    for path in fields.paths() {
        let from = match path.root {
            Root::Body => &places.body,
            Root::Data => &places.data,
        };
        let (at, node) = match from {
            Some((at, node)) => (At(Some(at.clone())), Some(*node)),
            None => (At::UNTOLD, None),
        };
        let resolved = resolve(node, &at, &path.lookup);
        facts.slots.push(resolved.slotted);
        let told = resolved.nodes.into_iter().map(|(at, node)| (at.0.unwrap_or_default(), node));
        places.slots.push(told.collect());
        places.literal.push(resolved.literal);
    }
    Ok((facts, places))
}

/// The first of `names` among the headers, whatever its letter case.
fn find_header<'e>(headers: &'e Node, names: &[&str]) -> Option<(&'e str, &'e Node, &'e str)> {
    let members = headers.effective_members();
    names.iter().find_map(|name| {
        let member = members.iter().rev().find(|member| member.key.eq_ignore_ascii_case(name))?;
        let text = header_text(&member.value).filter(|text| !text.is_empty())?;
        Some((member.key.as_str(), &member.value, text))
    })
}

/// A header's text; logs often keep a list of one.
fn header_text(value: &Node) -> Option<&str> {
    value.string().or_else(|| value.element(0)?.string())
}

/// An id as it is printed.
pub(super) fn id_text(node: &Node) -> Option<Cow<'_, str>> {
    match &node.data {
        Data::String(text) | Data::Number(text) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}
