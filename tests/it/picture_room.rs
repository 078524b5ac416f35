//! The room that a workspace has for its pictures: to the byte, whoever comes at once, and with no word lost.

use futures_util::future::join_all;
use shipboard::ids::IdeaId;
use shipboard::pictures::draw::Drawn;

use crate::pictures::{brings, png, sends};
use crate::support::{Setup, TestApp};

/// What a picture takes once it is kept.
fn drawn(file: &[u8]) -> usize {
    Drawn::from(file).unwrap().bytes.len()
}

/// All but so many bytes of a workspace's only MiB.
pub(crate) async fn fills(app: &TestApp, workspace: &str, left: i32) {
    sqlx::query(
        "insert into pictures (tenant_id, id, owner_id, format, width, height, picture, uploaded_at)
         select u.tenant_id, gen_random_uuid(), u.id, 'png', 1, 1, decode(repeat('00', 1048576 - $2), 'hex'), $3
           from users u join tenants t on t.id = u.tenant_id where t.slug = $1 limit 1",
    )
    .bind(workspace)
    .bind(left)
    .bind(app.clock.now())
    .execute(app.owner())
    .await
    .unwrap();
}

#[tokio::test]
async fn the_pictures_of_a_workspace_take_no_more_than_its_room_and_no_word_is_lost() {
    let app = TestApp::start_with(Setup { picture_room: Some(1), ..Setup::default() }).await;
    let file = png(2, 2);
    app.ada().get("/admin/settings").await.is(200).says("No pictures yet; there is room for 1 MB.");
    brings(app.vera(), &file).await;
    let settings = app.ada().get("/admin/settings").await.is(200).says("1 picture takes 0.1 kB of 1 MB.");
    assert_eq!(settings.attribute("#pictures progress", "value").as_deref(), Some("0"));
    settings.lacks("Once the room is used up");
    app.change("delete from pictures").await;

    let taken = i32::try_from(drawn(&file)).unwrap();
    fills(&app, "acme", taken - 1).await;
    let refused = sends(app.vera(), "/pictures", &[("picture", Some("image.png"), &file)]).await.is(422);
    assert!(refused.text().contains("no room left here for this picture"), "{}", refused.text());
    let submission = IdeaId::new().to_string();
    let fields = [
        ("submission", None, submission.as_bytes()),
        ("title", None, &b"Dark mode"[..]),
        ("body", None, b"Typed"),
        ("board", None, b"features"),
        ("picture-body", Some("x.png"), &file),
    ];
    let page = sends(app.vera(), "/ideas", &fields).await.is(422).says("There is no room left here for this picture.");
    assert_eq!((page.one("textarea[name=body]").as_str(), page.one("textarea[name=title]").as_str()), ("Typed", "Dark mode"));
    assert_eq!(app.number("select count(*) from pictures").await, 1);
    app.vera().submit(&page, "main form", &[]).await.leads_to("/ideas/1");
    app.ada().get("/admin/settings").await.says("1 picture takes 1 MB of 1 MB.").says("Once the room is used up");
    // The neighbours have a room of their own.
    brings(app.gus(), &file).await;
    // To the byte.
    app.change("delete from pictures").await;
    fills(&app, "acme", taken).await;
    brings(app.vera(), &file).await;
    sends(app.vera(), "/pictures", &[("picture", Some("image.png"), &file)]).await.is(422);
}

#[tokio::test]
async fn of_pictures_that_come_at_once_only_those_stay_for_which_there_is_room() {
    let app = TestApp::start_with(Setup { picture_room: Some(1), ..Setup::default() }).await;
    let file = png(2, 2);
    let taken = i32::try_from(drawn(&file)).unwrap();
    fills(&app, "acme", 2 * taken + 1).await;
    let form = [("picture", Some("image.png"), &file[..])];
    let sent = (0..6).map(|_| sends(app.vera(), "/pictures", &form));
    let kept = join_all(sent).await.iter().filter(|page| page.status() == 201).count();
    assert_eq!(kept, 2);
    assert_eq!(app.number("select sum(octet_length(picture))::bigint from pictures").await, 1_048_576 - 1);
}
