//! The short question that is asked when something can't be decided, in the language of the text.

use contract::drafts::{Clarify, ClarifyOption};

use super::lexicon::Language;

/// How many answers are offered.
pub const OPTIONS: usize = 5;

/// What to ask; the words are those of the speaker.
#[derive(Clone, Copy, Debug)]
pub enum Question<'a> {
    /// Several machines fit.
    WhichAsset(&'a str),
    /// No machine has this number.
    NoSuchAsset(&'a str),
    /// Several people fit.
    WhichPerson(&'a str),
    /// Nobody has this name.
    NoSuchPerson(&'a str),
    /// No machine was named.
    WhichMachine,
    /// Nothing was said that could be done.
    WhatIsWrong,
}

/// Makes the question.
pub fn ask(language: Language, field: &str, question: Question<'_>, options: Vec<ClarifyOption>) -> Clarify {
    Clarify { field: field.to_owned(), question: text(language, question), options }
}

fn text(language: Language, question: Question<'_>) -> String {
    use Language::{De, En, Es, Fr, Pt};
    use Question as Q;
    match (language, question) {
        (En, Q::WhichAsset(words)) => format!("Which one is “{words}”?"),
        (Es, Q::WhichAsset(words)) => format!("¿Cuál es “{words}”?"),
        (Fr, Q::WhichAsset(words)) => format!("Lequel est « {words} » ?"),
        (De, Q::WhichAsset(words)) => format!("Was ist mit „{words}“ gemeint?"),
        (Pt, Q::WhichAsset(words)) => format!("Qual é “{words}”?"),
        (En, Q::NoSuchAsset(words)) => format!("I can't find “{words}”. Which one do you mean?"),
        (Es, Q::NoSuchAsset(words)) => format!("No encuentro “{words}”. ¿Cuál es?"),
        (Fr, Q::NoSuchAsset(words)) => format!("Je ne trouve pas « {words} ». Lequel est-ce ?"),
        (De, Q::NoSuchAsset(words)) => format!("„{words}“ finde ich nicht. Was ist gemeint?"),
        (Pt, Q::NoSuchAsset(words)) => format!("Não encontro “{words}”. Qual é?"),
        (En, Q::WhichPerson(words)) => format!("Which {words}?"),
        (Es, Q::WhichPerson(words)) => format!("¿Qué {words}?"),
        (Fr, Q::WhichPerson(words)) => format!("Quel {words} ?"),
        (De, Q::WhichPerson(words)) => format!("Wer ist mit {words} gemeint?"),
        (Pt, Q::WhichPerson(words)) => format!("Qual {words}?"),
        (En, Q::NoSuchPerson(words)) => format!("I don't know {words}. Who should do it?"),
        (Es, Q::NoSuchPerson(words)) => format!("No conozco a {words}. ¿Quién debe hacerlo?"),
        (Fr, Q::NoSuchPerson(words)) => format!("Je ne connais pas {words}. Qui doit le faire ?"),
        (De, Q::NoSuchPerson(words)) => format!("{words} kenne ich nicht. Wer soll es tun?"),
        (Pt, Q::NoSuchPerson(words)) => format!("Não conheço {words}. Quem deve fazer?"),
        (En, Q::WhichMachine) => "Which machine is it?".to_owned(),
        (Es, Q::WhichMachine) => "¿Qué máquina es?".to_owned(),
        (Fr, Q::WhichMachine) => "De quelle machine s'agit-il ?".to_owned(),
        (De, Q::WhichMachine) => "Um welche Maschine geht es?".to_owned(),
        (Pt, Q::WhichMachine) => "Qual é a máquina?".to_owned(),
        (En, Q::WhatIsWrong) => "What is wrong, and where?".to_owned(),
        (Es, Q::WhatIsWrong) => "¿Qué pasa y dónde?".to_owned(),
        (Fr, Q::WhatIsWrong) => "Que se passe-t-il, et où ?".to_owned(),
        (De, Q::WhatIsWrong) => "Was ist los, und wo?".to_owned(),
        (Pt, Q::WhatIsWrong) => "O que aconteceu, e onde?".to_owned(),
    }
}
