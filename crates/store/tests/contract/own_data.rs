//! Rows of the applicants' own stores and of registers.

use store::own_data::{self, OwnItemRow, OwnStoreRow, RegisterRow, key_name};
use store::{DbError, Tx, vault};

use crate::bed::{Bed, contract};

contract! {
    an_item_is_replaced_and_goes_with_its_key,
    a_store_without_events_is_found,
    a_file_of_a_register_replaces_what_it_brought_before,
}

fn item(subject: &str, id: &str, version: i64) -> OwnItemRow {
    let (subject, id) = (subject.to_owned(), id.to_owned());
    OwnItemRow { subject, id, version, head: "{}".to_owned(), sealed: vec![0, 255, 7] }
}

async fn an_item_is_replaced_and_goes_with_its_key(bed: &mut Bed) {
    let write = bed.store.write(|tx: &mut Tx<'_>| {
        for (subject, id, version) in [("s1", "b", 1), ("s1", "a", 2), ("s2", "a", 1), ("s1", "b", 3)] {
            own_data::put_item(tx, &item(subject, id, version))?;
        }
        vault::ensure_key(tx, &key_name("s1", "a"), &[7; 32])?;
        own_data::put(tx, &OwnStoreRow { subject: "s1".to_owned(), version: 2, keeps: true })?;
        own_data::put(tx, &OwnStoreRow { subject: "s1".to_owned(), version: 3, keeps: false })
    });
    write.await.map_err(|error: DbError| error).unwrap();
    let read = bed.store.read(|tx| {
        Ok((
            own_data::items(tx, "s1")?,
            own_data::items_with_keys(tx, "s1")?,
            own_data::one(tx, "s1")?,
            own_data::one(tx, "s3")?,
        ))
    });
    let (items, with_keys, one, none) = read.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(items, [item("s1", "a", 2), item("s1", "b", 3)]);
    let expected = [(item("s1", "a", 2), Some([7; 32])), (item("s1", "b", 3), None)];
    assert_eq!(with_keys, expected);
    assert_eq!((one.map(|row| (row.version, row.keeps)), none), (Some((3, false)), None));

    let delete = bed.store.write(|tx: &mut Tx<'_>| own_data::delete_item(tx, "s1", "a"));
    delete.await.map_err(|error: DbError| error).unwrap();
    let left = bed.store.read(|tx| Ok((own_data::items(tx, "s1")?.len(), own_data::items(tx, "s2")?.len())));
    assert_eq!(left.await.map_err(|error: DbError| error).unwrap(), (1, 1));
}

async fn a_store_without_events_is_found(bed: &mut Bed) {
    let orphan = || bed.store.read(own_data::orphan);
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap(), None);
    let put = bed.store.write(|tx: &mut Tx<'_>| own_data::put_item(tx, &item("s9", "a", 1)));
    put.await.map_err(|error: DbError| error).unwrap();
    assert_eq!(orphan().await.map_err(|error: DbError| error).unwrap().as_deref(), Some("s9"));
}

async fn a_file_of_a_register_replaces_what_it_brought_before(bed: &mut Bed) {
    let row = |number: &str, file: &str| RegisterRow {
        register: "land".to_owned(),
        holder: "s1".to_owned(),
        number: number.to_owned(),
        file: file.to_owned(),
        as_of: "2026-06-30".to_owned(),
        body: "{}".to_owned(),
    };
    let put = |rows: Vec<RegisterRow>| {
        bed.store.write(move |tx: &mut Tx<'_>| {
            own_data::clear_register(tx, "a.json")?;
            rows.iter().try_for_each(|row| own_data::put_register(tx, row))
        })
    };
    put(vec![row("1", "a.json"), row("2", "a.json"), row("3", "b.json")])
        .await
        .map_err(|error: DbError| error)
        .unwrap();
    put(vec![row("2", "a.json"), row("4", "a.json")]).await.map_err(|error: DbError| error).unwrap();
    let read =
        |register: &'static str, limit| bed.store.read(move |tx| own_data::register_of(tx, register, "s1", limit));
    let found = read("land", 10).await.map_err(|error: DbError| error).unwrap();
    let numbers: Vec<&str> = found.iter().map(|row| row.number.as_str()).collect();
    assert_eq!(numbers, ["2", "3", "4"]);
    assert_eq!(read("land", 1).await.map_err(|error: DbError| error).unwrap().len(), 1);
    assert_eq!(read("population", 10).await.map_err(|error: DbError| error).unwrap(), []);
}
