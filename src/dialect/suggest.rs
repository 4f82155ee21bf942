//! "Did you mean": the nearest known name.

/// The candidate nearest to `text`, if one is near: an edit distance of at most a
/// third of the longer one, at least 1; equal but for letter case counts as nearest.
pub(crate) fn did_you_mean<'c>(
    text: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == text {
            continue;
        }
        let longer = text.chars().count().max(candidate.chars().count());
        if longer.abs_diff(text.chars().count().min(candidate.chars().count())) > longer / 3 {
            continue;
        }
        let distance = if candidate.eq_ignore_ascii_case(text) {
            0
        } else {
            strsim::osa_distance(text, candidate)
        };
        if distance <= (longer / 3).max(1) && best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}
