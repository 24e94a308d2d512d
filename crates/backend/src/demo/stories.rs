//! The demonstration plant, filled and looked at over HTTP.

use serde_json::Value;

use super::{accounts, fill};
use crate::testing::{TestApp, on_both_engines};

async fn token(app: &TestApp) -> String {
    let account = accounts().into_iter().find(|account| account.name == "Anna Rossi").unwrap();
    let organization =
        crate::identity::find_organization(&app.app, "Riverside Bottling").await.unwrap().unwrap().id;
    app.app
        .change_as(organization, crate::testing::system(), move |change| {
            let user = crate::identity::user_by_email(change, &account.email)?.expect("Anna");
            Ok(crate::identity::create_token(change, user.id, "test", None, None)?.token)
        })
        .await
        .unwrap()
}

on_both_engines! {
    async fn the_plant_is_at_work_and_the_fleet_has_its_history(app: TestApp) {
        let accounts = fill(&app.app).await.unwrap();
        assert!(accounts.iter().any(|account| account.name == "Maria Okafor"));
        let anna = token(&app).await;
        let get = async |path: &str| app.call(&anna, "GET", path, None).await.expect(200).body;
        let length = |page: &Value| page["items"].as_array().unwrap().len();
        assert_eq!(length(&get("/api/v1/sites").await), 2);
        assert!(length(&get("/api/v1/assets?limit=200").await) >= 60);
        assert_eq!(length(&get("/api/v1/parts?limit=200").await), 40);
        assert_eq!(length(&get("/api/v1/maintenance-plans?limit=200").await), 12);
        assert_eq!(length(&get("/api/v1/meters?limit=200").await), 22);
        let hot = get("/api/v1/condition-firings").await;
        let order = get(&format!("/api/v1/work-orders/{}", hot["items"][0]["work_order_id"].as_str().unwrap())).await;
        assert_eq!(order["title"], "Compressor 1: oil is too hot");
        let hours = get("/api/v1/meters?q=EX-B-H").await["items"][0].clone();
        assert!(hours["latest"]["value"].as_f64() < Some(1_000.0) && hours["total"].as_f64() > Some(19_905.0), "{hours}");
        assert_eq!(length(&get("/api/v1/meters?condition=action,warning").await), 2);
        for (status, least) in [("in_progress", 4), ("on_hold", 4), ("completed", 2), ("open", 15)] {
            let found = length(&get(&format!("/api/v1/work-orders?status={status}&limit=200")).await);
            assert!(found >= least, "{found} orders are {status}");
        }
        assert!(length(&get("/api/v1/work-orders?due=overdue&limit=200").await) >= 5);
        let bucket = get("/api/v1/search?q=bucket+won%27t+open&kind=work_order").await;
        assert_eq!(bucket["items"][0]["title"], "BUCKET WON'T OPEN");
        let excavator = get("/api/v1/assets/by-code/D").await;
        let orders = get(&format!("/api/v1/work-orders?asset_id={}&limit=200", excavator["id"].as_str().unwrap())).await;
        assert_eq!(length(&orders), 200);
        for verdict in crate::audit::verify(app.app.db()).await.unwrap() {
            assert_eq!(verdict.first_broken, None);
        }
        fill(&app.app).await.unwrap();
        assert_eq!(length(&get("/api/v1/sites").await), 2);
    }
}
