use contract::service::{AiHealth, BackendHealth, Health};
use kernel::Problem;

use crate::Transport;

/// Calls to the role `unified_backend`.
#[derive(Clone, Debug)]
pub struct Backend(pub Transport);

impl Backend {
    /// How the backend and its database are.
    pub async fn health(&self) -> Result<BackendHealth, Problem> {
        self.0.read("/api/health").await
    }
}

/// Calls to the role `unified_ai`.
#[derive(Clone, Debug)]
pub struct Assistant(pub Transport);

impl Assistant {
    /// How the assistant and its providers are.
    pub async fn health(&self) -> Result<AiHealth, Problem> {
        self.0.read("/api/ai/health").await
    }
}

/// Calls to the role `ai_brain`.
#[derive(Clone, Debug)]
pub struct Brain(pub Transport);

impl Brain {
    /// How the brain is.
    pub async fn health(&self) -> Result<Health, Problem> {
        self.0.read("/api/brain/health").await
    }
}

/// Calls to a process of the product, whatever its roles.
#[derive(Clone, Debug)]
pub struct Process(pub Transport);

impl Process {
    /// How the process is, and the services behind it.
    pub async fn health(&self) -> Result<Health, Problem> {
        self.0.read("/health").await
    }
}
