//! How far a procedure can be done online, under the old and the new classification, and the ways in.

use serde::{Deserialize, Serialize};

/// A way to hand in a dossier (Decree 61/2018/NĐ-CP, Article 16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Trực tuyến.
    Online,
    /// Trực tiếp.
    Counter,
    /// Qua dịch vụ bưu chính công ích.
    Post,
}

impl Channel {
    /// The stable name, as stored and as given by the API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Counter => "counter",
            Self::Post => "post",
        }
    }

    /// Reads the word that the data files use: `direct`, `online`, `postal`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "online" => Some(Self::Online),
            "direct" => Some(Self::Counter),
            "postal" => Some(Self::Post),
            _ => None,
        }
    }
}

/// Scope of an online service since 2022 (Decree 42/2022/NĐ-CP, Article 11; Decree 224/2026/NĐ-CP, Article 14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceScope {
    /// Dịch vụ công trực tuyến toàn trình.
    Full,
    /// Dịch vụ công trực tuyến một phần.
    Partial,
    /// Only information.
    Information,
}

/// Level of an online service until 2022 (Decree 43/2011/NĐ-CP, Article 3 clause 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnlineLevel {
    /// Full information on the procedure and its papers.
    Level1,
    /// And forms to download.
    Level2,
    /// And sent online; fee and result in person.
    Level3,
    /// And fee paid online, result online, in person or by post.
    Level4,
}

impl OnlineLevel {
    /// The level's number.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Level1 => 1,
            Self::Level2 => 2,
            Self::Level3 => 3,
            Self::Level4 => 4,
        }
    }
}

/// What the sources say of a procedure's online service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OnlineService {
    /// Published scope.
    pub scope: Option<ServiceScope>,
    /// The decision or page that says so.
    pub source: Option<String>,
}

impl OnlineService {
    /// The scope: published, else worked out from the ways in.
    ///
    /// Without a published scope a procedure that takes dossiers online is *partial*: whether the whole of it is
    /// done online nobody has said. One that does not take them is information only.
    #[must_use]
    pub fn scope(&self, channels: &[Channel]) -> ServiceScope {
        self.scope.unwrap_or(if channels.contains(&Channel::Online) {
            ServiceScope::Partial
        } else {
            ServiceScope::Information
        })
    }

    /// The level of the old classification that the scope stands for: full is 4, partial is 3, information is 2.
    ///
    /// The correspondence is that of running systems, which store the three scopes under these numbers.
    #[must_use]
    pub fn level(&self, channels: &[Channel]) -> OnlineLevel {
        match self.scope(channels) {
            ServiceScope::Full => OnlineLevel::Level4,
            ServiceScope::Partial => OnlineLevel::Level3,
            ServiceScope::Information => OnlineLevel::Level2,
        }
    }
}
