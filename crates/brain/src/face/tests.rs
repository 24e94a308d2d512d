//! Requests of reliability as a client sends them, and what they answer.

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

async fn ask(path: &str, body: Value) -> (u16, Value) {
    let router: Router = crate::router("test");
    let request = Request::post(format!("/api/brain/reliability/{path}"))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = router.oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap())
}

/// Ten of twenty units failed within 500 hours: NIST/SEMATECH e-Handbook 8.4.1.3.
fn nist() -> Value {
    let mut lives: Vec<Value> = [54, 187, 216, 240, 244, 335, 361, 373, 375, 386]
        .iter()
        .map(|time| json!({ "time": time, "event": "failure" }))
        .collect();
    lives.push(json!({ "time": 500, "event": "censored", "count": 10 }));
    json!(lives)
}

fn near(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 1e-5 * expected.abs()
}

#[tokio::test]
async fn a_fit_answers_with_parameters_lives_and_bounds() {
    let request = json!({ "model": "weibull2", "observations": nist(), "confidence": 0.9, "times": [303.263_779_001_786_1], "shares": [0.05] });
    let (status, fit) = ask("fits", request).await;
    assert_eq!(status, 200, "{fit}");
    assert!(
        near(&fit["beta"], 1.720_797_26) && near(&fit["eta"], 606.527_558) && near(&fit["b10"], 164.022_439)
    );
    assert!(near(&fit["log_likelihood"], -75.134_618_2) && near(&fit["mean"], 540.737_025));
    assert!(near(&fit["bounds"]["wald"]["beta"]["lower"], 1.064_812_18));
    assert!(near(&fit["bounds"]["wald"]["b10"]["upper"], 287.968_381));
    assert!(near(&fit["bounds"]["likelihood_ratio"]["eta"]["upper"], 975.010_057));
    assert!(near(&fit["reliability"][0]["wald"]["lower"], 0.573_681_12));
    assert_eq!(fit["positions"].as_array().unwrap().len(), 10);
    assert!(fit.get("gamma").is_none() && fit.get("mu").is_none());
}

#[tokio::test]
async fn every_model_answers_and_the_best_comes_first() {
    for (model, parameter) in
        [("weibull3", "gamma"), ("exponential", "mean"), ("lognormal", "mu"), ("normal", "sigma")]
    {
        let (status, fit) = ask("fits", json!({ "model": model, "observations": nist() })).await;
        assert_eq!(status, 200, "{model}: {fit}");
        assert!(fit[parameter].is_number(), "{model}: {fit}");
    }
    let (_, fit) = ask("fits", json!({ "model": "exponential", "observations": nist() })).await;
    // 7,771 hours and ten failures: 2T / χ²(22) and 2T / χ²(20), 5 % on each side.
    let exact = &fit["bounds"]["exact"]["mean"];
    assert!(near(&exact["lower"], 458.135_807) && near(&exact["upper"], 1_432.335_28), "{exact}");
    let (_, models) = ask("comparisons", json!({ "observations": nist() })).await;
    let order: Vec<f64> =
        models.as_array().unwrap().iter().map(|model| model["aic"].as_f64().unwrap()).collect();
    assert!(order.len() == 5 && order.is_sorted());
}

#[tokio::test]
async fn too_little_data_is_said_with_the_counts_and_never_answered_with_numbers() {
    let only = |event: &str| json!([{ "time": 500, "event": event, "count": 4 }]);
    for (event, words) in [("censored", "no failure among 4 units"), ("failure", "4 failures among 4 units")]
    {
        let (status, problem) =
            ask("fits", json!({ "model": "weibull2", "observations": only(event) })).await;
        assert_eq!(status, 422);
        assert_eq!(problem["errors"][0]["field"], "observations");
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
    let request = json!({ "model": "weibayes", "assumed_beta": 2, "observations": only("censored") });
    let (status, fit) = ask("fits", request).await;
    assert_eq!(status, 200);
    let expected = (4.0 * 500.0_f64.powi(2) / 10.0_f64.ln()).sqrt();
    assert!(near(&fit["bounds"]["exact"]["eta"]["lower"], expected), "{fit}");
    assert_eq!(fit["cautions"], json!(["few_failures"]));
}

#[tokio::test]
async fn wrong_fields_are_named() {
    let life = json!([{ "time": 5, "event": "failure" }]);
    for (path, body, field) in [
        (
            "fits",
            json!({ "model": "weibull2", "observations": [{ "time": -5, "event": "failure" }] }),
            "observations[0].time",
        ),
        (
            "fits",
            json!({ "model": "weibull2", "observations": [{ "time": 5, "event": "interval_censored" }] }),
            "observations[0].until",
        ),
        (
            "fits",
            json!({ "model": "weibull2", "observations": [{ "time": 5, "event": "failure", "count": 0 }] }),
            "observations[0].count",
        ),
        ("fits", json!({ "model": "gumbel", "observations": life }), "model"),
        ("fits", json!({ "model": "weibull2", "observations": life, "confidence": 90 }), "confidence"),
        ("fits", json!({ "model": "weibayes", "observations": life }), "assumed_beta"),
        ("fits", json!({ "model": "weibull2", "observations": life, "colour": 1 }), "colour"),
        ("survival", json!({ "observations": life, "confidence": 1 }), "confidence"),
        (
            "repairable",
            json!({ "systems": [{ "id": "a", "end": 9, "events": [3, 11] }] }),
            "systems[0].events[1].time",
        ),
        (
            "grouped",
            json!({ "counts": [{ "until": 9, "failures": 3 }, { "until": 9, "failures": 3 }] }),
            "counts[1].until",
        ),
        ("replacement-age", json!({ "beta": 0, "eta": 5, "cost_preventive": 1, "cost_failure": 2 }), "beta"),
        ("residual-life", json!({ "law": { "beta": 2, "eta": 0 }, "ages": [], "horizon": 1 }), "law.eta"),
        (
            "forecasts",
            json!({ "law": { "beta": 2, "eta": 5 }, "fleet": [{ "age": -1 }], "horizon": 1 }),
            "fleet[0].age",
        ),
        ("spares", json!({ "rate": 1, "lead_time": 2, "service_level": 95 }), "service_level"),
    ] {
        let (status, problem) = ask(path, body).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!(field)), "{problem}");
    }
}

