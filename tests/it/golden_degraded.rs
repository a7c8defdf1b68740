//! One event of each kind about working without the system, for the golden lines.

use sonae::domain::event::{AccountClosed, AccountUsed, Closing, Event, Mode, ModeSet, PatientsListed};
use sonae::domain::hash::Hash;
use sonae::domain::id::Id;
use sonae::domain::who::Who;

pub(crate) fn events() -> Vec<(Event, &'static str)> {
    let id = |text: &str| Id::new(text).unwrap();
    let (department, title) = (|| id("ward"), || "病棟".to_owned());
    let remark = Some("処方は手書き".to_owned());
    let set = ModeSet { department: department(), title: title(), state: Mode::Degraded, remark };
    let listed = PatientsListed {
        department: department(),
        title: title(),
        place: "詰所の青いファイル".into(),
        count: Some(38),
    };
    let approved_by = Some(Who { id: Some(id("sato")), name: "佐藤 一郎".into(), role: None });
    let used = AccountUsed {
        account: "非常用1".into(),
        seal: Some("A-017".into()),
        why: "当直医が処方を見るため".into(),
        approved_by,
    };
    let closed = AccountClosed { account: Hash::of(b"target"), how: Closing::Resealed, seal: Some("A-018".into()) };
    vec![
        (Event::ModeSet(set), "病棟は縮退"),
        (Event::PatientsListed(listed), "今日の患者一覧"),
        (Event::AccountUsed(used), "非常時アカウントを使った"),
        (Event::AccountClosed(closed), "非常時アカウントを閉じた"),
    ]
}
