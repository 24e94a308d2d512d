//! From a sentence to a draft: the stages in their order, and what is asked back when they don't agree on one answer.

use std::str::FromStr;

use contract::drafts::{
    AssigneeKind, Category, Clarify, ClarifyOption, Draft, DraftAsset, DraftAssignee, DraftFlags, DraftPart,
    DraftPlace, DraftRequester, Evidence, Intent, ProblemType,
};
use contract::work_orders::Priority;
use jiff::Zoned;

use super::ask::{self, Question};
use super::cues::Cues;
use super::dates::{Due, Reader};
use super::lexicon::{LEXICON, Language};
use super::link::{self, Meaning, Mention};
use super::matching::{Match, matches};
use super::people::{Named, Role, people};
use super::readings::{Found as FoundReading, readings};
use super::register::{Index, joined};
use super::token::{Token, expanded, tokens};
use super::{compose, detect, parts, spelling, spoken};

/// What was said, and when.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The words.
    pub text: &'a str,
    /// Their language, if it was told.
    pub language: Option<Language>,
    /// Now, in the zone of the site.
    pub now: &'a Zoned,
}

/// Everything the stages found in one text.
struct Read<'a> {
    text: &'a str,
    index: &'a Index,
    language: Language,
    tokens: Vec<Token>,
    matches: Vec<Match>,
    due: Option<Due>,
    readings: Vec<FoundReading>,
    people: Vec<Named>,
    mentions: Vec<Mention>,
    parts: Vec<parts::Found>,
    /// Tokens that name a person, a day or a value.
    taken: Vec<bool>,
    /// Tokens that name a machine or a place.
    named: Vec<bool>,
}

/// Understands one request; the same request has the same answer.
pub fn understand(request: &Request<'_>, index: &Index) -> Draft {
    let read = read(request, index);
    let taken: Vec<bool> = read.taken.iter().zip(&read.named).map(|(one, other)| *one || *other).collect();
    let cues = Cues {
        tokens: &read.tokens,
        matches: &read.matches,
        taken: &taken,
        elsewhere: &read.elsewhere(),
        asks: request.text.trim_end().ends_with('?'),
    };
    let (intent, intent_words) = cues.intent();
    let mut draft = read.named_things(intent);
    if let Some(found) = intent_words {
        read.proves(&mut draft, "intent", found.start, found.end, 0.85);
    }
    if intent == Intent::Create {
        read.problem(&cues, &mut draft);
    }
    let at = cues.problem().map(|(_, found)| found.start).or_else(|| intent_words.map(|found| found.start));
    draft.problem = at.and_then(|at| compose::problem(read.text, &read.tokens, at, &taken));
    if draft.problem.is_none() && intent == Intent::Create {
        draft.problem = read.rest(&taken);
    }
    let thing = draft
        .asset
        .as_ref()
        .map(|asset| asset.name.clone())
        .or_else(|| draft.place.as_ref().map(|place| place.name.clone()));
    draft.title = compose::title(thing.as_deref(), draft.problem.as_deref(), read.text);
    draft.clarify = read.question(&draft);
    draft
}

fn read<'a>(request: &Request<'a>, index: &'a Index) -> Read<'a> {
    let raw = tokens(request.text);
    let languages = detect::languages(&raw, request.text, request.language, index.home);
    let language = languages[0];
    let mut found = raw;
    for language in &languages {
        found = spelling::correct(found, *language, |word| index.words.contains(word));
    }
    found = expanded(found);
    found = joined(found, |word| index.words.contains(word));
    for language in &languages {
        found = spoken::digits(found, *language);
    }
    found = near_the_register(found, index);
    let matches = matches(&found, &languages);
    let zone = request.now.time_zone().iana_name().unwrap_or_default();
    let is_fahrenheit =
        zone.starts_with("America/") && !zone.contains("Toronto") && !zone.contains("Sao_Paulo")
            || zone.starts_with("US/");
    let due = Reader {
        tokens: &found,
        matches: &matches,
        language,
        now: request.now,
        shifts: &index.register.shifts,
    }
    .due();
    let readings = readings(&found, language, is_fahrenheit);
    let people = people(&found, &matches, index);
    let mut taken = vec![false; found.len()];
    let mut take = |from: usize, to: usize| {
        let to = to.min(taken.len());
        taken[from.min(to)..to].fill(true);
    };
    if let Some(due) = &due {
        take(due.start, due.end);
    }
    for reading in &readings {
        take(reading.start, reading.end);
    }
    for named in people.iter().filter(|it| it.role != Role::Mentioned || !it.people.is_empty()) {
        take(named.from, named.to);
    }
    let parts = parts::parts(&found, &matches, index, &taken);
    let mut with_parts = taken.clone();
    for part in &parts {
        with_parts[part.start..part.end].fill(true);
    }
    let mentions = link::mentions(&found, index, &with_parts);
    let mut named = vec![false; found.len()];
    for mention in mentions
        .iter()
        .filter(|it| matches!(it.meaning, Meaning::Asset(..) | Meaning::Place(_) | Meaning::OneOf(_)))
    {
        named[mention.start..mention.end].fill(true);
    }
    Read {
        text: request.text,
        index,
        language,
        tokens: found,
        matches,
        due,
        readings,
        people,
        mentions,
        parts,
        taken,
        named,
    }
}

