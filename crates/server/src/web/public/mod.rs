//! Pages for everybody: home, procedures, tracking, receipt, own dossiers, overview.

mod chart;
mod download;
mod duty;
mod home;
mod insight;
mod linked_data;
mod mine;
mod moved;
mod narrow;
mod online_share;
mod open_data;
mod overview;
pub(super) mod procedure;
mod procedures;
pub(super) mod published;
mod receipt;
mod sheet;
mod simplified;
mod site;
mod track;
mod xml;

pub(super) use download::csv_cell;
pub(super) use receipt::{Asked as ReceiptAsked, Held as HeldReceipt, Opened as OpenedReceipt, open as open_receipt};

use crate::state::AppState;
use axum::Router;
use axum::routing::get;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/", get(home::show))
        .route("/thu-tuc", get(procedures::show))
        .route("/thu-tuc/{code}", get(procedure::show))
        .route("/thu-tuc/{code}/niem-yet", get(sheet::show))
        .route("/thu-tuc/du-lieu", get(open_data::show))
        .route("/thu-tuc/tai-ve.json", get(download::full))
        .route("/thu-tuc/tai-ve-danh-muc.json", get(download::lines))
        .route("/thu-tuc/tai-ve.csv", get(download::csv))
        .route("/thu-tuc/tai-ve.xlsx", get(download::workbook))
        .route("/thu-tuc/thay-doi.xml", get(site::feed))
        .route("/so-lieu/truc-tuyen", get(online_share::show))
        .route("/so-lieu/cong-khai", get(duty::show))
        .route("/so-lieu/don-gian-hoa", get(simplified::show))
        .route("/so-lieu/don-gian-hoa.json", get(simplified::download))
        .route("/robots.txt", get(site::robots))
        .route("/sitemap.xml", get(site::sitemap))
        .route("/procedures", get(moved::procedures))
        .route("/procedures/{*rest}", get(moved::procedures))
        .route("/figures/online-share", get(moved::online_share))
        .route("/tra-cuu", get(track::show))
        .route("/ho-so", get(mine::show))
        .route("/ho-so/{code}/bien-nhan", get(receipt::show))
        .route("/tong-quan", get(overview::show))
}
