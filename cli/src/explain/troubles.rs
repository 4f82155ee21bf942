//! Events that could not be decided, counted over a stream of any length in bounded memory.

/// The most causes that are told apart.
const CAUSES: usize = 5;

/// Events that could not be decided, for every subscription or for one of them.
#[derive(Debug, Default)]
pub(super) struct Troubles {
    causes: Vec<Cause>,
    /// How many events there are.
    events: u64,
}

/// Why events could not be decided.
#[derive(Debug)]
pub(super) struct Cause {
    /// Where the first of them stands.
    pub(super) place: String,
    /// The sentence for all of them.
    pub(super) why: String,
    /// How many there are.
    pub(super) events: u64,
}

impl Troubles {
    /// Counts an event.
    pub(super) fn add(&mut self, place: String, why: &str) {
        self.count(Cause { place, why: why.to_owned(), events: 1 });
        self.events += 1;
    }

    /// Adds what was counted of later events.
    pub(super) fn merge(&mut self, later: Self) {
        self.events += later.events;
        for cause in later.causes {
            self.count(cause);
        }
    }

    fn count(&mut self, cause: Cause) {
        if let Some(known) = self.causes.iter_mut().find(|known| known.why == cause.why) {
            known.events += cause.events;
        } else if self.causes.len() < CAUSES {
            self.causes.push(cause);
        }
    }

    /// The causes, as they came.
    pub(super) fn causes(&self) -> &[Cause] {
        &self.causes
    }

    /// How many events have none of these causes.
    pub(super) fn others(&self) -> u64 {
        self.events - self.causes.iter().map(|cause| cause.events).sum::<u64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_apart_up_to_a_bound() {
        let mut troubles = Troubles::default();
        for line in 0..20 {
            let mut later = Troubles::default();
            later.add(format!("f:{line}"), &format!("cause {}", line % 10));
            troubles.merge(later);
        }
        assert_eq!(troubles.causes().len(), CAUSES);
        assert_eq!((troubles.causes()[0].place.as_str(), troubles.causes()[0].events), ("f:0", 2));
        assert_eq!(troubles.others(), 10);
    }
}
