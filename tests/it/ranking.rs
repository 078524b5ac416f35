//! Rankings by demand, as the desk turns their pages.

use jiff::SignedDuration;
use shipboard::ideas::filter::Filter;
use shipboard::ideas::list::{self, From, Slice, Sort};
use shipboard::ideas::weigh::{self, By, Wanted};

use crate::demand::{employee, ranked, votes};
use crate::support::{CAST, TestApp};

/// Walks a ranking down to its end by pages of two, and up again. Returns the numbers as they came down.
async fn walked(app: &TestApp, by: By) -> Vec<i32> {
    let filter = Filter { boards: vec![CAST.acme.board], ..Filter::default() };
    let page = async |from: From| {
        let mut tx = app.db.tenant_read(CAST.acme.id).await.unwrap();
        let mut filter = filter.clone();
        filter.hits = Some(weigh::around(&mut tx, &filter, &Wanted::default(), by, app.clock.now(), (from, 2)).await.unwrap());
        // Whoever turns the page does so later.
        app.clock.advance(SignedDuration::from_secs(5));
        list::page(&mut tx, &filter, Sort::Ranked, from, None, 2).await.unwrap()
    };
    let numbers = |slice: &Slice| slice.ideas.iter().map(|idea| idea.number).collect::<Vec<i32>>();
    let mut slice = page(From::Top).await;
    let mut down = vec![numbers(&slice)];
    while let Some(next) = slice.next {
        slice = page(From::After(next)).await;
        down.push(numbers(&slice));
    }
    let mut up = vec![numbers(&slice)];
    while let Some(previous) = slice.previous {
        slice = page(From::Before(previous)).await;
        up.push(numbers(&slice));
    }
    up.reverse();
    assert_eq!(up, down, "{by:?}");
    down.concat()
}

#[tokio::test]
async fn a_ranking_is_walked_page_by_page_to_its_end_and_back() {
    let app = TestApp::start().await;
    let max = employee(&app, "pax@north.example", None).await;
    let mut numbers = Vec::new();
    for title in ["Dark mode", "Export", "Sound", "Night shift", "Paper", "Wind", "Rain"] {
        app.clock.advance(SignedDuration::from_mins(1));
        let idea = app.idea_by(&CAST.ada, title).await;
        if numbers.len() % 2 == 0 {
            votes(&app, max, idea).await;
        }
        numbers.push(idea.number);
    }
    app.change("update votes set importance = 'must' where idea_id in (select id from ideas where title in ('Sound', 'Rain'))")
        .await;
    for (title, email) in [("Paper", CAST.max.email), ("Wind", CAST.ada.email)] {
        sqlx::query("update ideas set assignee_id = (select id from users where email = $2) where title = $1")
            .bind(title)
            .bind(email)
            .execute(app.owner())
            .await
            .unwrap();
    }
    for by in By::ALL {
        assert_eq!(walked(&app, by).await, ranked(&app, Wanted::default(), by).await, "{by:?}");
    }
    assert_eq!(walked(&app, By::Waiting).await[..4], [1, 3, 5, 7].map(|place: usize| numbers[place - 1]));
    assert_eq!(walked(&app, By::Must).await[..2], [numbers[6], numbers[2]]);
    assert_eq!(walked(&app, By::Assignee).await[..2], [numbers[5], numbers[4]], "Ada’s before Max’s, and nobody’s last");
    assert_eq!(walked(&app, By::People).await.len(), 7);
}
