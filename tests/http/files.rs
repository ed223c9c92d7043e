//! Files of cases: what is brought is given back byte for byte, is kept once and sealed, and what is not what it is said
//! to be, too long, broken off or altered is an error and leaves nothing. Who may is in `permissions` and `masking`.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;

use crate::support::people::{Caller, File, People, application};
use crate::support::server::{Reply, TestServer};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use sikuai::app::App;
use sikuai::app::clock::Clock;
use sikuai::app::file_check::Contents;
use sikuai::app::ids::hex;
use sikuai::cli::Failure;
use sikuai::config::Config;
use sikuai::storage::{StorageError, Tx, audit};

const PDF: &str = "application/pdf";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// --- Files, as other programs write them ---

/// A page of A4 with nothing on it; longer by so many bytes of a comment.
fn pdf(more: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (no, object) in [
        (1, "<< /Type /Catalog /Pages 2 0 R >>"),
        (2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"),
    ] {
        places.push(bytes.len());
        writeln!(bytes, "{no} 0 obj\n{object}\nendobj").unwrap();
    }
    bytes.push(b'%');
    bytes.extend((0..more).map(|n| b'a' + u8::try_from(n * 7 % 25).unwrap()));
    let table = bytes.len() + 1;
    write!(bytes, "\nxref\n0 4\n0000000000 65535 f \n").unwrap();
    for place in places {
        writeln!(bytes, "{place:010} 00000 n ").unwrap();
    }
    writeln!(bytes, "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{table:010}\n%%EOF").unwrap();
    bytes
}

/// One black pixel.
const PNG: [u8; 67] = [
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 0x0a, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63,
    0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60,
    0x82,
];

fn zipped(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in entries {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn docx() -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let text = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>调解协议</w:t></w:r></w:p></w:body></w:document>"#;
    zipped(&[("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", text)])
}

fn xlsx() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write(0, 0, "工资表").unwrap();
    book.save_to_buffer().unwrap()
}

fn ofd() -> Vec<u8> {
    zipped(&[("Doc_0/Document.xml", "<ofd:Document/>"), ("OFD.xml", "<ofd:OFD/>")])
}

/// A tenth of a second of silence.
fn wav() -> Vec<u8> {
    let mut bytes = b"RIFF\x44\x03\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x40\x1f\x00\x00\x40\x1f\x00\x00\x01\x00\x08\x00data\x20\x03\x00\x00".to_vec();
    bytes.resize(bytes.len() + 800, 0x80);
    bytes
}

/// A file of the ISO base media format, of this brand, with nothing to play.
fn iso_media(brand: [u8; 4]) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x18ftyp".to_vec();
    bytes.extend(brand);
    bytes.extend(b"\0\0\0\0");
    bytes.extend(brand);
    bytes.extend(b"mif1\0\0\0\x08free");
    bytes
}

/// Name, media type, bytes: one of each kind that is taken.
fn of_every_kind() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xd9".to_vec();
    let tiff = b"II*\0\x08\0\0\0\0\0\0\0\0\0".to_vec();
    let webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0/\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0".to_vec();
    let mp3 = b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\x64\0\0".to_vec();
    vec![
        ("送达回证.pdf", PDF, pdf(0)),
        ("现场.jpg", "image/jpeg", jpeg),
        ("截图.PNG", "image/png", PNG.to_vec()),
        ("扫描.tif", "image/tiff", tiff),
        ("照片.heic", "image/heic", iso_media(*b"heic")),
        ("图.webp", "image/webp", webp),
        ("调解协议.docx", DOCX, docx()),
        ("工资表.xlsx", XLSX, xlsx()),
        ("裁决书.ofd", "application/ofd", ofd()),
        ("说明.txt", "text/plain", "符永祥的说明\n".into()),
        ("庭审.mp4", "video/mp4", iso_media(*b"isom")),
        ("录音.mp3", "audio/mpeg", mp3),
        ("录音.m4a", "audio/mp4", iso_media(*b"M4A ")),
        ("录音.wav", "audio/wav", wav()),
    ]
}

// --- The office ---

fn office(server: &TestServer) -> (People<'_>, File) {
    let people = People::of(server);
    let file = people.clerk.receive(&application("2021-12-01"));
    (people, file)
}

/// A name as it stands in a query.
fn in_query(name: &str) -> String {
    name.bytes().flat_map(|byte| ["%".to_owned(), hex(&[byte])]).collect()
}

fn path(file: &File, name: &str) -> String {
    file.path(&format!("files?name={}", in_query(name)))
}

fn brings(caller: &Caller<'_>, file: &File, (name, media): (&str, &str), bytes: impl Into<Vec<u8>>) -> Reply {
    caller.call("POST", &path(file, name)).header("content-type", media).raw(bytes)
}

/// Brings a file that must be taken; its path.
fn brought(caller: &Caller<'_>, file: &File, named: (&str, &str), bytes: &[u8]) -> String {
    let reply = brings(caller, file, named, bytes);
    assert_eq!(reply.status, 201, "{named:?}: {reply:?}");
    reply.header("location").to_owned()
}

/// Reads a file that must come whole.
fn content(caller: &Caller<'_>, path: &str) -> Vec<u8> {
    let (status, _, bytes) = caller.call("GET", path).bytes().unwrap();
    assert_eq!(status, 200, "{path}");
    bytes
}

fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The blobs of the office, by address.
fn blobs(server: &TestServer) -> Vec<PathBuf> {
    server.blobs()
}

fn blob_of(server: &TestServer, bytes: &[u8]) -> PathBuf {
    server.blob(&sha256(bytes)).unwrap()
}

/// What the check finds when it reads everything.
fn found(server: &TestServer) -> Vec<String> {
    server.app.register.check_with(Contents::Read).unwrap().inconsistencies
}

fn files_of(caller: &Caller<'_>, file: &File) -> Vec<Value> {
    caller.read(&file.path("files"))["items"].as_array().unwrap().clone()
}

// --- What is brought is given back ---

