//! Scores on the test parts of public data, which stands beside the checkout and not in it: what is learned from the
//! train parts here is thrown away again. Beside each score stand a TF-IDF baseline and the published figure.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use brain::text::cues::Cues;
use brain::text::lexicon::{LEXICON, Language};
use brain::text::matching::matches;
use brain::text::spelling;
use brain::text::token::{Token, expanded, tokens};
use serde_json::Value;

use crate::learn::{Features, Model, TfIdf};
use crate::percent;

/// Scores everything that is there.
pub fn score(data: &Path) {
    if !data.join("language").is_dir() {
        println!("\npublic data: not beside this checkout ({}), so nothing to score", data.display());
        return;
    }
    let language = data.join("language");
    failure_modes(&language);
    excavators(&language);
    for company in ["company_a", "company_b"] {
        normalisation(&language.join("maintnorm").join(company), company);
    }
    entities(&language);
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// The text as the product reads it.
fn normal(text: &str) -> Vec<Token> {
    expanded(spelling::correct(tokens(text), Language::En, |_| false))
}

fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.text).collect()
}

/// Words, pieces of words and what the lexicon says of them.
fn rich(text: &str) -> Vec<String> {
    let tokens = normal(text);
    let mut found: Vec<String> = tokens.iter().map(|it| it.text.clone()).collect();
    found.extend(tokens.windows(2).map(|pair| format!("{} {}", pair[0].text, pair[1].text)));
    for token in &tokens {
        let padded: Vec<char> = format!("<{}>", token.text).chars().collect();
        for size in 3..=5 {
            found.extend(padded.windows(size).map(|piece| format!("#{}", piece.iter().collect::<String>())));
        }
    }
    let said = matches(&tokens, &[Language::En]);
    found.extend(
        said.iter()
            .filter(|it| matches!(it.family(), "problem" | "category"))
            .flat_map(|it| [format!("[{}]", it.tag), format!("[{}]", it.tag)]),
    );
    let free = vec![false; tokens.len()];
    let cues = Cues { tokens: &tokens, matches: &said, taken: &free, elsewhere: &free, asks: false };
    found.extend(cues.problem().map(|(kind, _)| format!("[= {kind}]")));
    found
}

type Labelled = Vec<(String, String)>;

fn compare(name: &str, train: &Labelled, test: &Labelled, published: &str) {
    println!("\n{name}: {} to learn, {} to test", train.len(), test.len());
    for (way, split) in [("TF-IDF", words as fn(&str) -> Vec<String>), ("with the product's reading", rich)] {
        let texts: Vec<Vec<String>> = train.iter().map(|(text, _)| split(text)).collect();
        let weights = TfIdf::new(&texts);
        let examples: Vec<(Features, String)> = texts
            .iter()
            .zip(train)
            .map(|(text, (_, class))| (weights.features(text), class.clone()))
            .collect();
        let model = Model::train(&examples, 30);
        let (mut first, mut third) = (0, 0);
        for (text, class) in test {
            let ranked = model.ranked(&weights.features(&split(text)));
            first += usize::from(ranked.first() == Some(&class.as_str()));
            third += usize::from(ranked.iter().take(3).any(|it| it == class));
        }
        println!(
            "  {way:27} top-1 {:.1} %, top-3 {:.1} %",
            percent(first, test.len()),
            percent(third, test.len())
        );
    }
    println!("  published: {published}");
}

fn failure_modes(data: &Path) {
    let load = |name: &str| -> Labelled {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_path(data.join("fmc").join(name))
            .expect("the file is there");
        reader
            .records()
            .filter_map(Result::ok)
            .filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.to_owned())))
            .collect()
    };
    let mut train = load("train.csv");
    train.extend(load("dev.csv"));
    let test = load("test.csv");
    compare(
        "failure modes (FMC, 22 classes of ISO 14224)",
        &train,
        &test,
        "micro-F1 0.80 GPT-3.5 fine-tuned, 0.60 Flair, 0.46 GPT-3.5 as it comes (Stewart et al. 2023)",
    );
    let named: Vec<_> = test.iter().filter_map(|(text, class)| Some((text, class, kinds(class)?))).collect();
    let right = named
        .iter()
        .filter(|(text, _, kinds)| problem(text).is_some_and(|kind| kinds.contains(&kind.as_str())))
        .count();
    println!(
        "  the product as it is, without learning, on the {} of classes it has a problem type for: {:.1} %",
        named.len(),
        percent(right, named.len())
    );
}

fn problem(text: &str) -> Option<String> {
    let tokens = normal(text);
    let said = matches(&tokens, &[Language::En]);
    let free = vec![false; tokens.len()];
    Cues { tokens: &tokens, matches: &said, taken: &free, elsewhere: &free, asks: false }
        .problem()
        .map(|(kind, _)| kind.to_string())
}

