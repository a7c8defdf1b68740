//! One event of each kind about paper, gaps and takers, for the golden lines.

use sonae::domain::event::{
    Event, FactValue, GapClosed, GapKind, GapNoted, SheetsCounted, SheetsEntered, SheetsGiven, SystemNamed, Taken,
};
use sonae::domain::hash::Hash;
use sonae::domain::id::Id;
use sonae::domain::value::{Answer, Confidence, Value};
use sonae::domain::when::read;
use sonae::domain::who::Who;

pub(crate) fn events() -> Vec<(Event, &'static str)> {
    let id = |text: &str| Id::new(text).unwrap();
    let batch = || id("ward-1");
    let given = SheetsGiven {
        batch: batch(),
        department: id("ward"),
        title: "病棟".into(),
        sheet: "臨時処方せん".into(),
        count: 60,
        place: Some("棚2段目".into()),
    };
    let counted = SheetsCounted { batch: batch(), used: 40, unused: 18 };
    let entered = SheetsEntered { batch: batch(), entered: 40, kept_at: Some("病歴室".into()) };
    let unrestorable = FactValue {
        fact: id("data-unrestorable"),
        value: Value::Answer(Answer::Yes),
        confidence: Confidence::Confirmed,
    };
    let noted = GapNoted {
        system: SystemNamed { id: id("ehr"), title: "電子カルテ".into() },
        from: Some(read("2026-11-20T03:00:00+09:00").unwrap()),
        until: None,
        lost: "検査結果".into(),
        kind: GapKind::Loss,
        how: Some("紙から打ち戻す".into()),
        facts: vec![unrestorable],
    };
    let closed = GapClosed { gap: Hash::of(b"target"), how: "紙から打ち戻した".into() };
    let taken = Taken {
        item: "batch:ward-1".into(),
        title: "紙 ward-1 病棟 臨時処方せん".into(),
        taker: Who::stranger("医事課の職員"),
        until: "2026-12-01".into(),
        reason: "打ち戻しが残る".into(),
    };
    vec![
        (Event::SheetsGiven(given), "紙を渡した"),
        (Event::SheetsCounted(counted), "紙を数えた"),
        (Event::SheetsEntered(entered), "紙を打ち戻した"),
        (Event::GapNoted(noted), "データの空白"),
        (Event::GapClosed(closed), "データの空白を終えた"),
        (Event::ItemTaken(taken), "未了を引き受けた"),
    ]
}
