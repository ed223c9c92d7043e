//! Which fonts are there and which of them stand for the four faces (字体): those of the system, or those of one folder.
//! They are read when a paper needs them, once. Not here: which glyph a character is.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use fontdb::{Database, FaceInfo, ID, Source, Style};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use super::families::{EMPTY_FAMILIES, FACES, families, name};
use crate::documents::layout::Face;
use crate::domain::refusal::{Words, words};

/// Where the fonts of the system are, for people.
const SYSTEM_FOLDERS: &str = "/usr/share/fonts, /usr/local/share/fonts, ~/.fonts, ~/.local/share/fonts";
/// A font that has these can set a Chinese paper.
const CHINESE: &str = "的国书裁决调解仲员〔〕《》、。";
/// The weight of plain type, and that of bold type.
const PLAIN: u16 = 400;
const BOLD: u16 = 700;
/// From here on a font is bold.
const BOLD_MIN: u16 = 600;

/// A font among those found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct FontNo(usize);

/// The fonts by which papers are set.
#[derive(Debug)]
pub struct Fonts {
    /// All of them, by path.
    all: Vec<Found>,
    /// Which stands for each face, in the order of `FACES`.
    chosen: Vec<Chosen>,
    /// What reads a font without keeping it.
    database: Database,
}

/// A font that was found.
#[derive(Debug)]
struct Found {
    id: ID,
    path: PathBuf,
    /// Which of the fonts in the file.
    index: u32,
    /// All names of its family.
    families: Vec<String>,
    weight: u16,
    is_chinese: bool,
    /// Read when it is needed.
    content: OnceLock<Option<Arc<Vec<u8>>>>,
}

/// What stands for a face.
#[derive(Debug, Clone, Copy)]
struct Chosen {
    face: Face,
    plain: FontNo,
    /// Of the same family.
    bold: Option<FontNo>,
    /// Whether it is a font of this face, and not one that stands in.
    is_own: bool,
}

/// No font of the machine can set a Chinese paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontsMissing {
    /// The folder that was looked into; without one, those of the system.
    pub folder: Option<PathBuf>,
}

impl Fonts {
    /// Looks for fonts: in a folder and those beneath it, or, without one, in those of the system.
    ///
    /// # Errors
    /// None of them has the characters of a Chinese paper.
    pub fn find(folder: Option<&Path>) -> Result<Fonts, FontsMissing> {
        let mut database = Database::new();
        match folder {
            Some(folder) => database.load_fonts_dir(folder),
            None => database.load_system_fonts(),
        }
        let mut all: Vec<Found> = database.faces().filter_map(|face| found(&database, face)).collect();
        all.sort_by(|a, b| (&a.path, a.index).cmp(&(&b.path, b.index)));
        let chosen: Option<Vec<Chosen>> = FACES.iter().map(|face| choose(&all, *face)).collect();
        match chosen {
            Some(chosen) => Ok(Fonts { all, chosen, database }),
            None => Err(FontsMissing { folder: folder.map(Path::to_owned) }),
        }
    }

    /// Which font stands for which face.
    #[must_use]
    pub fn said(&self) -> Words {
        let said = |chosen: &Chosen| {
            let found = self.all.get(chosen.plain.0)?;
            let family = found.families.first()?;
            let (zh, en) = if chosen.is_own { ("", "") } else { ("（代用）", " (stands in)") };
            let name = name(chosen.face);
            Some((format!("{name}：{family}{zh}"), format!("{name}: {family}{en}")))
        };
        let (zh, en): (Vec<String>, Vec<String>) = self.chosen.iter().filter_map(said).unzip();
        words(zh.join("；"), en.join("; "))
    }

    /// The fonts in which a character is looked for: that of the face, those of the other faces, all others.
    pub(super) fn order(&self, face: Face, bold: bool) -> impl Iterator<Item = FontNo> + '_ {
        let own = self.chosen.iter().filter(move |chosen| chosen.face == face);
        let own = own.flat_map(move |chosen| chosen.bold.filter(|_| bold).into_iter().chain([chosen.plain]));
        let of_faces = self.chosen.iter().map(|chosen| chosen.plain);
        own.chain(of_faces).chain((0..self.all.len()).map(FontNo))
    }

    /// Whether a font is bold by itself.
    pub(super) fn is_bold(&self, font: FontNo) -> bool {
        self.all.get(font.0).is_some_and(|found| found.weight >= BOLD_MIN)
    }

    /// Whether a font that is not in use can print a character.
    pub(super) fn has(&self, font: FontNo, character: char) -> bool {
        let Some(found) = self.all.get(font.0) else { return false };
        let glyph = self.database.with_face_data(found.id, |data, index| {
            let font = FontRef::from_index(data, index).ok()?;
            let widths = font.glyph_metrics(Size::unscaled(), LocationRef::default());
            printable(&font.charmap(), &widths, character)
        });
        glyph.flatten().is_some()
    }

    /// The file of a font, read once, and which font of it is meant.
    pub(super) fn content(&self, font: FontNo) -> Option<(&Arc<Vec<u8>>, u32)> {
        let found = self.all.get(font.0)?;
        let read = || {
            let same_file = self.all.iter().filter(|other| other.path == found.path);
            let mut kept = same_file.filter_map(|other| other.content.get().cloned().flatten());
            kept.next().or_else(|| std::fs::read(&found.path).ok().map(Arc::new))
        };
        let content = found.content.get_or_init(read).as_ref()?;
        Some((content, found.index))
    }

    /// Where a font is.
    pub(super) fn path(&self, font: FontNo) -> PathBuf {
        self.all.get(font.0).map(|found| found.path.clone()).unwrap_or_default()
    }
}

