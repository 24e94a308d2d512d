//! The organisation's own words, indexed once so that a request of a few words finds its machine among very many.
//! A word is kept by its key: a thing by its concept ("bomba" and "pump" alike), a number without zeros in front,
//! any other word without its plural ending.

use std::collections::{HashMap, HashSet};

use contract::drafts::Register;

use super::detect;
use super::lexicon::{LEXICON, Language};
use super::spelling::Near;
use super::token::{Token, tokens};

/// A phrase by which something is called: its keys, and its words as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// Keys.
    pub keys: Vec<String>,
    /// Words as folded.
    pub words: Vec<String>,
}

/// What is known of an asset besides its record.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Name and aliases.
    pub names: Vec<Name>,
    /// Words of its class and of the places around it.
    pub context: Vec<Name>,
    /// The numbers in its code.
    pub code_numbers: Vec<String>,
    /// The concept of what it is, as far as its name says.
    pub head: Option<&'static str>,
    /// The places around it, nearest first, by number in the register.
    pub places: Vec<usize>,
}

/// A register with its indexes.
#[derive(Debug)]
pub struct Index {
    /// The register.
    pub register: Register,
    /// By asset.
    pub known: Vec<Known>,
    /// Assets by their code in every spelling.
    pub by_code: HashMap<String, Vec<usize>>,
    /// Assets by the whole of a name.
    pub by_name: HashMap<String, Vec<usize>>,
    /// Assets that have a key in a name.
    pub by_key: HashMap<String, Vec<u32>>,
    /// Assets that have a key around them.
    pub by_context: HashMap<String, Vec<u32>>,
    /// Places by the whole of a name.
    pub by_place: HashMap<String, Vec<usize>>,
    /// People by each of their names; teams by the whole of theirs.
    pub by_person: HashMap<String, Vec<usize>>,
    /// Teams by the whole of a name.
    pub by_team: HashMap<String, Vec<usize>>,
    /// Parts by code.
    pub parts_by_code: HashMap<String, Vec<usize>>,
    /// Parts by the whole of a name.
    pub parts_by_name: HashMap<String, Vec<usize>>,
    /// Words of the register as written.
    pub words: HashSet<String>,
    /// The same, to find misspellings.
    pub near: Near,
    /// The language in which machines are named, as far as it shows.
    pub home: Option<Language>,
    /// The longest code, name and so on in tokens.
    pub longest: usize,
}

/// The key of a word.
pub fn key(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let short = word.trim_start_matches('0');
        return if short.is_empty() { "0".to_owned() } else { short.to_owned() };
    }
    if let Some(thing) = LEXICON.thing(word) {
        return format!("={}", thing.concept);
    }
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 3 && !stem.ends_with('s'));
    stem.unwrap_or(word).to_owned()
}

/// Words that stand in names without telling anything apart.
pub fn is_joint(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "of"
            | "and"
            | "for"
            | "de"
            | "del"
            | "la"
            | "el"
            | "los"
            | "las"
            | "du"
            | "des"
            | "le"
            | "les"
            | "l"
            | "d"
            | "y"
            | "et"
            | "und"
            | "der"
            | "die"
            | "das"
            | "den"
            | "dem"
            | "no"
            | "number"
            | "numero"
            | "nummer"
            | "nr"
            | "n"
            | "do"
            | "da"
            | "dos"
            | "das_"
            | "e"
            | "o"
            | "a"
            | "os"
            | "as"
            | "en"
            | "in"
            | "im"
            | "on"
            | "at"
            | "our"
            | "an"
            | "um"
            | "fur"
            | "para"
            | "au"
            | "auf"
            | "sur"
            | "na"
            | "nas"
            | "nos"
            | "que"
    )
}