#[test]
fn a_file_of_every_kind_comes_back_as_it_was() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    for (name, media, bytes) in of_every_kind() {
        let reply = brings(&people.clerk, &file, (name, media), bytes.clone());
        assert_eq!(reply.status, 201, "{name}: {reply:?}");
        let view = reply.json();
        let expected = json!({ "id": view["id"], "case_id": file.id, "name": name, "media_type": media,
            "bytes": bytes.len(), "sha256": sha256(&bytes), "material": null, "of": [], "uploaded_by": people.clerk.id,
            "created_at": "2021-12-10T01:00:00Z" });
        assert_eq!(view, expected);
        let path = file.path(&format!("files/{}", view["id"].as_str().unwrap()));
        assert_eq!(reply.header("location"), path);
        let (status, headers, read) = people.clerk.call("GET", &path).bytes().unwrap();
        assert_eq!((status, &read), (200, &bytes), "{name}");
        let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap());
        assert_eq!(header("content-length"), bytes.len().to_string());
        assert_eq!(header("content-type"), media);
        assert_eq!(header("etag"), format!("\"{}\"", sha256(&bytes)));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").starts_with("sandbox;"), "{headers:?}");
        assert!(header("content-disposition").starts_with("attachment; filename*=UTF-8''"), "{headers:?}");
    }
    assert_eq!(files_of(&people.clerk, &file).len(), 14);
    let checked = server.app.register.check_with(Contents::Read).unwrap();
    assert_eq!((checked.files, checked.inconsistencies, checked.unnamed), (14, vec![], vec![]));
}

/// Lengths around the pieces in which a content is sealed (64 KiB), read (256 KiB) and verified whole (4 MiB).
#[test]
fn every_length_comes_back_whole() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let base = pdf(0).len();
    for length in [65_535, 65_536, 65_537, 262_144, 262_145, 4 << 20, (4 << 20) + 1, 4_700_000] {
        let bytes = pdf(length - base);
        assert_eq!(bytes.len(), length);
        let path = brought(&people.clerk, &file, ("长.pdf", PDF), &bytes);
        // A caller who would take it packed gets it as it is: the length is what proves it whole.
        let call = people.clerk.call("GET", &path).header("accept-encoding", "gzip");
        let (status, headers, read) = call.bytes().unwrap();
        assert!(status == 200 && read == bytes, "{length}");
        assert_eq!(headers.get("content-length").unwrap().to_str().unwrap(), length.to_string());
    }
    assert_eq!(found(&server), Vec::<String>::new());
}

#[test]
fn the_same_content_is_kept_once_and_sealed() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let other = people.clerk.receive_another(&application("2021-12-02"));
    let bytes = pdf(100_000);
    let paths = [
        brought(&people.clerk, &file, ("甲.pdf", PDF), &bytes),
        brought(&people.clerk, &other, ("乙.pdf", PDF), &bytes),
        brought(&people.clerk, &file, ("甲.pdf", PDF), &bytes),
    ];
    assert_eq!(paths.iter().collect::<BTreeSet<_>>().len(), 3);
    for path in &paths {
        assert_eq!(content(&people.clerk, path), bytes);
    }
    assert_eq!(blobs(&server), [blob_of(&server, &bytes)]);
    let sealed = fs::read(blob_of(&server, &bytes)).unwrap();
    let says = |part: &[u8]| sealed.windows(part.len()).any(|window| window == part);
    assert!(!says(b"%PDF") && !says(b"/Catalog") && !says(b"startxref"));
    assert_eq!(files_of(&people.clerk, &other).len(), 1);
    assert_eq!(found(&server), Vec::<String>::new());
    // Somebody else's case is no way to a file.
    let id = paths[1].rsplit('/').next().unwrap();
    assert_eq!(people.clerk.get(&file.path(&format!("files/{id}"))).status, 404);
}

#[test]
fn the_same_content_brought_at_once_is_kept_once_and_opens_for_all() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let token = server.log_in("clerk")["access_token"].as_str().unwrap().to_owned();
    for round in 0..4 {
        let bytes = pdf(200_000 + round);
        let (server, token, bytes, path) = (&server, &token, &bytes, path(&file, "同.pdf"));
        let statuses: Vec<u16> = std::thread::scope(|scope| {
            let bring = || {
                let call = server.post(&path).bearer(token).header("content-type", PDF);
                call.raw(bytes.clone()).status
            };
            let callers: Vec<_> = (0..6).map(|_| scope.spawn(bring)).collect();
            callers.into_iter().map(|caller| caller.join().unwrap()).collect()
        });
        assert_eq!(statuses, [201; 6]);
    }
    server.blobs_once(4);
    let files = files_of(&people.clerk, &file);
    assert_eq!(files.len(), 24);
    for one in files {
        let path = file.path(&format!("files/{}", one["id"].as_str().unwrap()));
        assert_eq!(sha256(&content(&people.clerk, &path)), one["sha256"].as_str().unwrap());
    }
    assert_eq!(found(&server), Vec::<String>::new());
}

#[test]
fn a_file_is_added_once_under_its_key() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let add = |name: &str, bytes: Vec<u8>| {
        let call = people.clerk.call("POST", &path(&file, name)).header("idempotency-key", "once");
        call.header("content-type", PDF).raw(bytes)
    };
    let (first, second) = (add("回证.pdf", pdf(1)), add("回证.pdf", pdf(1)));
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!((first.json(), second.header("idempotency-replayed")), (second.json(), "true"));
    for other in [add("回证.pdf", pdf(2)), add("另.pdf", pdf(1))] {
        assert_eq!(other.violations(), ["act  key_used_for_another_request"]);
    }
    assert_eq!((files_of(&people.clerk, &file).len(), server.blobs_once(1).len()), (1, 1));
}

