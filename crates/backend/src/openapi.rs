//! The OpenAPI document, made of the operations themselves and of what all of them share.

use std::sync::LazyLock;

use contract::problem::ProblemBody;
use utoipa::{
    OpenApi, PartialSchema, ToSchema,
    openapi::{
        ContentBuilder, HttpMethod, Ref, RefOr, ResponseBuilder,
        path::{Operation, ParameterBuilder, ParameterIn},
        schema::{ObjectBuilder, SchemaType, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "ChatterFix",
        description = "Maintenance management. `/api/v1/…` is canonical; `/api/…` means the current version and answers \
                   alike. Lists answer `{items, next}`; failures answer `application/problem+json` (RFC 9457).",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(contract::work_orders::DueFilter, contract::imports::ExportFormat))
)]
struct Document;

/// The description of every operation, from the operations themselves.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let (_, mut document) = OpenApiRouter::with_openapi(Document::openapi())
        .nest("/api/v1", crate::operations())
        .split_for_parts();
    let components = document.components.get_or_insert_default();
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    let mut more = Vec::new();
    <ProblemBody as ToSchema>::schemas(&mut more);
    components.schemas.extend(more);
    components.add_security_scheme(
        "token",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
    );
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(web::SESSION_COOKIE))),
    );
    document.security = Some(vec![
        SecurityRequirement::new("token", Vec::<String>::new()),
        SecurityRequirement::new("session", Vec::<String>::new()),
    ]);
    for item in document.paths.paths.values_mut() {
        let operations = [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Put, &mut item.put),
            (HttpMethod::Patch, &mut item.patch),
            (HttpMethod::Delete, &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                complete(&method, operation);
            }
        }
    }
    document
}

/// Adds what every operation shares: the failure, and the headers of a change.
fn complete(method: &HttpMethod, operation: &mut Operation) {
    let problem =
        ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name(ProblemBody::name())))).build();
    let failure = ResponseBuilder::new()
        .description("What went wrong, and in which fields.")
        .content("application/problem+json", problem)
        .build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(failure));
    if *method == HttpMethod::Get {
        return;
    }
    let header = |name: &str, description: &str| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .description(Some(description))
            .schema(Some(ObjectBuilder::new().schema_type(SchemaType::Type(Type::String))))
            .build()
    };
    let parameters = operation.parameters.get_or_insert_default();
    parameters.push(RefOr::T(header(
        "Idempotency-Key",
        "8 to 200 visible ASCII characters. The same key with the same request answers the same and changes nothing again.",
    )));
    if matches!(method, HttpMethod::Patch | HttpMethod::Put) {
        parameters
            .push(RefOr::T(header("If-Match", "The version that the change is based on, as in `ETag`.")));
    }
}

static TEXT: LazyLock<String> = LazyLock::new(|| openapi().to_pretty_json().unwrap_or_default());

/// The document as JSON text.
pub(crate) fn text() -> &'static str {
    &TEXT
}
