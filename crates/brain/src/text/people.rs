//! Who is to do the work and who reports it, by the grammar around their names: "tell Mike to", "this is Ana from packaging".
//! A name alone that fits two people is never decided; a surname, an initial or a team may tell them apart.

use super::lexicon::LEXICON;
use super::matching::Match;
use super::register::{Index, is_joint, is_team_word};
use super::token::Token;

/// What somebody has to do with the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Is to do it.
    Assignee,
    /// Reports it.
    Requester,
    /// Is only spoken of.
    Mentioned,
}

/// Somebody who was named.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What they have to do with it.
    pub role: Role,
    /// The people that the name fits.
    pub people: Vec<usize>,
    /// The teams that the name fits.
    pub teams: Vec<usize>,
    /// First token of the name.
    pub start: usize,
    /// First token behind the name.
    pub end: usize,
    /// First token of the words that gave the role.
    pub from: usize,
    /// First token behind them.
    pub to: usize,
    /// Whether the words that gave the role leave no doubt.
    pub is_sure: bool,
}

/// Everyone who is named.
pub fn people(tokens: &[Token], matches: &[Match], index: &Index) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let named = person_at(tokens, at, index).map(|(end, people)| (end, people, Vec::new()));
        let named = named.or_else(|| team_at(tokens, at, index).map(|(end, teams)| (end, Vec::new(), teams)));
        let Some((end, people, teams)) = named else {
            at += 1;
            continue;
        };
        let mut named =
            Named { role: Role::Mentioned, people, teams, start: at, end, from: at, to: end, is_sure: false };
        give_role(tokens, matches, &mut named, index);
        let is_ordinary = named.people.is_empty() && named.role != Role::Assignee
            || named.role == Role::Mentioned && !tokens[at].capital;
        if is_ordinary {
            at += 1;
            continue;
        }
        at = end;
        found.push(named);
    }
    found.extend(strangers(tokens, matches, &found));
    found
}

/// The longest name that begins here: "Mike Torres", "Mike T", "Mike", "Torres".
fn person_at(tokens: &[Token], at: usize, index: &Index) -> Option<(usize, Vec<usize>)> {
    let longest = (at + 4).min(tokens.len());
    for end in (at + 2..=longest).rev() {
        let words: Vec<&str> = tokens[at..end].iter().map(|it| it.text.as_str()).collect();
        if tokens[at + 1..end].iter().any(Token::begins_clause) {
            continue;
        }
        if let Some(people) = index.by_person.get(&words.join(" ")) {
            return Some((end, people.clone()));
        }
    }
    let token = &tokens[at];
    let whole = index.by_person.get(&token.text).cloned().or_else(|| misspelt(token, index))?;
    let next = tokens.get(at + 1).filter(|next| !next.begins_clause());
    if let Some(next) = next {
        let fits = |person: &usize| {
            let name = super::token::fold(&index.register.people[*person].name);
            let mut others = name.split_whitespace().filter(|word| *word != token.text);
            others.any(|word| {
                word == next.text || next.text.len() == 1 && next.capital && word.starts_with(&next.text)
            })
        };
        let closer: Vec<usize> = whole.iter().copied().filter(|person| fits(person)).collect();
        if !closer.is_empty() {
            return Some((at + 2, closer));
        }
    }
    Some((at + 1, whole))
}

fn misspelt(token: &Token, index: &Index) -> Option<Vec<usize>> {
    if !token.capital || token.text.chars().count() < 5 || LEXICON.vocabulary.contains(&token.text) {
        return None;
    }
    index.near.find(&token.text).and_then(|name| index.by_person.get(name)).cloned()
}

fn team_at(tokens: &[Token], at: usize, index: &Index) -> Option<(usize, Vec<usize>)> {
    let longest = (at + 4).min(tokens.len());
    (at + 1..=longest).rev().find_map(|end| {
        let part = &tokens[at..end];
        if part[1..].iter().any(Token::begins_clause)
            || is_joint(&part[0].text)
            || is_joint(&part[part.len() - 1].text)
        {
            return None;
        }
        let words: Vec<&str> = part.iter().map(|it| it.text.as_str()).filter(|it| !is_joint(it)).collect();
        let whole = words.join(" ");
        let by_trade = || of_trade(part, index);
        let teams = index.by_team.get(&whole).cloned().or_else(|| {
            let short: Vec<&str> = words.iter().copied().filter(|it| !is_team_word(it)).collect();
            let is_shorter = short.len() < words.len() && !short.is_empty();
            if is_shorter { index.by_team.get(&short.join(" ")).cloned() } else { None }
        });
        Some((end, teams.or_else(by_trade)?))
    })
}