#[test]
fn names_come_back_as_they_were_and_a_path_is_no_name() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let good =
        ["符永祥📎 “回证” 'a'; x=\"1\".pdf", "%2e%2e%2f.pdf", "a b+c&d=e#f?.pdf", "résumé…〔2021〕1号.PDF"];
    for name in good {
        let path = brought(&people.clerk, &file, (name, PDF), &pdf(0));
        let (_, headers, _) = people.clerk.call("GET", &path).bytes().unwrap();
        let attached = headers.get("content-disposition").unwrap().to_str().unwrap();
        let encoded = attached.strip_prefix("attachment; filename*=UTF-8''").unwrap();
        // RFC 8187: nothing but unreserved characters and %XX.
        assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"%-._~".contains(&b)), "{attached}");
        let mut bytes = Vec::new();
        let mut rest = encoded.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            if *first == b'%' {
                let digits = std::str::from_utf8(&after[..2]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &after[2..];
            } else {
                bytes.push(*first);
                rest = after;
            }
        }
        assert_eq!(String::from_utf8(bytes).unwrap(), name);
    }
    let names: Vec<Value> = files_of(&people.clerk, &file).iter().map(|file| file["name"].clone()).collect();
    let sorted = |names: &[Value]| names.iter().map(Value::to_string).collect::<BTreeSet<_>>();
    assert_eq!(sorted(&names), sorted(&good.map(Value::from)));
    for bad in ["../../etc/passwd.pdf", "C:\\a.pdf", ".pdf", "", "a\u{202e}fdp.exe", &"长".repeat(201)] {
        let reply = brings(&people.clerk, &file, (bad, PDF), pdf(0));
        assert_eq!(reply.status, 400, "{bad}: {reply:?}");
        assert!(reply.violations()[0].starts_with("query name "), "{reply:?}");
    }
    let without = people.clerk.call("POST", &file.path("files")).header("content-type", PDF).raw(pdf(0));
    assert_eq!((without.status, without.violations()), (400, vec!["query name required".to_owned()]));
    assert_eq!(blobs(&server).len(), 1);
}

#[test]
fn the_list_goes_in_pages() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    for n in 0..5 {
        brought(&people.clerk, &file, (&format!("第{n}件.txt"), "text/plain"), format!("第{n}件").as_bytes());
        server.clock.advance(chrono::TimeDelta::seconds(1));
    }
    for limit in [1, 2, 5] {
        let (mut walked, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = people.clerk.read(&file.path(&format!("files?limit={limit}{cursor}")));
            walked.extend(page["items"].as_array().unwrap().iter().map(|item| item["name"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(
            walked,
            ["第0件.txt", "第1件.txt", "第2件.txt", "第3件.txt", "第4件.txt"],
            "pages of {limit}"
        );
    }
    let before = server.app.store.statements();
    people.clerk.read(&file.path("files"));
    let statements = server.app.store.statements() - before;
    assert_eq!(
        statements, 5,
        "the session, the case, the page, what was stated of its files, and their papers"
    );
    let wrong = people.clerk.get(&file.path("files?cursor=x&limit=0"));
    assert_eq!(wrong.violations(), ["query cursor format", "query limit range"]);
}

#[test]
fn who_has_a_file_already_is_told_so_and_each_reading_is_put_down() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let path = brought(&people.clerk, &file, ("符永祥.pdf", PDF), &pdf(0));
    let tag = format!("\"{}\"", sha256(&pdf(0)));
    let again = people.clerk.call("GET", &path).header("if-none-match", &tag).send();
    assert_eq!((again.status, again.header("etag"), again.text.as_str()), (304, tag.as_str(), ""));
    assert_eq!(people.outsider.call("GET", &path).header("if-none-match", &tag).send().status, 403);
    let shown = |people: &People<'_>| people.supervisor.read(&file.path("unmaskings"))["items"].clone();
    assert_eq!(shown(&people), json!([]), "nothing was shown");
    content(&people.clerk, &(path.clone() + "?reason=%E6%A0%B8%E5%AF%B9"));
    let id = path.rsplit('/').next().unwrap();
    let items = shown(&people);
    let expected = json!([{ "no": items[0]["no"], "at": "2021-12-10T01:00:00Z", "user": people.clerk.id,
        "user_name": "测试", "party": null, "file": id, "paper": null, "volume": null, "reason": "核对" }]);
    assert_eq!(items, expected);
    let rows = server.app.store.read_blocking(|c| audit::page(c, 0, 1_000)).unwrap();
    let log = format!("{rows:?}");
    assert!(log.contains("file_added") && !log.contains("符永祥"), "{log}");
}

// --- What is refused leaves nothing ---

#[test]
fn what_is_not_what_it_is_said_to_be_is_refused_and_named() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let exe = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec();
    let elf = [b"\x7fELF\x02\x01\x01\0".as_slice(), &[0; 60]].concat();
    let bomb = zipped(&[("0.zip", &"0".repeat(1 << 20)), ("1.zip", &"0".repeat(1 << 20))]);
    let macros =
        zipped(&[("[Content_Types].xml", ""), ("word/document.xml", ""), ("word/vbaProject.bin", "")]);
    let gbk = b"\xb7\xfb\xd3\xc0\xcf\xe9".to_vec();
    // Name, media type, bytes, and what the answer must name.
    let cases: [(&str, &str, Vec<u8>, [&str; 3]); 14] = [
        ("a.pdf", PDF, PNG.to_vec(), [".pdf", PDF, "image/png"]),
        ("a.pdf", PDF, docx(), [".pdf", PDF, DOCX]),
        ("a.docx", DOCX, xlsx(), [".docx", DOCX, XLSX]),
        ("a.xlsx", XLSX, bomb, [".xlsx", XLSX, "application/zip"]),
        ("a.docx", DOCX, macros, [".docx", DOCX, "vbaProject"]),
        ("a.pdf", PDF, exe.clone(), [".pdf", PDF, "portable-executable"]),
        ("a.txt", "text/plain", elf, [".txt", "text/plain", "x-executable"]),
        ("a.txt", "text/plain", gbk, [".txt", "text/plain", "不是UTF-8文本"]),
        ("a.txt", "text/plain", b"<html><script>1</script>".to_vec(), [".txt", "text/plain", "text/html"]),
        ("a.pdf", PDF, Vec::new(), ["文件是空的"; 3]),
        ("a.txt", "text/plain", Vec::new(), ["文件是空的"; 3]),
        ("a.pdf", "image/png", pdf(0), [".pdf", "image/png", "png"]),
        ("a.exe", "application/octet-stream", exe, [".exe", "octet-stream", "未读取"]),
        ("a.txt", "text/plain; charset=gbk", b"abc".to_vec(), [".txt", "charset=gbk", "未读取"]),
    ];
    for (name, media, bytes, named) in cases {
        let reply = brings(&people.clerk, &file, (name, media), bytes);
        let problem = reply.json();
        assert_eq!(
            (reply.status, &problem["type"]),
            (415, &json!("/problems/unsupported-file")),
            "{reply:?}"
        );
        let detail = problem["detail"].as_str().unwrap();
        assert!(named.iter().all(|part| detail.contains(part)), "{detail} lacks one of {named:?}");
    }
    let packed = people.clerk.call("POST", &path(&file, "a.pdf")).header("content-type", PDF);
    let packed = packed.header("content-encoding", "gzip").raw(pdf(0));
    assert_eq!(packed.violations(), ["header content-encoding not_taken"]);
    assert_eq!((files_of(&people.clerk, &file), blobs(&server)), (Vec::new(), Vec::new()));
}

/// By the list at its end a ZIP is whole or not, and says to how much it unpacks; a PDF has an end.
#[test]
fn what_is_cut_off_or_would_swell_is_refused_and_leaves_nothing() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let half = |bytes: Vec<u8>| bytes[..bytes.len() / 2].to_vec();
    let list_at = |bytes: &[u8]| bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let (mut destroyed, mut swelling) = (docx(), docx());
    let at = list_at(&destroyed);
    destroyed[at..at + 4].fill(0);
    // The first part says that it unpacks to 4 GiB, but for two bytes.
    swelling[at + 24..at + 28].copy_from_slice(&(u32::MAX - 1).to_le_bytes());
    let ofd_type = "application/ofd";
    let (broken, too_much) = (
        "文件已损坏或不完整，未保存；请重新导出或者扫描后再上传",
        "文件解压后超过512 MiB，未保存；请拆分后再上传",
    );
    for (name, media, bytes, said) in [
        ("a.docx", DOCX, half(docx()), broken),
        ("a.xlsx", XLSX, half(xlsx()), broken),
        ("a.ofd", ofd_type, half(ofd()), broken),
        ("a.docx", DOCX, destroyed, broken),
        ("a.docx", DOCX, swelling, too_much),
        ("a.pdf", PDF, half(pdf(3_000)), broken),
    ] {
        let reply = brings(&people.clerk, &file, (name, media), bytes);
        assert_eq!((reply.status, &reply.json()["detail"]), (415, &json!(said)), "{name}: {reply:?}");
        assert_eq!(reply.json()["type"], "/problems/unsupported-file");
    }
    assert_eq!((files_of(&people.clerk, &file), blobs(&server)), (Vec::new(), Vec::new()));
    // The same files as they were are taken.
    for (name, media, bytes) in [("a.docx", DOCX, docx()), ("a.pdf", PDF, pdf(3_000))] {
        brought(&people.clerk, &file, (name, media), &bytes);
    }
}

