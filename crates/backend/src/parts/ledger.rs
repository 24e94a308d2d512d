//! What stock is worth while it moves. Only quantity and value are kept, both exactly; the average price is their
//! quotient. What leaves takes its share of the value, `value × quantity taken ÷ quantity on hand`, rounded half
//! up to a whole minor unit; what stays keeps the rest. So no value appears or is lost by rounding, and the last
//! piece takes everything that is left: an empty stock is worth exactly nothing.

use kernel::Quantity;

/// The stock of one part over all bins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holding {
    /// On hand, never negative.
    pub quantity: Quantity,
    /// Worth in minor units, never negative.
    pub value_minor: i64,
    /// Price of one unit: value ÷ quantity, rounded half up; the last one while there is no stock.
    pub average_minor: i64,
}

/// What a movement does to the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Priced {
    /// Price of one unit.
    pub unit_cost_minor: i64,
    /// What the stock's value gains; negative when it loses.
    pub value_minor: i64,
}

/// `a × b ÷ c`, rounded half up, for numbers that are not negative; nothing where it does not fit.
fn share(a: i64, b: i64, c: i64) -> Option<i64> {
    let (a, b, c) = (i128::from(a), i128::from(b), i128::from(c));
    if c == 0 {
        return None;
    }
    i64::try_from((a * b * 2 + c) / (c * 2)).ok()
}

/// Price of one unit when `quantity` is worth `value_minor`.
pub(crate) fn unit_price(quantity: Quantity, value_minor: i64) -> Option<i64> {
    share(value_minor, Quantity::whole(1).millionths(), quantity.millionths())
}

impl Holding {
    fn with(self, quantity: Quantity, value_minor: i64) -> Self {
        let average_minor = unit_price(quantity, value_minor).unwrap_or(self.average_minor);
        Self { quantity, value_minor, average_minor }
    }

    /// Adds `quantity` that is worth `value_minor` together, as a receipt or a return does. Nothing where a number
    /// would not fit.
    pub fn add(self, quantity: Quantity, value_minor: i64) -> Option<(Self, Priced)> {
        let value = self.value_minor.checked_add(value_minor)?;
        let after = self.with(self.quantity.checked_add(quantity)?, value);
        Some((after, Priced { unit_cost_minor: unit_price(quantity, value_minor)?, value_minor }))
    }

    /// Adds `quantity` at the average price, as an adjustment does.
    pub fn add_at_average(self, quantity: Quantity) -> Option<(Self, Priced)> {
        let value = if self.quantity > Quantity::ZERO {
            share(self.value_minor, quantity.millionths(), self.quantity.millionths())?
        } else {
            quantity.cost_minor(self.average_minor)?
        };
        let (after, priced) = self.add(quantity, value)?;
        Some((after, Priced { unit_cost_minor: self.average_minor, ..priced }))
    }

    /// Takes `quantity` away at the average price. Nothing where there is less.
    pub fn take(self, quantity: Quantity) -> Option<(Self, Priced)> {
        if quantity > self.quantity {
            return None;
        }
        let value = share(self.value_minor, quantity.millionths(), self.quantity.millionths())?;
        let after = self.with(self.quantity.checked_sub(quantity)?, self.value_minor - value);
        Some((after, Priced { unit_cost_minor: self.average_minor, value_minor: -value }))
    }
}

