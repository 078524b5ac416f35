//! Figures for Prometheus, on an address of their own.

use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::config::{Config, Optional};

/// Upper bounds of the request histogram, in seconds.
const BUCKETS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Starts to count, and serves `/metrics`. Ends when dropped.
pub fn start(config: &Config) -> anyhow::Result<Option<Aborting>> {
    let Optional::On(address) = config.metrics_address else { return Ok(None) };
    let handle = PrometheusBuilder::new().set_buckets(&BUCKETS)?.install_recorder()?;
    let task = tokio::spawn(async move {
        let listener = match TcpListener::bind(address).await {
            Ok(listener) => listener,
            Err(error) => {
                return tracing::warn!(%address, %error, "no metrics: cannot listen there; SHIPBOARD_METRICS_ADDRESS chooses another place");
            }
        };
        let routes = axum::Router::new().route(
            "/metrics",
            axum::routing::get(move || {
                handle.run_upkeep();
                std::future::ready(handle.render())
            }),
        );
        if let Err(error) = axum::serve(listener, routes).await {
            tracing::warn!(%error, "metrics ended");
        }
    });
    Ok(Some(Aborting(task)))
}

/// A task that ends with its owner.
pub struct Aborting(JoinHandle<()>);

impl Drop for Aborting {
    fn drop(&mut self) {
        self.0.abort();
    }
}