/// The problem types of a failure mode of ISO 14224.
fn kinds(class: &str) -> Option<&'static [&'static str]> {
    Some(match class {
        "Leaking" => &["leak"],
        "Noise" => &["noise"],
        "Vibration" => &["vibration"],
        "Overheating" => &["overheating"],
        "Plugged / choked" => &["jammed_clogged"],
        "Failure to start on demand" => &["wont_start"],
        "Low output" => &["low_output"],
        "Contamination" => &["contamination"],
        "Structural deficiency" => &["broken_worn", "loose_missing"],
        "Breakdown" => &["stopped", "broken_worn"],
        "Abnormal instrument reading" => &["out_of_calibration", "alarm_fault"],
        "Electrical" => &["trip", "no_power", "electrical_hazard", "alarm_fault"],
        _ => return None,
    })
}

fn excavators(data: &Path) {
    let (mut train, mut test): (Labelled, Labelled) = (Vec::new(), Vec::new());
    for line in read(&data.join("excavators_labels.jsonl")).lines() {
        let row: Value = serde_json::from_str(line).unwrap_or_default();
        let modes = row["failure_mode"].as_array().cloned().unwrap_or_default();
        if let (Some(text), [mode]) = (row["text"].as_str(), &modes[..]) {
            let example = (text.to_owned(), mode.as_str().unwrap_or_default().to_owned());
            if row["split"] == "train" {
                train.push(example);
            } else if row["split"] == "test" {
                test.push(example);
            }
        }
    }
    compare(
        "failure modes of the excavator orders (one mode, rule-made labels)",
        &train,
        &test,
        "none for this split",
    );
}

