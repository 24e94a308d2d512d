//! What is wrong, which trade, how much it matters and what is wanted, decided from the phrases that were found.

use std::str::FromStr;

use contract::drafts::{Category, DraftFlags, Intent, ProblemType};
use contract::work_orders::Priority;

use super::lexicon::LEXICON;
use super::matching::{Match, is_denied};
use super::token::Token;

/// The phrases of one text.
#[derive(Clone, Copy, Debug)]
pub struct Cues<'a> {
    /// The tokens.
    pub tokens: &'a [Token],
    /// All phrases.
    pub matches: &'a [Match],
    /// Tokens that name a machine, a person or a date: what they say is no symptom.
    pub taken: &'a [bool],
    /// Tokens that name a place, a person or a date: what they say is no trade.
    pub elsewhere: &'a [bool],
    /// Whether the text ends with a question mark.
    pub asks: bool,
}

/// How much a kind of problem says: hazards before symptoms, symptoms before "it stopped", all before what is to be done.
fn rank(kind: ProblemType) -> u8 {
    use ProblemType as P;
    match kind {
        P::GasHazard | P::ElectricalHazard => 5,
        P::Stopped | P::AlarmFault => 3,
        P::Replace | P::Lubricate | P::Calibration => 2,
        P::Service => 1,
        P::Inspection | P::Other => 0,
        _ => 4,
    }
}