#[tokio::test]
async fn repairable_systems_answer_with_growth_trend_and_mean_path() {
    let systems = json!([
        { "id": "P-1", "end": 1500, "events": [5, 40, { "time": 43, "cost": 120.5 }, 175, 389, 712, 747, 795, 1299, 1478] },
    ]);
    let (status, found) =
        ask("repairable", json!({ "systems": systems, "horizon": 500, "goal_mtbf": 400 })).await;
    assert_eq!(status, 200, "{found}");
    let crow = &found["crow_amsaa"];
    assert!(near(&crow["beta"], 0.537_228_866) && near(&crow["mtbf"], 279.210_611));
    assert!(near(&crow["bounds"]["mtbf_exact"]["lower"], 132.845_298));
    assert!(crow["expected_failures"].as_f64().unwrap() > 1.0 && crow["goal_age"].as_f64().unwrap() > 1500.0);
    assert!(near(&found["trend"]["laplace"]["statistic"], -1.326_949_18));
    assert_eq!(
        (found["mcf"].as_array().unwrap().len(), found["mcf_cost"].as_array().unwrap().len()),
        (10, 10)
    );
    let (status, quiet) =
        ask("repairable", json!({ "systems": [{ "id": "P-2", "end": 900, "events": [] }] })).await;
    assert_eq!((status, &quiet["crow_amsaa"], &quiet["mcf"]), (200, &Value::Null, &json!([])));
    assert!(quiet["crow_amsaa_reason"].as_str().unwrap().contains("0 failures"), "{quiet}");
}

#[tokio::test]
async fn decisions_are_answered_and_running_to_failure_is_one_of_them() {
    let costs = |beta: f64, policy: &str| json!({ "beta": beta, "eta": 1000, "cost_preventive": 1, "cost_failure": 5, "policy": policy });
    let (_, age) = ask("replacement-age", costs(2.5, "age")).await;
    assert!(near(&age["age"], 493.046_957_6) && near(&age["cost_rate"], 0.003_462_042_738_8), "{age}");
    let (_, block) = ask("replacement-age", costs(2.5, "block")).await;
    assert!(near(&block["age"], 446.658_388_4) && block["saving"].is_null());
    let (_, run) = ask("replacement-age", costs(0.8, "age")).await;
    assert_eq!((&run["age"], &run["advice"]), (&Value::Null, &json!("run_to_failure")));
    let law = json!({ "beta": 1, "eta": 100 });
    let (_, rest) = ask("residual-life", json!({ "law": law, "ages": [0, 70], "horizon": 100 })).await;
    assert!(near(&rest["ages"][1]["reliability"], (-1.0_f64).exp()) && near(&rest["ages"][1]["mean"], 100.0));
    for (replaced, expected) in [(false, 10.0 * (1.0 - (-2.0_f64).exp())), (true, 20.0)] {
        let request = json!({ "law": law, "fleet": [{ "age": 30, "count": 10 }], "horizon": 200, "replaced": replaced });
        let (_, forecast) = ask("forecasts", request).await;
        assert!((forecast["expected"].as_f64().unwrap() - expected).abs() < 1e-3, "{forecast}");
    }
    let (_, stock) = ask("spares", json!({ "rate": 0.02, "lead_time": 100, "service_level": 0.95 })).await;
    assert_eq!(stock["advised"]["stock"], 5);
    let (_, grouped) = ask("grouped", json!({ "counts": [{ "until": 20, "failures": 13 }, { "until": 40, "failures": 16 }, { "until": 60, "failures": 5 }, { "until": 80, "failures": 8 }, { "until": 100, "failures": 7 }] })).await;
    assert!((grouped["beta"].as_f64().unwrap() - 0.753).abs() < 1e-3);
}

#[tokio::test]
async fn survival_is_kaplan_meier_or_turnbull_as_the_lives_allow() {
    let (_, known) = ask("survival", json!({ "observations": nist(), "confidence": 0.95 })).await;
    assert!(
        near(&known["steps"][0]["survival"], 0.95)
            && near(&known["steps"][0]["bounds"]["lower"], 0.694_743_193)
    );
    let inspected = json!([
        { "time": 0, "until": 10, "event": "interval_censored", "count": 2 },
        { "time": 5, "until": 15, "event": "interval_censored" },
        { "time": 15, "event": "censored" },
    ]);
    let (_, found) = ask("survival", json!({ "observations": inspected })).await;
    assert!(near(&found["stretches"][0]["share"], 0.75) && found["stretches"][1]["to"].is_null(), "{found}");
}
