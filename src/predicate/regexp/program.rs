//! A compiled pattern: whether it is found in a text.
//!
//! Nothing else is ever asked, so of the `regex` crate's six machines two are enough: a
//! DFA whose states are made as texts ask for them, and the NFA itself for the few
//! patterns that outgrow the cache of states. Both take linear time.

use regex_automata::Input;
use regex_automata::hybrid::dfa::{self, DFA};
use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::nfa::thompson::{Compiler, Config, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_syntax::hir::Hir;

/// See the module.
pub(super) struct Program {
    /// Nothing where the least cache of states would take more memory than is allowed.
    dfa: Option<DFA>,
    nfa: PikeVM,
    /// Of each machine what it works in, once for every thread that searches at a time.
    caches: Pool<Caches, fn() -> Caches>,
}

#[derive(Default)]
struct Caches {
    dfa: Option<dfa::Cache>,
    nfa: Option<pikevm::Cache>,
}

/// The cache of states may be emptied so often for one text before the NFA takes over,
/// unless each state was of use for so many bytes.
const CLEARED: usize = 3;
const BYTES_A_STATE: usize = 10;

impl Program {
    /// Compiles a pattern; nothing where it takes more than `memory` bytes.
    pub(super) fn build(tree: &Hir, memory: usize) -> Option<Self> {
        let thompson =
            Config::new().which_captures(WhichCaptures::None).nfa_size_limit(Some(memory));
        let nfa = Compiler::new().configure(thompson).build_from_hir(tree).ok()?;
        let lazy = dfa::Config::new()
            .cache_capacity(memory)
            .minimum_cache_clear_count(Some(CLEARED))
            .minimum_bytes_per_state(Some(BYTES_A_STATE));
        Some(Self {
            dfa: DFA::builder().configure(lazy).build_from_nfa(nfa.clone()).ok(),
            nfa: PikeVM::new_from_nfa(nfa).ok()?,
            caches: Pool::new(Caches::default),
        })
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        let input = Input::new(text).earliest(true);
        let mut caches = self.caches.get();
        if let Some(dfa) = &self.dfa {
            let cache = caches.dfa.get_or_insert_with(|| dfa.create_cache());
            if let Ok(found) = dfa.try_search_fwd(cache, &input) {
                return found.is_some();
            }
        }
        let cache = caches.nfa.get_or_insert_with(|| self.nfa.create_cache());
        self.nfa.is_match(cache, input)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use crate::limits::Limits;
    use crate::predicate::{Flavour, Regexp};

    /// A DFA of this pattern has thousands of states, so that with little memory its cache
    /// overflows: the NFA answers then.
    #[test]
    fn little_memory_changes_no_answer() {
        let mut bits = 1_u64;
        let mut text = String::new();
        for _ in 0..6_000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push(if bits >> 63 == 0 { 'a' } else { 'b' });
        }
        for regexp_bytes in [2 << 10, 6 << 10, 60 << 10, 1 << 20] {
            let limits = Limits { regexp_bytes, ..Limits::default() };
            let pattern = "^[ab]*b[ab]{12}$";
            let regexp = Regexp::compile(pattern, Flavour::CodePoints, &limits).unwrap();
            for end in (20..text.len()).step_by(397) {
                let expected = text.as_bytes()[end - 13] == b'b';
                assert_eq!(regexp.is_match(&text[..end]), Some(expected), "{regexp_bytes} {end}");
            }
        }
    }
}
