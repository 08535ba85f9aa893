//! Pictures of organisations and stands.

use standcloud_store::{Picture, PictureSubject, UnixMicros};

use crate::support::Database;

each_database!(a_picture_takes_the_place_of_the_one_before);

async fn a_picture_takes_the_place_of_the_one_before(database: &Database) {
    let organisation = database.add_organisation("a").await;
    let other = database.add_organisation("b").await;
    let store = &database.store;
    let picture = |body: &[u8], at: i64| Picture {
        media_type: "image/png".to_owned(),
        body: body.to_vec(),
        changed: UnixMicros(at),
        changed_by: "Ann".to_owned(),
    };
    let stand = PictureSubject::Stand(3);
    let own = PictureSubject::Organisation;
    for (subject, body, at) in [
        (stand, b"one".as_slice(), 1),
        (own, b"two", 2),
        (stand, b"three", 3),
    ] {
        let picture = picture(body, at);
        let put = store.put_picture(organisation, subject, &picture);
        put.await.unwrap();
    }
    let found = store.lookup_picture(organisation, stand).await.unwrap();
    assert_eq!(found, Some(picture(b"three", 3)));
    let times = store.list_picture_times(organisation).await.unwrap();
    assert_eq!(times.len(), 2);
    assert_eq!((times[&stand], times[&own]), (UnixMicros(3), UnixMicros(2)));
    let asked = [organisation, other];
    let own_pictures = store.list_organisation_pictures(&asked).await.unwrap();
    assert_eq!(own_pictures.len(), 1);
    assert_eq!(own_pictures[&organisation], UnixMicros(2));
    assert_eq!(store.lookup_picture(other, stand).await.unwrap(), None);
    assert!(store.list_picture_times(other).await.unwrap().is_empty());
    assert!(!store.remove_picture(other, stand).await.unwrap());
    assert!(store.remove_picture(organisation, stand).await.unwrap());
    assert!(!store.remove_picture(organisation, stand).await.unwrap());
    assert_eq!(
        store.lookup_picture(organisation, stand).await.unwrap(),
        None
    );
    let found = store.lookup_picture(organisation, own).await.unwrap();
    assert_eq!(found.unwrap().body, b"two");
}