/// Two tokens that are one word in the lexicon: "fork lift", "cold room".
pub fn joined(tokens: Vec<Token>, is_word: impl Fn(&str) -> bool) -> Vec<Token> {
    let mut found: Vec<Token> = Vec::with_capacity(tokens.len());
    let parted = tokens.into_iter().flat_map(|token| parted(token, &is_word));
    for token in parted {
        if let Some(last) = found.last_mut()
            && !token.begins_clause()
            && !token.is_number()
            && !last.is_number()
            && token.text.len() > 1
            && last.text.len() > 2
            && !is_joint(&token.text)
        {
            let both = format!("{}{}", last.text, token.text);
            if LEXICON.thing(&both).is_some_and(|thing| thing.kind == "machine" && !both.ends_with("lager"))
                && !both.ends_with("motor")
                && is_compound(&last.text, &token.text, &both)
                || is_word(&both)
            {
                last.text = both;
                last.end = token.end;
                continue;
            }
        }
        found.push(token);
    }
    found
}

/// German compounds in two where both halves are known: "vakuumpumpe", "kuhlmittelpumpe".
fn parted(token: Token, is_word: impl Fn(&str) -> bool) -> Vec<Token> {
    let known = |word: &str| LEXICON.vocabulary.contains(word) || is_word(word);
    let halves = (3..token.text.len().saturating_sub(2))
        .filter_map(|at| token.text.split_at_checked(at))
        .find(|(one, other)| {
            other.len() >= 4
                && LEXICON.thing(other).is_some_and(|thing| thing.kind == "machine")
                && LEXICON.vocabulary.contains(*other)
                && (LEXICON.thing(one).is_some() || known(one))
                && one.len() > 3
        });
    match halves {
        Some((one, other)) if !known(&token.text) => vec![
            Token { text: one.to_owned(), ..token.clone() },
            Token { text: other.to_owned(), sentence: false, comma: false, glue: Some('+'), ..token.clone() },
        ],
        _ => vec![token],
    }
}

/// German suffixes would make "the pumpe" one word; only words listed as a whole are joined.
fn is_compound(one: &str, other: &str, both: &str) -> bool {
    LEXICON.vocabulary.contains(both) && !(one.len() < 3 || other.len() < 2)
}

fn name(text: &str) -> Name {
    let tokens = joined(tokens(text), |_| false);
    let mut name = Name::default();
    for token in tokens.into_iter().filter(|it| !is_joint(&it.text) && it.text != "&") {
        name.keys.push(key(&token.text));
        name.words.push(token.text);
    }
    name
}

/// A name and what stands between dots, dashes and brackets in it.
fn names(text: &str) -> Vec<Name> {
    let pieces = text.split(['·', '(', ')', '|', ',', ';']).flat_map(|piece| piece.split(" - "));
    let mut found: Vec<Name> = vec![name(text)];
    found.extend(pieces.map(name));
    found.retain(|name| !name.keys.is_empty());
    found.dedup();
    found
}

/// A code without what stands between its letters and digits, with and without zeros in front of numbers.
pub fn code_forms(code: &str) -> Vec<String> {
    let parts: Vec<String> = tokens(code).into_iter().map(|token| token.text).collect();
    let whole = parts.concat();
    let short: String = parts.iter().map(|part| short_number(part)).collect();
    if short == whole { vec![whole] } else { vec![whole, short] }
}

/// A number without zeros in front; another word as it is.
pub fn short_number(part: &str) -> &str {
    if part.bytes().all(|byte| byte.is_ascii_digit()) {
        let short = part.trim_start_matches('0');
        if short.is_empty() { "0" } else { short }
    } else {
        part
    }
}

impl Index {
    /// Indexes a register.
    pub fn new(register: Register) -> Self {
        let mut index = Self {
            register: Register::default(),
            known: Vec::new(),
            by_code: HashMap::new(),
            by_name: HashMap::new(),
            by_key: HashMap::new(),
            by_context: HashMap::new(),
            by_place: HashMap::new(),
            by_person: HashMap::new(),
            by_team: HashMap::new(),
            parts_by_code: HashMap::new(),
            parts_by_name: HashMap::new(),
            words: HashSet::new(),
            near: Near::default(),
            home: home(&register),
            longest: 1,
        };
        let places = index.add_places(&register);
        index.add_assets(&register, &places);
        index.add_people(&register);
        index.add_parts(&register);
        let foreign = index.words.iter().filter(|word| !word.bytes().any(|byte| byte.is_ascii_digit()));
        index.near = Near::of(foreign.cloned());
        index.register = register;
        index
    }

