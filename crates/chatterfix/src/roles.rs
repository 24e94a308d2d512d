//! Which roles this process plays: a set, read from `SERVICE_MODE`.

use std::{fmt, str::FromStr};

/// One role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `ui_gateway`: the page and the way to the others.
    Gateway,
    /// `unified_backend`: the records.
    Backend,
    /// `unified_ai`: drafts and explanations.
    Assistant,
    /// `ai_brain`: computation.
    Brain,
}

impl Role {
    const ALL: [Self; 4] = [Self::Gateway, Self::Backend, Self::Assistant, Self::Brain];

    /// Its name in `SERVICE_MODE`.
    pub const fn mode(self) -> &'static str {
        match self {
            Self::Gateway => "ui_gateway",
            Self::Backend => "unified_backend",
            Self::Assistant => "unified_ai",
            Self::Brain => "ai_brain",
        }
    }

    /// Its name in health answers.
    pub const fn service(self) -> &'static str {
        match self {
            Self::Gateway => "ui-gateway",
            Self::Backend => "backend-unified",
            Self::Assistant => "ai-unified",
            Self::Brain => "ai-brain",
        }
    }
}

/// The roles of this process; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles(Vec<Role>);

impl Roles {
    /// Whether this process plays the role.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// Name of this process in health answers.
    pub fn service(&self) -> &'static str {
        match self.0[..] {
            [one] => one.service(),
            _ => "chatterfix",
        }
    }
}

impl Default for Roles {
    fn default() -> Self {
        Self(Role::ALL.to_vec())
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.iter().map(|role| role.mode()).collect::<Vec<_>>().join(","))
    }
}

impl FromStr for Roles {
    type Err = String;

    /// Several roles are joined by commas; nothing at all means every role.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut roles = Vec::new();
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let role = Role::ALL.into_iter().find(|role| role.mode() == name).ok_or_else(|| {
                format!(
                    "must be ui_gateway, unified_backend, unified_ai or ai_brain, or several joined by commas, not “{name}”"
                )
            })?;
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        Ok(if roles.is_empty() { Self::default() } else { Self(roles) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mode_means_every_role_and_a_wrong_one_is_named() {
        let all: Roles = "".parse().unwrap();
        assert!(Role::ALL.into_iter().all(|role| all.has(role)));
        assert_eq!(all.service(), "chatterfix");
        let one: Roles = "unified_backend".parse().unwrap();
        assert_eq!((one.service(), one.has(Role::Gateway)), ("backend-unified", false));
        let two: Roles = " ui_gateway , unified_backend,ui_gateway".parse().unwrap();
        assert_eq!((two.service(), two.to_string().as_str()), ("chatterfix", "ui_gateway,unified_backend"));
        assert!("backend".parse::<Roles>().unwrap_err().contains("“backend”"));
    }
}