/// A connection of one's own, on which a request can be left unfinished.
fn connection(server: &TestServer, path: &str, headers: &str) -> TcpStream {
    let token = server.log_in("clerk")["access_token"].as_str().unwrap().to_owned();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: {PDF}\r\n{headers}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

/// The head of the answer, and what follows, until the connection ends.
fn answered(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while let Ok(read @ 1..) = stream.read(&mut part) {
        bytes.extend_from_slice(&part[..read]);
        if bytes.windows(2).any(|window| window == b"}\n" || window.ends_with(b"}")) {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_file_of_two_gibibytes_is_refused_before_any_of_it_is_read() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    // Not one byte of the body is ever sent, so an answer shows that none was waited for.
    let stream = connection(&server, &path(&file, "大.pdf"), "content-length: 2147483648");
    let answer = answered(stream);
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("文件不得超过 100 MiB"), "{answer}");
    assert_eq!((files_of(&people.clerk, &file), blobs(&server)), (Vec::new(), Vec::new()));
}

#[test]
fn a_file_that_grows_beyond_the_limit_is_refused_when_it_does() {
    let server = TestServer::start_with(|config| config.file_mebibytes_max = 1);
    let (people, file) = office(&server);
    let at_limit = pdf((1 << 20) - pdf(0).len());
    assert_eq!(at_limit.len(), 1 << 20);
    brought(&people.clerk, &file, ("正好.pdf", PDF), &at_limit);
    let said = brings(&people.clerk, &file, ("多一.pdf", PDF), pdf((1 << 20) + 1 - pdf(0).len()));
    assert_eq!((said.status, &said.json()["type"]), (413, &json!("/problems/too-large")), "{said:?}");
    // In chunks, whose sum nobody foretells.
    let mut stream = connection(&server, &path(&file, "块.pdf"), "transfer-encoding: chunked");
    let chunk = [b"10000\r\n".as_slice(), &pdf(0), &vec![b' '; 65_536 - pdf(0).len()], b"\r\n"].concat();
    for _ in 0..17 {
        // The answer may come, and the connection end, before the last chunk.
        let _ended = stream.write_all(&chunk);
    }
    let answer = answered(stream);
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("文件不得超过 1 MiB"), "{answer}");
    assert_eq!((files_of(&people.clerk, &file).len(), blobs(&server).len()), (1, 1));
}

#[test]
fn what_is_broken_off_leaves_nothing() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let bytes = pdf(2_000_000);
    let mut stream = connection(&server, &path(&file, "断.pdf"), &format!("content-length: {}", bytes.len()));
    stream.write_all(&bytes[..1_500_000]).unwrap();
    // It has arrived and is being written: beside the blobs, or where nobody sees it before it is put up.
    while server.bucket().is_none() && blobs(&server).is_empty() {
        std::thread::yield_now();
    }
    drop(stream);
    server.blobs_once(0);
    assert_eq!(files_of(&people.clerk, &file), Vec::<Value>::new());
    // The same again, whole.
    let path = brought(&people.clerk, &file, ("断.pdf", PDF), &bytes);
    assert_eq!(content(&people.clerk, &path), bytes);
    assert_eq!(found(&server), Vec::<String>::new());
}

#[test]
fn an_office_without_a_directory_says_so() {
    // On PostgreSQL nothing lies beside the database.
    let server = TestServer::start_with(|config| {
        config.files = None;
        config.database = "postgres://elsewhere/office".to_owned();
    });
    let (people, file) = office(&server);
    let reply = brings(&people.clerk, &file, ("a.pdf", PDF), pdf(0));
    assert_eq!(reply.status, 503, "{reply:?}");
    assert!(reply.json()["detail"].as_str().unwrap().contains("files"), "{reply:?}");
    assert_eq!(files_of(&people.clerk, &file), Vec::<Value>::new());
}

// --- What is served is what was stored ---