    fn learn(&mut self, name: &Name) {
        self.longest = self.longest.max(name.keys.len());
        self.words.extend(name.words.iter().cloned());
    }

    fn add_places(&mut self, register: &Register) -> Vec<Vec<Name>> {
        let mut all = Vec::new();
        for (number, place) in register.places.iter().enumerate() {
            let mut found = names(&place.name);
            found.extend(place.aliases.iter().flat_map(|alias| names(alias)));
            found.extend(place.code.iter().map(|code| name(code)));
            for name in &found {
                self.learn(name);
                push(&mut self.by_place, name.keys.join(" "), number);
            }
            all.push(found);
        }
        all
    }

    fn add_assets(&mut self, register: &Register, places: &[Vec<Name>]) {
        let by_id: HashMap<_, usize> =
            register.places.iter().enumerate().map(|(at, it)| (it.id, at)).collect();
        let head_first = names_head_first(register);
        for (number, asset) in register.assets.iter().enumerate() {
            let mut known = Known { names: names(&asset.name), ..Known::default() };
            known
                .names
                .extend(asset.aliases.iter().map(|alias| name(alias)).filter(|it| !it.keys.is_empty()));
            known.head = head(&asset.name, head_first);
            let mut above = asset.place_id.and_then(|id| by_id.get(&id)).copied();
            while let Some(place) = above.filter(|place| !known.places.contains(place)) {
                known.places.push(place);
                known.context.extend(places[place].iter().cloned());
                above = register.places[place].parent_id.and_then(|id| by_id.get(&id)).copied();
            }
            known.context.extend(asset.class_name.iter().map(|class| name(class)));
            known.code_numbers = tokens(&asset.code)
                .iter()
                .filter(|token| token.is_number())
                .map(|token| short_number(&token.text).to_owned())
                .collect();
            for form in code_forms(&asset.code) {
                push(&mut self.by_code, form, number);
            }
            self.post(number, &known);
            self.known.push(known);
        }
    }

    fn post(&mut self, number: usize, known: &Known) {
        let as_u32 = u32::try_from(number).unwrap_or(u32::MAX);
        for name in &known.names {
            self.learn(name);
            push(&mut self.by_name, name.keys.join(" "), number);
            for key in &name.keys {
                push(&mut self.by_key, key.clone(), as_u32);
            }
        }
        for key in &known.code_numbers {
            push(&mut self.by_key, key.clone(), as_u32);
        }
        for name in &known.context {
            self.words.extend(name.words.iter().cloned());
            for key in &name.keys {
                push(&mut self.by_context, key.clone(), as_u32);
            }
        }
    }

    fn add_people(&mut self, register: &Register) {
        for (number, person) in register.people.iter().enumerate() {
            let all = std::iter::once(&person.name).chain(&person.aliases);
            for text in all {
                let words: Vec<String> = tokens(text).into_iter().map(|token| token.text).collect();
                push(&mut self.by_person, words.join(" "), number);
                for word in words.into_iter().filter(|word| word.chars().count() > 1) {
                    self.words.insert(word.clone());
                    push(&mut self.by_person, word, number);
                }
            }
        }
        for (number, team) in register.teams.iter().enumerate() {
            for text in std::iter::once(&team.name).chain(&team.aliases).chain(&team.code) {
                let name: Vec<String> =
                    tokens(text).into_iter().map(|token| token.text).filter(|it| !is_joint(it)).collect();
                self.longest = self.longest.max(name.len());
                self.words.extend(name.iter().cloned());
                push(&mut self.by_team, name.join(" "), number);
                let short: Vec<&str> =
                    name.iter().map(String::as_str).filter(|word| !is_team_word(word)).collect();
                if !short.is_empty() {
                    push(&mut self.by_team, short.join(" "), number);
                }
            }
        }
    }

