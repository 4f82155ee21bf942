//! Endpoints of Svix: event types, and channels of which one is enough.

use super::draft::Draft;
use crate::json::{Data, Node};

pub(super) fn svix(object: &Node, draft: &mut Draft) {
    let root = draft.root.clone();
    let own = ["uid", "id"].into_iter().find(|name| object.get(name).is_some_and(is_text));
    for name in ["uid", "id"] {
        match object.get(name) {
            Some(id) if own == Some(name) => {
                draft.id = Some(id.clone());
                draft.over(&root.child(name), "it is the id");
            }
            Some(_) => draft.lost(&root.child(name), "there is one id"),
            None => {}
        }
    }
    for member in object.effective_members() {
        let at = root.child(&member.key);
        match (member.key.as_str(), &member.value.data) {
            ("uid" | "id", _) => {}
            ("url", Data::String(url)) => {
                draft.url = Some(url.clone());
                draft.over(&at, "the URL is the target");
            }
            ("description", Data::String(_)) => {
                draft.description = Some(member.value.clone());
                draft.over(&at, "the description is carried over");
            }
            ("disabled", Data::Bool(disabled)) => {
                draft.enabled = Some(!disabled);
                draft.over(&at, "the switch is carried over");
            }
            ("filterTypes", Data::Null) => draft.over(&at, "every event type"),
            ("filterTypes", Data::Array(list)) if list.iter().all(is_text) => {
                let names = list.iter().filter_map(Node::string).map(str::to_owned);
                draft.events = Some(names.collect());
                draft.over(&at, "the event types are carried over");
            }
            ("channels", Data::Null) => draft.over(&at, "every channel"),
            ("channels", _) => {
                draft
                    .decision(&at, "one channel of several is enough there; labels must all be on");
            }
            (other, _) => draft.lost(&at, format!("`{other}` has no counterpart")),
        }
    }
}

fn is_text(node: &Node) -> bool {
    node.string().is_some()
}