#[test]
fn an_altered_or_missing_content_is_an_error_and_is_mended_by_bringing_it_again() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    for (bytes, wrongs) in [(pdf(50_000), 4), (pdf(4_300_000), 1)] {
        let path = brought(&people.clerk, &file, ("一.pdf", PDF), &bytes);
        let blob = blob_of(&server, &bytes);
        let sealed = fs::read(&blob).unwrap();
        let mut flipped = sealed.clone();
        let last = flipped.len() - 5;
        flipped[last] ^= 1;
        let cut = sealed[..sealed.len() - 1].to_vec();
        for wrong in [Some(flipped), Some(cut), Some(Vec::new()), None].into_iter().take(wrongs) {
            match wrong {
                Some(bytes) => fs::write(&blob, bytes).unwrap(),
                None => fs::remove_file(&blob).unwrap(),
            }
            // Either an error, or a connection that breaks off before the promised length.
            match people.clerk.call("GET", &path).bytes() {
                Ok((status, _, read)) => {
                    let said = String::from_utf8_lossy(&read);
                    assert!(status == 500 && read.len() < 1000 && bytes.len() < 60_000, "{status}");
                    assert!(said.contains("/problems/content-lost") && said.contains("再上传一次"), "{said}");
                }
                Err(error) => assert!(bytes.len() > 4_300_000, "{error}"),
            }
            let said = found(&server);
            assert!(!said.is_empty() && said.iter().all(|what| what.contains(&sha256(&bytes))), "{said:?}");
            // Brought again it is whole again, also for who brought it before.
            let again = brought(&people.clerk, &file, ("再.pdf", PDF), &bytes);
            assert_eq!(content(&people.clerk, &path), bytes);
            assert_eq!(content(&people.clerk, &again), bytes);
            assert_eq!(found(&server), Vec::<String>::new());
        }
    }
    assert_eq!(blobs(&server).len(), 2);
}

/// One content in the place of another, each sealed well.
#[test]
fn a_content_in_the_place_of_another_is_not_served() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let (one, other) = (pdf(50_001), pdf(50_002));
    let path = brought(&people.clerk, &file, ("一.pdf", PDF), &one);
    brought(&people.clerk, &file, ("二.pdf", PDF), &other);
    fs::copy(blob_of(&server, &other), blob_of(&server, &one)).unwrap();
    assert_eq!(people.clerk.get(&path).status, 500);
    // Its rows alone, changed to name the other: the digest is not that of the content.
    let (from, to) = (sha256(&one), sha256(&other));
    server
        .app
        .store
        .write_blocking(move |tx| {
            use diesel::RunQueryDsl as _;
            let sql = format!("UPDATE case_files SET sha256 = '{to}' WHERE sha256 = '{from}'");
            diesel::sql_query(sql).execute(&mut **tx).map_err(sikuai::storage::StorageError::from)
        })
        .unwrap();
    assert_eq!(people.clerk.get(&path).status, 500);
    assert!(!found(&server).is_empty());
}

#[test]
fn files_open_after_the_keys_were_changed() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let bytes = pdf(100_000);
    let path = brought(&people.clerk, &file, ("符永祥.pdf", PDF), &bytes);
    let before = fs::read(blob_of(&server, &bytes)).unwrap();
    let rotated = server.app.register.rotate_master(|_| {}).unwrap();
    assert!(rotated.rows > 0 && rotated.altered.is_empty(), "{rotated:?}");
    assert_eq!(server.app.register.rotate_index().unwrap().altered, Vec::<String>::new());
    assert_eq!(server.app.register.retire_keys().unwrap().len(), 2);
    assert_eq!(content(&people.clerk, &path), bytes);
    assert_eq!(files_of(&people.clerk, &file)[0]["name"], "符永祥.pdf");
    assert_eq!(fs::read(blob_of(&server, &bytes)).unwrap(), before, "contents are not sealed again");
    // The same content is still known to be the same.
    brought(&people.clerk, &file, ("再.pdf", PDF), &bytes);
    assert_eq!(blobs(&server).len(), 1);
    assert_eq!(found(&server), Vec::<String>::new());
}

/// What a crash leaves: a content without rows, and in a directory one half written.
#[test]
fn what_a_crash_left_harms_nothing_and_is_named_or_cleared() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let bytes = pdf(70_000);
    let address = sha256(&bytes);
    let name = format!("{}/{address}.0123456789abcdef", &address[..2]);
    // The place is the office's, from its first start on.
    server.app.register.open_files().unwrap();
    let left = server.files.join(&name);
    let leave = || {
        fs::create_dir_all(left.parent().unwrap()).unwrap();
        fs::write(&left, b"sealed with a key that is gone").unwrap();
    };
    leave();
    let checked = || {
        let checked = server.app.register.check_with(Contents::Read).unwrap();
        (checked.inconsistencies, checked.unnamed)
    };
    assert_eq!(checked(), (Vec::new(), vec![name.clone()]));
    if server.bucket().is_none() {
        let incoming = server.files.join("incoming");
        fs::create_dir_all(&incoming).unwrap();
        fs::write(incoming.join("half"), b"half").unwrap();
        server.app.register.open_files().unwrap();
        assert!(fs::read_dir(&incoming).unwrap().next().is_none());
    }
    // The same content lies beside it, and what comes late comes to where it was going.
    let path = brought(&people.clerk, &file, ("一.pdf", PDF), &bytes);
    leave();
    assert_eq!(content(&people.clerk, &path), bytes);
    assert_eq!((blobs(&server).len(), checked()), (2, (Vec::new(), vec![name.clone()])));
    fs::remove_file(&left).unwrap();
    assert_eq!((content(&people.clerk, &path), checked()), (bytes, (Vec::new(), Vec::new())));
}

