//! Roots and minima of one variable inside a bracket.

/// Two points between which a function changes its sign.
#[derive(Clone, Copy, Debug)]
pub struct Bracket {
    /// One end.
    pub from: f64,
    /// The other.
    pub to: f64,
}

impl Bracket {
    /// Walks from `start` by growing steps (the first is `step`, negative to walk down) until `f` is positive;
    /// `f(start)` is expected to be at most zero. `None` when `f` stays at or below zero up to `limit`.
    pub fn walk(mut f: impl FnMut(f64) -> f64, start: f64, step: f64, limit: f64) -> Option<Self> {
        let (mut from, mut step) = (start, step);
        loop {
            let to = from + step;
            if !to.is_finite() || (step > 0.0 && to > limit) || (step < 0.0 && to < limit) {
                return None;
            }
            if f(to) > 0.0 {
                return Some(Self { from, to });
            }
            from = to;
            step *= 1.7;
        }
    }
}

/// A root of `f` between the ends of `bracket`, where `f` has different signs (Brent 1973, chapter 4).
/// It is exact to a few units in the last place of the larger end.
pub fn root(mut f: impl FnMut(f64) -> f64, bracket: Bracket) -> f64 {
    let Bracket { from: mut a, to: mut b } = bracket;
    let (mut fa, mut fb) = (f(a), f(b));
    let (mut c, mut fc) = (a, fa);
    let mut step = b - a;
    let mut before = step;
    for _ in 0..300 {
        if fc.abs() < fb.abs() {
            (a, fa) = (b, fb);
            (b, fb) = (c, fc);
            (c, fc) = (a, fa);
        }
        let tolerance = 2.0 * f64::EPSILON * b.abs() + 1e-300;
        let half = 0.5 * (c - b);
        if half.abs() <= tolerance || fb == 0.0 {
            break;
        }
        if before.abs() >= tolerance && fa.abs() > fb.abs() {
            let s = fb / fa;
            let (mut p, mut q) = if a == c {
                (2.0 * half * s, 1.0 - s)
            } else {
                let (q, r) = (fa / fc, fb / fc);
                (s * (2.0 * half * q * (q - r) - (b - a) * (r - 1.0)), (q - 1.0) * (r - 1.0) * (s - 1.0))
            };
            if p > 0.0 {
                q = -q;
            }
            p = p.abs();
            if 2.0 * p < (3.0 * half * q - (tolerance * q).abs()).min((before * q).abs()) {
                (before, step) = (step, p / q);
            } else {
                (before, step) = (half, half);
            }
        } else {
            (before, step) = (half, half);
        }
        (a, fa) = (b, fb);
        b += if step.abs() > tolerance { step } else { tolerance.copysign(half) };
        fb = f(b);
        if (fb > 0.0) == (fc > 0.0) {
            (c, fc) = (a, fa);
            (step, before) = (b - a, b - a);
        }
    }
    b
}

/// The point between `from` and `to` at which `f`, falling and then rising there, is smallest (golden section).
/// Its place is known to about half the digits, its value to all of them.
pub fn minimise(mut f: impl FnMut(f64) -> f64, from: f64, to: f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (from, to);
    let (mut x, mut y) = (b - GOLDEN * (b - a), a + GOLDEN * (b - a));
    let (mut fx, mut fy) = (f(x), f(y));
    while (b - a).abs() > 1e-9 * (a.abs() + b.abs()) + 1e-12 {
        if fx < fy {
            b = y;
            (y, fy) = (x, fx);
            x = b - GOLDEN * (b - a);
            fx = f(x);
        } else {
            a = x;
            (x, fx) = (y, fy);
            y = a + GOLDEN * (b - a);
            fy = f(y);
        }
    }
    0.5 * (a + b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_found_of_easy_and_of_flat_functions() {
        let found = root(|x| x.cos() - x, Bracket { from: 0.0, to: 1.0 });
        assert!((found - 0.739_085_133_215_160_6).abs() < 1e-14);
        let flat = root(|x| (x - 2.0).powi(9), Bracket { from: -10.0, to: 11.0 });
        assert!((flat - 2.0).abs() < 1e-6);
        let downward = root(|x| 5.0 - x.exp(), Bracket { from: 3.0, to: 0.0 });
        assert!((downward - 5_f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn walking_ends_at_the_change_of_sign_or_says_that_there_is_none() {
        let bracket = Bracket::walk(|x| x - 10.0, 0.0, 1.0, 1e9).unwrap();
        assert!(bracket.from <= 10.0 && bracket.to > 10.0);
        assert!(Bracket::walk(|_| -1.0, 0.0, -1.0, -50.0).is_none());
    }

    #[test]
    fn the_lowest_point_is_found() {
        assert!((minimise(|x| (x - 3.0).powi(2) + 1.0, 0.0, 50.0) - 3.0).abs() < 1e-6);
    }
}