    fn add_parts(&mut self, register: &Register) {
        for (number, part) in register.parts.iter().enumerate() {
            for form in code_forms(&part.code) {
                push(&mut self.parts_by_code, form, number);
            }
            for text in std::iter::once(&part.name).chain(&part.aliases) {
                for name in names(text) {
                    self.words.extend(name.words.iter().cloned());
                    self.longest = self.longest.max(name.keys.len());
                    push(&mut self.parts_by_name, name.keys.join(" "), number);
                }
            }
        }
    }
}

/// Words that a team is called besides what it does.
pub fn is_team_word(word: &str) -> bool {
    matches!(
        word,
        "team"
            | "crew"
            | "equipo"
            | "equipe"
            | "department"
            | "dept"
            | "shop"
            | "gang"
            | "guys"
            | "group"
            | "grupo"
            | "departamento"
            | "abteilung"
            | "mannschaft"
            | "service"
            | "atelier"
            | "taller"
            | "folks"
            | "people"
            | "cuadrilla"
            | "turma"
            | "gruppe"
            | "maintenance"
            | "technicians"
            | "techs"
    )
}

fn push<T: PartialEq>(map: &mut HashMap<String, Vec<T>>, key: String, value: T) {
    let list = map.entry(key).or_default();
    if list.last() != Some(&value) {
        list.push(value);
    }
}

/// In English and German names the thing comes last ("coolant pump"), else first ("bomba de agua").
fn names_head_first(register: &Register) -> bool {
    let step = (register.assets.len() / 200).max(1);
    let sample: Vec<&str> = register.assets.iter().step_by(step).map(|asset| asset.name.as_str()).collect();
    let text = sample.join(". ");
    let romance =
        ["bomba", "motor de", "linea", "pompe", "ligne", "linha", " de ", " del ", " du ", " do ", " da "];
    let folded = super::token::fold(&text);
    let marks = romance.iter().map(|mark| folded.matches(mark).count()).sum::<usize>();
    let language = detect::languages(&tokens(&text), &text, None, None)[0];
    marks * 4 > sample.len() && matches!(language, Language::Es | Language::Fr | Language::Pt)
}

fn home(register: &Register) -> Option<Language> {
    let step = (register.assets.len() / 60).max(1);
    let names: Vec<&str> = register.assets.iter().step_by(step).map(|asset| asset.name.as_str()).collect();
    let text = names.join(". ");
    (!text.is_empty()).then(|| detect::languages(&tokens(&text), &text, None, None)[0])
}

fn head(name: &str, head_first: bool) -> Option<&'static str> {
    let folded = joined(tokens(name), |_| false);
    let ends = |word: &str| {
        matches!(
            word,
            "of" | "for"
                | "de"
                | "del"
                | "du"
                | "des"
                | "do"
                | "da"
                | "fur"
                | "line"
                | "linea"
                | "linie"
                | "linha"
                | "ligne"
        )
    };
    let before: Vec<_> = folded.iter().take_while(|it| !ends(&it.text)).collect();
    let mut things = before
        .iter()
        .filter_map(|it| LEXICON.thing(&it.text))
        .filter(|it| it.kind == "machine" || it.kind == "component");
    let found = if head_first { things.next() } else { things.next_back() };
    found.map(|thing| thing.concept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_one_form_in_every_spelling() {
        for code in ["P-103", "p 103", "P103", "p_103"] {
            assert!(code_forms(code).contains(&"p103".to_owned()), "{code}");
        }
        assert!(code_forms("CV-01").contains(&"cv1".to_owned()));
    }

    #[test]
    fn keys_join_what_is_the_same() {
        for (one, other) in [("bomba", "pumps"), ("007", "7"), ("valves", "valve"), ("presses", "press")] {
            assert_eq!(key(one), key(other), "{one}");
        }
        assert_ne!(key("glass"), key("gla"));
    }

    #[test]
    fn a_name_says_what_the_thing_is() {
        assert_eq!(head("Main drive motor", false), Some("motor"));
        assert_eq!(head("Bomba de agua del motor", true), Some("pump"));
        assert_eq!(head("Rotary filler line 1", false), Some("filler"));
        assert_eq!(head("Etikon", false), None);
    }
}
