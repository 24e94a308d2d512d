use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use contract::{
    imports::{ExportFormat, ExportQuery, ImportKind},
    permissions::RunImports,
};
use kernel::{OrganizationId, Problem};
use web::{Can, Failure, Patient, Query};

use super::store;
use crate::{App, spreadsheet::escaped};

/// Export everything of a kind, as a table that imports again or as JSON.
#[utoipa::path(get, path = "/exports", tag = "imports", operation_id = "export_records", params(ExportQuery),
    responses((status = 200, body = String, content_type = "text/csv")))]
pub(super) async fn create_export(
    _: Patient,
    can: Can<RunImports>,
    State(app): State<App>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Failure> {
    let bytes = export(&app, can.organization, query.kind, query.format).await?;
    let (kind, ending) = match query.format {
        ExportFormat::Csv => ("text/csv; charset=utf-8", "csv"),
        ExportFormat::Json => ("application/json", "json"),
    };
    let name = format!("attachment; filename=\"{}.{ending}\"", query.kind.name());
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).map_err(Problem::internal)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

/// Everything of a kind, with the fields that the same kind imports.
pub async fn export(
    app: &App,
    organization: OrganizationId,
    kind: ImportKind,
    format: ExportFormat,
) -> Result<Vec<u8>, Problem> {
    let digits = app.read_as(organization, |tenant| {
        Ok::<_, Problem>(crate::identity::own_organization(tenant)?.currency)
    });
    let currency = digits.await?;
    app.report_as(organization, move |tenant| {
        let fields = store::export_fields(kind);
        match format {
            ExportFormat::Csv => {
                let mut table = csv::Writer::from_writer(Vec::new());
                table.write_record(fields).map_err(Problem::internal)?;
                store::visit_all(tenant, kind, currency, |cells| {
                    table.write_record(cells.iter().map(|cell| escaped(cell))).map_err(Problem::internal)
                })?;
                table.into_inner().map_err(|error| Problem::internal(error.to_string()))
            }
            ExportFormat::Json => {
                let mut text = b"[".to_vec();
                store::visit_all(tenant, kind, currency, |cells| {
                    if text.len() > 1 {
                        text.extend(b",\n");
                    }
                    let filled = fields.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
                    let record: serde_json::Map<String, serde_json::Value> =
                        filled.map(|(field, cell)| ((*field).to_owned(), cell.clone().into())).collect();
                    serde_json::to_writer(&mut text, &record).map_err(Problem::internal)
                })?;
                text.extend(b"]\n");
                Ok(text)
            }
        }
    })
    .await
}
