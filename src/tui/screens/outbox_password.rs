//! The mail server's password, asked when a mail is to leave. What is typed is shown as dots and kept nowhere on disk.

use ratatui::layout::Rect;

use super::{Cx, Screen, Todo};
use crate::app::postman::Errand;
use crate::domain::hash::Hash;
use crate::domain::id::Id;
use crate::notify::password::Password;
use crate::t;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Cmd, Ctx};
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::widgets::text_field::TextField;

/// A password for a mail that is to be sent.
pub struct MailPassword {
    incident: Id,
    mail: Hash,
    typed: TextField,
}

impl MailPassword {
    /// Asked for this mail; it then holds for all of them while the program runs.
    pub fn new(incident: Id, mail: Hash) -> Self {
        Self { incident, mail, typed: TextField::default() }
    }
}

impl Screen for MailPassword {
    fn context(&self) -> Ctx {
        Ctx::MailPassword
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn enabled(&self, _model: &Model, cmd: Cmd) -> bool {
        matches!(cmd, Cmd::Enter | Cmd::Back | Cmd::Help)
    }

    fn field(&mut self) -> Option<&mut TextField> {
        Some(&mut self.typed)
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn handle(&mut self, cmd: Cmd, cx: &mut Cx<'_>) {
        match cmd {
            Cmd::Enter => {
                let Some(password) = Password::new(self.typed.text()) else {
                    return cx.model.say(t!("mail-password-empty"));
                };
                self.typed.set("");
                let (incident, mail) = (self.incident.clone(), self.mail);
                let errand = Errand::Send { incident, mail, password: Some(password) };
                cx.todo.push(Todo::Ask(Effect::Post(errand)));
                cx.back();
                cx.model.say(t!("outbox-sending"));
            }
            Cmd::Back => {
                self.typed.set("");
                cx.back();
            }
            _ => {}
        }
    }

    fn view(&self, model: &Model, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let server = model.site_plan().and_then(|plan| plan.facility.mail.clone());
        let (user, host) = server.map(|server| (server.user.unwrap_or_default(), server.host)).unwrap_or_default();
        let height = 7.min(area.height);
        let outside = Rect { y: area.y + (area.height - height) / 2, height, ..area };
        let inside = canvas.page(outside, &t!("mail-password-title"), theme.accent());
        let asked = t!("mail-password-of", user = user, host = host);
        let taken = canvas.wrapped(Rect { height: inside.height.min(2), ..inside }, &asked, theme.text());
        let row = Rect { y: inside.y + taken, height: inside.height.saturating_sub(taken).min(1), ..inside };
        let dots = TextField::new(&"*".repeat(self.typed.text().chars().count()));
        dots.draw_named(canvas, row, &t!("mail-password-label"), true);
        if inside.height > taken + 1 {
            canvas.put(inside.x, inside.bottom() - 1, inside.width, &t!("mail-password-foot"), theme.faint());
        }
    }
}
