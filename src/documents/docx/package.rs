//! What the file is, and its parts: content types and relationships (Open Packaging Conventions). What is no DOCX is
//! told by what it is instead. Not here: what stands in the parts.

use std::collections::BTreeMap;

use super::xml::{self, Element};
use crate::documents::template_problem::{TemplateProblem, of_file};
use crate::documents::{foreign, unpacking};
use crate::domain::refusal::{Words, words};

type Told = Vec<TemplateProblem>;

const DOCUMENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const TEMPLATE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml";

/// The parts that are read, unpacked.
pub(super) struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    main: String,
    relationships: Vec<Relationship>,
}

struct Relationship {
    id: String,
    kind: String,
    target: String,
}

impl Package {
    /// Unpacks the file under a limit, and finds its text.
    pub(super) fn open(bytes: &[u8]) -> Result<Package, Told> {
        if let Some((code, words)) = other_kind(bytes) {
            return Err(of_file(code, words));
        }
        let parts = unpacking::unpack(bytes, unpacking::UNPACKED_BYTES_MAX, is_read).map_err(unpacked)?;
        let Some(types) = parts.get("[Content_Types].xml") else { return Err(no_docx(&parts)) };
        let types = parse("[Content_Types].xml", types)?;
        let main = relationships(&parts, "")?
            .into_iter()
            .find(|related| related.kind.ends_with("/officeDocument"))
            .map(|related| related.target)
            .ok_or_else(|| no_docx(&parts))?;
        ensure_word(&types, &main, &parts)?;
        if !parts.contains_key(&main) {
            return Err(no_part(&main));
        }
        let relationships = relationships(&parts, &main)?;
        Ok(Package { parts, main, relationships })
    }

    /// The text.
    pub(super) fn document(&self) -> Result<Element, Told> {
        self.part(&self.main)
    }

    /// A part by how it is related to the text: `styles`.
    pub(super) fn by_kind(&self, kind: &str) -> Result<Option<Element>, Told> {
        let is_it = |related: &&Relationship| related.kind.rsplit('/').next() == Some(kind);
        let related = self.relationships.iter().find(is_it);
        related
            .filter(|related| self.parts.contains_key(&related.target))
            .map(|part| self.part(&part.target))
            .transpose()
    }

    /// A part by the id of its relationship.
    pub(super) fn by_id(&self, id: &str) -> Result<Element, Told> {
        let related = self.relationships.iter().find(|related| related.id == id);
        related.map_or_else(|| Err(no_part(id)), |related| self.part(&related.target))
    }

    fn part(&self, name: &str) -> Result<Element, Told> {
        self.parts.get(name).map_or_else(|| Err(no_part(name)), |bytes| parse(name, bytes))
    }
}

fn is_read(name: &str) -> bool {
    let extension = name.rsplit('.').next().unwrap_or_default();
    ["xml", "rels"].iter().any(|read| extension.eq_ignore_ascii_case(read))
        || name == "mimetype"
        || name.ends_with("vbaProject.bin")
}

/// What a file is that is no ZIP file, by its first bytes.
fn other_kind(bytes: &[u8]) -> Option<(&'static str, Words)> {
    if bytes.is_empty() {
        return Some(("empty_file", words("文件是空的", "the file is empty")));
    }
    if foreign::is_ole(bytes) {
        return Some(if foreign::has_part(bytes, "EncryptedPackage") {
            let zh = "文件设有打开密码，请取消密码后再上传";
            ("encrypted", words(zh, "the file wants a password: take it off, and bring the file again"))
        } else if foreign::has_part(bytes, "WordDocument") {
            let zh = "这是旧版Word文件（.doc），改扩展名不够：请在Word或WPS中“另存为”.docx";
            (
                "old_word",
                words(zh, "an old Word file (.doc), whatever its name: save it as .docx in Word or WPS"),
            )
        } else {
            ("not_docx", words("这是其他旧版Office文件，不是DOCX", "another old Office file, no DOCX"))
        });
    }
    if bytes.starts_with(b"PK") {
        return None;
    }
    let markup = foreign::is_markup(bytes).then_some(("网页或XML文件", "a web page or XML file"));
    let said = foreign::named(bytes).or(markup).map_or_else(
        || words("不是DOCX文件", "this is no DOCX file"),
        |(zh, en)| words(format!("这是{zh}，不是DOCX"), format!("this is {en}, no DOCX")),
    );
    Some(("not_docx", said))
}