/// What a program of the time before seals kept: the name says nothing of the key.
#[test]
fn a_content_that_was_kept_by_its_digest_alone_is_read_checked_and_mended() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let (bytes, other) = (pdf(70_001), pdf(70_002));
    let path = brought(&people.clerk, &file, ("一.pdf", PDF), &bytes);
    let older = |bytes: &[u8]| {
        let named = blob_of(&server, bytes);
        fs::rename(&named, named.with_file_name(sha256(bytes))).unwrap();
        named
    };
    let named = older(&bytes);
    brought(&people.clerk, &file, ("二.pdf", PDF), &other);
    older(&other);
    assert_eq!(content(&people.clerk, &path), bytes);
    let checked = server.app.register.check_with(Contents::Read).unwrap();
    assert_eq!((checked.inconsistencies, checked.unnamed), (Vec::new(), Vec::new()));
    // It is the same still, and the same content comes to it.
    brought(&people.clerk, &file, ("再.pdf", PDF), &bytes);
    assert_eq!(blobs(&server).len(), 2);
    fs::write(named.with_file_name(sha256(&bytes)), b"altered").unwrap();
    assert_eq!((people.clerk.get(&path).status, found(&server).len()), (500, 2));
    brought(&people.clerk, &file, ("再.pdf", PDF), &bytes);
    assert_eq!((content(&people.clerk, &path), found(&server)), (bytes, Vec::<String>::new()));
    assert!(named.exists());
}

// --- The place is of one database ---

/// What a start on the database of this office says, with other settings.
fn starts(server: &TestServer, set: impl FnOnce(&mut Config)) -> Result<(), String> {
    let mut config = server.app.settings.clone();
    set(&mut config);
    let app = App::over(server.app.store.clone(), config, Clock::Manual(server.clock.clone())).unwrap();
    app.register.open_files().map_err(|error| Failure::from(error).to_string())
}

/// Settings of the files alone.
fn keeps_files_as(of: &TestServer) -> impl Fn(&mut Config) + '_ {
    |config| {
        let as_set = of.app.settings.clone();
        config.files = as_set.files;
        config.files_endpoint = as_set.files_endpoint;
        config.files_allow_http = as_set.files_allow_http;
        config.files_credentials = as_set.files_credentials;
    }
}

#[test]
fn the_place_of_the_files_of_one_database_is_taken_for_that_of_no_other() {
    let (server, other) = (TestServer::start(), TestServer::start());
    assert_eq!(starts(&server, |_| {}), Ok(()));
    assert_eq!(starts(&server, |_| {}), Ok(()), "and again");
    let said = starts(&other, keeps_files_as(&server)).unwrap_err();
    assert!(said.contains("另一数据库") && said.contains("those of another database"), "{said}");
    assert_eq!(starts(&other, |_| {}), Ok(()));
    // It had contents before it said whose they are.
    let (people, file) = office(&server);
    let bytes = pdf(1);
    brought(&people.clerk, &file, ("一.pdf", PDF), &bytes);
    fs::remove_file(server.files.join("database")).unwrap();
    assert_eq!(starts(&server, |_| {}), Ok(()));
    // A backup of before it was called anything: the contents say whose they are.
    let forget = |tx: &mut Tx| {
        use diesel::RunQueryDsl as _;
        diesel::sql_query("DELETE FROM meta WHERE key = 'files_database'")
            .execute(&mut **tx)
            .map_err(StorageError::from)
    };
    let said = fs::read_to_string(server.files.join("database")).unwrap();
    server.app.store.write_blocking(forget).unwrap();
    assert_eq!(starts(&server, |_| {}), Ok(()));
    assert_eq!(fs::read_to_string(server.files.join("database")).unwrap(), said);
    // A database without files does not take what others brought before they said whose it is; and who only looks says nothing.
    fs::remove_file(server.files.join("database")).unwrap();
    let new = TestServer::start();
    assert!(starts(&new, keeps_files_as(&server)).unwrap_err().contains("database"));
    // Nor does one that has a name already, and has no files.
    assert!(starts(&other, keeps_files_as(&server)).unwrap_err().contains("此处没有本库的材料文件"));
    server.app.register.look_at_files().unwrap();
    assert!(!server.files.join("database").exists());
    assert_eq!(starts(&server, |_| {}), Ok(()));
    // A content that is lost does not keep the office from its work, once it is said whose the place is.
    fs::remove_file(blob_of(&server, &bytes)).unwrap();
    assert_eq!((starts(&server, |_| {}), found(&server).len()), (Ok(()), 1));
}

/// Contents lie in folders of two hexadecimal digits; what else lies in a directory makes it nobody's place of files.
#[test]
fn what_is_no_content_does_not_keep_a_database_from_a_place() {
    let server = TestServer::start();
    for folder in ["ok", "0g", "AB"] {
        fs::create_dir_all(server.files.join(folder)).unwrap();
    }
    fs::write(server.files.join("ab"), "说明").unwrap();
    assert_eq!(starts(&server, |_| {}), Ok(()));
    let other = TestServer::start();
    // A store of objects has no folder without something in it.
    fs::create_dir_all(other.files.join("ab")).unwrap();
    fs::write(other.files.join("ab").join("ab".repeat(32)), "某内容").unwrap();
    assert!(starts(&other, |_| {}).is_err());
}

#[test]
fn a_place_without_the_files_of_the_database_is_noticed_at_the_start() {
    let (server, empty) = (TestServer::start(), TestServer::start());
    let (people, file) = office(&server);
    let paths = [pdf(1), pdf(2)].map(|bytes| brought(&people.clerk, &file, ("一.pdf", PDF), &bytes));
    assert_eq!(starts(&server, |_| {}), Ok(()));
    let said = starts(&server, keeps_files_as(&empty)).unwrap_err();
    assert!(said.contains("此处没有本库的材料文件") && said.contains("are not here"), "{said}");
    assert!(!empty.files.join("database").exists(), "nothing is taken into use");
    // From a directory into a bucket, or the other way: all is copied as it is.
    for path in blobs(&server).into_iter().chain([server.files.join("database")]) {
        let there = empty.files.join(path.strip_prefix(&server.files).unwrap());
        fs::create_dir_all(there.parent().unwrap()).unwrap();
        fs::copy(path, there).unwrap();
    }
    assert_eq!(starts(&server, keeps_files_as(&empty)), Ok(()));
    assert_eq!(content(&people.clerk, &paths[0]), pdf(1));
    // They are lost, and the operator says that the place is to be used as it is.
    for blob in empty.blobs() {
        fs::remove_file(blob).unwrap();
    }
    fs::remove_file(empty.files.join("database")).unwrap();
    let said = starts(&server, keeps_files_as(&empty)).unwrap_err();
    let id = said.rsplit(' ').next().unwrap();
    fs::write(empty.files.join("database"), format!("{id}\n")).unwrap();
    assert_eq!(starts(&server, keeps_files_as(&empty)), Ok(()));
}

