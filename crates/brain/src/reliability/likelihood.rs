//! The likelihood of a law that is shifted and stretched, `z = b y - a`, on the scale `y` where it lives.
//! In `a` and `b` it is concave for every kind of censoring when the law is log-concave
//! (Burridge 1981, JRSS B 43, 41-45), so Newton's method with halved steps finds the only maximum there is.

use super::{Sample, Unable, sample::Life, standard::Standard};

/// What is known of one life on the scale `y`.
#[derive(Clone, Copy, Debug)]
enum Datum {
    Exact(f64),
    Above(f64),
    Below(f64),
    Between(f64, f64),
}

/// A point of the likelihood: its value, gradient and curvature in `a` and `b`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    pub a: f64,
    pub b: f64,
    pub value: f64,
    pub gradient: [f64; 2],
    /// Second derivatives: `aa`, `ab`, `bb`.
    pub curvature: [f64; 3],
}

/// The likelihood of a sample, on a scale that is centred and spread so that `a` and `b` are of the order of one.
#[derive(Clone, Debug)]
pub(super) struct Likelihood {
    pub standard: Standard,
    data: Vec<(Datum, f64)>,
    failures: f64,
    pub centre: f64,
    pub spread: f64,
    /// What the scale adds to the logarithm of the density.
    constant: f64,
}

const B_MIN: f64 = 1e-7;

impl Likelihood {
    /// Takes a sample to the scale `y` by `scale`, whose logarithmic slope is `ln_slope`.
    pub fn new(
        standard: Standard,
        sample: &Sample,
        scale: impl Fn(f64) -> f64,
        ln_slope: impl Fn(f64) -> f64,
    ) -> Self {
        let mut data = Vec::with_capacity(sample.observations().len());
        let (mut constant, mut exact) = (0.0, 0.0);
        let (mut sum, mut weight) = (0.0, 0.0);
        for one in sample.observations() {
            let w = one.count;
            let (datum, y) = match one.life {
                Life::Failed(t) => {
                    constant += w * ln_slope(t);
                    exact += w;
                    (Datum::Exact(scale(t)), scale(t))
                }
                Life::Survived(t) => (Datum::Above(scale(t)), scale(t)),
                Life::FailedBefore(t) => (Datum::Below(scale(t)), scale(t)),
                Life::FailedBetween(from, to) => {
                    let (from, to) = (scale(from), scale(to));
                    (Datum::Between(from, to), 0.5 * (from + to))
                }
            };
            data.push((datum, w));
            sum += w * y;
            weight += w;
        }
        let mut likelihood =
            Self { standard, data, failures: exact, centre: sum / weight, spread: 1.0, constant };
        likelihood.rescale(weight);
        likelihood.constant -= exact * likelihood.spread.ln();
        likelihood
    }

    fn rescale(&mut self, weight: f64) {
        let centre = self.centre;
        let squares: f64 = self
            .data
            .iter()
            .map(|(datum, w)| match datum {
                Datum::Exact(y) | Datum::Above(y) | Datum::Below(y) => w * (y - centre).powi(2),
                Datum::Between(from, to) => w * 0.5 * ((from - centre).powi(2) + (to - centre).powi(2)),
            })
            .sum();
        let spread = (squares / weight).sqrt();
        self.spread = if spread > 1e-12 * (1.0 + centre.abs()) { spread } else { 1.0 };
        let onto = |y: &mut f64| *y = (*y - centre) / self.spread;
        for (datum, _) in &mut self.data {
            match datum {
                Datum::Exact(y) | Datum::Above(y) | Datum::Below(y) => onto(y),
                Datum::Between(from, to) => {
                    onto(from);
                    onto(to);
                }
            }
        }
    }

    /// The scale's own coordinate of `y`.
    pub fn inner(&self, y: f64) -> f64 {
        (y - self.centre) / self.spread
    }

