//! What Admins set of their organisation.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use standcloud_store::{Membership, OrganisationSettings};

use super::components::{Field, Tone, notice, time_zone_select};
use super::done::{Done, DoneQuery, done_notice};
use super::page::{Page, Section};
use super::{Browser, PageError, PortalForm};
use crate::app::App;
use crate::audit;
use crate::organisation_names::{checked_name, is_time_zone};
use crate::organisation_settings::{changes, parse_time, time_text};

/// `GET /auth/o/{slug}/settings`; Admins.
pub async fn show_settings(
    State(app): State<App>,
    Path(slug): Path<String>,
    browser: Browser,
    Query(done): Query<DoneQuery>,
) -> Result<Response, PageError> {
    let membership = browser.signed_in()?.admin_of(&slug)?;
    let settings = app
        .store
        .organisation_settings(membership.organisation.id)
        .await?;
    let settings = settings.ok_or(PageError::NotFound)?;
    let above = done_notice(&done);
    Ok(settings_page(
        &app,
        &browser,
        membership,
        &settings,
        StatusCode::OK,
        &above,
    ))
}

/// `POST /auth/o/{slug}/settings`; Admins, recently signed in.
pub async fn save_settings(
    State(app): State<App>,
    Path(slug): Path<String>,
    form: PortalForm,
) -> Result<Response, PageError> {
    let browser = &form.browser;
    let here = format!("/auth/o/{slug}/settings");
    let signed_in = browser.signed_in_recently_or_to(&app, &here)?;
    let membership = signed_in.admin_of(&slug)?;
    let organisation = membership.organisation.id;
    let old = app.store.organisation_settings(organisation).await?;
    let old = old.ok_or(PageError::NotFound)?;
    let new = match read_settings(&form, &old) {
        Ok(new) => new,
        Err(problem) => {
            let above = notice(Tone::Bad, problem);
            let status = StatusCode::BAD_REQUEST;
            return Ok(settings_page(
                &app, browser, membership, &old, status, &above,
            ));
        }
    };
    app.store.update_organisation(organisation, &new).await?;
    audit::note(
        &app,
        "organisation.settings",
        &signed_in.actor(),
        &browser.caller,
    )
    .organisation(organisation)
    .user(signed_in.user.id)
    .subject(&new.name)
    .detail(&changes(&old, &new))
    .write(&app)
    .await;
    Ok(Redirect::to(&Done::Saved.at(&here)).into_response())
}

fn read_settings(
    form: &PortalForm,
    old: &OrganisationSettings,
) -> Result<OrganisationSettings, &'static str> {
    let name = checked_name(form.text("name"));
    let name = name.ok_or("Give the organisation a name of at most 100 letters.")?;
    let time_zone = form.text("time_zone");
    if !is_time_zone(time_zone) {
        return Err("Choose a time zone of the list.");
    }
    let day_start_minutes = parse_time(form.text("day_start"));
    Ok(OrganisationSettings {
        name: name.to_owned(),
        time_zone: time_zone.to_owned(),
        day_start_minutes: day_start_minutes.ok_or("Write the start of the day like 06:00.")?,
        members_may_approve: form.is_ticked("members_may_approve"),
        admins_need_second_factor: form.is_ticked("admins_need_second_factor"),
        silent_after_minutes: old.silent_after_minutes,
    })
}

fn settings_page(
    app: &App,
    browser: &Browser,
    membership: &Membership,
    settings: &OrganisationSettings,
    status: StatusCode,
    above: &Markup,
) -> Response {
    let page = Page::of_section(app, browser, membership, Section::Settings).status(status);
    let day_start = time_text(settings.day_start_minutes);
    let day_start_field = Field {
        kind: "time",
        ..Field::text("The day begins at", "day_start")
    };
    let body = html! {
        (above)
        form method="post" action=(Section::Settings.address(membership)) {
            (page.csrf_field())
            section class="panel" {
                h2 { "Organisation" }
                (Field { length_max: 100, ..Field::text("Name", "name") }.value(&settings.name).show())
                div class="columns" {
                    (time_zone_select(&settings.time_zone))
                    (day_start_field.value(&day_start)
                        .hint("06:00 counts a night shift until six to the day before.").show())
                }
            }
            section class="panel" {
                h2 { "Who may what" }
                (switch("members_may_approve", settings.members_may_approve,
                    "Members may connect stands",
                    "Otherwise only Admins can accept the sign-in of a stand."))
                (switch("admins_need_second_factor", settings.admins_need_second_factor,
                    "Admins need a second factor",
                    "Admins without one are asked to set it up before they can do anything here."))
            }
            button type="submit" { "Save" }
        }
    };
    page.show(&body)
}

fn switch(name: &str, is_on: bool, label: &str, hint: &str) -> Markup {
    html! {
        label class="choice" {
            input type="checkbox" name=(name) value="yes" checked[is_on];
            span { strong { (label) } br; span class="soft" { (hint) } }
        }
    }
}