// --- The proof of a service ---

#[test]
fn a_proof_of_service_names_its_file_and_the_docket_holds_the_digest() {
    let server = TestServer::start();
    let (people, file) = office(&server);
    let elsewhere = people.clerk.receive_another(&application("2021-12-02"));
    people.clerk.does(&file, "acceptance", &json!({ "on": "2021-12-03", "procedure": "ordinary" }));
    let id = |path: String| path.rsplit('/').next().unwrap().to_owned();
    let own = id(brought(&people.clerk, &file, ("回证.pdf", PDF), &pdf(3)));
    let other = id(brought(&people.clerk, &elsewhere, ("回证.pdf", PDF), &pdf(4)));
    let serves = |proof: Value| {
        json!({ "on": "2021-12-10", "document": "acceptance_notice", "parties": [1], "manner": "direct",
            "proof": proof })
    };
    let with = |more: Value| {
        let mut proof = json!({ "kind": "signed_return", "reference": "1号" });
        proof.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        proof
    };
    let nowhere = "00000000-0000-7000-8000-000000000000";
    for (more, expected) in [
        (json!({ "file": other }), "body /proof/file no_such_file"),
        (json!({ "file": nowhere }), "body /proof/file no_such_file"),
        (json!({ "file": own, "sha256": sha256(&pdf(4)) }), "body /proof/sha256 another_content"),
    ] {
        let reply = people.clerk.act(&file, "services", &serves(with(more)));
        assert_eq!((reply.status, reply.violations()), (422, vec![expected.to_owned()]));
    }
    let done = people.clerk.does(&file, "services", &serves(with(json!({ "file": own }))));
    let expected = with(json!({ "file": own, "sha256": sha256(&pdf(3)) }));
    let docket = people.clerk.read(&file.path("docket"));
    let entry = docket["items"].as_array().unwrap().last().unwrap();
    assert!(entry.to_string().contains(&sha256(&pdf(3))), "{entry}");
    assert_eq!(people.clerk.read(&file.path(""))["proofs"][0]["proof"], expected);
    // A later proof, with the same digest said; and one whose file is kept elsewhere.
    let later = format!("services/{}/proof", done["entry"]["no"]);
    let said = json!({ "on": "2021-12-10", "proof": expected });
    people.clerk.does(&file, &later, &said);
    let digest_alone = with(json!({ "sha256": sha256(b"elsewhere") }));
    people.clerk.does(&file, &later, &json!({ "on": "2021-12-10", "proof": digest_alone }));
    let wrong = json!({ "on": "2021-12-10", "proof": with(json!({ "file": other })) });
    let reply = people.clerk.act(&file, &later, &wrong);
    assert_eq!(reply.violations(), ["body /proof/file no_such_file"]);
    // In a correction it is asked as in the act.
    let correct = |more: Value| {
        let body = json!({ "on": "2021-12-10", "reason": "误录", "replacement": serves(with(more)) });
        people.clerk.act(&file, &format!("docket/{}/correction", done["entry"]["no"]), &body)
    };
    let reply = correct(json!({ "file": other }));
    assert_eq!(reply.violations(), ["body /replacement/proof/file no_such_file"]);
    assert_eq!(correct(json!({ "file": own })).status, 201);
    file.version.set(file.version.get() + 1);
    assert_eq!(found(&server), Vec::<String>::new());
}

// --- What goes on with the dispute ---

/// A mediation that fails, with two files, goes on to arbitration.
#[test]
fn files_go_on_with_a_dispute_in_the_transaction_that_opens_the_next_case() {
    let server = TestServer::start();
    let people = People::of(&server);
    let mut body = application("2021-12-10");
    body["body"] = "commission".into();
    let file = people.clerk.opens("/api/v1/mediation-cases", &body);
    people.clerk.does(&file, "mediation-start", &json!({ "on": "2021-12-10" }));
    people.clerk.does(&file, "mediation-ending", &json!({ "on": "2021-12-10", "cause": "failed" }));
    let first = brought(&people.clerk, &file, ("劳动合同.pdf", PDF), &pdf(1));
    brought(&people.clerk, &file, ("照片.png", "image/png"), &PNG);
    // Ids that are drawn in one millisecond come in any order.
    let in_order = |file: &File| {
        let mut files = files_of(&people.clerk, file);
        files.sort_by_key(|file| file["media_type"].to_string());
        files
    };
    let before = in_order(&file);
    let onward = json!({ "on": "2021-12-10" });
    // A dry run opens nothing and carries nothing.
    let path = file.path("onward-arbitration?dry_run=true");
    let shown = people.clerk.call("POST", &path).header("if-match", &file.tag()).json(&onward);
    assert_eq!(shown.status, 200, "{shown:?}");
    assert_eq!(server.app.register.check_with(Contents::Read).unwrap().files, 2);
    let next = opened(&people.clerk.does(&file, "onward-arbitration", &onward));
    let carried = in_order(&next);
    assert_eq!((carried.len(), &carried[0]["name"]), (2, &json!("劳动合同.pdf")));
    for (was, is) in before.iter().zip(&carried) {
        for same in ["name", "media_type", "bytes", "sha256"] {
            assert_eq!(was[same], is[same], "{same}");
        }
        assert_ne!(was["id"], is["id"]);
        assert_eq!((&is["case_id"], was.get("carried_from")), (&json!(next.id), None));
        assert_eq!(is["carried_from"], json!({ "case_id": file.id, "file": was["id"] }));
    }
    let there = next.path(&format!("files/{}", carried[0]["id"].as_str().unwrap()));
    assert_eq!(content(&people.clerk, &there), pdf(1));
    // By the rule of the case that it is in: the arbitrator reads it who is assigned there, and no file by another case.
    assert_eq!(people.arbitrator.get(&there).status, 403);
    assert_eq!(people.arbitrator.get(&first).status, 403);
    let assigned =
        json!({ "on": "2021-12-10", "people": [{ "user": people.arbitrator.id, "duty": "arbitrator" }] });
    let reply = people.supervisor.act(&next, "assignment", &assigned);
    assert_eq!(reply.status, 201, "{reply:?}");
    assert_eq!(content(&people.arbitrator, &there), pdf(1));
    assert_eq!(people.arbitrator.get(&first).status, 403);
    let id = first.rsplit('/').next().unwrap();
    assert_eq!(people.clerk.get(&next.path(&format!("files/{id}"))).status, 404);
    // Names seen without the right to read say nothing of where it was.
    let seen = people.second.read(&next.path("files"));
    assert_eq!((&seen["items"][0]["name"], seen["items"][0].get("carried_from")), (&Value::Null, None));
    let of_next = audit_of(&server, &next);
    assert_eq!(of_next.len(), 2);
    for was in &before {
        let from = json!({ "case_id": file.id, "file": was["id"] });
        assert!(
            of_next.iter().any(|told| told["from"] == from && told["sha256"] == was["sha256"]),
            "{of_next:?}"
        );
    }
    let checked = server.app.register.check_with(Contents::Read).unwrap();
    assert_eq!((checked.files, checked.inconsistencies), (4, vec![]));
    assert_eq!(blobs(&server).len(), 2, "the contents are kept once");
}

