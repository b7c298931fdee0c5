//! Journeys of people through the product, in a real browser, against the real program.

mod application;
mod case;
mod counter;
mod draft;
mod exchange;
mod figure;
mod filing;
mod guest;
mod land;
mod letters;
mod members;
mod office;
mod pages;
mod password;
mod registry;
mod round;
mod supplement;

use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::browser::{Driver, Look, Session};
use crate::gallery::Gallery;
use crate::place::{Engine, Place};
use crate::program::Program;
use crate::settings::Settings;
use crate::visitor::Site;

/// A journey: it fails with what went wrong.
type Journey = fn(&Site) -> Result<()>;

/// Where and how journeys are made.
struct Tour {
    engine: Engine,
    look: Look,
    /// Whether each page is looked at closely.
    closely: bool,
    journeys: &'static [(&'static str, Journey)],
}

const TOURS: [Tour; 3] = [
    Tour {
        engine: Engine::Sqlite,
        look: Look::PHONE,
        closely: true,
        journeys: &[
            ("from application to result", case::from_application_to_result),
            ("missing papers and back", supplement::round_trip),
            ("a draft goes on in another browser", draft::goes_on_elsewhere),
            ("the counter, by keyboard alone", counter::by_keyboard),
            ("a business with several members", members::at_the_counter),
            ("the applicant without an account", guest::without_an_account),
            ("another password", password::changed),
            ("a new version of a procedure", registry::from_draft_to_publication),
            ("a letter to another agency and its answer", letters::there_and_back),
            ("a work file from the list of the year", filing::from_the_list),
            ("a number opened down to its records", figure::from_number_to_record),
            ("a scoring round of two units", round::from_configuration_to_publication),
            ("what staff see besides", pages::staff),
            ("what one may not see", pages::refusals),
            // Last, when there is something to show.
            ("the pages for everybody", pages::everybody),
        ],
    },
    Tour {
        engine: Engine::Sqlite,
        look: Look::PHONE.without_scripts(),
        closely: false,
        journeys: &[
            ("from application to result, without scripts", case::from_application_to_result),
            ("a business with several members, without scripts", members::at_the_counter),
            ("the applicant without an account, without scripts", guest::without_an_account),
            ("a new version of a procedure, without scripts", registry::from_draft_to_publication),
        ],
    },
    Tour {
        engine: Engine::Postgres,
        look: Look::PHONE,
        closely: false,
        journeys: &[
            ("from application to result", case::from_application_to_result),
            ("missing papers and back", supplement::round_trip),
            ("a letter to another agency and its answer", letters::there_and_back),
        ],
    },
];

/// The journey that takes a month.
const LAND: &str = "a land transfer through three offices";

/// Tells how a journey went; whether well.
fn count(outcome: &Result<()>, told: &str, place: &Place) -> bool {
    match outcome {
        Ok(()) => println!("ok      {told}"),
        Err(error) => {
            println!("FAILED  {told}");
            error.chain().for_each(|cause| println!("        {cause}"));
            println!("{}", place.complaints());
        }
    }
    outcome.is_ok()
}

/// Makes every journey; an error when one failed.
pub(crate) fn run(settings: &Settings, only: Option<&str>) -> Result<()> {
    let gallery = Gallery::open()?;
    let driver = Driver::start()?;
    gallery.prove(&Session::open(&driver, Look::PHONE)?)?;
    let (mut passed, mut failed) = (0_u32, 0_u32);
    for tour in &TOURS {
        let chosen: Vec<_> =
            tour.journeys.iter().filter(|(name, _)| only.is_none_or(|only| name.contains(only))).collect();
        if chosen.is_empty() {
            continue;
        }
        let place = Place::new(settings, tour.engine)?;
        let program = Program::start(&place)?;
        let site = Site {
            driver: &driver,
            url: &program.url,
            folder: place.folder(),
            look: tour.look,
            gallery: tour.closely.then_some(&gallery),
        };
        for (name, journey) in chosen {
            let began = Instant::now();
            let outcome = journey(&site);
            let told = format!("{name} ({}, {:.1} s)", tour.engine.name(), began.elapsed().as_secs_f64());
            if count(&outcome, &told, &place) { passed += 1 } else { failed += 1 }
        }
        program.stop()?;
        place.verify().context("after the journeys")?;
    }
    let months = [(Engine::Sqlite, Some(&gallery), land::Fee::Cash), (Engine::Postgres, None, land::Fee::Online)];
    for (engine, gallery, fee) in months.into_iter().filter(|_| only.is_none_or(|only| LAND.contains(only))) {
        let began = Instant::now();
        let place = Place::new(settings, engine)?;
        let outcome = land::transfer(&place, &driver, gallery, fee);
        let told = format!("{LAND} ({}, {:.1} s)", engine.name(), began.elapsed().as_secs_f64());
        if count(&outcome, &told, &place) { passed += 1 } else { failed += 1 }
    }
    if only.is_none_or(|only| exchange::TITLE.contains(only)) {
        let began = Instant::now();
        let places = [Place::new(settings, Engine::Sqlite)?, Place::new(settings, Engine::Postgres)?];
        let outcome = exchange::there_and_back(&places, &driver, &gallery);
        let told = format!("{} ({:.1} s)", exchange::TITLE, began.elapsed().as_secs_f64());
        let [first, second] = &places;
        if count(&outcome, &told, first) {
            passed += 1;
        } else {
            failed += 1;
        }
        if outcome.is_err() {
            println!("{}", second.complaints());
        }
    }
    let faults = gallery.faults();
    for fault in &faults {
        println!("FAULTY  {fault}");
    }
    println!("{} pages looked at closely, {passed} journeys passed, {failed} failed", gallery.pages());
    ensure!(failed == 0, "{failed} journeys failed");
    ensure!(faults.is_empty(), "{} pages have faults", faults.len());
    Ok(())
}
