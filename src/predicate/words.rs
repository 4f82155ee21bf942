//! What predicates ask for, in words.

use super::Predicate;
use crate::json::Node;

impl Predicate {
    /// What is asked for, as the end of "it must …".
    pub(crate) fn asked(&self) -> String {
        let value = self.value.as_ref().map(Node::to_json_cut).unwrap_or_default();
        match self.operator.as_str() {
            "eq" => format!("equal {value}"),
            "ne" => format!("not equal {value}"),
            "gt" => format!("be greater than {value}"),
            "gte" => format!("be at least {value}"),
            "lt" => format!("be less than {value}"),
            "lte" => format!("be at most {value}"),
            "between" => format!("be between {value}"),
            "not-between" | "notBetween" => format!("not be between {value}"),
            "contains" => format!("contain {value}"),
            "not-contains" => format!("not contain {value}"),
            "starts-with" => format!("start with {value}"),
            "ends-with" => format!("end with {value}"),
            "in" => format!("be one of {value}"),
            "not-in" => format!("be none of {value}"),
            "regexp" => format!("match {value}"),
            "truthy" => "be true".to_owned(),
            "falsy" => "be there and not true".to_owned(),
            "exists" => "be there".to_owned(),
            "missing" => "not be there".to_owned(),
            other => format!("satisfy `{other}` {value}"),
        }
    }
}
