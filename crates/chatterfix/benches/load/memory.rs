//! The first floor: the same bytes from memory, served by axum in a process of its own. It shows what HTTP alone costs
//! on this machine.

use std::{
    io::{Read, Write},
    net::Ipv4Addr,
    path::Path,
    process::Command,
    sync::Arc,
};

use axum::{
    Router,
    extract::{Path as Captured, State},
    http::{StatusCode, header},
    response::IntoResponse,
    routing::any,
};
use bytes::Bytes;

use super::program::Running;

/// The word that makes this executable serve from memory.
pub const COMMAND: &str = "serve-from-memory";

/// Starts a process that answers `/0`, `/1` … with these bytes.
pub fn start(folder: &Path, answers: &[Bytes]) -> Running {
    for (number, answer) in answers.iter().enumerate() {
        std::fs::write(folder.join(number.to_string()), answer).unwrap();
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg(COMMAND).arg(folder);
    Running::start(command)
}

/// Serves until the input closes, which it does when the process that started this one ends.
pub fn serve(folder: &Path) {
    let answers: Vec<Bytes> = (0..)
        .map_while(|number| Some(std::fs::read(folder.join(format!("{number}"))).ok()?.into()))
        .collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.spawn(async move {
        let router = Router::new().route("/{number}", any(answer)).with_state(Arc::new(answers));
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        println!("listening on http://{}", listener.local_addr().unwrap());
        std::io::stdout().flush().unwrap();
        let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
            // Waiting to fill a packet would make the floor slower than it is.
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await.unwrap();
    });
    // An error means the same as the end.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    runtime.shutdown_background();
}

async fn answer(
    State(answers): State<Arc<Vec<Bytes>>>,
    Captured(number): Captured<usize>,
    _asked: Bytes,
) -> impl IntoResponse {
    match answers.get(number) {
        Some(answer) => (StatusCode::OK, [(header::CONTENT_TYPE, "application/json")], answer.clone()),
        None => (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain")], Bytes::new()),
    }
}