/// The one team of a trade that is named in another way or language: "electricians", "la cuadrilla mecánica".
fn of_trade(part: &[Token], index: &Index) -> Option<Vec<usize>> {
    let trade = |word: &str| {
        let mut phrases = LEXICON.starting_with(word).filter(|it| it.atoms.len() == 1);
        phrases.find_map(|it| match it.tag {
            "trade" => Some(it.value),
            tag => tag.strip_prefix("category "),
        })
    };
    let said = part
        .iter()
        .find_map(|it| LEXICON.starting_with(&it.text).find(|it| it.tag == "trade" && it.atoms.len() == 1))?;
    if part.iter().any(|it| !is_team_word(&it.text) && trade(&it.text).is_none() && !is_joint(&it.text)) {
        return None;
    }
    let teams = index.register.teams.iter().enumerate().filter(|(_, team)| {
        super::token::tokens(&team.name).iter().any(|word| trade(&word.text) == Some(said.value))
    });
    let found: Vec<usize> = teams.map(|(number, _)| number).collect();
    (found.len() == 1).then_some(found)
}

/// Words that may stand between the cue and the name.
fn skips(word: &str) -> bool {
    is_joint(word) && !matches!(word, "y" | "et" | "und" | "for" | "para" | "on" | "fur" | "a")
        || matches!(word, "to" | "al" | "ao" | "our" | "pro" | "senor" | "herrn" | "frau" | "mr")
}

const SURE: &[&str] = &[
    "assign to",
    "assign it to",
    "assign this to",
    "assign",
    "assigned to",
    "tell",
    "give it to",
    "give to",
    "send it to",
    "asigna a",
    "asignar a",
    "asignalo a",
    "asignala a",
    "dile a",
    "confier a",
    "assigner a",
    "zuweisen an",
    "atribuir a",
    "atribuir para",
    "hand it to",
    "ask",
];

fn give_role(tokens: &[Token], matches: &[Match], named: &mut Named, index: &Index) {
    let mut first = named.start;
    while first > 0 && !tokens[first].sentence && skips(&tokens[first - 1].text) && named.start - first < 2 {
        first -= 1;
    }
    let start = named.start;
    let before = |tag: &str| {
        matches
            .iter()
            .filter(|it| it.tag == tag && it.end <= start && it.end >= first && it.start < start)
            .filter(|it| it.end == start || tokens[it.end..start].iter().all(|it| skips(&it.text)))
            .max_by_key(|it| it.words)
    };
    let behind = behind_name(tokens, named.end);
    let end = named.end;
    let after = |tag: &str| {
        matches
            .iter()
            .filter(|it| it.tag == tag && (it.start == end || it.start == behind))
            .max_by_key(|it| it.words)
    };
    let is_team = named.people.is_empty();
    if let Some(cue) = after("request after").filter(|cue| !is_team && !tokens[cue.start].sentence) {
        let asked_for = before("assign before").filter(|it| SURE.contains(&text_of(tokens, it).as_str()));
        if asked_for.is_none() {
            (named.role, named.to) = (Role::Requester, cue.end.max(behind));
            return widen_by_team(tokens, named, index, behind);
        }
    }
    if after("mention after").is_some()
        && before("assign before").is_none_or(|it| text_of(tokens, it) == "for")
        && before("request before").is_none_or(|it| it.words < 2)
    {
        return;
    }
    let request = before("request before");
    let assign = before("assign before");
    match (assign, request) {
        (Some(cue), request)
            if request.is_none_or(|it| {
                it.words < cue.words || it.words == 1 && cue.words == 1 && cue.end > it.end
            }) =>
        {
            let text = text_of(tokens, cue);
            if is_team
                && matches!(text.as_str(), "for" | "para" | "pour" | "fur" | "let" | "an" | "needs" | "want")
                && !says_team(tokens, named)
            {
                return;
            }
            (named.role, named.from) = (Role::Assignee, cue.start);
            named.is_sure = SURE.contains(&text.as_str());
        }
        (_, Some(cue)) if !is_team => {
            (named.role, named.from, named.to) = (Role::Requester, cue.start, behind);
            widen_by_team(tokens, named, index, behind);
        }
        _ => {}
    }
    if named.role == Role::Mentioned && before("mention before").is_none() {
        if let Some(cue) = after("assign after").filter(|cue| !tokens[cue.start].sentence) {
            (named.role, named.to) = (Role::Assignee, cue.end);
        } else if !is_team && is_called(tokens, named) {
            named.role = Role::Assignee;
        }
    }
}