impl<'a> Cues<'a> {
    fn stands(&self, tag: &str) -> Option<&'a Match> {
        self.matches.iter().find(|it| it.tag == tag && !is_denied(self.tokens, self.matches, it))
    }

    fn family(&self, family: &'a str) -> impl Iterator<Item = &'a Match> + use<'a> {
        let cues = *self;
        cues.matches
            .iter()
            .filter(move |it| it.family() == family && !is_denied(cues.tokens, cues.matches, it))
    }

    fn is_free(&self, found: &Match) -> bool {
        (found.start..found.end).any(|at| !self.taken[at])
    }

    /// The problem and the phrase that says it best.
    pub fn problem(&self) -> Option<(ProblemType, &'a Match)> {
        let all: Vec<(ProblemType, &Match)> = self
            .family("problem")
            .filter(|it| self.is_free(it))
            .filter_map(|it| Some((ProblemType::from_str(it.kind()).ok()?, it)))
            .collect();
        let (kind, found) = all.iter().min_by_key(|(kind, found)| {
            (std::cmp::Reverse(rank(*kind)), found.start, std::cmp::Reverse(found.words))
        })?;
        let lamp = all.iter().find(|(kind, _)| *kind == ProblemType::Lighting);
        let bulb = lamp.filter(|_| {
            use ProblemType as P;
            matches!(kind, P::BrokenWorn | P::NoPower | P::WontStart | P::LooseMissing | P::Trip)
        });
        Some(bulb.map_or((*kind, *found), |(kind, found)| (*kind, *found)))
    }

    /// The trade: what the problem demands, else what is named, else the usual one of the machine.
    pub fn category(&self, problem: ProblemType, machine: Option<Category>) -> Category {
        use ProblemType as P;
        let demanded = match problem {
            P::Lubricate => Some(Category::Lubrication),
            P::Inspection | P::Service => Some(Category::Preventive),
            P::Calibration | P::OutOfCalibration => Some(Category::InstrumentationControls),
            P::ElectricalHazard | P::NoPower | P::Trip | P::Lighting => Some(Category::Electrical),
            P::GasHazard => Some(Category::Safety),
            _ => None,
        };
        let vehicle = machine.filter(|it| {
            *it == Category::Vehicle && !matches!(problem, P::Lubricate | P::Inspection | P::Service)
        });
        if let Some(category) = vehicle.or(demanded) {
            return category;
        }
        let outside =
            self.trades(|cues, it| (it.start..it.end).any(|at| !cues.elsewhere[at] && !cues.taken[at]));
        let inside = self.trades(|cues, it| (it.start..it.end).any(|at| !cues.elsewhere[at]));
        let strong = |named: &[Category]| STRONG.iter().find(|category| named.contains(category)).copied();
        let free = |named: &[Category]| named.iter().find(|it| !STRONG.contains(it)).copied();
        let first = strong(&outside);
        let power = self.family("problem").any(|it| matches!(it.kind(), "no_power" | "trip"));
        if power && first.is_none() {
            return Category::Electrical;
        }
        let cold = problem == P::NotCooling;
        if cold && !matches!(first, Some(Category::Hvac | Category::Refrigeration)) {
            return match machine {
                Some(Category::Hvac) => Category::Hvac,
                _ => Category::Refrigeration,
            };
        }
        let controls = problem == P::AlarmFault
            && machine.is_none_or(|it| it == Category::Mechanical)
            && first.is_none();
        first
            .or_else(|| free(&outside))
            .or(if controls { Some(Category::InstrumentationControls) } else { None })
            .or(machine)
            .or_else(|| strong(&inside))
            .or_else(|| free(&inside))
            .unwrap_or(Category::Mechanical)
    }

    /// The trades that are named by phrases that `counts` takes; those that follow from the problem aside.
    fn trades(&self, counts: impl Fn(&Self, &Match) -> bool) -> Vec<Category> {
        let named = self.matches.iter().filter(|it| it.family() == "category" && counts(self, it));
        let named = named.filter_map(|it| Category::from_str(it.kind()).ok());
        named.filter(|it| !matches!(it, Category::Lubrication | Category::Preventive)).collect()
    }

    /// Danger to people, and production that stands.
    pub fn flags(&self) -> DraftFlags {
        let safety = self.safety().next().is_some()
            || self.problem().is_some_and(|(kind, _)| {
                matches!(kind, ProblemType::GasHazard | ProblemType::ElectricalHazard)
            });
        DraftFlags { safety, line_down: self.stands("line_down").is_some() }
    }

    /// Words of danger that stand for themselves: "product in danger" is haste.
    fn safety(&self) -> impl Iterator<Item = &'a Match> + use<'a> {
        let cues = *self;
        let inside = move |it: &Match| {
            cues.matches.iter().any(|cue| cue.family() == "cue" && cue.start <= it.start && it.end <= cue.end)
        };
        cues.family("safety").filter(move |it| cues.is_free(it) && !inside(it))
    }

    /// The phrase behind a flag.
    pub fn flag_words(&self, flag: &'a str) -> Option<&'a Match> {
        if flag == "safety" { self.safety().next() } else { self.family(flag).next() }
    }

    /// How much it matters; what was stated wins over cues, and danger over haste.
    pub fn priority(&self, flags: DraftFlags) -> (Priority, Option<&'a Match>) {
        let of = |found: &Match| Priority::from_str(found.kind()).unwrap_or(Priority::None);
        if let Some(stated) = self.family("priority").next() {
            return (of(stated), Some(stated));
        }
        if flags.safety || flags.line_down {
            let words = if flags.safety { "safety" } else { "line_down" };
            return (Priority::Urgent, self.flag_words(words));
        }
        let cue = self.family("cue").filter(|it| self.is_free(it)).max_by_key(|it| of(it));
        cue.map_or((Priority::None, None), |found| (of(found), Some(found)))
    }

    /// What is wanted.
    pub fn intent(&self) -> (Intent, Option<&'a Match>) {
        let symptom = self.problem().is_some_and(|(kind, _)| rank(kind) >= 3);
        let order = [
            ("intent cancel", Intent::Cancel),
            ("intent status_query", Intent::StatusQuery),
            ("intent question", Intent::Question),
            ("intent close", Intent::Close),
        ];
        for (tag, intent) in order {
            let Some(found) = self.matches.iter().find(|it| it.tag == tag && !self.is_undone(it)) else {
                continue;
            };
            let holds = match intent {
                Intent::Close => !is_denied(self.tokens, self.matches, found) && !self.goes_on(found),
                Intent::Question => self.begins(found) || self.asks && !symptom,
                Intent::StatusQuery => !is_denied(self.tokens, self.matches, found) || self.begins(found),
                _ => true,
            };
            if holds && intent == Intent::Close && self.asks {
                return (Intent::StatusQuery, Some(found));
            }
            if holds {
                return (intent, Some(found));
            }
        }
        let verb = self.tokens.first().map_or("", |it| it.text.as_str());
        let asks_how_it_stands = matches!(
            verb,
            "is" | "are" | "was" | "were" | "has" | "have" | "did" | "ya" | "ist" | "wurde" | "ja" | "est"
        );
        if self.asks && asks_how_it_stands && !symptom {
            return (Intent::StatusQuery, None);
        }
        (Intent::Create, None)
    }

    /// Whether a phrase begins its sentence, greetings aside.
    fn begins(&self, found: &Match) -> bool {
        let first = (0..=found.start)
            .rev()
            .find(|at| self.tokens[*at].sentence || self.tokens[*at].comma)
            .unwrap_or(0);
        self.tokens[first..found.start].iter().all(|it| LEXICON.is_filler(&it.text) || it.text.len() < 3)
    }

    /// "don't cancel", "never close".
    fn is_undone(&self, found: &Match) -> bool {
        found.tag == "intent cancel" && found.words < 3 && is_denied(self.tokens, self.matches, found)
    }

    /// "fixed it but it leaks again": a problem that stands behind the closing words.
    fn goes_on(&self, found: &Match) -> bool {
        self.matches.iter().any(|it| {
            it.tag == "still wrong"
                && it.start >= found.start.saturating_sub(2)
                && self.family("problem").any(|problem| {
                    let kind = ProblemType::from_str(problem.kind()).unwrap_or(ProblemType::Other);
                    problem.start + 1 >= it.start && problem.start >= found.end && rank(kind) >= 2
                })
        })
    }
}

