//! A model on this machine that says what texts mean, as a service that speaks as OpenAI's does; or that behaves as badly as it is
//! told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What it knows the meaning of: words of one list mean the same, and each list lies in a direction of its own.
const MEANINGS: [&[&str]; 3] = [
    &["dark mode", "night theme", "easier on the eyes"],
    &["export", "download my data", "spreadsheet"],
    &["sign in", "log on", "enter with google"],
];

/// How it treats whoever asks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Temper {
    /// It answers.
    #[default]
    Well,
    /// It has a fault.
    Broken,
    /// It thinks for longer than anybody waits.
    Slow,
    /// It answers with vectors of another length than before.
    OtherLength,
    /// It answers about fewer texts than it was asked about.
    Short,
}

#[derive(Default)]
struct Desk {
    temper: Mutex<Temper>,
    /// What it was asked about, and with which key.
    asked: Mutex<Vec<(String, Vec<String>)>>,
}

/// The service. Stops when dropped.
pub(crate) struct Model {
    address: SocketAddr,
    desk: Arc<Desk>,
    task: JoinHandle<()>,
}

impl Model {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Arc::new(Desk::default());
        let router = Router::new().route("/v1/embeddings", post(answer)).with_state(desk.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, desk, task }
    }

    /// Where it is, as a setting says it.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub(crate) fn becomes(&self, temper: Temper) {
        *self.desk.temper.lock().unwrap() = temper;
    }

    /// Every text that it was asked about.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.desk.asked.lock().unwrap().iter().flat_map(|(_, texts)| texts.clone()).collect()
    }

    /// The keys that it was shown.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.desk.asked.lock().unwrap().iter().map(|(key, _)| key.clone()).collect()
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Eight numbers: a direction for each meaning, and a little of its own for each text.
fn vector(text: &str) -> Vec<f32> {
    let text = text.to_lowercase();
    let mut vector = vec![0.0; 8];
    for (place, words) in MEANINGS.iter().enumerate() {
        vector[place] = if words.iter().any(|word| text.contains(word)) { 1.0 } else { 0.0 };
    }
    vector[3 + text.len() % 5] += if vector.iter().all(|number| *number == 0.0) { 1.0 } else { 0.2 };
    vector
}

async fn answer(State(desk): State<Arc<Desk>>, headers: HeaderMap, body: String) -> Response {
    let asked: Value = serde_json::from_str(&body).unwrap();
    let texts: Vec<String> = asked["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect();
    let key = headers.get("authorization").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    desk.asked.lock().unwrap().push((key, texts.clone()));
    let temper = *desk.temper.lock().unwrap();
    let embedding = |(index, text): (usize, &String)| {
        let length = if temper == Temper::OtherLength { 3 } else { 8 };
        json!({ "index": index, "embedding": vector(text)[..length] })
    };
    let mut data: Vec<Value> = texts.iter().enumerate().map(embedding).collect();
    match temper {
        Temper::Broken => return (StatusCode::INTERNAL_SERVER_ERROR, "no such key: sk-secret").into_response(),
        Temper::Slow => tokio::time::sleep(Duration::from_secs(20)).await,
        Temper::Short => drop(data.pop()),
        Temper::Well | Temper::OtherLength => {}
    }
    json!({ "data": data, "model": asked["model"] }).to_string().into_response()
}