/// "Mike, the pump is leaking", "Hey Mike, …": somebody who is spoken to.
fn is_called(tokens: &[Token], named: &Named) -> bool {
    let greeted = named.start == 1
        && matches!(
            tokens[0].text.as_str(),
            "hey" | "hi" | "hello" | "hola" | "oye" | "hallo" | "salut" | "bonjour" | "oi" | "ola"
        );
    (named.start == 0 || greeted) && tokens.get(named.end).is_some_and(|next| next.comma && !next.sentence)
}

/// Behind "Ana from packaging" and the like.
fn behind_name(tokens: &[Token], end: usize) -> usize {
    let from = |at: usize| {
        tokens.get(at).is_some_and(|it| {
            matches!(
                it.text.as_str(),
                "from"
                    | "in"
                    | "at"
                    | "de"
                    | "del"
                    | "aus"
                    | "von"
                    | "da"
                    | "do"
                    | "du"
                    | "on"
                    | "of"
                    | "vom"
            )
        })
    };
    if !from(end) {
        return end;
    }
    let mut at = end + 1;
    while at < tokens.len() && at < end + 5 && !tokens[at].begins_clause() {
        let word = tokens[at].text.as_str();
        let is_verb = matches!(
            word,
            "is" | "says"
                | "said"
                | "reports"
                | "here"
                | "reported"
                | "noticed"
                | "called"
                | "the"
                | "there"
                | "dice"
                | "reporta"
                | "signale"
                | "meldet"
                | "avisou"
                | "disse"
                | "hay"
                | "tenemos"
                | "we"
                | "my"
                | "our"
                | "has"
                | "found"
                | "saw"
                | "sagt"
                | "dit"
                | "la"
                | "el"
                | "falando"
                | "on"
                | "reporting"
                | "calling"
                | "heard"
                | "informa"
                | "avisa"
                | "a"
        );
        if is_verb && at > end + 1 {
            return at;
        }
        at += 1;
    }
    if tokens.get(at).is_none_or(Token::begins_clause) { at } else { end + 2 }
}

/// Of two people with one name, the one of the team or department that is named with them.
fn widen_by_team(tokens: &[Token], named: &mut Named, index: &Index, behind: usize) {
    if named.people.len() < 2 || behind <= named.end {
        return;
    }
    let said: Vec<String> = tokens[named.end..behind].iter().map(|it| it.text.clone()).collect();
    let fits = |person: &usize| {
        index.register.people[*person].teams.iter().any(|team| {
            super::token::fold(team).split_whitespace().any(|word| said.iter().any(|it| it == word))
        })
    };
    let closer: Vec<usize> = named.people.iter().copied().filter(|person| fits(person)).collect();
    if !closer.is_empty() {
        named.people = closer;
    }
}

fn says_team(tokens: &[Token], named: &Named) -> bool {
    tokens[named.start..(named.end + 1).min(tokens.len())]
        .iter()
        .any(|it| is_team_word(&it.text) || it.text.ends_with("ians") || it.text.ends_with("icians"))
        || named.end - named.start > 1
        || tokens.get(named.end).is_some_and(|next| next.text == "to" || next.text == "que")
}

fn text_of(tokens: &[Token], found: &Match) -> String {
    tokens[found.start..found.end].iter().map(|it| it.text.as_str()).collect::<Vec<_>>().join(" ")
}

