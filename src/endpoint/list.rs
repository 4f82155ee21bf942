//! Lists, page by page.

use super::answer::{Answer, number};
use super::api::{Api, Listing, Paging};
use crate::codec;
use crate::json::{Data, Node};

/// A part of a list, as it was asked for.
struct Page {
    from: usize,
    to: usize,
    /// How many were asked for.
    limit: usize,
    /// The page's number, where pages are numbered.
    number: usize,
}

impl Api {
    /// The page of the stored objects that a query (decoded pairs) asks for, without their
    /// secrets. `stored` is all of them in the order of their creation.
    ///
    /// ```
    /// use hooksieve::{Dialect, endpoint::Api, json::Node};
    /// let api = Api::of(Dialect::DFNS).unwrap();
    /// let stored = [1, 2, 3].map(|n| Node::parse(&format!(r#"{{"id":"wh-{n}"}}"#)).unwrap());
    /// let limit = ("limit".to_owned(), "2".to_owned());
    /// let first = api.list(&[limit.clone()], &stored).body.unwrap();
    /// assert_eq!(first.get("items").unwrap().array().unwrap().len(), 2);
    /// let token = first.get("nextPageToken").unwrap().string().unwrap().to_owned();
    /// let rest = api.list(&[limit, ("paginationToken".into(), token)], &stored).body.unwrap();
    /// assert_eq!(rest.to_json(), r#"{"items":[{"id":"wh-3"}]}"#);
    /// ```
    pub fn list(&self, query: &[(String, String)], stored: &[Node]) -> Answer {
        let hidden = self.secret.map(|(name, _)| name);
        let mut all: Vec<&Node> = stored.iter().collect();
        if self.listing.newest_first {
            all.reverse();
        }
        self.pages(&List { listing: self.listing, id: self.id.0, hidden, all: &all }, query)
    }

    pub(super) fn pages(&self, list: &List<'_>, query: &[(String, String)]) -> Answer {
        match list.page(query) {
            Ok(page) => Answer::new(200, Some(list.told(&page))),
            Err(message) => self.error(self.invalid, &message),
        }
    }
}

/// A list and how it is paged.
pub(super) struct List<'l> {
    pub(super) listing: Listing,
    /// The member that holds an id.
    pub(super) id: &'static str,
    /// The member that is not shown.
    pub(super) hidden: Option<&'static str>,
    pub(super) all: &'l [&'l Node],
}

