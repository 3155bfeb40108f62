//! Routes as data: method, path, right, handler. The matrix of rights, the navigation and the
//! server all read the same table.

use crate::kit::Tone;
use crate::reply::Answer;
use crate::request::Request;
use crate::story::Section;
use base::Fault;
use platform::{Act, job};

/// How a page is asked for. Reading never changes anything; changing is always a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Changes.
    Post,
}

/// What answers a request.
pub type Handler = fn(&Request<'_>) -> Answer;

/// A path that can be asked for. There is no way to write one without its right.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// How.
    pub method: Method,
    /// Path with `{name}` for its variable parts.
    pub path: &'static str,
    /// The right that it needs.
    pub act: Act,
    /// What answers.
    pub handler: Handler,
}

impl Route {
    /// A page.
    #[must_use]
    pub const fn get(path: &'static str, act: Act, handler: Handler) -> Self {
        Self {
            method: Method::Get,
            path,
            act,
            handler,
        }
    }

    /// A form.
    #[must_use]
    pub const fn post(path: &'static str, act: Act, handler: Handler) -> Self {
        Self {
            method: Method::Post,
            path,
            act,
            handler,
        }
    }
}

/// Where in the navigation an entry stands, in the order of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Menu {
    /// One's own work.
    Home,
    /// 受理.
    Intake,
    /// 台账.
    Registers,
    /// 比对.
    Comparisons,
    /// 任务.
    Tasks,
    /// 资金.
    Funds,
    /// 走访服务.
    Visits,
    /// 地图.
    Map,
    /// 指标.
    Indicators,
    /// 管理.
    Admin,
}

/// An entry of the navigation; whoever lacks the right does not see it.
#[derive(Debug, Clone, Copy)]
pub struct Nav {
    /// Its place.
    pub menu: Menu,
    /// Where it leads.
    pub path: &'static str,
    /// Message code of its name.
    pub label: &'static str,
    /// A sign from `icons.svg`.
    pub icon: &'static str,
    /// The right that shows it.
    pub act: Act,
    /// Also in the bottom bar of a phone.
    pub bottom: bool,
}

/// Something that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its page.
    pub path: String,
    /// Its name.
    pub title: String,
    /// What tells it from others of that name.
    pub about: String,
}

/// What one slice finds for the search box and the command palette.
#[derive(Debug, Clone, Copy)]
pub struct Finder {
    /// Message code of the heading over what it finds.
    pub label: &'static str,
    /// The right that it needs.
    pub act: Act,
    /// At most so many things for a text; within reach of whoever asks.
    pub find: fn(&Request<'_>, &str, i64) -> Result<Vec<Found>, Fault>,
}

/// A figure of the start page, with a link to the very records behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Where the records are.
    pub path: String,
    /// What is counted.
    pub title: String,
    /// More of it, in a sentence.
    pub about: String,
    /// The figure, formatted; none for a mere way.
    pub number: Option<String>,
    /// What the figure means.
    pub tone: Tone,
}

/// What a slice has for the start page of whoever asks: their work first.
pub type Tiles = fn(&Request<'_>) -> Result<Vec<Tile>, Fault>;

/// What a slice brings. Write what there is and `..Module::NONE`.
#[derive(Debug, Clone, Copy)]
pub struct Module {
    /// Its routes.
    pub routes: &'static [Route],
    /// Its entries in the navigation.
    pub nav: &'static [Nav],
    /// Its jobs.
    pub jobs: &'static [(&'static str, job::Handler)],
    /// What it finds.
    pub finders: &'static [Finder],
    /// What it has for the start page.
    pub home: &'static [Tiles],
    /// What it tells on the pages of people and households.
    pub sections: &'static [Section],
    /// Asked when a form arrives after its session ended, so that what was typed is not lost.
    pub signed_out: Option<Handler>,
}

impl Module {
    /// Nothing.
    pub const NONE: Self = Self {
        routes: &[],
        nav: &[],
        jobs: &[],
        finders: &[],
        home: &[],
        sections: &[],
        signed_out: None,
    };
}
