//! The shape of the code, held by reading it: which room may name which, what the domain may not say, and
//! how files begin and how long they are. It takes milliseconds; what it cannot see (functions), clippy does.
#![cfg(test)]

use std::path::{Path, PathBuf};

/// The rooms and whom each may name. `cli` may name every room. Settings are plain values that `config` reads once
/// and hands down, so whoever is configured may name their type; `config` itself names the domain's own
/// settings (how notice is counted, how rates are cut), never a clock, a row or a route.
const EDGES: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    ("lib", &[]),
    ("cli", &["app", "config", "documents", "domain", "http", "jobs", "storage"]),
    ("http", &["app", "config", "documents", "domain"]),
    ("jobs", &["app", "documents", "domain"]),
    ("app", &["config", "domain", "storage"]),
    ("storage", &["domain"]),
    ("documents", &["domain"]),
    ("config", &["domain"]),
    ("domain", &[]),
];

/// What would make a rule depend on something else than its values.
const BANNED_IN_DOMAIN: &[&str] = &[
    "actix",
    "async",
    "await",
    "dbg",
    "diesel",
    "eprintln",
    "figment",
    "getrandom",
    "Instant",
    "Local",
    "now_v7",
    "println",
    "rand",
    "reqwest",
    "spawn",
    "SystemTime",
    "thread_rng",
    "tokio",
    "tracing",
    "ureq",
];
/// The same, as paths.
const BANNED_PATHS_IN_DOMAIN: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "Utc::now",
    "Uuid::new",
];

/// The most lines of a file of the program, before its tests.
const LINES_MAX: usize = 400;

struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    /// Which room a file of `src` belongs to.
    fn room(&self) -> String {
        let inside = self.path.strip_prefix(root().join("src")).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
        first.trim_end_matches(".rs").to_owned()
    }

    fn name(&self) -> String {
        self.path.strip_prefix(root()).unwrap().display().to_string()
    }

    /// The code: without comments, and up to the tests in the file.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take_while(|line| *line != "#[cfg(test)]");
        lines.enumerate().filter_map(|(index, line)| {
            let code = line.split_once("//").map_or(line, |(code, _)| code);
            (!code.trim().is_empty()).then_some((index + 1, code))
        })
    }

    /// Whether the whole file is tests of the file beside it.
    fn is_tests(&self) -> bool {
        self.path.file_name().is_some_and(|name| name == "tests.rs")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "nothing under {folder}");
    found
}

/// The words of a line of code.
fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The rooms that a text names, with their line: `crate::room`, `sikuai::room`, and each first name of
/// `use crate::{room::…, …}`, over as many lines as it takes.
fn named_rooms(source: &Source) -> Vec<(usize, String)> {
    let code: Vec<(usize, &str)> = source.code().collect();
    let joined: String = code.iter().flat_map(|(_, code)| [*code, "\n"]).collect();
    let starts: Vec<usize> = code
        .iter()
        .scan(0, |next, (_, code)| Some(std::mem::replace(next, *next + code.len() + 1)))
        .collect();
    let mut found = Vec::new();
    for root in ["crate::", "sikuai::"] {
        for (at, _) in joined.match_indices(root) {
            let before = joined[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let line = code[starts.partition_point(|start| *start <= at) - 1].0;
            let rest = &joined[at + root.len()..];
            found.extend(first_names(rest).into_iter().map(|name| (line, name)));
        }
    }
    found
}

/// The first name of a path, or the first name of each branch of a group.
fn first_names(path: &str) -> Vec<String> {
    let first = |text: &str| words(text).next().unwrap_or_default().to_owned();
    let Some(group) = path.trim_start().strip_prefix('{') else { return vec![first(path)] };
    let (mut depth, mut branches, mut branch) = (0_usize, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => branches.push(std::mem::take(&mut branch)),
            _ => {
                depth = if c == '{' { depth + 1 } else { depth - usize::from(c == '}') };
                branch.push(c);
            }
        }
    }
    branches.push(branch);
    branches.iter().map(|branch| first(branch)).filter(|name| !name.is_empty()).collect()
}

