//! Values that all servers of one database share.

use standcloud_store::UnixMicros;

use crate::support::Database;

each_database!(
    the_first_value_stays_until_it_is_replaced,
    of_several_servers_one_gets_the_claim,
);

async fn the_first_value_stays_until_it_is_replaced(database: &Database) {
    let store = &database.store;
    assert_eq!(store.setting_or_insert("a", "1").await.unwrap(), "1");
    assert_eq!(store.setting_or_insert("a", "2").await.unwrap(), "1");
    assert_eq!(store.setting_or_insert("b", "2").await.unwrap(), "2");
    store.replace_setting("a", "3").await.unwrap();
    assert_eq!(store.setting_or_insert("a", "4").await.unwrap(), "3");
}

async fn of_several_servers_one_gets_the_claim(database: &Database) {
    let other_node = database.open_again().await;
    for round in 0..8 {
        let name = format!("notice {round}");
        let (one, two) = tokio::join!(
            database.store.claim(&name, UnixMicros(1)),
            other_node.claim(&name, UnixMicros(1)),
        );
        assert!(one.unwrap() ^ two.unwrap());
    }
    other_node.close().await;
}