fn sentences(text: &str) -> Vec<Vec<(String, String)>> {
    let mut found = vec![Vec::new()];
    for line in text.lines() {
        match line.rsplit_once(['\t', ' ']) {
            Some((word, label)) if !word.trim().is_empty() => {
                if let Some(last) = found.last_mut() {
                    last.push((word.trim().to_owned(), label.to_owned()));
                }
            }
            _ if line.contains('\t') => {}
            _ => found.push(Vec::new()),
        }
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

fn pairs(text: &str) -> Vec<Vec<(String, String)>> {
    let mut found = vec![Vec::new()];
    for line in text.lines() {
        match line.split_once('\t') {
            Some((word, right)) => {
                if let Some(last) = found.last_mut() {
                    last.push((word.to_owned(), right.trim().to_owned()));
                }
            }
            None => found.push(Vec::new()),
        }
    }
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// Words to normal words: what was seen most often with the word before, then alone, then the product's own spelling.
fn normalisation(folder: &Path, company: &str) {
    let train = pairs(&read(&folder.join("train.norm")));
    let test = pairs(&read(&folder.join("test.norm")));
    let mut seen: HashMap<String, BTreeMap<String, usize>> = HashMap::new();
    for sentence in &train {
        let mut before = "<s>".to_owned();
        for (word, right) in sentence {
            let word = word.to_lowercase();
            for key in [word.clone(), format!("{before} {word}")] {
                *seen.entry(key).or_default().entry(right.clone()).or_default() += 1;
            }
            before = word;
        }
    }
    let best = |key: &str| {
        seen.get(key)
            .and_then(|all| all.iter().max_by_key(|(_, count)| **count))
            .map(|(right, _)| right.clone())
    };
    let (mut all, mut untouched, mut frequent, mut ours) = (0, 0, 0, 0);
    for sentence in &test {
        let mut before = "<s>".to_owned();
        for (word, right) in sentence {
            let lower = word.to_lowercase();
            all += 1;
            untouched += usize::from(word == right);
            frequent += usize::from(best(&lower).as_deref().unwrap_or(&lower) == right);
            let guess =
                best(&format!("{before} {lower}")).or_else(|| best(&lower)).unwrap_or_else(|| unseen(&lower));
            ours += usize::from(guess == *right);
            before = lower;
        }
    }
    let reduction = |right: usize| {
        (percent(right, all) - percent(untouched, all)) / (100.0 - percent(untouched, all)) * 100.0
    };
    println!("\nnormalisation (MaintNorm {company}, {all} words)");
    println!(
        "  most frequent replacement   {:.1} % of words right, error reduction {:.1} %",
        percent(frequent, all),
        reduction(frequent)
    );
    println!(
        "  with the product's reading  {:.1} % of words right, error reduction {:.1} %",
        percent(ours, all),
        reduction(ours)
    );
    println!(
        "  published: error reduction 95.8 % over all companies, sequence-to-sequence Transformer (Bikaun et al. 2024)"
    );
}

fn unseen(word: &str) -> String {
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let letters = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    match (digits, letters) {
        (true, true) => "<id>".to_owned(),
        (true, false) => "<num>".to_owned(),
        _ => {
            let corrected = spelling::correct(tokens(word), Language::En, |_| false);
            let text: Vec<String> = corrected.into_iter().map(|token| token.text).collect();
            if text.is_empty() { word.to_owned() } else { text.join(" ") }
        }
    }
}

fn entities(data: &Path) {
    let load = |name: &str| sentences(&read(&data.join("mwo2kg_ner").join(name)));
    let mut train = load("train.bio");
    train.extend(load("dev.bio"));
    tagged("entities (MWO2KG)", &train, &load("test.bio"), "none named in the data's manifest");
    let gold: Value = serde_json::from_str(&read(&data.join("maintie_gold.json"))).unwrap_or_default();
    let all: Vec<Vec<(String, String)>> = gold.as_array().into_iter().flatten().map(maintie).collect();
    if all.len() == 1076 {
        tagged(
            "entities (MaintIE, 5 top classes)",
            &all[..968],
            &all[968..],
            "micro-F1 87.4 SpERT (MaintIE results, Bikaun et al. 2024)",
        );
    }
}

fn maintie(row: &Value) -> Vec<(String, String)> {
    let words: Vec<String> =
        row["tokens"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let mut labels = vec!["O".to_owned(); words.len()];
    for entity in row["entities"].as_array().into_iter().flatten() {
        let at = |field: &str| usize::try_from(entity[field].as_u64().unwrap_or(0)).unwrap_or(0);
        let kind = entity["type"].as_str().unwrap_or_default().split('/').next().unwrap_or_default();
        for (place, label) in labels.iter_mut().enumerate().take(at("end")).skip(at("start")) {
            *label = format!("{}-{kind}", if place == at("start") { "B" } else { "I" });
        }
    }
    words.into_iter().zip(labels).collect()
}

fn tagged(name: &str, train: &[Vec<(String, String)>], test: &[Vec<(String, String)>], published: &str) {
    println!("\n{name}: {} texts to learn, {} to test", train.len(), test.len());
    for (way, is_rich) in [("the word alone", false), ("with the product's reading", true)] {
        let mut examples = Vec::new();
        for sentence in train {
            for at in 0..sentence.len() {
                let before = if at == 0 { "<s>" } else { &sentence[at - 1].1 };
                examples.push((around(sentence, at, before, is_rich), sentence[at].1.clone()));
            }
        }
        let model = Model::train(&examples, 12);
        let (mut right, mut found, mut wanted) = (0, 0, 0);
        for sentence in test {
            let mut labels: Vec<String> = Vec::new();
            for at in 0..sentence.len() {
                let before = labels.last().map_or("<s>", String::as_str);
                labels.push(model.ranked(&around(sentence, at, before, is_rich))[0].to_owned());
            }
            let gold: Vec<String> = sentence.iter().map(|(_, label)| label.clone()).collect();
            let (ours, theirs) = (spans(&labels), spans(&gold));
            right += ours.iter().filter(|span| theirs.contains(span)).count();
            found += ours.len();
            wanted += theirs.len();
        }
        println!(
            "  {way:27} micro-F1 {:.1} (precision {:.1}, recall {:.1})",
            percent(2 * right, found + wanted),
            percent(right, found),
            percent(right, wanted)
        );
    }
    println!("  published: {published}");
}

fn around(sentence: &[(String, String)], at: usize, before: &str, is_rich: bool) -> Features {
    let word = |at: Option<usize>| {
        at.and_then(|at| sentence.get(at)).map_or_else(|| "<s>".to_owned(), |(word, _)| word.to_lowercase())
    };
    let this = word(Some(at));
    let mut found: Features = vec![(format!("w={this}"), 1.0), ("1".to_owned(), 1.0)];
    if !is_rich {
        return found;
    }
    let mut add = |name: String| found.push((name, 0.7));
    let (last, next) = (word(at.checked_sub(1)), word(Some(at + 1)));
    add(format!("b={before}"));
    add(format!("-1={last}"));
    add(format!("+1={next}"));
    add(format!("-2={}", word(at.checked_sub(2))));
    add(format!("+2={}", word(Some(at + 2))));
    add(format!("-1w={last} {this}"));
    add(format!("w+1={this} {next}"));
    let letters: Vec<char> = this.chars().collect();
    for size in 2..=4.min(letters.len()) {
        add(format!("e={}", letters[letters.len() - size..].iter().collect::<String>()));
        add(format!("s={}", letters[..size].iter().collect::<String>()));
    }
    for (side, text) in [("", &this), ("-", &last), ("+", &next)] {
        if let Some(thing) = LEXICON.thing(text) {
            add(format!("{side}kind={}", thing.kind));
        }
        for phrase in LEXICON
            .starting_with(text)
            .filter(|phrase| phrase.language == Language::En && phrase.tag.starts_with("problem"))
            .take(4)
        {
            add(format!("{side}tag={}", phrase.tag));
        }
    }
    found
}

/// Entities as start, end and type.
fn spans(labels: &[String]) -> Vec<(usize, usize, String)> {
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let Some((mark, kind)) = label.split_once('-') else { continue };
        match found.last_mut() {
            Some((_, end, last)) if mark == "I" && *end == at && last == kind => *end = at + 1,
            _ => found.push((at, at + 1, kind.to_owned())),
        }
    }
    found
}