/// As many as there are, up to a page: forty files take the statements of two.
#[test]
fn many_files_are_carried_by_the_statements_of_a_few() {
    let statements = |count: usize| {
        let server = TestServer::start();
        let people = People::of(&server);
        let mut body = application("2021-12-10");
        body["body"] = "commission".into();
        let file = people.clerk.opens("/api/v1/mediation-cases", &body);
        people.clerk.does(&file, "mediation-start", &json!({ "on": "2021-12-10" }));
        people.clerk.does(&file, "mediation-ending", &json!({ "on": "2021-12-10", "cause": "failed" }));
        for n in 0..count {
            let path = format!("{}&material=evidence", path(&file, &format!("{n}.pdf")));
            let reply = people.clerk.call("POST", &path).header("content-type", PDF).raw(pdf(n));
            assert_eq!(reply.status, 201, "{reply:?}");
        }
        let before = server.app.store.statements();
        let next = opened(&people.clerk.does(&file, "onward-arbitration", &json!({ "on": "2021-12-10" })));
        let statements = server.app.store.statements() - before;
        assert_eq!(files_of(&people.clerk, &next).len(), count);
        assert_eq!(audit_of(&server, &next).len(), count);
        assert_eq!(found(&server), Vec::<String>::new());
        statements
    };
    assert_eq!(statements(2), statements(40));
}

/// What the audit log says of files that were added to a case.
fn audit_of(server: &TestServer, file: &File) -> Vec<Value> {
    let told = server.app.store.read_blocking(|c| audit::page(c, 0, 1_000)).unwrap();
    told.iter()
        .filter(|row| row.event == "file_added" && row.case_id.as_deref() == Some(&file.id))
        .map(|row| serde_json::from_str(&row.body).unwrap())
        .collect()
}

/// By every door that leads to the next proceeding.
#[test]
fn a_handover_a_split_and_an_agreement_before_filing_carry_files_too() {
    let server = TestServer::start();
    let people = People::of(&server);
    let clerk = &people.clerk;
    let carried = |from: &File, next: &File| {
        let files = files_of(clerk, next);
        assert_eq!(files.len(), 1, "{files:?}");
        assert_eq!(files[0]["carried_from"]["case_id"], json!(from.id));
        assert_eq!(files[0]["sha256"], json!(sha256(&pdf(3))));
    };
    let parties = application("2021-12-10")["parties"].clone();
    let body = json!({ "on": "2021-12-10", "channel": "counter", "source": "complaint", "cause": "remuneration",
        "parties": parties });
    let inspection = people.inspector.opens("/api/v1/inspection-cases", &body);
    people.inspector.does(&inspection, "inspection-opening", &json!({ "on": "2021-12-10" }));
    let line = json!({ "worker": 1, "from": "2021-08-01", "to": "2021-10-31", "due": 700_000, "paid": 0,
        "owed": 700_000 });
    people.inspector.does(&inspection, "wage-lists", &json!({ "on": "2021-12-10", "lines": [line] }));
    brought(&people.inspector, &inspection, ("工资条.pdf", PDF), &pdf(3));
    let handover = json!({ "on": "2021-12-10", "to": "arbitration" });
    let next = opened(&people.inspector.does(&inspection, "inspection-handover", &handover));
    carried(&inspection, &next);

    let mut body = application("2021-12-10");
    body["parties"][0]["who"] = json!({ "worker": { "name": "陈海生" } });
    let second = json!({ "no": 3, "side": "applicant", "who": { "worker": { "name": "李美" } } });
    body["parties"].as_array_mut().unwrap().push(second);
    body["claims"] = json!([{ "no": 1, "claimant": 1, "item": "wages", "amount": 600_000 },
        { "no": 2, "claimant": 3, "item": "wages", "amount": 400_000 }]);
    let both = clerk.receive(&body);
    clerk.does(&both, "acceptance", &json!({ "on": "2021-12-10", "procedure": "ordinary" }));
    brought(clerk, &both, ("申请书.pdf", PDF), &pdf(3));
    people.supervisor.does(&both, "tribunal", &people.panel("2021-12-10"));
    let split = json!({ "on": "2021-12-10", "parties": [3] });
    carried(&both, &opened(&people.arbitrator.does(&both, "splits", &split)));

    let mut body = application("2021-12-10");
    body["parties"][0]["who"] = json!({ "worker": { "name": "何水妹" } });
    body["claims"].as_array_mut().unwrap().truncate(1);
    let filed = clerk.receive(&body);
    clerk.does(&filed, "mediations", &json!({ "on": "2021-12-10", "body": "徐城街道调解委员会" }));
    brought(clerk, &filed, ("调解协议.pdf", PDF), &pdf(3));
    let agreed = json!({ "on": "2021-12-10", "amount": 500_000, "paid": 200_000,
        "agreed": { "body": "township", "terms": "月底前支付工资", "perform_by": "2021-12-31",
            "signed_by": [1, 2], "mediator_signed_on": "2021-12-10", "sealed_on": "2021-12-10" } });
    carried(&filed, &opened(&clerk.does(&filed, "pre-filing-settlement", &agreed)));
    assert_eq!(found(&server), Vec::<String>::new());
}

fn opened(done: &Value) -> File {
    File { id: done["opened"].as_str().unwrap().to_owned(), version: std::cell::Cell::new(1) }
}