    /// The likelihood at a point; a value that can't be computed counts as minus infinity.
    pub fn at(&self, a: f64, b: f64) -> Point {
        let ln_b = b.ln();
        let mut point = Point { a, b, value: self.constant, gradient: [0.0; 2], curvature: [0.0; 3] };
        for (datum, w) in &self.data {
            let (y, jet) = match *datum {
                Datum::Exact(y) => {
                    point.value += w * ln_b;
                    point.gradient[1] += w / b;
                    point.curvature[2] -= w / (b * b);
                    (y, self.standard.ln_density(b * y - a))
                }
                Datum::Above(y) => (y, self.standard.ln_sf(b * y - a)),
                Datum::Below(y) => (y, self.standard.ln_cdf(b * y - a)),
                Datum::Between(from, to) => {
                    let jet = self.standard.ln_between(b * from - a, b * to - a);
                    point.value += w * jet.value;
                    let [g, h] = jet.first;
                    let [gg, gh, hh] = jet.second;
                    point.gradient[0] -= w * (g + h);
                    point.gradient[1] += w * (from * g + to * h);
                    point.curvature[0] += w * (gg + 2.0 * gh + hh);
                    point.curvature[1] -= w * (from * (gg + gh) + to * (gh + hh));
                    point.curvature[2] += w * (from * from * gg + 2.0 * from * to * gh + to * to * hh);
                    continue;
                }
            };
            point.value += w * jet.value;
            point.gradient[0] -= w * jet.first;
            point.gradient[1] += w * jet.first * y;
            point.curvature[0] += w * jet.second;
            point.curvature[1] -= w * jet.second * y;
            point.curvature[2] += w * jet.second * y * y;
        }
        if point.value.is_nan() || point.value == f64::INFINITY {
            point.value = f64::NEG_INFINITY;
        }
        point
    }

    /// The only maximum. The caller has made sure that the lives have spread.
    ///
    /// # Errors
    /// [`Unable::NoOrder`] when the likelihood still grows as `b` falls to zero.
    pub fn maximum(&self) -> Result<Point, Unable> {
        let mut point = self.start();
        for _ in 0..500 {
            let [ga, gb] = point.gradient;
            let [aa, ab, bb] = point.curvature;
            let determinant = aa * bb - ab * ab;
            let steepest = !(determinant > 0.0 && aa < 0.0);
            let (da, db) = if steepest {
                (ga, gb)
            } else {
                ((ab * gb - bb * ga) / determinant, (ab * ga - aa * gb) / determinant)
            };
            let gain = ga * da + gb * db;
            let settled = !steepest && gain < 1e-9 * (1.0 + point.value.abs()).min(1e3);
            let mut size = 1.0_f64;
            if point.b + db <= 0.2 * point.b {
                size = 0.8 * point.b / -db;
            }
            let mut next = self.at(point.a + size * da, point.b + size * db);
            // So close to the maximum a loss is rounding, and Newton's step is right.
            while !settled && next.value < point.value && size > 1e-12 {
                size *= 0.4;
                next = self.at(point.a + size * da, point.b + size * db);
            }
            let moved = (next.a - point.a).abs() > 4e-16 * (1.0 + point.a.abs())
                || (next.b - point.b).abs() > 4e-16 * point.b;
            if next.value >= point.value || settled {
                point = next;
            }
            if point.b < B_MIN {
                return Err(Unable::NoOrder { failures: self.weight_of_failures() });
            }
            if (settled && gain < 1e-24 * (1.0 + point.value.abs())) || !moved {
                break;
            }
        }
        Ok(point)
    }

    fn weight_of_failures(&self) -> f64 {
        self.data.iter().filter(|(datum, _)| !matches!(datum, Datum::Above(_))).map(|(_, w)| w).sum()
    }

    /// A place to begin. For lives that failed or survived at known ages and the law of the smallest extreme it is
    /// the maximum itself: there `a` follows from `b`, and `b` is the root of one rising function.
    fn start(&self) -> Point {
        let known = self.data.iter().all(|(datum, _)| matches!(datum, Datum::Exact(_) | Datum::Above(_)));
        if known && self.standard == Standard::SmallestExtreme {
            let b = self.profiled_shape();
            return self.at(self.profiled_place(b), b);
        }
        let mut b = 1.0;
        loop {
            let point = self.at(0.0, b);
            if point.value.is_finite() || b < 1e-3 {
                return point;
            }
            b *= 0.5;
        }
    }

