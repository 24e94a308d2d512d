//! Finding records over HTTP: by the words they have now, however they are typed, by those who may see them.

use contract::permissions::BuiltInRole;
use kernel::{Problem, UserId};
use serde_json::json;
use uuid::Uuid;

use super::{Entry, index, remove};
use crate::testing::{TestApp, on_both_engines, site, system};

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
            index(
                change,
                &Entry { entity, id, code, title, context: None, text, created_by, archived: false },
            )?;
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
        for odd in ["q=", "q=%22", "q=%27+OR+1", "q=*", "q=a%3A*+%26+b", "q=NEAR(", "q=%F0%9F%94%A7"] {
            all(odd).await;
        }
        let nul = app.call(&app.administrator, "GET", "/api/v1/search?q=%00", None).await.expect(422);
        assert_eq!(nul.wrong_fields(), ["q"]);
    }

    async fn what_changed_is_found_by_its_new_words_only(app: TestApp) {
        let id = add(&app, "part", Some("B-7"), "Bearing", "SKF", None).await;
        app.app.change_as(app.organization, system(), move |change| {
            index(change, &Entry { entity: "part", id, code: Some("B-8"), title: "Deep groove bearing", context: None, text: "FAG",
                created_by: None, archived: false })
        }).await.unwrap();
        assert_eq!(titles(&app, &app.administrator, "q=skf").await, Vec::<String>::new());
        assert_eq!(titles(&app, &app.administrator, "q=b7").await, Vec::<String>::new());
        assert_eq!(titles(&app, &app.administrator, "q=fag").await, ["Deep groove bearing"]);
        app.app.change_as(app.organization, system(), move |change| remove(change, "part", id)).await.unwrap();
        assert_eq!(titles(&app, &app.administrator, "q=fag").await, Vec::<String>::new());
    }

    async fn people_teams_and_places_are_found_by_all_their_names_and_at_once_after_a_change(app: TestApp) {
        let all = |query: &'static str| titles(&app, &app.administrator, query);
        let maria = app.post("/api/v1/users", json!({"email": "maria.okafor@plant.example", "name": "María Okafor",
            "aliases": ["Mo", "the vibration lady"], "role": "technician"})).await.expect(201).id();
        let team = app.post("/api/v1/teams", json!({"name": "Electricians", "aliases": ["Sparks"]})).await.expect(201).id();
        let plant = app.post("/api/v1/sites", json!({"name": "Werk Süd", "time_zone": "Europe/Berlin", "address": "Hafenstr. 7"}))
            .await.expect(201).id();
        let hall = app.post("/api/v1/locations", json!({"name": "Hall 1", "code": "HAL-1A", "aliases": ["old brewery"]}))
            .await.expect(201).id();
        let line = app.post("/api/v1/locations", json!({"name": "Line 4", "parent_id": hall})).await.expect(201).id();
        app.post("/api/v1/locations", json!({"name": "Filler", "parent_id": line})).await.expect(201);
        for maria in ["q=maria", "q=okafor@plant.example", "q=maria.ok", "q=MO&kind=user", "q=vibration", "q=okafor+mar"] {
            assert_eq!(all(maria).await, ["María Okafor"], "{maria}");
        }
        assert_eq!(all("q=electr").await, ["Electricians"]);
        assert_eq!(all("q=sparks&kind=team").await, ["Electricians"]);
        assert_eq!(all("q=hafenstr").await, ["Werk Süd"]);
        for hall in ["q=hal1a", "q=HAL-1", "q=hal1", "q=old+brew"] {
            assert_eq!(all(hall).await[0], "Hall 1", "{hall}");
        }
        let found = app.get("/api/v1/search?q=werk+sud+filler").await.expect(200);
        assert_eq!(found.body["items"][0]["context"], "Werk Süd › Hall 1 › Line 4");

        app.patch(&format!("/api/v1/sites/{plant}"), json!({"name": "Plant South"})).await.expect(200);
        app.patch(&format!("/api/v1/locations/{hall}"), json!({"name": "Hall 9"})).await.expect(200);
        app.patch(&format!("/api/v1/users/{maria}"), json!({"name": "Maria Brandt"})).await.expect(200);
        app.patch(&format!("/api/v1/teams/{team}"), json!({"name": "Electrics", "aliases": []})).await.expect(200);
        for old in ["q=werk", "q=%22hall+1%22+filler", "q=okafor&kind=team", "q=sparks", "q=electricians"] {
            assert_eq!(all(old).await, Vec::<String>::new(), "{old}");
        }
        let found = app.get("/api/v1/search?q=south+hall+9+fill").await.expect(200);
        assert_eq!(found.body["items"][0]["context"], "Plant South › Hall 9 › Line 4");
        assert_eq!(all("q=brandt").await, ["Maria Brandt"]);

        app.patch(&format!("/api/v1/locations/{line}"), json!({"parent_id": null})).await.expect(200);
        assert_eq!(all("q=hall+9").await, ["Hall 9"]);
        app.patch(&format!("/api/v1/locations/{line}"), json!({"archived": true})).await.expect(200);
        app.post("/api/v1/locations", json!({"name": "The line 4 spares"})).await.expect(201);
        assert_eq!(all("q=line+4").await[..2], ["The line 4 spares", "Line 4"]);
        app.patch(&format!("/api/v1/users/{maria}"), json!({"active": false})).await.expect(200);
        let left = app.get("/api/v1/search?q=brandt").await.expect(200);
        assert_eq!(left.body["items"][0]["archived"], true);

        let (_, requester) = app.person(BuiltInRole::Requester).await;
        assert_eq!(titles(&app, &requester, "q=brandt").await, Vec::<String>::new());
        assert_eq!(titles(&app, &requester, "q=electrics").await, Vec::<String>::new());
        assert_eq!(titles(&app, &requester, "q=hall+9").await, ["Hall 9"]);
    }

    async fn a_number_or_code_is_found_however_it_is_typed(app: TestApp) {
        for number in 1_041..1_044 {
            add(&app, "work_order", Some(["WO-1041", "WO-1042", "WO-1043"][number - 1_041]), "Grease", "", None).await;
        }
        add(&app, "asset", Some("ÉV-07-B"), "Évaporateur Nº 7", "", None).await;
        let codes = async |query: &str| {
            let found = app.get(&format!("/api/v1/search?q={query}")).await.expect(200);
            let items = found.body["items"].as_array().unwrap().clone();
            items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        for typed in ["wo-1042", "WO1042", "%231042", "1042", "wo+1042", "%20Wo-1042%20", "grease+1042"] {
            assert_eq!(codes(typed).await, ["WO-1042"], "{typed}");
        }
        assert_eq!(codes("104").await.len(), 3);
        for typed in ["ev-07-b", "EV07B", "ev07", "%C3%A9v-07", "evapor", "EVAPORATEUR+7", "e%CC%81vap"] {
            assert_eq!(codes(typed).await, ["ÉV-07-B"], "{typed}");
        }
    }

    async fn the_place_itself_comes_before_the_many_that_stand_in_it(app: TestApp) {
        app.post("/api/v1/sites", site("Plant")).await.expect(201);
        let hall = app.post("/api/v1/locations", json!({"name": "Hall 1"})).await.expect(201).id();
        let bays: Vec<String> = (0..210).map(|bay| format!("Bay {bay},Hall 1")).collect();
        let file = format!("name,parent\n{}\n", bays.join("\n"));
        let request = axum::http::Request::post("/api/v1/imports?kind=locations")
            .header("authorization", format!("Bearer {}", app.administrator))
            .body(axum::body::Body::from(file))
            .unwrap();
        app.send(request).await.expect(201);
        let found = app.get("/api/v1/search?q=hall+1").await.expect(200);
        assert_eq!(found.body["items"][0]["id"], hall);
        assert_eq!(titles(&app, &app.administrator, "q=bay+209").await, ["Bay 209"]);
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