/// The glyph of a character, if the font has it and it is not an empty form.
pub(super) fn printable(
    charmap: &Charmap<'_>,
    widths: &GlyphMetrics<'_>,
    character: char,
) -> Option<GlyphId> {
    let glyph = charmap.map(character).filter(|glyph| glyph.to_u32() != 0)?;
    let bounds = widths.bounds(glyph)?;
    let has_form = bounds.x_max > bounds.x_min && bounds.y_max > bounds.y_min;
    (has_form || character.is_whitespace()).then_some(glyph)
}

/// A font that can be embedded: upright, with outlines.
fn found(database: &Database, face: &FaceInfo) -> Option<Found> {
    let families: Vec<String> = face.families.iter().map(|(family, _)| family.clone()).collect();
    let is_empty = families.iter().any(|family| EMPTY_FAMILIES.contains(&family.as_str()));
    let path = match &face.source {
        Source::File(path) | Source::SharedFile(path, _) => path.clone(),
        Source::Binary(_) => return None,
    };
    let has_outlines_and_chinese = |data: &[u8], index: u32| {
        let font = FontRef::from_index(data, index).ok()?;
        font.outline_glyphs().format()?;
        let charmap = font.charmap();
        Some(CHINESE.chars().all(|character| charmap.map(character).is_some_and(|glyph| glyph.to_u32() != 0)))
    };
    let is_chinese = database.with_face_data(face.id, has_outlines_and_chinese).flatten()?;
    let is_upright = face.style == Style::Normal;
    (is_upright && !is_empty && !families.is_empty()).then(|| Found {
        id: face.id,
        path,
        index: face.index,
        families,
        weight: face.weight.0,
        is_chinese,
        content: OnceLock::new(),
    })
}

/// The font for a face: one of its families, else one of 宋体, of the other faces, or any that has Chinese.
fn choose(all: &[Found], face: Face) -> Option<Chosen> {
    let of_family = |family: &&str| nearest(all, PLAIN, |found| found.is_called(family));
    let own = families(face).iter().find_map(of_family);
    let stands_in = || FACES.iter().flat_map(|other| families(*other)).find_map(of_family);
    let plain = own.or_else(stands_in).or_else(|| nearest(all, PLAIN, |_| true))?;
    let family = all.get(plain.0)?.families.first()?;
    let bold = nearest(all, BOLD, |found| found.weight >= BOLD_MIN && found.is_called(family));
    Some(Chosen { face, plain, bold, is_own: own.is_some() })
}

/// The Chinese font that comes nearest to a weight; of several the first.
fn nearest(all: &[Found], weight: u16, wanted: impl Fn(&Found) -> bool) -> Option<FontNo> {
    let chinese = all.iter().enumerate().filter(|(_, found)| found.is_chinese && wanted(found));
    chinese.min_by_key(|(at, found)| (found.weight.abs_diff(weight), *at)).map(|(at, _)| FontNo(at))
}

impl Found {
    fn is_called(&self, family: &str) -> bool {
        self.families.iter().any(|own| own.eq_ignore_ascii_case(family))
    }
}

impl FontsMissing {
    /// The same in both languages: what was looked for, where, and what to do.
    #[must_use]
    pub fn words(&self) -> Words {
        let wanted: Vec<&str> = FACES.iter().flat_map(|face| families(*face)).copied().collect();
        let wanted = wanted.join(", ");
        let place =
            self.folder.as_ref().map_or(SYSTEM_FOLDERS.to_owned(), |folder| folder.display().to_string());
        words(
            format!(
                "没有可用的中文字体。查找的目录：{place}。查找的字体：{wanted}。请安装字体（Debian: fonts-noto-cjk 或 \
                 fonts-wqy-zenhei），或把字体文件放入一个目录并在配置项 fonts 中指明"
            ),
            format!(
                "No Chinese font was found. Looked in: {place}. Looked for: {wanted}. Install fonts (Debian: \
                 fonts-noto-cjk or fonts-wqy-zenhei), or put font files into a folder and name it as `fonts` in the \
                 configuration"
            ),
        )
    }
}

impl fmt::Display for FontsMissing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Words { zh, en } = self.words();
        write!(f, "{zh} {en}")
    }
}

impl std::error::Error for FontsMissing {}
