//! A citizen changes the password: other devices have to sign in again.

use anyhow::{Context, Result, ensure};

use crate::visitor::{Site, Visitor};

const PAGE: &str = "/tai-khoan/mat-khau";
const LOGIN: &str = "0912345999";
const FIRST: &str = "cây bàng trước cổng";
const SECOND: &str = "con đò bên bến sông";

/// Registered, changed with mistakes, changed, the other device is out.
pub(super) fn changed(site: &Site) -> Result<()> {
    let here = site.visitor()?;
    here.open("/dang-ky")?;
    here.fill_all(&[("name", "Hoàng Văn Lợi"), ("phone", LOGIN), ("login", LOGIN), ("password", FIRST)])?;
    here.submit("/dang-ky")?;
    here.arrives_at("/ho-so")?;
    let there = site.visitor()?;
    sign_in(&there, FIRST)?;
    there.gone_from("/dang-nhap")?;

    here.open("/tai-khoan")?;
    here.follow("Đổi mật khẩu")?;
    here.arrives_at(PAGE)?;
    here.look("password")?;
    for (old, new, field) in [("không phải", SECOND, "f-old"), (FIRST, "matkhau123456", "f-new")] {
        type_in(&here, old, new)?;
        here.error_summary()?;
        ensure!(here.has(&format!(".errors a[href='#{field}']"))?, "the summary does not lead to {field}");
    }
    here.look_answer("password-wrong", "main form[action='/tai-khoan/mat-khau'] .btns button")?;
    type_in(&here, FIRST, SECOND)?;
    here.sees(&["Đã đổi mật khẩu."])?;

    // A session that was looked up a moment ago may live on for some seconds in another process, never in this one.
    there.open("/tai-khoan")?;
    there.arrives_at("/dang-nhap").context("the other device is still signed in")?;
    sign_in(&there, FIRST)?;
    there.error_summary().context("the old password still works")?;
    sign_in(&there, SECOND)?;
    there.gone_from("/dang-nhap")
}

fn type_in(visitor: &Visitor, old: &str, new: &str) -> Result<()> {
    visitor.fill_all(&[("old", old), ("new", new), ("again", new)])?;
    visitor.submit(PAGE)
}

fn sign_in(visitor: &Visitor, password: &str) -> Result<()> {
    visitor.open("/dang-nhap")?;
    visitor.fill_all(&[("ten", LOGIN), ("mat_khau", password)])?;
    visitor.submit("/dang-nhap")
}