/// Names that the organisation does not know, where the words leave no doubt: "this is Dana", "assign it to Bob".
fn strangers(tokens: &[Token], matches: &[Match], known: &[Named]) -> Vec<Named> {
    let is_free = |at: usize| !known.iter().any(|it| it.from <= at && at < it.to);
    let mut found = Vec::new();
    for cue in matches {
        let Some(name) = tokens.get(cue.end) else { continue };
        let follows = tokens.get(cue.end + 1);
        let is_name = name.capital
            && !name.begins_clause()
            && !name.is_number()
            && name.text.chars().count() > 2
            && !LEXICON.vocabulary.contains(&name.text)
            && LEXICON.thing(&name.text).is_none()
            && follows.is_none_or(|next| !(next.is_number() && next.glue.is_some()));
        if !is_name || !is_free(cue.end) {
            continue;
        }
        let role = match cue.tag {
            "assign before" if SURE.contains(&text_of(tokens, cue).as_str()) => Role::Assignee,
            "request before" if cue.words > 1 || matches!(tokens[cue.start].text.as_str(), "soy" | "im") => {
                Role::Requester
            }
            _ => continue,
        };
        let to = behind_name(tokens, cue.end + 1);
        found.push(Named {
            role,
            people: Vec::new(),
            teams: Vec::new(),
            start: cue.end,
            end: cue.end + 1,
            from: cue.start,
            to,
            is_sure: true,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use contract::drafts::{Register, RegisterPerson, RegisterTeam};
    use uuid::Uuid;

    use super::super::{lexicon::Language, matching::matches, token::tokens};
    use super::*;

    fn index() -> Index {
        let person = |number: u128, name: &str, team: &str| RegisterPerson {
            id: Uuid::from_u128(number),
            code: None,
            name: name.to_owned(),
            aliases: Vec::new(),
            teams: vec![team.to_owned()],
        };
        Index::new(Register {
            people: vec![
                person(1, "Mike Torres", "Mechanical"),
                person(2, "Mike Weber", "Packaging"),
                person(3, "Ana Lopez", "Packaging"),
                person(4, "Tom Becker", "Electrical"),
            ],
            teams: vec![RegisterTeam {
                id: Uuid::from_u128(9),
                code: None,
                name: "Electrical team".to_owned(),
                aliases: vec!["electricians".to_owned()],
            }],
            ..Register::default()
        })
    }

    fn roles(text: &str, language: Language) -> String {
        let index = index();
        let tokens = tokens(text);
        let found = people(&tokens, &matches(&tokens, &[language]), &index);
        let said: Vec<String> = found
            .iter()
            .map(|it| {
                let people = it.people.iter().map(|person| index.register.people[*person].name.clone());
                let teams = it.teams.iter().map(|team| index.register.teams[*team].name.clone());
                let names: Vec<String> = people.chain(teams).collect();
                format!("{:?} {}", it.role, names.join("|"))
            })
            .collect();
        said.join(", ")
    }

    #[test]
    fn grammar_says_who_does_and_who_reports() {
        let table = [
            (Language::En, "tell Tom to fix it", "Assignee Tom Becker"),
            (Language::En, "tell mike to fix it", "Assignee Mike Torres|Mike Weber"),
            (Language::En, "get Mike T on it", "Assignee Mike Torres"),
            (Language::En, "assign to Mike Weber", "Assignee Mike Weber"),
            (Language::En, "this is Ana from packaging, pump down", "Requester Ana Lopez"),
            (Language::En, "Mike from packaging says it leaks", "Requester Mike Weber"),
            (Language::En, "Tom fixed it last week", "Mentioned Tom Becker"),
            (Language::En, "get the electricians to look", "Assignee Electrical team"),
            (Language::En, "job for the electrical team", "Assignee Electrical team"),
            (Language::En, "the electrical panel is hot", ""),
            (Language::En, "Tom, the pump is leaking", "Assignee Tom Becker"),
            (Language::En, "assign it to Zoltan", "Assignee "),
            (Language::Es, "dile a Tom que lo revise", "Assignee Tom Becker"),
            (Language::Es, "soy Ana de empaque", "Requester Ana Lopez"),
            (Language::De, "hier ist Ana, Pumpe undicht", "Requester Ana Lopez"),
        ];
        for (language, text, expected) in table {
            assert_eq!(roles(text, language), expected, "{text}");
        }
    }
}
