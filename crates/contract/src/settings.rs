//! Settings of an organisation and of a person, and the keys of AI providers, which are never sent back.

use jiff::Timestamp;
use kernel::Patch;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::work_orders::Priority;

/// The day a week starts with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WeekStart {
    /// As ISO 8601 has it.
    #[default]
    Monday,
    /// As in North America.
    Sunday,
    /// As in much of the Arab world.
    Saturday,
}

/// Units that measurements are shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Units {
    /// Metres, degrees Celsius, bar.
    #[default]
    Metric,
    /// Feet, degrees Fahrenheit, psi.
    Imperial,
}

/// Who answers when a model is asked.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AiProvider {
    /// The models inside ChatterFix; nothing leaves the machine.
    #[default]
    Local,
    /// OpenAI.
    Openai,
    /// Anthropic.
    Anthropic,
    /// xAI.
    Xai,
    /// A server of one's own that speaks OpenAI's protocol.
    Custom,
}

impl AiProvider {
    /// Those that need a key or an address.
    pub const REMOTE: [Self; 4] = [Self::Openai, Self::Anthropic, Self::Xai, Self::Custom];

    /// As in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Openai => "openai",
            Self::Anthropic => "anthropic",
            Self::Xai => "xai",
            Self::Custom => "custom",
        }
    }
}

/// Rules and defaults of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct OrganizationSettings {
    /// Priority of new work orders that name none.
    pub default_priority: Priority,
    /// Days until a new work order is due that names no date; nothing: no date.
    pub default_due_days: Option<i64>,
    /// Whether completing a work order needs a word on what was done.
    pub require_closing_note: bool,
    /// Whether completing a corrective work order needs its cause.
    pub require_cause: bool,
    /// The day a week starts with.
    pub week_start: WeekStart,
    /// Units that measurements are shown in.
    pub units: Units,
    /// Who answers when a model is asked.
    pub ai_provider: AiProvider,
    /// The provider's model; nothing: its usual one.
    pub ai_model: Option<String>,
    /// Whether recordings are kept after they were turned into text.
    pub audio_kept: bool,
    /// Counts changes, from 1.
    pub version: i64,
}

impl Default for OrganizationSettings {
    fn default() -> Self {
        Self {
            default_priority: Priority::None,
            default_due_days: None,
            require_closing_note: false,
            require_cause: false,
            week_start: WeekStart::default(),
            units: Units::default(),
            ai_provider: AiProvider::default(),
            ai_model: None,
            audio_kept: false,
            version: 1,
        }
    }
}

/// Changes rules and defaults.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrganizationSettingsPatch {
    /// New default priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_priority: Option<Priority>,
    /// New days until due, 0 to 365.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<i64>)]
    pub default_due_days: Patch<i64>,
    /// Whether completing needs a word on what was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_closing_note: Option<bool>,
    /// Whether completing a corrective order needs its cause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_cause: Option<bool>,
    /// New first day of the week.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week_start: Option<WeekStart>,
    /// New units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub units: Option<Units>,
    /// New provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ai_provider: Option<AiProvider>,
    /// New model.
    #[serde(skip_serializing_if = "Patch::is_absent")]
    #[schema(value_type = Option<String>)]
    pub ai_model: Patch<String>,
    /// Whether recordings are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_kept: Option<bool>,
    /// The version this change is based on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// How close together a page is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// With room.
    #[default]
    Comfortable,
    /// More on a screen.
    Compact,
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the device.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How a person likes the page. Their language stands at `/me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct UserSettings {
    /// How close together the page is set.
    pub density: Density,
    /// Light or dark.
    pub theme: Theme,
    /// Whether single keys do things.
    pub shortcuts: bool,
}

impl Default for UserSettings {
    fn default() -> Self {
        Self { density: Density::default(), theme: Theme::default(), shortcuts: true }
    }
}

/// Changes how a person likes the page.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct UserSettingsPatch {
    /// New density.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<Density>,
    /// New theme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    /// Whether single keys do things.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortcuts: Option<bool>,
}

/// Where a provider's key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// Stored here, encrypted. It goes before the environment.
    Settings,
    /// From the server's environment.
    Environment,
    /// There is none.
    None,
}

/// What may be known about a provider's key. The key itself is never sent back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderKey {
    /// The provider.
    pub provider: AiProvider,
    /// Where its key comes from.
    pub source: KeySource,
    /// The key's last four characters.
    pub last_four: Option<String>,
    /// Host of the address that is asked instead of the provider's own.
    pub base_url_host: Option<String>,
    /// When it was stored.
    pub updated_at: Option<Timestamp>,
    /// Who stored it.
    pub updated_by_name: Option<String>,
}

/// Stores a provider's key in place of the one before; it counts at once.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProviderKeyInput {
    /// The key.
    #[schema(format = Password)]
    pub key: String,
    /// Address to ask instead of the provider's own; needed for `custom`.
    #[serde(default)]
    pub base_url: Option<String>,
}
