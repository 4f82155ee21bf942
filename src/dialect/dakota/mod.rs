//! Stub.
use super::{Catalogue, Cursor, LossReport, Reader, Rules};
use crate::json::Node;
use crate::subscription::Subscription;
#[derive(Debug)]
pub(super) struct Dakota;
pub(super) static DAKOTA: Dakota = Dakota;
impl Rules for Dakota {
    fn name(&self) -> &'static str {
        "dakota"
    }
    fn title(&self) -> &'static str {
        "Dakota webhook target"
    }
    fn catalogue(&self) -> &'static Catalogue {
        static C: Catalogue = Catalogue::EMPTY;
        &C
    }
    fn likeness(&self, _: &Node) -> u32 {
        0
    }
    fn read(&self, _: &mut Reader<'_>, o: &Cursor<'_>) -> Subscription {
        let mut s = Subscription::new("");
        s.has_own_id = false;
        s.place = o.place();
        s
    }
    fn update(&self, current: &Node, _: &Node, _: Option<&str>) -> Node {
        current.clone()
    }
    fn write(&self, _: &Subscription, _: &mut LossReport) -> Node {
        Node::new(crate::json::Data::Null)
    }
    fn sample(&self, _: &str) -> Option<Node> {
        None
    }
}
