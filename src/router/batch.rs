//! Many events in one call.

use super::{Match, Router, Scratch};
use crate::event::EventError;
use crate::truth::Outcome;

/// What became of many events, in memory that is used again for the next many.
///
/// ```
/// use hooksieve::{Batch, Dialect, Outcome, Router, Scratch};
/// let router = Router::from_json(Dialect::DFNS, br#"[
///   {"id":"a","url":"https://a.example","events":["wallet.created"]},
///   {"id":"b","url":"https://b.example","events":["*"]}]"#)?;
/// let events = "{\"kind\":\"wallet.created\"}\n{\"kind\":\"key.created\"}\n{";
/// let (mut scratch, mut batch) = (Scratch::default(), Batch::default());
/// router.route_batch(events.lines().map(str::as_bytes), &mut scratch, &mut batch);
///
/// assert_eq!(batch.len(), 3);
/// assert_eq!(batch.get(0).unwrap().positions(), [0, 1]);
/// assert_eq!(batch.get(1).unwrap().positions(), [1]);
/// assert_eq!(batch.get(2).unwrap().outcome(), Outcome::Undecidable);
/// let ids: Vec<_> = batch.get(0).unwrap().matched(&router).map(|each| each.id()).collect();
/// assert_eq!(ids, ["a", "b"]);
/// # Ok::<(), hooksieve::HooksieveError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Batch {
    positions: Vec<u32>,
    ends: Vec<Ends>,
    errors: Vec<(usize, EventError)>,
}

/// Where the positions of one event end: first those it fires, then the undecidable.
#[derive(Clone, Copy, Debug)]
struct Ends {
    matched: usize,
    undecidable: usize,
}

/// What became of one event of a [`Batch`].
///
/// ```
/// use hooksieve::{Batch, Outcome, Router, Scratch};
/// let mut batch = Batch::default();
/// Router::new().route_batch([b"{}".as_slice()], &mut Scratch::default(), &mut batch);
/// let first = batch.get(0).unwrap();
/// assert_eq!((first.outcome(), first.error()), (Outcome::DoesNotFire, None));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct BatchEvent<'b> {
    matched: &'b [u32],
    undecidable: &'b [u32],
    error: Option<&'b EventError>,
}

impl Router {
    /// Decides which subscriptions each of many events fires, into a batch whose contents
    /// are replaced. Once both memories have grown to what events need, nothing is
    /// allocated any more but the messages of events that cannot be read.
    ///
    /// ```
    /// use hooksieve::{Batch, Router, Scratch};
    /// let (mut scratch, mut batch) = (Scratch::default(), Batch::default());
    /// Router::new().route_batch([b"{}".as_slice(), b"[]"], &mut scratch, &mut batch);
    /// assert!(batch.get(1).unwrap().error().is_some());
    /// ```
    pub fn route_batch<'e>(
        &self,
        events: impl IntoIterator<Item = &'e [u8]>,
        scratch: &mut Scratch,
        batch: &mut Batch,
    ) {
        batch.positions.clear();
        batch.ends.clear();
        batch.errors.clear();
        for event in events {
            let routing = self.route_with(event, scratch);
            if let Some(error) = routing.error {
                batch.errors.push((batch.ends.len(), error));
            }
            batch.positions.extend_from_slice(&routing.matched);
            let matched = batch.positions.len();
            batch.positions.extend_from_slice(&routing.undecidable);
            batch.ends.push(Ends { matched, undecidable: batch.positions.len() });
        }
    }
}

impl Batch {
    /// How many events there are.
    ///
    /// ```
    /// assert_eq!(hooksieve::Batch::default().len(), 0);
    /// ```
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    ///
    /// ```
    /// assert!(hooksieve::Batch::default().is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// What became of an event, by its number in the order given.
    ///
    /// ```
    /// assert!(hooksieve::Batch::default().get(0).is_none());
    /// ```
    pub fn get(&self, number: usize) -> Option<BatchEvent<'_>> {
        let Ends { matched, undecidable } = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before].undecidable);
        let error = self.errors.binary_search_by_key(&number, |(number, _)| *number);
        Some(BatchEvent {
            matched: &self.positions[start..matched],
            undecidable: &self.positions[matched..undecidable],
            error: error.ok().map(|at| &self.errors[at].1),
        })
    }

    /// What became of each event, in the order given.
    ///
    /// ```
    /// use hooksieve::{Batch, Router, Scratch};
    /// let mut batch = Batch::default();
    /// Router::new().route_batch([b"{}".as_slice(); 3], &mut Scratch::default(), &mut batch);
    /// assert_eq!(batch.iter().count(), 3);
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = BatchEvent<'_>> {
        (0..self.len()).filter_map(|number| self.get(number))
    }
}

impl<'b> BatchEvent<'b> {
    /// The positions of the subscriptions it fires ([`Match::position`]), in declaration
    /// order.
    ///
    /// ```
    /// # use hooksieve::{Batch, Router, Scratch};
    /// # let mut batch = Batch::default();
    /// # Router::new().route_batch([b"{}".as_slice()], &mut Scratch::default(), &mut batch);
    /// assert!(batch.get(0).unwrap().positions().is_empty());
    /// ```
    pub fn positions(&self) -> &'b [u32] {
        self.matched
    }

    /// The positions of those for which that cannot be decided.
    ///
    /// ```
    /// # use hooksieve::{Batch, Router, Scratch};
    /// # let mut batch = Batch::default();
    /// # Router::new().route_batch([b"{}".as_slice()], &mut Scratch::default(), &mut batch);
    /// assert!(batch.get(0).unwrap().undecidable_positions().is_empty());
    /// ```
    pub fn undecidable_positions(&self) -> &'b [u32] {
        self.undecidable
    }

    /// The subscriptions it fires, of the router that made the batch and was not changed
    /// since.
    ///
    /// ```
    /// # use hooksieve::{Batch, Router, Scratch};
    /// # let (router, mut batch) = (Router::new(), Batch::default());
    /// # router.route_batch([b"{}".as_slice()], &mut Scratch::default(), &mut batch);
    /// assert_eq!(batch.get(0).unwrap().matched(&router).count(), 0);
    /// ```
    pub fn matched<'r>(&self, router: &'r Router) -> impl Iterator<Item = Match<'r>> + use<'r, 'b> {
        let (positions, known) = (self.matched, router.roster.numbers());
        let known = move |at: &&u32| (**at as usize) < known;
        positions.iter().filter(known).map(|&at| Match::new(router, at))
    }

    /// As [`Routing::outcome`](crate::Routing::outcome).
    ///
    /// ```
    /// # use hooksieve::{Batch, Outcome, Router, Scratch};
    /// # let mut batch = Batch::default();
    /// # Router::new().route_batch([b"{}".as_slice()], &mut Scratch::default(), &mut batch);
    /// assert_eq!(batch.get(0).unwrap().outcome(), Outcome::DoesNotFire);
    /// ```
    pub fn outcome(&self) -> Outcome {
        Outcome::of(!self.matched.is_empty(), !self.undecidable.is_empty())
    }

    /// Why the event could not be read, if it could not.
    ///
    /// ```
    /// # use hooksieve::{Batch, Router, Scratch};
    /// # let mut batch = Batch::default();
    /// # Router::new().route_batch([b"{".as_slice()], &mut Scratch::default(), &mut batch);
    /// assert_eq!(batch.get(0).unwrap().error().unwrap().offset(), Some(1));
    /// ```
    pub fn error(&self) -> Option<&'b EventError> {
        self.error
    }
}
