//! Which wildcard patterns an event type matches, in one walk over its segments.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::number;
use super::tokens::TokenId;

/// The patterns in use, segment by segment.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    nodes: Vec<Node>,
    count: usize,
}

#[derive(Clone, Debug, Default)]
struct Node {
    named: HashMap<Box<str>, u32, FixedState>,
    /// Behind a `*`.
    any: Option<u32>,
    /// The pattern that ends here.
    ends: Option<TokenId>,
    /// The pattern that goes on with a last `**`.
    rest: Option<TokenId>,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], count: 0 }
    }
}

impl Patterns {
    /// Notes the token of a pattern.
    pub(super) fn insert(&mut self, pattern: &str, token: TokenId) {
        self.count += usize::from(self.place(pattern).replace(token).is_none());
    }

    /// Forgets the token of a pattern. Its nodes stay until the router is compacted.
    pub(super) fn remove(&mut self, pattern: &str) {
        self.count -= usize::from(self.place(pattern).take().is_some());
    }

    /// Where the token of a pattern stands.
    fn place(&mut self, pattern: &str) -> &mut Option<TokenId> {
        let mut at = 0;
        let mut segments = pattern.split('.').peekable();
        while let Some(segment) = segments.next() {
            if segment == "**" && segments.peek().is_none() {
                return &mut self.nodes[at].rest;
            }
            let new = number(self.nodes.len());
            let node = &mut self.nodes[at];
            let next = match segment {
                "*" => *node.any.get_or_insert(new),
                name => *node.named.entry(name.into()).or_insert(new),
            };
            if next == new {
                self.nodes.push(Node::default());
            }
            at = next as usize;
        }
        &mut self.nodes[at].ends
    }

    /// Calls `act` with the token of every pattern that an event type matches. `places`
    /// is memory to use. O(segments × patterns that match so far).
    pub(super) fn each_match(
        &self,
        event_type: &str,
        places: &mut Vec<u32>,
        mut act: impl FnMut(TokenId),
    ) {
        if self.count == 0 {
            return;
        }
        places.clear();
        places.push(0);
        let mut from = 0;
        for segment in event_type.split('.') {
            let to = places.len();
            if from == to {
                return;
            }
            for at in from..to {
                let node = &self.nodes[places[at] as usize];
                node.rest.into_iter().for_each(&mut act);
                if !node.named.is_empty() {
                    places.extend(node.named.get(segment));
                }
                places.extend(node.any);
            }
            from = to;
        }
        for &at in &places[from..] {
            self.nodes[at as usize].ends.into_iter().for_each(&mut act);
        }
    }

    pub(super) fn bytes(&self) -> usize {
        let named: usize = self.nodes.iter().map(|node| node.named.capacity() * 40).sum();
        self.nodes.capacity() * size_of::<Node>() + named
    }
}
