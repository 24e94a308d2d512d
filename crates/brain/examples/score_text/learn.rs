//! A small learner for the public data: softmax regression on sparse features, in a fixed order, so that every run is alike.

use std::collections::{BTreeMap, HashMap};

/// Features of one example.
pub type Features = Vec<(String, f64)>;

/// A trained model.
pub struct Model {
    features: HashMap<String, usize>,
    classes: Vec<String>,
    weights: Vec<f64>,
}

impl Model {
    /// Learns from examples with their class.
    pub fn train(examples: &[(Features, String)], rounds: u32) -> Self {
        let mut features: HashMap<String, usize> = HashMap::new();
        let mut classes: Vec<String> = examples.iter().map(|(_, class)| class.clone()).collect();
        classes.sort();
        classes.dedup();
        let number: HashMap<&str, usize> =
            classes.iter().enumerate().map(|(at, class)| (class.as_str(), at)).collect();
        let rows: Vec<(Vec<(usize, f64)>, usize)> = examples
            .iter()
            .map(|(row, class)| {
                let row = row.iter().map(|(name, value)| {
                    let next = features.len();
                    (*features.entry(name.clone()).or_insert(next), *value)
                });
                (row.collect(), number[class.as_str()])
            })
            .collect();
        let width = classes.len();
        let mut weights = vec![0.0; features.len() * width];
        for round in 0..rounds {
            let rate = 0.5 / (1.0 + f64::from(round) * 0.15);
            for (row, class) in &rows {
                let shares = shares(&weights, row, width);
                for (feature, value) in row {
                    for (at, share) in shares.iter().enumerate() {
                        let wanted = if at == *class { 1.0 } else { 0.0 };
                        let weight = &mut weights[feature * width + at];
                        *weight += rate * (value * (wanted - share) - 1e-4 * *weight);
                    }
                }
            }
        }
        Self { features, classes, weights }
    }

    /// Classes, likeliest first.
    pub fn ranked(&self, row: &Features) -> Vec<&str> {
        let row: Vec<(usize, f64)> =
            row.iter().filter_map(|(name, value)| Some((*self.features.get(name)?, *value))).collect();
        let shares = shares(&self.weights, &row, self.classes.len());
        let mut order: Vec<usize> = (0..self.classes.len()).collect();
        order.sort_by(|one, other| shares[*other].total_cmp(&shares[*one]));
        order.into_iter().map(|at| self.classes[at].as_str()).collect()
    }
}

fn shares(weights: &[f64], row: &[(usize, f64)], width: usize) -> Vec<f64> {
    let mut sums = vec![0.0; width];
    for (feature, value) in row {
        for (sum, weight) in sums.iter_mut().zip(&weights[feature * width..(feature + 1) * width]) {
            *sum += weight * value;
        }
    }
    let top = sums.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = sums.iter().map(|sum| (sum - top).exp()).collect();
    let total: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / total).collect()
}

/// Term frequency times inverse document frequency, of length one: the simple way to compare with.
pub struct TfIdf {
    weights: BTreeMap<String, f64>,
    rare: f64,
}

impl TfIdf {
    /// Learns how rare each word is.
    pub fn new(texts: &[Vec<String>]) -> Self {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        let mut documents: BTreeMap<String, usize> = BTreeMap::new();
        for text in texts {
            let mut words = text.clone();
            words.sort();
            words.dedup();
            for word in words {
                *documents.entry(word).or_default() += 1;
            }
        }
        let all = count(texts.len());
        let weights =
            documents.into_iter().map(|(word, with)| (word, ((1.0 + all) / (1.0 + count(with))).ln() + 1.0));
        Self { weights: weights.collect(), rare: (1.0 + all).ln() + 1.0 }
    }

    /// The features of a text.
    pub fn features(&self, words: &[String]) -> Features {
        let mut row: BTreeMap<&str, f64> = BTreeMap::new();
        for word in words {
            *row.entry(word).or_default() += self.weights.get(word).copied().unwrap_or(self.rare);
        }
        let length = row.values().map(|value| value * value).sum::<f64>().sqrt().max(1e-9);
        let mut found: Features =
            row.into_iter().map(|(word, value)| (word.to_owned(), value / length)).collect();
        found.push(("\u{1}".to_owned(), 1.0));
        found
    }
}
