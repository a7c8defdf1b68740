//! Who has been told: by telephone, by what was handed in, by mail; and whom nobody has reached yet.

use super::Speaker;
use crate::domain::facility::Lang;

impl Speaker<'_> {
    /// Who has been told, each once, the last one first.
    pub(super) fn told(&self) -> String {
        let names = self.called(true);
        let handed: Vec<String> = self.handed_in();
        let mailed: Vec<String> = self.mailed();
        let mut parts: Vec<String> = Vec::new();
        if !names.is_empty() {
            parts.push(match self.lang {
                Lang::Ja => format!("知らせた先は、{}です。", self.row(&names)),
                Lang::En => format!("Told: {}.", self.row(&names)),
            });
        }
        if !handed.is_empty() {
            parts.push(match self.lang {
                Lang::Ja => format!("提出したのは、{}です。", self.row(&handed)),
                Lang::En => format!("Handed in: {}.", self.row(&handed)),
            });
        }
        if !mailed.is_empty() {
            parts.push(match self.lang {
                Lang::Ja => format!("{}には、メールを送りました。", self.row(&mailed)),
                Lang::En => format!("A mail was sent to: {}.", self.row(&mailed)),
            });
        }
        if parts.is_empty() {
            let nobody = "外へは、まだ知らせた記録がありません。";
            return self.pick(nobody, "No record that anybody was told yet.").to_owned();
        }
        parts.join(self.pick("", " "))
    }

    /// What was handed in, each once, the last first.
    fn handed_in(&self) -> Vec<String> {
        let mut titles: Vec<String> = Vec::new();
        for made in self.incident.submissions.iter().rev() {
            let known = self.plan.duty(made.made.duty.as_str());
            let title = known.map_or(made.made.title.as_str(), |duty| duty.short());
            if !titles.iter().any(|told| told == title) {
                titles.push(title.to_owned());
            }
        }
        titles
    }

    /// Whom a mail was sent to that a server took, each once, the last first. That somebody has read it nobody can say.
    fn mailed(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for mail in self.incident.mails.iter().rev().filter(|mail| !mail.is_open()) {
            for to in &mail.queued.to {
                let name = to.name.as_ref().unwrap_or(&to.address);
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    pub(super) fn in_vain(&self) -> String {
        let names = self.called(false);
        match (names.is_empty(), self.lang) {
            (true, _) => String::new(),
            (false, Lang::Ja) => format!("{}には、まだ伝わっていません。", self.row(&names)),
            (false, Lang::En) => format!("Not reached yet: {}.", self.row(&names)),
        }
    }

    fn called(&self, told: bool) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for call in self.incident.calls.iter().rev() {
            let mut same = self.incident.calls.iter().filter(|other| other.made.contact == call.made.contact);
            if same.any(|other| other.made.is_told()) == told && !names.contains(&call.made.contact_name) {
                names.push(call.made.contact_name.clone());
            }
        }
        names
    }
}
