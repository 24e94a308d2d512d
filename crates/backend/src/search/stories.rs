//! Finding records over HTTP.

use contract::permissions::BuiltInRole;
use kernel::{Problem, UserId};
use uuid::Uuid;

use super::{Entry, index, remove};
use crate::testing::{TestApp, on_both_engines, system};

async fn add(
    app: &TestApp,
    entity: &'static str,
    code: Option<&'static str>,
    title: &'static str,
    text: &'static str,
    created_by: Option<UserId>,
) -> Uuid {
    app.app
        .change_as(app.organization, system(), move |change| {
            let id = change.id::<()>(None).uuid();
            index(change, &Entry { entity, id, code, title, text, created_by, archived: false })?;
            Ok::<_, Problem>(id)
        })
        .await
        .unwrap()
}

async fn titles(app: &TestApp, token: &str, query: &str) -> Vec<String> {
    let found = app.call(token, "GET", &format!("/api/v1/search?{query}"), None).await.expect(200);
    let items = found.body["items"].as_array().unwrap().clone();
    items.iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

on_both_engines! {
    async fn words_begin_words_in_any_order_case_and_accent(app: TestApp) {
        add(&app, "asset", Some("P-101"), "Bomba de transferencia", "mechanical seal, GRUNDFOS", None).await;
        add(&app, "asset", Some("P-102"), "Válvula", "", None).await;
        add(&app, "work_order", Some("WO-101"), "Seal leaks at the transfer pump", "", None).await;
        let all = |query| titles(&app, &app.administrator, query);
        assert_eq!(all("q=grund+BOMB").await, ["Bomba de transferencia"]);
        assert_eq!(all("q=valvula").await, ["Válvula"]);
        assert_eq!(all("q=pump+leak").await, ["Seal leaks at the transfer pump"]);
        assert_eq!(all("q=seal&kind=asset").await, ["Bomba de transferencia"]);
        assert_eq!(all("q=p-101").await, ["Bomba de transferencia", "Seal leaks at the transfer pump"]);
        assert_eq!(all("q=WO101").await, ["Seal leaks at the transfer pump"]);
        assert_eq!(all("q=101").await.len(), 2);
        assert_eq!(all("q=gibberish").await, Vec::<String>::new());
        for odd in ["q=", "q=%22", "q=%27+OR+1", "q=*", "q=a%3A*+%26+b", "q=NEAR(", "q=%00", "q=%F0%9F%94%A7"] {
            all(odd).await;
        }
    }

    async fn what_changed_is_found_by_its_new_words_only(app: TestApp) {
        let id = add(&app, "part", Some("B-7"), "Bearing", "SKF", None).await;
        app.app.change_as(app.organization, system(), move |change| {
            index(change, &Entry { entity: "part", id, code: Some("B-8"), title: "Deep groove bearing", text: "FAG",
                created_by: None, archived: false })
        }).await.unwrap();
        assert_eq!(titles(&app, &app.administrator, "q=skf").await, Vec::<String>::new());
        assert_eq!(titles(&app, &app.administrator, "q=b7").await, Vec::<String>::new());
        assert_eq!(titles(&app, &app.administrator, "q=fag").await, ["Deep groove bearing"]);
        app.app.change_as(app.organization, system(), move |change| remove(change, "part", id)).await.unwrap();
        assert_eq!(titles(&app, &app.administrator, "q=fag").await, Vec::<String>::new());
    }

    async fn nobody_finds_what_they_may_not_see(app: TestApp) {
        let (requester, token) = app.person(BuiltInRole::Requester).await;
        add(&app, "work_order", Some("WO-1"), "Filler drips", "", Some(requester)).await;
        add(&app, "work_order", Some("WO-2"), "Filler stops", "", None).await;
        add(&app, "part", Some("F-1"), "Filler valve", "", None).await;
        assert_eq!(titles(&app, &token, "q=filler").await, ["Filler drips"]);
        assert_eq!(titles(&app, &app.administrator, "q=filler").await.len(), 3);
        let elsewhere = app.organization("Other Plant").await;
        let (_, stranger) = app.person_of(elsewhere, BuiltInRole::Administrator).await;
        assert_eq!(titles(&app, &stranger, "q=filler").await, Vec::<String>::new());
        app.get("/api/v1/search?q=a&kind=spaceship").await.expect(422);
    }
}