impl List<'_> {
    fn id_of<'n>(&self, object: &'n Node) -> Option<&'n str> {
        id_in(object, self.id)
    }

    fn page(&self, query: &[(String, String)]) -> Result<Page, String> {
        let Self { listing, all, .. } = self;
        let limit = whole(query, listing.limit, listing.usual, listing.most)?;
        let mut number = 1;
        let from = match listing.paging {
            Paging::Token { parameter, .. } => match asked(query, parameter) {
                None => 0,
                Some(token) => self
                    .after_token(token)
                    .ok_or_else(|| format!("`{parameter}` is no token of this list"))?,
            },
            Paging::Ids => {
                let place = |name: &str| -> Result<Option<usize>, String> {
                    let Some(id) = asked(query, name) else { return Ok(None) };
                    let place = self.all.iter().position(|each| self.id_of(each) == Some(id));
                    place.map(Some).ok_or_else(|| format!("`{name}` is no id of this list"))
                };
                match (place("starting_after")?, place("ending_before")?) {
                    (None, None) => 0,
                    (Some(after), None) => after + 1,
                    (None, Some(before)) => {
                        let from = before.saturating_sub(limit);
                        return Ok(Page { from, to: before, limit, number: 1 });
                    }
                    (Some(_), Some(_)) => {
                        return Err(
                            "`starting_after` and `ending_before` exclude each other".into()
                        );
                    }
                }
            }
            Paging::Pages { .. } => {
                number = whole(query, "page", 1, usize::MAX)?;
                (number - 1).saturating_mul(limit)
            }
            Paging::Cursor => match asked(query, "cursor") {
                None => 0,
                Some(cursor) => self
                    .after_cursor(cursor)
                    .ok_or_else(|| "`cursor` is no cursor of this list".to_owned())?,
            },
        };
        let from = from.min(all.len());
        Ok(Page { from, to: from.saturating_add(limit).min(all.len()), limit, number })
    }

    fn told(&self, page: &Page) -> Node {
        let Self { listing, all, .. } = self;
        let objects = all.get(page.from..page.to).unwrap_or_default();
        let shown = objects.iter().map(|each| without(each, self.hidden)).collect();
        let items = (listing.items, Node::new(Data::Array(shown)));
        let count = |count: usize| number(u64::try_from(count).unwrap_or(u64::MAX));
        let flag = |flag: bool| Node::new(Data::Bool(flag));
        match listing.paging {
            Paging::Token { member, .. } => {
                let more = objects.last().filter(|_| page.to < all.len());
                let token = more.and_then(|last| self.id_of(last)).map(|id| token(page.to, id));
                Node::object(std::iter::once(items).chain(token.map(|token| (member, token))))
            }
            Paging::Ids => {
                let meta = Node::object([
                    ("total_count", count(all.len())),
                    ("has_more_after", flag(page.to < all.len())),
                    ("has_more_before", flag(page.from > 0)),
                ]);
                Node::object([items, ("meta", meta)])
            }
            Paging::Pages { path } => {
                let (current, limit) = (page.number, page.limit);
                let last = all.len().div_ceil(limit).max(1);
                let link =
                    |page: usize| Node::from_text(format!("{path}?page={page}&limit={limit}"));
                let some = |is: bool, page: usize| {
                    if is { link(page) } else { Node::new(Data::Null) }
                };
                let meta = Node::object([
                    ("count", count(objects.len())),
                    ("pageCount", count(last)),
                    ("totalCount", count(all.len())),
                    ("next", some(current < last, current + 1)),
                    ("previous", some(current > 1, (current - 1).min(last))),
                    ("self", link(current)),
                    ("first", link(1)),
                    ("last", link(last)),
                ]);
                Node::object([("meta", meta), items])
            }
            Paging::Cursor => {
                let has_more = page.to < all.len();
                let cursor = has_more.then(|| self.cursor(page.to)).flatten();
                let cursor = cursor.map_or_else(|| Node::new(Data::Null), Node::from_text);
                Node::object([items, ("has_more", flag(has_more)), ("cursor", cursor)])
            }
        }
    }

    /// Where a list goes on after a token: behind its object, or where that one stood.
    fn after_token(&self, token: &str) -> Option<usize> {
        let text = codec::from_base64_url(token)?;
        let (place, id) = text.split_once(' ')?;
        let place: usize = place.parse().ok()?;
        let found = self.all.iter().position(|each| self.id_of(each) == Some(id));
        Some(found.map_or_else(|| place.saturating_sub(1), |found| found + 1))
    }

    /// The id of the last one before `to`; where more of that id follow, with `~` and how many
    /// of them were told.
    fn cursor(&self, to: usize) -> Option<String> {
        let id = self.id_of(self.all.get(to.checked_sub(1)?)?)?;
        let is_it = |each: &&&Node| self.id_of(each) == Some(id);
        let told = self.all.iter().take(to).filter(is_it).count();
        let is_split = self.all.iter().skip(to).any(|each| self.id_of(each) == Some(id));
        Some(if is_split { format!("{id}~{told}") } else { id.to_owned() })
    }

    /// Where a list goes on after a cursor.
    fn after_cursor(&self, cursor: &str) -> Option<usize> {
        let of = |id: &str, most: usize| {
            let places = self.all.iter().enumerate();
            let places = places.filter(|(_, each)| self.id_of(each) == Some(id));
            places.take(most).last().map(|(place, _)| place + 1)
        };
        let split = || {
            let (id, told) = cursor.rsplit_once('~')?;
            of(id, told.parse().ok()?)
        };
        of(cursor, usize::MAX).or_else(split)
    }
}

/// The id in a member of an object; of a number, its text.
pub(super) fn id_in<'n>(object: &'n Node, name: &str) -> Option<&'n str> {
    let id = object.get(name)?;
    id.string().or_else(|| id.number())
}

/// An object without one of its members.
pub(super) fn without(object: &Node, hidden: Option<&str>) -> Node {
    let mut shown = object.clone();
    if let (Some(hidden), Data::Object(members)) = (hidden, &mut shown.data) {
        members.retain(|member| member.key != hidden);
    }
    shown
}

/// A token that names the last object of a page and its place.
fn token(place: usize, id: &str) -> Node {
    Node::from_text(codec::base64_url(&format!("{place} {id}")))
}

pub(super) fn asked<'q>(query: &'q [(String, String)], name: &str) -> Option<&'q str> {
    let found = query.iter().rev().find(|(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

/// A parameter that is a number from 1 to `most`.
fn whole(
    query: &[(String, String)],
    name: &str,
    usual: usize,
    most: usize,
) -> Result<usize, String> {
    let Some(text) = asked(query, name) else { return Ok(usual) };
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| match most {
        usize::MAX => format!("`{name}` must be a number from 1 on"),
        _ => format!("`{name}` must be a number from 1 to {most}"),
    })
}
