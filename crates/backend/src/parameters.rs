//! Refuses parameters that an operation does not know, so that a filter with a slip of the pen never lists everything.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Router,
    extract::{MatchedPath, Request},
    http::Method,
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use kernel::Problem;
use utoipa::openapi::{OpenApi, RefOr, path::ParameterIn};
use web::Failure;

use crate::App;

/// By address: the parameters behind the `?` of its operations, by method.
type Known = HashMap<String, Vec<(Method, Vec<String>)>>;

/// The routes, each with the parameters that the document names for it and no others.
pub(crate) fn only_known(routes: Router<App>, document: &OpenApi) -> Router<App> {
    let known = Arc::new(read(document));
    routes.layer(middleware::from_fn(move |request: Request, next: Next| {
        let known = known.clone();
        async move { check(&known, request, next).await }
    }))
}

fn read(document: &OpenApi) -> Known {
    let mut known = Known::new();
    for (path, item) in &document.paths.paths {
        let operations = [
            (Method::GET, &item.get),
            (Method::POST, &item.post),
            (Method::PUT, &item.put),
            (Method::PATCH, &item.patch),
            (Method::DELETE, &item.delete),
        ];
        let operations = operations.into_iter().filter_map(|(method, operation)| {
            let parameters = operation.as_ref()?.parameters.iter().flatten();
            let names = parameters.filter_map(|parameter| match parameter {
                RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => {
                    Some(parameter.name.clone())
                }
                _ => None,
            });
            Some((method, names.collect()))
        });
        known.insert(path.clone(), operations.collect());
    }
    known
}

async fn check(known: &Known, request: Request, next: Next) -> Response {
    match unknown(known, &request) {
        Some(name) => Failure(Problem::field(name, "is not a parameter that is known here")).into_response(),
        None => next.run(request).await,
    }
}

/// The first parameter that the operation does not know.
fn unknown(known: &Known, request: &Request) -> Option<String> {
    let query = request.uri().query()?;
    let path = request.extensions().get::<MatchedPath>()?;
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let (_, names) = known.get(path.as_str())?.iter().find(|(known, _)| known == method)?;
    form_urlencoded::parse(query.as_bytes())
        .map(|(name, _)| name.into_owned())
        .find(|name| !names.contains(name))
}