/// What `quantity` is worth that comes back from an issue of `issued` at `value_minor`, after `before` came back
/// already. Returning all of it, in whatever steps, brings back exactly the value that left.
pub(crate) fn returned_value(
    issued: Quantity,
    value_minor: i64,
    before: Quantity,
    quantity: Quantity,
) -> Option<i64> {
    let upto = |quantity: Quantity| share(value_minor, quantity.millionths(), issued.millionths());
    Some(upto(before.checked_add(quantity)?)? - upto(before)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn q(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    #[test]
    fn a_receipt_moves_the_average_and_an_issue_does_not() {
        let (stock, line) = Holding::default().add(q("10"), 1_000).unwrap();
        assert_eq!((stock.average_minor, line.unit_cost_minor), (100, 100));
        let (stock, _) = stock.add(q("10"), 2_000).unwrap();
        assert_eq!(stock.average_minor, 150);
        let (stock, line) = stock.take(q("4")).unwrap();
        assert_eq!(line, Priced { unit_cost_minor: 150, value_minor: -600 });
        assert_eq!((stock.value_minor, stock.average_minor), (2_400, 150));
        assert!(stock.take(q("16.000001")).is_none());
    }

    #[test]
    fn three_pieces_for_ten_cents_leave_nothing_behind() {
        let (stock, line) = Holding::default().add(q("3"), 10).unwrap();
        assert_eq!(line.unit_cost_minor, 3);
        let (stock, first) = stock.take(q("1")).unwrap();
        let (stock, second) = stock.take(q("1")).unwrap();
        let (stock, third) = stock.take(q("1")).unwrap();
        assert_eq!([first, second, third].map(|line| -line.value_minor), [3, 4, 3]);
        assert_eq!((stock.quantity, stock.value_minor, stock.average_minor), (q("0"), 0, 3));
    }

    #[test]
    fn an_empty_stock_remembers_its_price() {
        let (stock, _) = Holding::default().add(q("2"), 500).unwrap();
        let (empty, _) = stock.take(q("2")).unwrap();
        let (found, line) = empty.add_at_average(q("1")).unwrap();
        assert_eq!((line.value_minor, found.value_minor), (250, 250));
    }

    #[test]
    fn what_comes_back_in_steps_is_worth_what_left() {
        let steps = [("0", "1"), ("1", "1"), ("2", "1")];
        let values = steps.map(|(before, now)| returned_value(q("3"), 10, q(before), q(now)).unwrap());
        assert_eq!(values, [3, 4, 3]);
    }

    #[test]
    fn sums_that_do_not_fit_are_refused() {
        let (stock, _) = Holding::default().add(Quantity::whole(1), i64::MAX - 1).unwrap();
        assert!(stock.add(Quantity::whole(1), 2).is_none());
        assert!(stock.add_at_average(Quantity::whole(9_000_000_000_000)).is_none());
    }

    #[derive(Clone, Debug)]
    enum Step {
        Receive(i64, i64),
        Take(i64),
        Find(i64),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (1_i64..50_000_000, 0_i64..1_000_000).prop_map(|(q, v)| Step::Receive(q, v)),
            (1_i64..60_000_000).prop_map(Step::Take),
            (1_i64..5_000_000).prop_map(Step::Find),
        ]
    }

    proptest! {
        #[test]
        fn the_value_never_drifts(steps in prop::collection::vec(step(), 1..60)) {
            let mut stock = Holding::default();
            let (mut quantity, mut value) = (0_i64, 0_i64);
            for step in steps {
                let (after, line, moved) = match step {
                    Step::Receive(q, v) => {
                        let (after, line) = stock.add(Quantity::from_millionths(q), v).unwrap();
                        (after, line, q)
                    }
                    Step::Find(q) => {
                        let (after, line) = stock.add_at_average(Quantity::from_millionths(q)).unwrap();
                        (after, line, q)
                    }
                    Step::Take(q) => {
                        let quantity = Quantity::from_millionths(q);
                        let Some((after, line)) = stock.take(quantity) else {
                            prop_assert!(quantity > stock.quantity);
                            continue;
                        };
                        (after, line, -q)
                    }
                };
                stock = after;
                quantity += moved;
                value += line.value_minor;
                prop_assert_eq!((stock.quantity.millionths(), stock.value_minor), (quantity, value));
                prop_assert!(stock.value_minor >= 0);
                // The average is exact to half a minor unit a piece.
                let by_average = i128::from(quantity) * i128::from(stock.average_minor);
                if quantity > 0 {
                    prop_assert!((by_average - i128::from(value) * 1_000_000).abs() * 2 <= i128::from(quantity));
                }
            }
            if stock.quantity > Quantity::ZERO {
                let (empty, _) = stock.take(stock.quantity).unwrap();
                prop_assert_eq!((empty.quantity, empty.value_minor), (Quantity::ZERO, 0));
            } else {
                prop_assert_eq!(stock.value_minor, 0);
            }
        }
    }
}
