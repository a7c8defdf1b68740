//! What all screens share.
//!
//! Owns the session's data: the last snapshots from the worker, the clock, who is at the keyboard, the looks, and what was said last.
//! Must not know which screen is shown.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::msg::{Deed, Effect, Seen, Snapshot, Ticket};
use super::theme::{Colours, Palette, Theme, Wanted};
use crate::domain::command::{Assignment, Command};
use crate::domain::facility::Lang;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::domain::incident::Stage;
use crate::domain::plan::Plan;
use crate::domain::when::{Moment, When};
use crate::domain::who::Who;
use crate::record::MirrorState;
use crate::record::desk::{Looks, Read, Unfinished};
use crate::report::document::Document;
use crate::text::spoken_time;
use crate::text::width::Ambiguous;

/// The session.
pub struct Model {
    /// The site and the incidents, as last read; `None` until the first reply.
    pub seen: Option<Arc<Seen>>,
    /// The incident that is open on the screen.
    pub open: Option<Snapshot>,
    /// Now.
    pub now: Moment,
    /// Who is at the keyboard.
    pub keyboard: Option<Who>,
    /// Who is at the keyboard was asked already.
    pub asked_who: bool,
    /// The looks.
    pub theme: Theme,
    /// What was said last: shown until the next key.
    pub toast: Option<Toast>,
    /// One's last act, which one key takes back.
    pub last_act: Option<(Id, Hash)>,
    /// Lines that this session wrote before anybody gave a name.
    pub nameless: Vec<Hash>,
    /// What the worker is recording now. A second Enter waits for it.
    pub pending: Option<Effect>,
    /// Texts that were begun and not recorded, in the order in which they were begun.
    pub unfinished: Vec<Unfinished>,
    /// How the terminal looks, as somebody chose it.
    pub looks: Looks,
    /// What was asked for when the program was started: it holds for this run only.
    pub started: Looks,
    /// What the terminal is found to be.
    pub terminal: Found,
    /// How far everybody has read, by incident and person.
    pub read: BTreeMap<String, Read>,
    /// The report as it was made last, and of which incident; without a document where it could not be made.
    pub preview: Option<(Id, Option<Arc<Document>>)>,
    /// Tables that somebody may want to read in; `None`: nobody has looked for them yet.
    pub tables: Option<Vec<PathBuf>>,
    /// Who takes which open item when the emergency ends, by incident: decided one by one, recorded at the end.
    pub takers: BTreeMap<Id, Vec<Assignment>>,
    /// The size of the window, where it is known.
    pub size: Option<(u16, u16)>,
    /// How the second copies stand; `None` until somebody has looked.
    pub mirrors: Option<Vec<MirrorState>>,
    /// Mails wait for the password that a person has to type.
    pub mail_needs_password: bool,
    /// What is to be said of a mail once its incident is read anew.
    pub of_post: Option<String>,
    tickets: Ticket,
}

/// A change of the looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Other colours.
    Theme(Wanted),
    /// Boxes with `+ - |`, or with lines.
    Ascii(bool),
    /// Another width of ambiguous characters; `None`: as the terminal says.
    Width(Option<Ambiguous>),
    /// The mouse is left to the terminal, or not.
    NoMouse(bool),
    /// The tour was seen.
    Toured,
}

/// What the terminal is found to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Found {
    /// Its colours.
    pub colours: Colours,
    /// How it draws ambiguous characters.
    pub ambiguous: Ambiguous,
}

/// A line that is shown for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// What it says.
    pub text: String,
    /// It says that something is on disk.
    pub recorded: bool,
}

impl Model {
    /// A session that has read nothing yet.
    pub fn new(now: Moment, theme: Theme) -> Self {
        Self {
            seen: None,
            open: None,
            now,
            keyboard: None,
            asked_who: false,
            theme,
            toast: None,
            last_act: None,
            nameless: Vec::new(),
            pending: None,
            unfinished: Vec::new(),
            looks: Looks::default(),
            started: Looks::default(),
            terminal: Found::default(),
            read: BTreeMap::new(),
            preview: None,
            tables: None,
            takers: BTreeMap::new(),
            size: None,
            mirrors: None,
            mail_needs_password: false,
            of_post: None,
            tickets: 0,
        }
    }

    /// Looks as somebody chose it, as far as the terminal can.
    pub fn wear(&mut self, looks: Looks) {
        self.looks = looks;
        self.dress();
    }

    fn dress(&mut self) {
        let looks = self.worn();
        let wanted = looks.theme.as_deref().and_then(Wanted::parse).unwrap_or_default();
        self.theme = Theme {
            palette: Palette::choose(wanted, self.terminal.colours),
            ambiguous: match looks.ambiguous.as_deref() {
                Some("narrow") => Ambiguous::Narrow,
                Some("wide") => Ambiguous::Wide,
                _ => self.terminal.ambiguous,
            },
            ascii: looks.ascii,
        };
    }