#[test]
fn the_reading_sees_every_way_to_name_a_room() {
    let source = |text: &str| Source { path: root().join("src/http/x.rs"), text: text.to_owned() };
    let rooms = |text: &str| -> Vec<String> {
        named_rooms(&source(text)).into_iter().map(|(_, room)| room).collect()
    };
    assert_eq!(rooms("use crate::storage::Store;"), ["storage"]);
    assert_eq!(rooms("fn f() -> crate::storage::Store { crate::app::x() }"), ["storage", "app"]);
    assert_eq!(rooms("use crate::{\n    app::{A, b::C},\n    storage::Store,\n};"), ["app", "storage"]);
    assert_eq!(rooms("use sikuai::storage;"), ["storage"]);
    assert_eq!(rooms("// use crate::storage;\nlet x = mycrate::storage;"), Vec::<String>::new());
    assert_eq!(rooms("#[cfg(test)]\nuse crate::storage;"), Vec::<String>::new());
    assert_eq!(source("").room(), "http");
}

#[test]
fn every_room_names_only_those_it_may() {
    let mut faults = Vec::new();
    for source in sources("src") {
        let room = source.room();
        let Some((_, allowed)) = EDGES.iter().find(|(name, _)| *name == room) else {
            faults.push(format!(
                "{}: `{room}` is no room; give it a row in EDGES and in design",
                source.name()
            ));
            continue;
        };
        for (line, named) in named_rooms(&source) {
            let is_room = EDGES.iter().any(|(name, _)| *name == named);
            if is_room && named != room && !allowed.contains(&named.as_str()) {
                faults.push(format!("{}:{line}: `{room}` names `{named}`", source.name()));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nA room names only those beneath it (docs/ARCHITECTURE.md). Move the code to the room that may, \
         or hand the value down; `http` asks `app`, never `storage`.",
        faults.join("\n")
    );
}

#[test]
fn the_domain_has_no_clock_no_database_and_no_network() {
    let mut faults = Vec::new();
    for source in sources("src").iter().filter(|source| source.room() == "domain" && !source.is_tests()) {
        for (line, code) in source.code() {
            let word = words(code).find(|word| BANNED_IN_DOMAIN.contains(word));
            let path = BANNED_PATHS_IN_DOMAIN.iter().copied().find(|path| code.contains(path));
            if let Some(banned) = word.or(path) {
                faults.push(format!("{}:{line}: `{banned}`", source.name()));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nThe domain takes values and gives answers. Take the day, the calendar or the id as a parameter; \
         `app` brings it.",
        faults.join("\n")
    );
}

#[test]
fn what_tests_the_domain_names_no_other_room() {
    // tests/mutants/run puts these together with the domain alone.
    let mut faults = Vec::new();
    for source in ["tests/domain", "tests/reckoner"].into_iter().flat_map(sources) {
        for (line, code) in source.code() {
            if code.match_indices("sikuai::").any(|(at, path)| !code[at + path.len()..].starts_with("domain"))
            {
                faults.push(format!("{}:{line}", source.name()));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nA test that needs another room belongs in another program.",
        faults.join("\n")
    );
}

#[test]
fn every_file_says_what_it_is() {
    let faults: Vec<String> = ["src", "tests", "benches"]
        .into_iter()
        .flat_map(sources)
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.name())
        .collect();
    assert!(
        faults.is_empty(),
        "{}\nBegin the file with `//!`: what it is, and what it is not.",
        faults.join("\n")
    );
}

#[test]
fn no_file_of_the_program_is_too_long() {
    let mut faults = Vec::new();
    for source in sources("src").iter().filter(|source| !source.is_tests()) {
        let lines = source.text.lines().take_while(|line| *line != "#[cfg(test)]").count();
        if lines > LINES_MAX {
            faults.push(format!("{}: {lines} lines", source.name()));
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nAt most {LINES_MAX} lines before the tests: give one of its subjects a file of its own.",
        faults.join("\n")
    );
}

/// Tables for those who work on the program, in English with the Chinese terms in brackets.
const ENGLISH_WITH_TERMS: [&str; 2] = ["src/documents/tables.rs", "src/documents/figure_tables.rs"];

/// The string literals of a file and the line on which each begins; not what stands in comments.
fn literals(text: &str) -> Vec<(usize, String)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
        let is_word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
        let length = match string_at(rest).filter(|_| rest[0] == '"' || !is_word) {
            Some((text, length)) => {
                found.push((line, text));
                length
            }
            None if rest.starts_with(&['/', '/']) => {
                rest.iter().position(|c| *c == '\n').unwrap_or(rest.len())
            }
            None => char_at(rest).unwrap_or(1),
        };
        line += rest[..length].iter().filter(|c| **c == '\n').count();
        at += length;
    }
    found
}

/// The string literal with which a text begins, and how long it is; raw ones too.
fn string_at(rest: &[char]) -> Option<(String, usize)> {
    let hashes = rest.iter().skip(1).take_while(|c| **c == '#').count();
    let (from, end) = match rest[0] {
        '"' => (1, None),
        'r' if rest.get(1 + hashes) == Some(&'"') => (2 + hashes, Some(hashes)),
        _ => return None,
    };
    let mut at = from;
    loop {
        let closes = end.is_none_or(|hashes| rest[at + 1..].iter().take(hashes).all(|c| *c == '#'));
        if rest[at] == '"' && closes {
            return Some((rest[from..at].iter().collect(), at + 1 + end.unwrap_or(0)));
        }
        at += if rest[at] == '\\' && end.is_none() { 2 } else { 1 };
    }
}

/// How long the character literal is with which a text begins; none for a lifetime.
fn char_at(rest: &[char]) -> Option<usize> {
    match rest {
        ['\'', '\\', ..] => rest.iter().skip(3).position(|c| *c == '\'').map(|at| at + 4),
        ['\'', _, '\'', ..] => Some(3),
        _ => None,
    }
}

/// The first sign of punctuation in a literal that is ASCII and stands beside a Chinese character; placeholders between
/// the two are looked through.
fn stray_sign(literal: &str) -> Option<char> {
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_chinese = |c: &char| is_han(*c) || "“”《》〔〕（）、。，；：".contains(*c);
    let mut signs: Vec<char> = Vec::new();
    let mut rest = literal;
    while let Some(c) = rest.chars().next() {
        let inside = |c: char| c.is_ascii_alphanumeric() || "_.:".contains(c);
        let held = rest.strip_prefix('{').map(|held| held.trim_start_matches(inside));
        if let Some(after) = held.and_then(|held| held.strip_prefix('}')) {
            rest = after;
        } else if let Some(after) = rest.strip_prefix("\\\n") {
            rest = after.trim_start();
        } else {
            signs.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    let beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| signs.get(before));
        before.is_some_and(is_chinese) || signs.get(at + 1).is_some_and(is_chinese)
    };
    let stray = (0..signs.len()).find(|at| ",:;()".contains(signs[*at]) && beside(*at));
    stray.filter(|_| signs.iter().any(|c| is_han(*c))).map(|at| signs[at])
}

/// A source without its unit tests: what those give to a reader of tables is data, and shown to nobody.
fn shown(source: &Source) -> &str {
    source.text.split("#[cfg(test)]").next().unwrap_or_default()
}

/// Whether words of a literal stand further apart than one blank, as where a line was meant to go on and did not.
fn has_hole(literal: &str) -> bool {
    let one_line = literal.split("\\\n").enumerate();
    let joined: String = one_line.map(|(no, part)| if no == 0 { part } else { part.trim_start() }).collect();
    let holes = joined.match_indices("  ").map(|(at, _)| joined.split_at(at));
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !joined.contains('\n')
        && holes.into_iter().any(|(before, behind)| {
            is_word(before.chars().next_back()) && is_word(behind.trim_start().chars().next())
        })
}

#[test]
fn words_stand_one_blank_apart() {
    for (literal, expected) in [
        ("strike out \\\n                 the archiving", false),
        ("strike                 out", true),
        ("  indented {no}:  {what}", false),
        ("SELECT a\n  FROM b", false),
    ] {
        assert_eq!(has_hole(literal), expected, "{literal}");
    }
    let mut faults = Vec::new();
    for source in sources("src") {
        let holes = literals(shown(&source)).into_iter().filter(|(_, literal)| has_hole(literal));
        faults.extend(holes.map(|(line, literal)| format!("{}:{line}: {literal}", source.name())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn chinese_text_has_chinese_punctuation() {
    for (literal, expected) in [
        ("请核对,如有误", Some(',')),
        ("第{no}项:{zh}", Some(':')),
        ("今天({today})", Some('(')),
        ("缺少 If-Match：{said}；形如 7:1,9:3", None),
        ("the term (caller), {no}: said", None),
        ("{year}年 the year {year}: a term, said", None),
        ("“{zh}”(A06)于", Some('(')),
    ] {
        assert_eq!(stray_sign(literal), expected, "{literal}");
    }
    let code = "let a = 'x'; // \"not, 这个,\"\nlet b = (\"一,二\", '\"', r#\"三\"四\"#, '\\'', \"\\\"\");";
    let found: Vec<(usize, String)> = literals(code);
    let expected = [(2, "一,二"), (2, "三\"四"), (2, "\\\"")];
    assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    let mut faults = Vec::new();
    for source in sources("src").iter().filter(|source| !ENGLISH_WITH_TERMS.contains(&source.name().as_str()))
    {
        for (line, literal) in literals(shown(source)) {
            let stray = stray_sign(&literal);
            faults.extend(stray.map(|sign| format!("{}:{line}: `{sign}` in {literal}", source.name())));
        }
    }
    assert!(
        faults.is_empty(),
        "{}\nBeside Chinese characters stand ，：；（）, beside English words , : ; ( ).",
        faults.join("\n")
    );
}

/// A template says nothing of its own but in both languages, and Chinese with its own punctuation.
#[test]
fn templates_say_everything_in_both_languages() {
    let mut faults = Vec::new();
    for entry in std::fs::read_dir(root().join("templates")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for (index, line) in text.lines().enumerate() {
            let said: Vec<&str> =
                line.split("f.say(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
            let outside = said.iter().fold(line.to_owned(), |line, said| line.replace(said, ""));
            let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
            // The name of the product is its own in every language.
            if outside.replace("四快", "").contains(is_han) {
                faults.push(format!("{name}:{}: Chinese alone: {outside}", index + 1));
            }
            let stray =
                literals(line).into_iter().find_map(|(_, literal)| stray_sign(&literal).map(|_| literal));
            faults.extend(stray.map(|literal| format!("{name}:{}: {literal}", index + 1)));
        }
    }
    assert!(faults.is_empty(), "{}\nSay it with f.say(中文, English).", faults.join("\n"));
}

/// Where a value may be left to its default, SQLite takes many rows one by one, each a statement; and a column that is none
/// would become its default.
#[test]
fn rows_say_every_column_so_that_many_go_in_one_statement() {
    let rows = |source: &Source| {
        let text: String = source.code().map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        let derived = text.split("#[derive(").skip(1).filter_map(|rest| rest.split_once(")]"));
        let inserted = derived.filter(|(derives, _)| derives.contains("Insertable"));
        let head = |(_, rest): (&str, &str)| rest.split('{').next().unwrap_or_default().to_owned();
        inserted.map(head).collect::<Vec<String>>()
    };
    let all: Vec<(String, String)> = sources("src/storage")
        .iter()
        .flat_map(|source| rows(source).into_iter().map(|head| (source.name(), head)))
        .collect();
    assert!(all.len() > 40, "{}", all.len());
    let silent: Vec<_> =
        all.iter().filter(|(_, head)| !head.contains("treat_none_as_default_value = false")).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn there_are_no_macros_of_our_own() {
    let mut faults = Vec::new();
    for source in sources("src") {
        let line = source.code().find(|(_, code)| words(code).any(|word| word == "macro_rules"));
        faults.extend(line.map(|(line, _)| format!("{}:{line}", source.name())));
    }
    assert!(faults.is_empty(), "{}\nWrite a function, or the rows of a table.", faults.join("\n"));
}
