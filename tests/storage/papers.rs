//! The tables of papers: a migration that adds a kind keeps what is there, goes back only while nothing is of the new kind,
//! and leaves them append-only.

use crate::support::database::TestDatabase;
use crate::support::rows::{a_case, a_case_file, a_content, a_file_key, a_user, a_vault_row, day, id, write};
use diesel::prelude::*;
use sikuai::storage::papers::{self, PaperRow, TemplateRow};
use sikuai::storage::schema_papers::paper_templates;
use sikuai::storage::{StorageError, Store, cases, file_keys, files, migrate, users, vault};

/// The migration that added the element form.
const ADDED: &str = "20261126000250";

fn template(kind: &str) -> TemplateRow {
    let (sha256, bytes) = ("a".repeat(64), vec![80, 75, 3, 4]);
    TemplateRow {
        kind: kind.to_owned(),
        version: 1,
        sha256,
        bytes,
        put_by: id(1),
        put_at: 5,
        is_of_office: true,
    }
}

/// A paper, whose texts are in the vault row of its number.
fn paper(n: u32, kind: &str) -> PaperRow {
    PaperRow {
        id: id(n),
        case_id: id(2),
        kind: kind.to_owned(),
        of_entry: 2,
        party: 1,
        no: 1,
        on_date: day("2021-03-03"),
        template_version: 0,
        template_sha256: "a".repeat(64),
        case_version: 3,
        docx_file: id(5),
        docx_sha256: "a".repeat(64),
        pdf_file: id(6),
        pdf_sha256: "a".repeat(64),
        made_by: id(1),
        made_at: 7,
    }
}

/// With a paper and a template of the office, and two vault rows that no paper has yet.
fn with_a_paper() -> TestDatabase {
    let database = TestDatabase::new();
    write(&database.store, |tx| {
        users::insert(tx, &a_user(1))?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        file_keys::put(tx, &a_file_key("k1"))?;
        vault::insert_many(tx, &[3, 4, 5, 6].map(|n| a_vault_row(n, 2)))?;
        files::add_content(tx, &a_content("a"))?;
        files::insert(tx, &a_case_file(5, 2, 1, "a"))?;
        files::insert(tx, &a_case_file(6, 2, 1, "a"))?;
        papers::append_template(tx, &template("award_final"))?;
        papers::insert(tx, &paper(3, "award_final"))
    });
    database
}

/// A template: its kind, its version, its bytes.
type Template = (String, i32, Vec<u8>);

/// The papers, and the templates by what every version of the tables has of them.
fn kept(store: &Store) -> (Vec<PaperRow>, Vec<Template>) {
    use paper_templates::{bytes, kind, version};
    let read = |c: &mut sikuai::storage::Connection| {
        let papers = papers::page(c, "", 10)?.into_iter().map(|(paper, _)| paper).collect();
        let templates = paper_templates::table.select((kind, version, bytes)).load(c)?;
        Ok::<_, StorageError>((papers, templates))
    };
    store.read_blocking(read).unwrap()
}

/// Goes down until the migration is undone.
fn undo(store: &Store) -> Result<(), StorageError> {
    while store.write_blocking(migrate::down)? != ADDED {}
    Ok(())
}

#[test]
fn a_kind_more_keeps_the_papers_that_are_there() {
    let database = with_a_paper();
    let before = kept(&database.store);
    let TemplateRow { kind, version, bytes, .. } = template("award_final");
    assert_eq!(before, (vec![paper(3, "award_final")], vec![(kind, version, bytes)]));
    undo(&database.store).unwrap();
    assert_eq!(kept(&database.store), before);
    let new = |tx: &mut sikuai::storage::Tx| papers::insert(tx, &paper(4, "element_form"));
    let refused = database.store.write_blocking(new);
    assert!(matches!(refused, Err(StorageError::Refused(_))), "{refused:?}");
    database.store.migrate().unwrap();
    assert_eq!(kept(&database.store), before);
    write(&database.store, new);
    assert_eq!(kept(&database.store).0, [paper(3, "award_final"), paper(4, "element_form")]);
    // Nothing of either table is changed or deleted, and no paper has the number of another.
    for sql in [
        "UPDATE papers SET no = 9",
        "DELETE FROM papers",
        "UPDATE paper_templates SET put_at = 9",
        "DELETE FROM paper_templates",
    ] {
        let result = database
            .store
            .write_blocking(move |tx| Ok::<_, StorageError>(diesel::sql_query(sql).execute(&mut **tx)?));
        assert!(result.is_err(), "{sql}: {result:?}");
    }
    let twice = PaperRow { id: id(5), ..paper(4, "element_form") };
    let twice = database.store.write_blocking(move |tx| papers::insert(tx, &twice));
    assert!(matches!(twice, Err(StorageError::Unique(_))), "{twice:?}");
}

#[test]
fn the_kind_is_not_taken_back_while_there_is_a_paper_of_it() {
    let database = with_a_paper();
    write(&database.store, |tx| papers::insert(tx, &paper(4, "element_form")));
    assert!(undo(&database.store).is_err());
    assert_eq!(kept(&database.store).0.len(), 2, "and nothing was changed");
}