    /// Changes how the terminal looks, against what was asked for when the program was started, too.
    pub fn change(&mut self, change: Change) {
        match change {
            Change::Theme(wanted) => {
                self.looks.theme = Some(wanted.word().to_owned());
                self.started.theme = None;
            }
            Change::Ascii(ascii) => {
                self.looks.ascii = ascii;
                self.started.ascii = false;
            }
            Change::Width(width) => {
                self.looks.ambiguous =
                    width.map(|width| if width == Ambiguous::Wide { "wide" } else { "narrow" }.to_owned());
                self.started.ambiguous = None;
            }
            Change::NoMouse(no_mouse) => {
                self.looks.no_mouse = no_mouse;
                self.started.no_mouse = false;
            }
            Change::Toured => self.looks.toured = true,
        }
        self.dress();
    }

    /// How the terminal looks now: as chosen, unless this start asked for something else.
    pub fn worn(&self) -> Looks {
        Looks {
            theme: self.started.theme.clone().or_else(|| self.looks.theme.clone()),
            ascii: self.started.ascii || self.looks.ascii,
            ambiguous: self.started.ambiguous.clone().or_else(|| self.looks.ambiguous.clone()),
            no_mouse: self.started.no_mouse || self.looks.no_mouse,
            ..self.looks.clone()
        }
    }

    /// The request that a reply answers: it is no longer waited for.
    pub fn settle(&mut self, ticket: Ticket) -> Option<Effect> {
        self.pending.take_if(|pending| pending.ticket() == Some(ticket))
    }

    /// A new request's name.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        self.tickets
    }

    /// The plan of the open incident, else the site's.
    pub fn plan(&self) -> Option<Arc<Plan>> {
        self.open
            .as_ref()
            .map(|open| Arc::clone(&open.plan))
            .or_else(|| self.seen.as_ref().map(|seen| Arc::clone(&seen.plan)))
    }

    /// The site's own plan, whatever the open incident follows.
    pub fn site_plan(&self) -> Option<Arc<Plan>> {
        self.seen.as_ref().map(|seen| Arc::clone(&seen.plan))
    }

    /// An act that happens now, of the person at the keyboard.
    pub fn deed(&self, command: Command) -> Deed {
        Deed {
            command,
            occurred: When::now(self.now),
            by: self.keyboard.clone(),
            for_: None,
            via: None,
            from: None,
            to: None,
            agreed: false,
        }
    }

    /// Says something until the next key.
    pub fn say(&mut self, text: String) {
        self.toast = Some(Toast { text, recorded: false });
    }

    /// The incidents that are not closed, newest first; then the closed ones.
    pub fn incidents(&self) -> Vec<&Snapshot> {
        let all = self.seen.as_ref().map(|seen| seen.incidents.as_slice()).unwrap_or_default();
        let rank = |snapshot: &&Snapshot| match snapshot.incident.stage {
            Stage::Open => u8::from(snapshot.incident.drill),
            Stage::StoodDown => 2,
            Stage::Closed => 3,
        };
        let mut sorted: Vec<&Snapshot> = all.iter().filter(|snapshot| snapshot.incident.opening.is_some()).collect();
        sorted.sort_by_key(rank);
        sorted
    }

    /// What is wrong with where lines go, or with the site: it stays in sight on every screen.
    pub fn standing(&self) -> Vec<&str> {
        let seen = self.seen.as_deref();
        let records: Vec<&str> = match &self.open {
            Some(open) => open.standing.iter().map(String::as_str).collect(),
            None => seen.iter().flat_map(|seen| &seen.standing).map(String::as_str).collect(),
        };
        records.into_iter().chain(seen.and_then(|seen| seen.unusable.as_deref())).collect()
    }

    /// Whether a clock on the screen moves on by itself.
    pub fn shows_clock(&self) -> bool {
        self.open.is_some() || self.seen.as_ref().is_some_and(|seen| !seen.incidents.is_empty())
    }
}

/// The language of the screens.
pub fn lang() -> Lang {
    crate::i18n::current()
}

/// An incident's id as people read it: its last part.
pub fn short_id(id: &Id) -> String {
    id.as_str().rsplit_once('-').map_or(id.as_str(), |(_, word)| word).to_owned()
}

/// A time of today without its date; any other with it.
pub fn clock(at: Moment, now: Moment) -> String {
    let at = at.with_timezone(now.offset());
    if at.date_naive() == now.date_naive() { at.format("%H:%M").to_string() } else { spoken_time::show(at, now) }
}

/// How long ago, in hours and minutes.
pub fn elapsed(since: Moment, now: Moment) -> String {
    crate::text::duration::show_minutes((now - since).num_minutes())
}
