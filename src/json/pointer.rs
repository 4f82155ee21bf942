//! JSON Pointers (RFC 6901) as they are printed in diagnostics.

use std::fmt;

use serde::{Serialize, Serializer};

/// A JSON Pointer in its text form; the empty one is the whole document.
///
/// ```
/// use hooksieve::json::Pointer;
/// let place = Pointer::root().child("labels").child("a/b~c").index(2);
/// assert_eq!(place.as_str(), "/labels/a~1b~0c/2");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The whole document: `""`.
    ///
    /// ```
    /// assert_eq!(hooksieve::json::Pointer::root().as_str(), "");
    /// ```
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// The member `key` of this place.
    ///
    /// ```
    /// use hooksieve::json::Pointer;
    /// assert_eq!(Pointer::root().child("data").child("a/b").as_str(), "/data/a~1b");
    /// ```
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        for character in key.chars() {
            match character {
                '~' => text.push_str("~0"),
                '/' => text.push_str("~1"),
                other => text.push(other),
            }
        }
        Self(text)
    }

    /// The element `index` of this place.
    ///
    /// ```
    /// use hooksieve::json::Pointer;
    /// assert_eq!(Pointer::root().child("events").index(0).as_str(), "/events/0");
    /// ```
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The text of the pointer.
    ///
    /// ```
    /// assert_eq!(hooksieve::json::Pointer::root().child("labels").as_str(), "/labels");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The unescaped reference tokens of a pointer's text, or nothing if it is not a
    /// pointer (it must be empty or start with `/`, and `~` must precede `0` or `1`).
    ///
    /// ```
    /// use hooksieve::json::Pointer;
    /// assert_eq!(Pointer::tokens("/labels/a~1b").unwrap(), ["labels", "a/b"]);
    /// assert_eq!(Pointer::tokens("labels"), None);
    /// ```
    pub fn tokens(text: &str) -> Option<Vec<String>> {
        if text.is_empty() {
            return Some(Vec::new());
        }
        text.strip_prefix('/')?.split('/').map(unescape).collect()
    }
}

/// The array index that a name is, if it is one: `0`, or digits without a leading zero.
pub(crate) fn index_of(name: &str) -> Option<usize> {
    let canonical =
        name == "0" || (!name.starts_with('0') && name.bytes().all(|b| b.is_ascii_digit()));
    if canonical { name.parse().ok() } else { None }
}

fn unescape(token: &str) -> Option<String> {
    let mut plain = String::with_capacity(token.len());
    let mut characters = token.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '~' => match characters.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(plain)
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Pointer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