    fn known(&self) -> impl Iterator<Item = (f64, f64, bool)> + '_ {
        self.data.iter().filter_map(|(datum, w)| match *datum {
            Datum::Exact(y) => Some((y, *w, true)),
            Datum::Above(y) => Some((y, *w, false)),
            Datum::Below(_) | Datum::Between(..) => None,
        })
    }

    /// Solves `Σ w y e^(by) / Σ w e^(by) - 1/b = mean of the failures' y` by Newton's method inside a bracket
    /// (Lawless 2003, "Statistical Models and Methods for Lifetime Data", 4.1.1).
    fn profiled_shape(&self) -> f64 {
        let top = self.known().map(|(y, ..)| y).fold(f64::NEG_INFINITY, f64::max);
        let mean =
            self.known().filter(|(.., failed)| *failed).map(|(y, w, _)| w * y).sum::<f64>() / self.failures;
        let slope = |b: f64| {
            let (mut zero, mut one, mut two) = (0.0, 0.0, 0.0);
            for (y, w, _) in self.known() {
                let share = w * (b * (y - top)).exp();
                zero += share;
                one += share * y;
                two += share * y * y;
            }
            let tilted = one / zero;
            (tilted - 1.0 / b - mean, two / zero - tilted * tilted + 1.0 / (b * b))
        };
        let (mut low, mut high) = (0.0, f64::INFINITY);
        let mut b = 1.0_f64;
        for _ in 0..300 {
            let (value, rise) = slope(b);
            if value > 0.0 {
                high = b;
            } else {
                low = b;
            }
            // In 1/b the function is nearly straight on both sides.
            let mut next = b / (1.0 + value / (rise * b)).max(0.1);
            if !(next > low && next < high) {
                next = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * b };
            }
            let done = (next - b).abs() <= 1e-15 * b;
            b = next;
            if done || value == 0.0 {
                break;
            }
        }
        b
    }

    fn profiled_place(&self, b: f64) -> f64 {
        let top = self.known().map(|(y, ..)| y).fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = self.known().map(|(y, w, _)| w * (b * (y - top)).exp()).sum();
        b * top + (total / self.failures).ln()
    }

    /// The greatest likelihood for a fixed `b`, and the `a` that has it.
    pub fn given_b(&self, b: f64, near: f64) -> Point {
        self.along(near, false, |t| (t, b), (1.0, 0.0))
    }

    /// The greatest likelihood among all laws for which `y` (on the inner scale) lies at `z`.
    pub fn on_line(&self, y: f64, z: f64, near: f64) -> Point {
        self.along(near, true, |t| (t * y - z, t), (y, 1.0))
    }

    /// The maximum along a straight line `place(t)` with direction `(da, db)`.
    fn along(
        &self,
        near: f64,
        positive: bool,
        place: impl Fn(f64) -> (f64, f64),
        (da, db): (f64, f64),
    ) -> Point {
        let at = |t: f64| {
            let (a, b) = place(t);
            self.at(a, b)
        };
        let mut t = near;
        let mut point = at(t);
        let mut stride = 1.0;
        while point.value == f64::NEG_INFINITY && stride < 1e6 {
            t = if positive { 0.5 * t } else { t + stride };
            stride *= 2.0;
            point = at(t);
        }
        if point.value == f64::NEG_INFINITY {
            return point;
        }
        for _ in 0..100 {
            let slope = point.gradient[0] * da + point.gradient[1] * db;
            let [aa, ab, bb] = point.curvature;
            let bend = aa * da * da + 2.0 * ab * da * db + bb * db * db;
            let mut step = if bend < 0.0 { -slope / bend } else { slope.signum() };
            if positive && t + step <= 0.1 * t {
                step = -0.9 * t;
            }
            let gain = slope * step;
            let mut next = at(t + step);
            while next.value < point.value && gain.abs() > 1e-13 && step.abs() > 1e-14 * (1.0 + t.abs()) {
                step *= 0.3;
                next = at(t + step);
            }
            if next.value >= point.value {
                t += step;
                point = next;
            } else {
                break;
            }
            if gain.abs() < 1e-15 * (1.0 + point.value.abs()) || (positive && t < B_MIN) {
                break;
            }
        }
        point
    }
}