/// Trades whose words decide before those of the machine, the narrow ones first.
const STRONG: &[Category] = &[
    Category::Safety,
    Category::Vehicle,
    Category::Hydraulic,
    Category::Refrigeration,
    Category::Hvac,
    Category::Plumbing,
    Category::Pneumatic,
    Category::InstrumentationControls,
    Category::Building,
];

#[cfg(test)]
mod tests {
    use super::super::{
        lexicon::Language,
        matching::matches,
        token::{expanded, tokens},
    };
    use super::*;

    fn decided(text: &str) -> (String, String, String) {
        let tokens = expanded(tokens(text));
        let matches = matches(&tokens, &[Language::En, Language::Es]);
        let cues = Cues {
            tokens: &tokens,
            matches: &matches,
            taken: &vec![false; tokens.len()],
            elsewhere: &vec![false; tokens.len()],
            asks: text.ends_with('?'),
        };
        let kind = cues.problem().map_or(ProblemType::Other, |(kind, _)| kind);
        (kind.to_string(), cues.category(kind, None).to_string(), cues.priority(cues.flags()).0.to_string())
    }

    #[test]
    fn problem_trade_and_priority_follow_the_words() {
        let table = [
            ("pump is leaking", "leak", "mechanical", "none"),
            ("replace the leaking hydraulic hose asap", "leak", "hydraulic", "high"),
            ("bearing is noisy, no rush", "noise", "mechanical", "low"),
            ("smell of gas", "gas_hazard", "safety", "urgent"),
            ("sparks from the panel, low priority", "electrical_hazard", "electrical", "low"),
            ("line is down, jammed", "jammed_clogged", "mechanical", "urgent"),
            ("not urgent, light bulb out", "lighting", "electrical", "low"),
            ("no leak but vibrating", "vibration", "mechanical", "none"),
            ("grease the bearings", "lubricate", "lubrication", "none"),
            ("freezer not cooling, product at risk", "not_cooling", "refrigeration", "high"),
            ("e-stop on the press does not work", "stopped", "safety", "urgent"),
            ("la bomba no arranca", "wont_start", "mechanical", "none"),
        ];
        for (text, kind, category, priority) in table {
            assert_eq!(decided(text), (kind.to_owned(), category.to_owned(), priority.to_owned()), "{text}");
        }
    }

    #[test]
    fn intents_are_told_apart() {
        let table = [
            ("pump 3 leaks", Intent::Create),
            ("is pump 3 fixed yet?", Intent::StatusQuery),
            ("pump 3 is fixed", Intent::Close),
            ("fixed pump 3 but it leaks again", Intent::Create),
            ("cancel the request for pump 3", Intent::Cancel),
            ("what oil goes in the gearbox?", Intent::Question),
            ("can you check why pump 3 is loud", Intent::Create),
        ];
        for (text, intent) in table {
            let tokens = expanded(tokens(text));
            let matches = matches(&tokens, &[Language::En]);
            let cues = Cues {
                tokens: &tokens,
                matches: &matches,
                taken: &vec![false; tokens.len()],
                elsewhere: &vec![false; tokens.len()],
                asks: text.ends_with('?'),
            };
            assert_eq!(cues.intent().0, intent, "{text}");
        }
    }
}
