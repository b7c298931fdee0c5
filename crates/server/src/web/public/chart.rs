//! A chart of bars as SVG made on the server: in time and late, one row a name.

use crate::messages::{Messages, fill};
use askama::Template;
use askama::filters::HtmlSafe;

const WIDTH: i64 = 640;
const LABELS: i64 = 240;
const ROW: i64 = 26;
/// Characters of a label that fit beside the bars.
const LABEL_CHARS: usize = 32;

struct Bar {
    label: String,
    text_y: i64,
    top: i64,
    good: i64,
    late_x: i64,
    late: i64,
    value_x: i64,
    value: String,
}

/// A chart; empty draws nothing.
#[derive(Template)]
#[template(path = "components/chart.html")]
pub(super) struct Chart {
    m: &'static Messages,
    name: String,
    height: i64,
    bars: Vec<Bar>,
}

impl HtmlSafe for Chart {}

impl Chart {
    /// Rows of name, number in time, number late.
    pub(super) fn new(m: &'static Messages, title: &str, rows: Vec<(String, i64, i64)>) -> Self {
        let most = rows.iter().map(|(_, good, late)| good.saturating_add(*late)).max().unwrap_or(0).max(1);
        let room = WIDTH - LABELS - 60;
        let width = |count: i64| count.max(0).saturating_mul(room) / most;
        let bars = rows
            .into_iter()
            .zip(0_i64..)
            .map(|((label, good, late), number)| {
                let (good_width, late_width) = (width(good), width(late));
                Bar {
                    label: shortened(&label),
                    text_y: number * ROW + 17,
                    top: number * ROW + 4,
                    good: good_width,
                    late_x: LABELS + good_width,
                    late: late_width,
                    value_x: LABELS + good_width + late_width + 6,
                    value: format!("{good} / {late}"),
                }
            })
            .collect::<Vec<_>>();
        let height = i64::try_from(bars.len()).unwrap_or(0) * ROW;
        Self { m, name: fill(m.public.overview.chart, &[("title", &title)]), height, bars }
    }
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LABEL_CHARS {
        return label.to_owned();
    }
    let mut short: String = label.chars().take(LABEL_CHARS - 1).collect();
    short.push('…');
    short
}
