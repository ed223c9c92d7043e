//! Which pages there are, as the sources register them, so that none is forgotten. Not here: who finds them (`walk`).

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

/// What is got and is no page: where one is sent on, and files.
const NO_PAGES: [&str; 10] = [
    "/",
    "/assets/{name}",
    "/language/{tag}",
    "/cases/ledger",
    "/cases/{id}/files/{file}",
    "/ledgers/{id}/rejected",
    "/reports/annual",
    "/reports/workbook",
    "/reports/template/file",
    "/administration/templates/{kind}/file",
];

/// The pages that are not among these.
pub(crate) fn missed<'a>(seen: impl Iterator<Item = &'a str>) -> Vec<&'static str> {
    let seen: BTreeSet<&str> = seen.collect();
    all().iter().map(String::as_str).filter(|page| !seen.contains(page)).collect()
}

/// The page at an address; none for what is no page.
pub(crate) fn of(path: &str) -> Option<&'static str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fits = |page: &&str| {
        let (of_page, of_path) = (page.split('/'), path.split('/'));
        page.split('/').count() == path.split('/').count()
            && of_page.zip(of_path).all(|(page, path)| page == path || page.starts_with('{'))
    };
    // What is written out goes before what stands for anything.
    let open = |page: &&str| page.matches('{').count();
    let no_pages = NO_PAGES.into_iter();
    let found = all().iter().map(String::as_str).chain(no_pages).filter(fits).min_by_key(open)?;
    (!NO_PAGES.contains(&found)).then_some(found)
}

/// Every page that can be got.
fn all() -> &'static [String] {
    static ALL: OnceLock<Vec<String>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut found = Vec::new();
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http/pages"), &mut found);
        for no_page in NO_PAGES {
            assert!(found.iter().any(|page| page == no_page), "{no_page} is no route any more");
        }
        found.retain(|page| !NO_PAGES.contains(&page.as_str()));
        found
    })
}

fn read(directory: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for registered in text.split("resource(").skip(1).filter(|rest| rest.contains("get().to(")) {
            let address = registered.strip_prefix('"').and_then(|rest| rest.split('"').next());
            let address =
                address.unwrap_or_else(|| panic!("{}: an address is not written out", path.display()));
            let own = registered.lines().next().unwrap_or_default();
            if own.contains("get().to(") {
                found.push(address.to_owned());
            }
        }
    }
}
