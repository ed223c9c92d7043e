//! The small nouns of storage: what is kept comes back as it was given.

use crate::support::database::TestDatabase;
use crate::support::rows::{a_case, a_file_key, a_user, id, write};
use sikuai::storage::sessions::{self, Presented, Rotation, SessionRow};
use sikuai::storage::{StorageError, cases, file_keys, idempotency, meta, signing_keys, users, vault};

#[test]
fn a_refresh_token_works_once_and_its_second_use_is_seen() {
    let database = TestDatabase::new();
    let store = &database.store;
    let session = SessionRow {
        id: id(5),
        user_id: id(1),
        refresh_hash: "first".to_owned(),
        previous_hash: None,
        created_at: 1,
        expires_at: 10,
        revoked_at: None,
    };
    let new = session.clone();
    write(store, move |tx| {
        users::insert(tx, &a_user(1))?;
        sessions::insert(tx, &new)
    });
    let rotate = |presented: &'static str, next: &'static str| {
        let session = id(5);
        store.write_blocking(move |tx| {
            let to = Rotation { id: &session, presented_hash: presented, next_hash: next, expires_at: 20 };
            sessions::rotate(tx, &to)
        })
    };
    rotate("first", "second").unwrap();
    assert!(matches!(rotate("first", "third"), Err(StorageError::Stale)));
    let rotated = SessionRow {
        refresh_hash: "second".to_owned(),
        previous_hash: Some("first".to_owned()),
        expires_at: 20,
        ..session
    };
    let find = |hash: &'static str| store.read_blocking(|c| sessions::by_token(c, hash)).unwrap();
    assert_eq!(find("second"), Some(Presented::Current(rotated.clone())));
    assert_eq!(find("first"), Some(Presented::Replayed(rotated)));
    assert_eq!(find("third"), None);
    assert_eq!(write(store, |tx| sessions::revoke_all(tx, &id(1), 15)), 1);
    assert!(matches!(rotate("second", "third"), Err(StorageError::Stale)));
}

#[test]
fn small_rows_are_kept_as_they_were_given() {
    let database = TestDatabase::new();
    let store = &database.store;
    let answer = idempotency::IdempotencyRow {
        actor_id: id(1),
        key: "k".to_owned(),
        fingerprint: "f".to_owned(),
        status: 201,
        body: "{\"a\":1}".to_owned(),
        etag: Some("\"1\"".to_owned()),
        created_at: 5,
    };
    let key = signing_keys::SigningKeyRow {
        kid: "k1".to_owned(),
        sealed: vec![0, 1, 255],
        created_at: 1,
        retired_at: None,
        purpose: signing_keys::TOKEN.to_owned(),
    };
    let sealed = |n: u32, bytes: Vec<u8>| vault::VaultRow {
        id: id(n),
        case_id: id(2),
        key_id: "v1".to_owned(),
        sealed: bytes,
        created_at: 1,
        index: vault::PersonIndex::default(),
    };
    let records: Vec<_> = (100..1_700).map(|n| sealed(n, vec![7; 3])).collect();
    let (given, first_key) = (answer.clone(), key.clone());
    write(store, move |tx| {
        idempotency::insert(tx, &given)?;
        signing_keys::insert(tx, &first_key)?;
        signing_keys::retire(tx, "k1", 9)?;
        meta::set(tx, "made_by", "demo")?;
        meta::set(tx, "made_by", "office")?;
        cases::insert(tx, &a_case(2, "2021-03-02"))?;
        file_keys::put(tx, &a_file_key("v1"))?;
        vault::insert_many(tx, &records)?;
        let from = |old: &str| vault::Resealed {
            id: id(100),
            old_key_id: old.to_owned(),
            key_id: "v2".to_owned(),
            sealed: vec![9],
        };
        assert!(vault::reseal(tx, &from("v1"))?);
        assert!(!vault::reseal(tx, &from("v1"))?, "somebody did it already");
        Ok(())
    });
    let found = store.read_blocking(|c| idempotency::find(c, &id(1), "k")).unwrap();
    assert_eq!(found, Some(answer));
    assert_eq!(write(store, |tx| idempotency::forget_before(tx, 6, 10)), 1);
    assert!(store.read_blocking(|c| idempotency::find(c, &id(1), "k")).unwrap().is_none());
    let keys = store.read_blocking(signing_keys::all).unwrap();
    assert!(keys == [signing_keys::SigningKeyRow { retired_at: Some(9), ..key }]);
    let made_by = store.read_blocking(|c| meta::get(c, "made_by")).unwrap();
    assert_eq!(made_by.as_deref(), Some("office"));
    let ids: Vec<String> = (100..1_800).map(id).collect();
    let records = store.read_blocking(|c| vault::load_many(c, &ids)).unwrap();
    assert_eq!(records.len(), 1_600);
    let resealed = records.iter().find(|row| row.id == id(100)).unwrap();
    assert_eq!((resealed.key_id.as_str(), &resealed.sealed), ("v2", &vec![9]));
}