fn unpacked(fault: unpacking::Fault) -> Told {
    match fault {
        unpacking::Fault::Broken => {
            let text = words("文件已损坏或不完整", "the file is damaged or cut off");
            of_file("damaged", text)
        }
        unpacking::Fault::Encrypted => {
            of_file("encrypted", words("文件设有密码", "a part of the file wants a password"))
        }
        unpacking::Fault::TooMuch => {
            of_file("unpacks_too_large", words("文件解压后过大", "the file unpacks to too much"))
        }
    }
}

fn no_docx(parts: &BTreeMap<String, Vec<u8>>) -> Told {
    let is_open_document =
        parts.get("mimetype").is_some_and(|kind| kind.starts_with(b"application/vnd.oasis.opendocument"));
    let text = if is_open_document {
        words("这是OpenDocument文件，请另存为.docx", "an OpenDocument file: save it as .docx")
    } else {
        words("这是ZIP压缩文件，不是DOCX", "a ZIP file, no DOCX")
    };
    of_file("not_docx", text)
}

fn no_part(name: &str) -> Told {
    let text = words(format!("文件缺少部件{name}"), format!("the file lacks its part {name}"));
    of_file("damaged", text)
}

/// Refuses macros, and what is not Word's.
fn ensure_word(types: &Element, main: &str, parts: &BTreeMap<String, Vec<u8>>) -> Result<(), Told> {
    let attribute = |element: &Element, name| element.attribute(name).unwrap_or_default().to_owned();
    let named = format!("/{main}");
    let extension = main.rsplit('.').next().unwrap_or_default();
    let own = types
        .children
        .iter()
        .find(|kind| kind.name == "Override" && attribute(kind, "PartName").eq_ignore_ascii_case(&named));
    let usual = || {
        let mut usual = types.children.iter().filter(|kind| kind.name == "Default");
        usual.find(|kind| attribute(kind, "Extension").eq_ignore_ascii_case(extension))
    };
    let kind = own.or_else(usual).map(|kind| attribute(kind, "ContentType")).unwrap_or_default();
    if kind.contains("macroEnabled") || parts.keys().any(|name| name.ends_with("vbaProject.bin")) {
        let zh = "文件带有宏（.docm），请另存为不带宏的.docx";
        return Err(of_file(
            "macros",
            words(zh, "the file holds macros (.docm): save it as .docx without them"),
        ));
    }
    if kind == DOCUMENT || kind == TEMPLATE {
        return Ok(());
    }
    let text = words(
        format!("这是其他Office文件（{kind}），不是Word文档"),
        format!("another Office file ({kind}), no Word document"),
    );
    Err(of_file("not_docx", text))
}

/// The relationships of a part, with their targets as names of parts; what lies outside the file is left out.
fn relationships(parts: &BTreeMap<String, Vec<u8>>, of: &str) -> Result<Vec<Relationship>, Told> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let slash = if folder.is_empty() { "" } else { "/" };
    let rels = format!("{folder}{slash}_rels/{name}.rels");
    let Some(bytes) = parts.get(&rels) else { return Ok(Vec::new()) };
    let read = |element: &Element| {
        let attribute = |name| element.attribute(name).unwrap_or_default();
        let is_inside = !attribute("TargetMode").eq_ignore_ascii_case("External");
        let target = attribute("Target");
        let target =
            target.strip_prefix('/').map_or_else(|| format!("{folder}{slash}{target}"), str::to_owned);
        (element.name == "Relationship" && is_inside).then(|| Relationship {
            id: attribute("Id").to_owned(),
            kind: attribute("Type").to_owned(),
            target,
        })
    };
    Ok(parse(&rels, bytes)?.children.iter().filter_map(read).collect())
}

fn parse(name: &str, bytes: &[u8]) -> Result<Element, Told> {
    xml::parse(bytes).map_err(|fault| match fault {
        xml::Fault::Doctype => {
            let zh = format!("部件{name}含有文档类型声明或实体，不予读取");
            of_file(
                "document_type",
                words(zh, format!("{name} declares a document type or entities; it is not read")),
            )
        }
        xml::Fault::TooMuch => {
            let zh = format!("部件{name}元素过多或嵌套过深");
            of_file("too_large", words(zh, format!("{name} has too many elements, or too deep ones")))
        }
        xml::Fault::Encoding => {
            of_file("damaged", words(format!("部件{name}不是UTF-8编码"), format!("{name} is not UTF-8")))
        }
        xml::Fault::Malformed => {
            let zh = format!("部件{name}的XML有错误，文件已损坏");
            of_file("damaged", words(zh, format!("{name} is no well-formed XML: the file is damaged")))
        }
    })
}
