//! A value that a condition names.

use super::super::{Scalar, Value};
use crate::json::{Data, Kind, Node};

/// A value of a configuration, small where it is a scalar.
#[derive(Clone, Debug)]
pub(super) enum Literal {
    Null,
    Bool(bool),
    Number(Box<str>),
    Text(Box<str>),
    /// An array or an object.
    Tree(Box<Node>),
}

impl Literal {
    pub(super) fn of(node: &Node) -> Self {
        match &node.data {
            Data::Null => Self::Null,
            Data::Bool(value) => Self::Bool(*value),
            Data::Number(text) => Self::Number(text.as_str().into()),
            Data::String(text) => Self::Text(text.as_str().into()),
            Data::Array(_) | Data::Object(_) => Self::Tree(Box::new(node.clone())),
        }
    }

    /// The value as a tree.
    pub(super) fn node(&self) -> Node {
        match self {
            Self::Null => Node::new(Data::Null),
            Self::Bool(value) => Node::new(Data::Bool(*value)),
            Self::Number(text) => Node::new(Data::Number(text.to_string())),
            Self::Text(text) => Node::from_text(text.as_ref()),
            Self::Tree(node) => Node::clone(node),
        }
    }

    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Bool(_) => Kind::Bool,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::String,
            Self::Tree(node) => node.kind(),
        }
    }

    pub(super) fn scalar(&self) -> Option<Scalar<'_>> {
        match self {
            Self::Null => Some(Scalar::Null),
            Self::Bool(value) => Some(Scalar::Bool(*value)),
            Self::Number(text) => Some(Scalar::Number(text)),
            Self::Text(text) => Some(Scalar::Text(text)),
            Self::Tree(_) => None,
        }
    }

    /// Whether the value of an event is this JSON value.
    pub(super) fn equals(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(a), Value::Bool(b)) => a == b,
            (Self::Number(a), Value::Number(b)) => crate::number::equal(a, b),
            (Self::Text(a), Value::String(b)) => **a == **b,
            (Self::Tree(node), value) => value.equals(node),
            _ => false,
        }
    }
}
