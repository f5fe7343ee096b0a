//! Order statistics of samples, and geometric means.

use serde::Serialize;

/// What is reported of some samples, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Summary {
    /// The middle one.
    pub median: f64,
    /// The least one.
    pub minimum: f64,
    /// A quarter of the samples is below.
    pub lower_quartile: f64,
    /// A quarter of the samples is above.
    pub upper_quartile: f64,
    /// How many there are.
    pub samples: usize,
    /// Repetitions in each of which the mean was taken.
    pub repetitions: u64,
}

/// The value at a fraction of the sorted samples, interpolated; no number if there is none.
#[must_use]
pub fn quantile(sorted: &[f64], fraction: f64) -> f64 {
    let place = fraction * sorted.len().saturating_sub(1) as f64;
    let (below, above) = (place.floor() as usize, place.ceil() as usize);
    match (sorted.get(below), sorted.get(above)) {
        (Some(low), Some(high)) => low + (high - low) * place.fract(),
        _ => f64::NAN,
    }
}

impl Summary {
    /// Of samples, of which each is a mean over `repetitions`; `None` if there is none.
    #[must_use]
    pub fn of(mut samples: Vec<f64>, repetitions: u64) -> Option<Self> {
        samples.sort_unstable_by(f64::total_cmp);
        Some(Self {
            median: quantile(&samples, 0.5),
            minimum: *samples.first()?,
            lower_quartile: quantile(&samples, 0.25),
            upper_quartile: quantile(&samples, 0.75),
            samples: samples.len(),
            repetitions,
        })
    }
}

/// The geometric mean; `None` of nothing.
#[must_use]
pub fn geometric_mean(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let sum: f64 = values.iter().map(|value| value.ln()).sum();
    Some((sum / values.len() as f64).exp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_that_of_the_sorted_samples() {
        let summary = Summary::of(vec![5.0, 1.0, 4.0, 2.0, 3.0], 7).unwrap();
        assert_eq!((summary.minimum, summary.median), (1.0, 3.0));
        assert_eq!((summary.lower_quartile, summary.upper_quartile), (2.0, 4.0));
        assert_eq!((summary.samples, summary.repetitions), (5, 7));
        assert_eq!(Summary::of(vec![1.0, 2.0], 1).unwrap().median, 1.5);
        assert_eq!(Summary::of(Vec::new(), 1), None);
    }

    #[test]
    fn a_geometric_mean_turns_over_with_its_values() {
        let mean = geometric_mean(&[2.0, 8.0]).unwrap();
        let inverse = geometric_mean(&[0.5, 0.125]).unwrap();
        assert!((mean - 4.0).abs() < 1e-12 && (mean * inverse - 1.0).abs() < 1e-12);
        assert_eq!(geometric_mean(&[]), None);
    }
}