/// Words that nobody knows become the nearest word of the register.
fn near_the_register(tokens: Vec<Token>, index: &Index) -> Vec<Token> {
    let near = |token: Token| {
        let word = token.text.as_str();
        let known = LEXICON.vocabulary.contains(word)
            || index.words.contains(word)
            || word.chars().count() < 5
            || LEXICON.thing(word).is_some()
            || LEXICON.starting_with(word).next().is_some()
            || word
                .strip_suffix('s')
                .is_some_and(|stem| index.words.contains(stem) || LEXICON.vocabulary.contains(stem));
        match index.near.find(word).filter(|_| !known) {
            Some(text) => Token { text: text.to_owned(), ..token },
            None => token,
        }
    };
    tokens.into_iter().map(near).collect()
}

impl Read<'_> {
    /// Tokens that name a place, a person, a day or a value.
    fn elsewhere(&self) -> Vec<bool> {
        let mut elsewhere = self.taken.clone();
        for mention in self.mentions.iter().filter(|it| matches!(it.meaning, Meaning::Place(_))) {
            elsewhere[mention.start..mention.end].fill(true);
        }
        for mention in self.mentions.iter().filter(|it| matches!(it.meaning, Meaning::Asset(..))) {
            elsewhere[mention.start..mention.end].fill(false);
        }
        elsewhere
    }

    /// The draft with everything that the register names.
    fn named_things(&self, intent: Intent) -> Draft {
        let mut draft = Draft {
            intent,
            title: String::new(),
            asset: None,
            assets: Vec::new(),
            candidates: Vec::new(),
            place: None,
            problem: None,
            problem_type: None,
            category: None,
            priority: Priority::None,
            due_on: None,
            assignee: None,
            requester: None,
            parts: Vec::new(),
            readings: self.readings.iter().map(|it| it.reading.clone()).collect(),
            flags: DraftFlags::default(),
            clarify: None,
            evidence: Vec::new(),
            language: self.language.code().to_owned(),
            source: "local".to_owned(),
        };
        for reading in &self.readings {
            self.proves(&mut draft, "readings", reading.start, reading.end, 0.9);
        }
        self.machines(&mut draft);
        self.persons(&mut draft);
        for part in &self.parts {
            let record = &self.index.register.parts[part.part];
            draft.parts.push(DraftPart {
                id: record.id,
                code: record.code.clone(),
                name: record.name.clone(),
                quantity: part.quantity,
                confidence: part.confidence,
            });
            self.proves(&mut draft, "parts", part.start, part.end, part.confidence);
        }
        draft
    }

    fn machines(&self, draft: &mut Draft) {
        for mention in &self.mentions {
            match &mention.meaning {
                Meaning::Asset(asset, confidence) => {
                    let found = self.asset(*asset, *confidence);
                    if !draft.assets.iter().any(|it| it.id == found.id) {
                        draft.assets.push(found);
                    }
                    self.proves(draft, "asset", mention.start, mention.end, *confidence);
                }
                Meaning::OneOf(all) | Meaning::Unknown(all) => {
                    let is_unknown = matches!(mention.meaning, Meaning::Unknown(_));
                    let share =
                        if is_unknown { 0.1 } else { 0.8 / f64::from(u32::try_from(all.len()).unwrap_or(1)) };
                    draft.candidates.extend(all.iter().map(|asset| self.asset(*asset, share)));
                    self.proves(draft, "asset", mention.start, mention.end, share);
                }
                Meaning::Place(place) if draft.place.is_none() => {
                    let record = &self.index.register.places[*place];
                    draft.place = Some(DraftPlace {
                        id: record.id,
                        code: record.code.clone(),
                        name: record.name.clone(),
                    });
                    self.proves(draft, "place", mention.start, mention.end, 0.9);
                }
                Meaning::Place(_) => {}
            }
        }
        let open =
            self.mentions.iter().any(|it| matches!(it.meaning, Meaning::OneOf(_) | Meaning::Unknown(_)));
        let first_is_open = self
            .mentions
            .iter()
            .find(|it| !matches!(it.meaning, Meaning::Place(_)))
            .is_some_and(|it| !matches!(it.meaning, Meaning::Asset(..)));
        if !(open && first_is_open) {
            draft.asset = draft.assets.first().cloned();
        }
    }

    fn asset(&self, number: usize, confidence: f64) -> DraftAsset {
        let record = &self.index.register.assets[number];
        let confidence = (confidence * 100.0).round() / 100.0;
        DraftAsset { id: record.id, code: record.code.clone(), name: record.name.clone(), confidence }
    }

    fn persons(&self, draft: &mut Draft) {
        for named in &self.people {
            match (named.role, &named.people[..], &named.teams[..]) {
                (Role::Assignee, [person], _) if draft.assignee.is_none() => {
                    let record = &self.index.register.people[*person];
                    draft.assignee = Some(DraftAssignee {
                        kind: AssigneeKind::Person,
                        id: record.id,
                        code: record.code.clone(),
                        name: record.name.clone(),
                        confidence: if named.is_sure { 0.95 } else { 0.8 },
                    });
                    self.proves(draft, "assignee", named.from, named.to, 0.9);
                }
                (Role::Assignee, [], [team]) if draft.assignee.is_none() => {
                    let record = &self.index.register.teams[*team];
                    draft.assignee = Some(DraftAssignee {
                        kind: AssigneeKind::Team,
                        id: record.id,
                        code: record.code.clone(),
                        name: record.name.clone(),
                        confidence: 0.85,
                    });
                    self.proves(draft, "assignee", named.from, named.to, 0.85);
                }
                (Role::Requester, people, _) if draft.requester.is_none() && people.len() < 2 => {
                    let record = people.first().map(|person| &self.index.register.people[*person]);
                    draft.requester = Some(DraftRequester {
                        id: record.map(|it| it.id),
                        code: record.and_then(|it| it.code.clone()),
                        name: record.map_or_else(|| self.words(named.start, named.end), |it| it.name.clone()),
                        confidence: if record.is_some() { 0.9 } else { 0.5 },
                    });
                    self.proves(draft, "requester", named.from, named.to, 0.9);
                }
                _ => {}
            }
        }
    }

    /// What is wrong, how much it matters and by when: only new work has these.
    fn problem(&self, cues: &Cues<'_>, draft: &mut Draft) {
        let found = cues.problem();
        let kind = found.map_or(ProblemType::Other, |(kind, _)| kind);
        if let Some((_, words)) = found {
            self.proves(
                draft,
                "problem_type",
                words.start,
                words.end,
                if words.words > 1 { 0.95 } else { 0.85 },
            );
        }
        draft.problem_type = Some(kind);
        draft.category = Some(cues.category(kind, self.machine_category()));
        draft.flags = cues.flags();
        for flag in ["safety", "line_down"] {
            if let Some(words) = cues.flag_words(flag) {
                self.proves(draft, flag, words.start, words.end, 0.9);
            }
        }
        let (priority, words) = cues.priority(draft.flags);
        draft.priority = priority;
        if let Some(words) = words {
            self.proves(
                draft,
                "priority",
                words.start,
                words.end,
                if words.family() == "priority" { 0.98 } else { 0.85 },
            );
        }
        if let Some(due) = &self.due {
            draft.due_on = Some(due.on);
            self.proves(draft, "due_on", due.start, due.end, 0.9);
        }
    }

    /// The usual trade of the machine that is named, from its name or from the words.
    fn machine_category(&self) -> Option<Category> {
        let by_name = self.mentions.iter().find_map(|it| match &it.meaning {
            Meaning::Asset(asset, _) => Some(*asset),
            Meaning::OneOf(all) | Meaning::Unknown(all) => all.first().copied(),
            Meaning::Place(_) => None,
        });
        let of_concept = |concept: &str| LEXICON.concept(concept);
        let is_called = |key: &str| {
            by_name.is_some_and(|asset| {
                self.index.known[asset].names.iter().any(|name| name.keys.iter().any(|it| it == key))
            })
        };
        if is_called("=hydraulic") {
            return Some(Category::Hydraulic);
        }
        if is_called("=tower") || is_called("=cooling_tower") {
            return Some(Category::Mechanical);
        }
        let named = by_name.and_then(|asset| self.index.known[asset].head).and_then(of_concept);
        let said = || {
            let mut things = self
                .tokens
                .iter()
                .enumerate()
                .filter(|(at, _)| by_name.is_none() || self.named[*at])
                .filter_map(|(_, token)| LEXICON.thing(&token.text));
            things.find(|thing| thing.kind == "machine")
        };
        let thing = named.or_else(said)?;
        Category::from_str(thing.category).ok()
    }

    /// The first words that are no machine, person or day, for a problem that no list knows.
    fn rest(&self, taken: &[bool]) -> Option<String> {
        let at =
            (0..self.tokens.len()).find(|at| !taken[*at] && !LEXICON.is_filler(&self.tokens[*at].text))?;
        compose::problem(self.text, &self.tokens, at, taken)
    }

    fn words(&self, start: usize, end: usize) -> String {
        let (Some(first), Some(last)) = (self.tokens.get(start), self.tokens.get(end.saturating_sub(1)))
        else {
            return String::new();
        };
        self.text[first.start..last.end].to_owned()
    }

    fn proves(&self, draft: &mut Draft, field: &str, start: usize, end: usize, confidence: f64) {
        let (Some(first), Some(last)) = (self.tokens.get(start), self.tokens.get(end.saturating_sub(1)))
        else {
            return;
        };
        let characters = |byte: usize| self.text[..byte].chars().count();
        draft.evidence.push(Evidence {
            field: field.to_owned(),
            words: self.words(start, end),
            start: characters(first.start),
            end: characters(last.end),
            confidence,
        });
    }

    /// The one question, if something stays open.
    fn question(&self, draft: &Draft) -> Option<Clarify> {
        let open =
            self.mentions.iter().find(|it| matches!(it.meaning, Meaning::OneOf(_) | Meaning::Unknown(_)));
        let counts =
            draft.intent == Intent::Question && self.tokens.iter().take(4).any(|it| counts(&it.text));
        if let Some(mention) = open.filter(|_| !counts) {
            let words = self.words(mention.start, mention.end);
            let (all, question) = match &mention.meaning {
                Meaning::Unknown(all) => (all, Question::NoSuchAsset(&words)),
                Meaning::OneOf(all) => (all, Question::WhichAsset(&words)),
                Meaning::Asset(..) | Meaning::Place(_) => return None,
            };
            let options = all.iter().take(ask::OPTIONS).map(|asset| self.option(*asset)).collect();
            return Some(ask::ask(self.language, "asset", question, options));
        }
        let unclear = |role: Role| {
            self.people.iter().find(move |it| it.role == role && it.people.len() + it.teams.len() != 1)
        };
        if draft.assignee.is_none()
            && let Some(named) = unclear(Role::Assignee)
        {
            let words = self.words(named.start, named.end);
            let question = if named.people.is_empty() {
                Question::NoSuchPerson(&words)
            } else {
                Question::WhichPerson(&words)
            };
            return Some(ask::ask(self.language, "assignee", question, self.persons_of(named)));
        }
        if draft.requester.is_none()
            && let Some(named) = unclear(Role::Requester).filter(|it| it.people.len() > 1)
        {
            let words = self.words(named.start, named.end);
            return Some(ask::ask(
                self.language,
                "requester",
                Question::WhichPerson(&words),
                self.persons_of(named),
            ));
        }
        let names_a_thing = self.tokens.iter().any(|token| LEXICON.thing(&token.text).is_some())
            || self.matches.iter().any(|it| it.family() == "category");
        let is_new = draft.intent == Intent::Create
            && draft.asset.is_none()
            && draft.place.is_none()
            && !names_a_thing;
        if is_new && draft.problem_type == Some(ProblemType::Other) && !draft.flags.safety {
            return Some(ask::ask(self.language, "problem", Question::WhatIsWrong, Vec::new()));
        }
        is_new
            .then(|| ask::ask(self.language, "asset", Question::WhichMachine, Vec::new()))
            .filter(|_| !draft.flags.safety)
    }

    fn option(&self, asset: usize) -> ClarifyOption {
        let record = &self.index.register.assets[asset];
        let place = self.index.known[asset]
            .places
            .first()
            .map(|place| self.index.register.places[*place].name.as_str());
        let place = place.map_or_else(String::new, |place| format!(" ({place})"));
        ClarifyOption {
            id: record.id,
            code: Some(record.code.clone()),
            label: format!("{} {}{place}", record.code, record.name),
        }
    }

    fn persons_of(&self, named: &Named) -> Vec<ClarifyOption> {
        let people = named.people.iter().map(|person| {
            let record = &self.index.register.people[*person];
            ClarifyOption { id: record.id, code: record.code.clone(), label: record.name.clone() }
        });
        people.take(ask::OPTIONS).collect()
    }
}

/// "how many pumps": a question about all of them.
fn counts(word: &str) -> bool {
    matches!(
        word,
        "many"
            | "list"
            | "cuantos"
            | "cuantas"
            | "combien"
            | "viele"
            | "quantos"
            | "quantas"
            | "which"
            | "all"
    )
}
