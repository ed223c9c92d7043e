//! The caller's language (语言), by `Accept-Language`: Chinese unless English is wanted more.
//! Not here: the sentences; each stands where it is said, in both languages.

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_LANGUAGE;

use crate::domain::code::Label;
use crate::domain::law::Article;
use crate::domain::refusal::Words;

/// A language that the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

impl Language {
    /// The language that a request asks for.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Language {
        request
            .headers()
            .get(ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok())
            .map_or(Language::Zh, Language::from_header)
    }

    /// The language of an `Accept-Language` value.
    ///
    /// ```
    /// use sikuai::http::language::Language;
    /// assert_eq!(Language::from_header("en-GB,en;q=0.9,zh;q=0.5"), Language::En);
    /// assert_eq!(Language::from_header("fr"), Language::Zh);
    /// ```
    #[must_use]
    pub fn from_header(value: &str) -> Language {
        let weight = |tag: &str| {
            value
                .split(',')
                .filter_map(|range| quality(range.trim(), tag))
                .fold(0.0, |best: f32, quality| best.max(quality))
        };
        if weight("en") > weight("zh") { Language::En } else { Language::Zh }
    }

    /// The value of `Content-Language`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }

    /// The sentence in this language.
    #[must_use]
    pub fn of_words(self, words: &Words) -> &str {
        match self {
            Language::Zh => &words.zh,
            Language::En => &words.en,
        }
    }

    /// What is said in this language, where both stand side by side.
    #[must_use]
    pub fn say<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    /// What a code is called in this language.
    #[must_use]
    pub fn of_label(self, label: &Label) -> &'static str {
        match self {
            Language::Zh => label.zh,
            Language::En => label.en,
        }
    }

    /// An article as it is cited in this language.
    #[must_use]
    pub fn cite(self, article: Article) -> String {
        match self {
            Language::Zh => article.zh(),
            Language::En => article.en(),
        }
    }
}

/// The weight that one range gives to a language, if it is about that language.
fn quality(range: &str, tag: &str) -> Option<f32> {
    let (name, parameters) = range.split_once(';').unwrap_or((range, ""));
    let primary = name.trim().split('-').next().unwrap_or_default();
    let weight = parameters.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).unwrap_or(1.0);
    primary.eq_ignore_ascii_case(tag).then_some(weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heavier_language_wins_and_chinese_wins_ties() {
        assert_eq!(Language::from_header("zh-CN,en;q=0.8"), Language::Zh);
        assert_eq!(Language::from_header("zh;q=0.1, EN-us;q=0.2"), Language::En);
        assert_eq!(Language::from_header("en;q=0"), Language::Zh);
        assert_eq!(Language::from_header("*"), Language::Zh);
        assert_eq!(Language::from_header("en,zh"), Language::Zh);
    }
}
