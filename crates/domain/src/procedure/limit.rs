//! Time limits of a procedure as published, and the hour after which a receipt counts as the next day's.

use serde::{Deserialize, Serialize};

use super::{Amount, Channel};
use crate::calendar::ClockTime;
use crate::deadline::{CutOff, CutOffMoves, Limit};
use crate::rule::Rule;

/// A time limit (thời hạn giải quyết) with the case in which it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureLimit {
    /// The amount; none where the source names no total.
    pub amount: Option<Amount>,
    /// Case or remark as published.
    pub condition_vi: Option<String>,
    /// Ways in to which it applies, read from the condition; empty means all.
    pub channels: Vec<Channel>,
    /// When it applies, over the answers of the form; none means that the remark alone says so.
    #[serde(default)]
    pub when: Option<Rule>,
}

impl ProcedureLimit {
    /// A limit with the channels that its condition names.
    #[must_use]
    pub fn new(amount: Option<Amount>, condition_vi: Option<String>) -> Self {
        let channels = condition_vi.as_deref().map(channels_named).unwrap_or_default();
        Self { amount, condition_vi, channels, when: None }
    }

    /// Whether it may apply to a dossier that came by `channel`.
    #[must_use]
    pub fn is_for(&self, channel: Channel) -> bool {
        self.channels.is_empty() || self.channels.contains(&channel)
    }

    /// The limit that deadlines are reckoned with; none where no amount is published or it is counted in months.
    #[must_use]
    pub fn limit(&self) -> Option<Limit> {
        self.amount.and_then(Amount::limit)
    }
}

/// Reads the cut-off in a published condition: `nhận sau 15 giờ` moves a result that is owed the same day.
#[must_use]
pub fn cut_off_in(condition_vi: &str) -> Option<CutOff> {
    let (_, after) = condition_vi.split_once("nhận sau ")?;
    let (hour, _) = after.split_once(" giờ")?;
    let at = ClockTime::new(hour.parse().ok()?, 0)?;
    Some(CutOff { at, moves: CutOffMoves::SameDayResult })
}

/// The ways in that a condition such as `Kênh: online, postal` or `Kênh trực tiếp` names.
fn channels_named(condition_vi: &str) -> Vec<Channel> {
    match condition_vi.strip_prefix("Kênh") {
        Some(" trực tiếp") => vec![Channel::Counter],
        Some(" trực tuyến") => vec![Channel::Online],
        Some(list) => {
            list.trim_start_matches(':').split(',').filter_map(|word| Channel::from_name(word.trim())).collect()
        }
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_name_channels_and_cut_off() {
        assert_eq!(channels_named("Kênh: online, postal"), [Channel::Online, Channel::Post]);
        assert_eq!(channels_named("Kênh trực tiếp"), [Channel::Counter]);
        assert_eq!(channels_named("Dự án nhóm A."), []);
        let text = "Giải quyết trong ngày làm việc tiếp nhận; nhận sau 15 giờ thì trả kết quả ngày làm việc tiếp theo.";
        assert_eq!(cut_off_in(text).map(|cut_off| cut_off.at), ClockTime::new(15, 0));
        assert_eq!(cut_off_in("nhận sau 99 giờ"), None);
        assert_eq!(cut_off_in("Nhà ở riêng lẻ."), None);
    }
}
