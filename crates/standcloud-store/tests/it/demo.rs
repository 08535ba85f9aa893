//! Sample data: one generation after the other, apart from every tenant, removed without a trace.

use standcloud_store::{
    Link, LinkPurpose, NewDemo, OrganisationId, Role, RunSpan, StoreError, UnixMicros,
};
use uuid::Uuid;

use crate::support::{Database, Raw, run};

each_database!(
    a_generation_is_shown_until_the_next_one_is,
    the_name_of_a_tenant_stays_its_own,
    only_retired_sample_data_is_removed_and_all_of_it,
    nobody_is_let_in,
    a_tenant_gets_a_number_of_its_own_beside_sample_data,
);

fn generation(number: i64) -> NewDemo<'static> {
    NewDemo {
        generation: number,
        name: "Sample factory",
        now: UnixMicros(number),
    }
}

async fn a_generation_is_shown_until_the_next_one_is(database: &Database) {
    let store = &database.store;
    assert_eq!(store.find_demo_organisation().await.unwrap(), None);
    let first = store.show_demo_organisation(&generation(1)).await.unwrap();
    assert!(first.is_demo);
    assert_eq!(
        (first.id, first.slug.as_str()),
        (OrganisationId(-1), "sample-factory")
    );
    let again = store.show_demo_organisation(&generation(1)).await.unwrap();
    assert_eq!(again, first, "whoever goes on finds it");
    let second = store.show_demo_organisation(&generation(2)).await.unwrap();
    assert_eq!((second.id, &second.slug), (OrganisationId(-2), &first.slug));
    assert_eq!(
        store.find_demo_organisation().await.unwrap(),
        Some(second.clone())
    );
    assert_eq!(store.list_organisations().await.unwrap(), [second]);
    assert_eq!(store.list_retired_demos().await.unwrap(), [first.id]);
    assert_eq!(
        store
            .find_organisation("retired-sample-factory-1")
            .await
            .unwrap(),
        None
    );
}

async fn the_name_of_a_tenant_stays_its_own(database: &Database) {
    let tenant = database.add_organisation("sample-factory").await;
    let store = &database.store;
    let demo = store.show_demo_organisation(&generation(1)).await.unwrap();
    assert_ne!(demo.slug, "sample-factory");
    let found = store.find_organisation("sample-factory").await.unwrap();
    assert_eq!(found.unwrap().id, tenant);
    let next = store.show_demo_organisation(&generation(2)).await.unwrap();
    assert_ne!(next.slug, demo.slug);
}

async fn only_retired_sample_data_is_removed_and_all_of_it(database: &Database) {
    let store = &database.store;
    let tenant = database.add_organisation("tenant").await;
    let old = store
        .show_demo_organisation(&generation(1))
        .await
        .unwrap()
        .id;
    for organisation in [tenant, old] {
        let runs = ["1", "2", "3"].map(|serial| run("plan").unit(serial).part("part"));
        database.commit(organisation, &runs).await;
    }
    let span = store.run_span(old).await.unwrap();
    assert_eq!(span.runs, 3);
    assert!(span.first.is_some() && span.first <= span.last);
    for kept in [tenant, old, OrganisationId(-9)] {
        let error = store.remove_retired_demo(kept).await.unwrap_err();
        assert!(matches!(error, StoreError::Refused(_)), "{kept:?}: {error}");
    }
    store.show_demo_organisation(&generation(2)).await.unwrap();
    while store.remove_retired_demo(old).await.unwrap() {}
    let mut raw = Raw::open(database).await;
    for table in tables_of_organisations(database, &mut raw).await {
        let sql = format!(
            "SELECT COUNT(*) FROM {table} WHERE organisation_id = {}",
            old.0
        );
        assert_eq!(raw.number(&sql).await, 0, "{table}");
    }
    let empty = RunSpan {
        runs: 0,
        first: None,
        last: None,
    };
    assert_eq!(store.run_span(old).await.unwrap(), empty);
    assert_eq!(store.lookup_organisation(old).await.unwrap(), None);
    assert_eq!(store.list_retired_demos().await.unwrap(), []);
    assert_eq!(store.run_span(tenant).await.unwrap().runs, 3);
    crate::support::assert_consistent(database, tenant).await;
}

async fn tables_of_organisations(database: &Database, raw: &mut Raw) -> Vec<String> {
    let sql = match database.engine() {
        standcloud_store::Engine::Sqlite => {
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
             ON c.name = 'organisation_id' WHERE m.type = 'table'"
        }
        standcloud_store::Engine::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.columns
             WHERE column_name = 'organisation_id' AND table_schema = current_schema()"
        }
    };
    let rows = raw.rows(sql).await;
    assert!(rows.len() > 25, "{rows:?}");
    let names = rows.into_iter().flatten();
    names
        .map(|name| name.trim_matches('\'').to_owned())
        .collect()
}

async fn nobody_is_let_in(database: &Database) {
    let store = &database.store;
    let demo = store
        .show_demo_organisation(&generation(1))
        .await
        .unwrap()
        .id;
    let link = Link {
        public_id: Uuid::from_u128(1),
        purpose: LinkPurpose::Invitation,
        organisation: Some(demo),
        user: None,
        email: "ann@example.org".to_owned(),
        role: Role::Member,
        created_by: None,
        created: UnixMicros(1),
        expires: UnixMicros(2),
    };
    let error = store.replace_link([0; 32], &link).await.unwrap_err();
    assert!(matches!(error, StoreError::Refused(_)), "{error}");
}

async fn a_tenant_gets_a_number_of_its_own_beside_sample_data(database: &Database) {
    let store = &database.store;
    store.show_demo_organisation(&generation(1)).await.unwrap();
    assert_eq!(database.add_organisation("first").await, OrganisationId(1));
    assert_eq!(database.add_organisation("second").await, OrganisationId(2));
}
