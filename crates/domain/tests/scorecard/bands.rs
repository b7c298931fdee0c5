//! Bands: bounds in and out, shares of ranks, vetoes, quotas, one set for each block.

use serde_json::{Value, json};

use super::{read, scored, value_of};

fn card(bands: &Value) -> domain::scorecard::Scorecard {
    let nodes = json!([{"code": "x", "name_vi": "x", "max_points": "50", "rule": {"kind": "given"}}]);
    let mut value = value_of(&nodes);
    value["bands"] = bands.clone();
    read(&value)
}

fn placed(bands: &Value, csv: &str) -> Vec<String> {
    let scored = scored(&card(bands), csv);
    let band = |unit: &domain::scorecard::UnitResult| match &unit.band {
        None => "-".to_owned(),
        Some(band) => band.reached.as_ref().map_or(band.code.clone(), |reached| format!("{} < {reached}", band.code)),
    };
    scored.units.iter().map(band).collect()
}

#[test]
fn bounds_are_in_or_out_and_of_each_block() {
    let bands = json!([
        {"block": "sở", "in": "percent", "source": "test", "bands": [
            {"code": "I", "label_vi": "Nhóm I", "from": "90"}, {"code": "II", "label_vi": "Nhóm II", "above": "80"},
            {"code": "III", "label_vi": "Nhóm III"}]},
        {"in": "points", "source": "test", "bands": [
            {"code": "T", "label_vi": "Tốt", "from": "40"}, {"code": "K", "label_vi": "Khá", "from": "35"}]}]);
    let csv = "code,khối,x\n1,sở,45\n2,sở,44.99\n3,sở,40.01\n4,sở,40\n5,huyện,40\n6,huyện,39.99\n7,huyện,3\n8,huyện,\n";
    assert_eq!(placed(&bands, csv), ["I", "II", "II", "III", "T", "K", "-", "-"]);
}

#[test]
fn a_veto_holds_whatever_the_points() {
    let bands = json!([{"in": "points", "source": "test", "bands": [
        {"code": "A", "label_vi": "Giỏi", "from": "40"}, {"code": "B", "label_vi": "Khá", "from": "30"},
        {"code": "C", "label_vi": "Yếu"}],
        "vetoes": [{"variables": [{"name": "k", "column": "kỷ luật"}], "when": "k > 0", "at_most": "B",
            "text_vi": "có kỷ luật"}]}]);
    let csv = "code,x,kỷ luật\n1,45,0\n2,45,1\n3,35,2\n4,5,1\n5,45,\n";
    assert_eq!(placed(&bands, csv), ["A", "B < Giỏi", "B", "C", "A"]);
}

#[test]
fn a_quota_is_never_passed_and_splits_no_tie() {
    let bands = json!([{"in": "points", "source": "test", "bands": [
        {"code": "A", "label_vi": "Xuất sắc", "from": "40", "quota": {"percent": "20", "of": ["A", "B"]}},
        {"code": "B", "label_vi": "Tốt", "from": "30"}, {"code": "C", "label_vi": "Còn lại"}]}]);
    let csv = |totals: &[u32]| {
        let rows = totals.iter().enumerate().map(|(unit, total)| format!("U{unit},{total}\n"));
        format!("code,x\n{}", rows.collect::<String>())
    };
    // 20 % of ten is two.
    let ten = [45, 44, 43, 35, 35, 35, 35, 35, 35, 35];
    assert_eq!(placed(&bands, &csv(&ten))[..4], ["A", "A", "B < Xuất sắc", "B"]);
    let tied = [45, 44, 44, 35, 35, 35, 35, 35, 35, 35];
    assert_eq!(placed(&bands, &csv(&tied))[..4], ["A", "B < Xuất sắc", "B < Xuất sắc", "B"]);
    assert_eq!(placed(&bands, &csv(&[45, 1])), ["B < Xuất sắc", "C"], "20 % of one is none");
}
