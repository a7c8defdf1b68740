//! One event of each kind about systems on their way back, for the golden lines.

use sonae::domain::event::{
    BackTo, Event, Gate, GateChecked, GateOverridden, GateResult, GenerationNoted, RestoreApproved, RestoreBegun,
    RestoreEnded, RestorePlanned, RestoreReleased, RestoreSteppedBack, RestoreVerified, SystemMark, SystemNamed,
    SystemsMarked,
};
use sonae::domain::id::Id;
use sonae::domain::when::read;

pub(crate) fn events() -> Vec<(Event, &'static str)> {
    let id = |text: &str| Id::new(text).unwrap();
    let ehr = || SystemNamed { id: id("ehr"), title: "電子カルテ".into() };
    let systems = || vec![ehr(), SystemNamed { id: id("network"), title: "ネットワーク".into() }];
    let taken = Some(read("2026-11-20T03:00:00+09:00").unwrap());
    let marked =
        SystemsMarked { systems: systems(), state: SystemMark::Stopped, remark: Some("切り離した".into()) };
    let generation = || "11月20日の控え".to_owned();
    let noted = GenerationNoted {
        system: ehr(),
        backup: Some(id("ehr-daily")),
        generation: generation(),
        taken: None,
        unusable: Some("暗号化されていた".into()),
    };
    let planned = RestorePlanned { system: ehr(), backup: Some(id("ehr-weekly")), generation: generation(), taken };
    let checked = GateChecked {
        systems: systems(),
        gate: Gate::Evidence,
        result: GateResult::Waived,
        how: "写しを取れない".into(),
    };
    let overridden =
        GateOverridden {
            systems: vec![ehr()], gate: Gate::Departments, reason: "透析の患者が待っている".into()
        };
    let approved = RestoreApproved { systems: systems(), role: id("operations-manager") };
    let ended = RestoreEnded { system: ehr(), worked: false, note: Some("媒体が読めない".into()) };
    let verified = RestoreVerified {
        system: ehr(),
        department: id("ward"),
        department_title: "病棟".into(),
        right: true,
        note: None,
    };
    let back = RestoreSteppedBack { system: ehr(), to: BackTo::Generation, reason: "媒体が違う".into() };
    vec![
        (Event::SystemsMarked(marked), "停止したシステム"),
        (Event::GenerationNoted(noted), "見つかった世代"),
        (Event::RestorePlanned(planned), "復元に使う世代"),
        (Event::GateChecked(checked), "証拠保全は行わない"),
        (Event::GateOverridden(overridden), "部門の確認を待たずに進める"),
        (Event::RestoreApproved(approved), "復元を承認"),
        (Event::RestoreBegun(RestoreBegun { system: ehr() }), "復元を始めた"),
        (Event::RestoreEnded(ended), "復元に失敗した"),
        (Event::RestoreVerified(verified), "病棟が確かめた"),
        (Event::RestoreReleased(RestoreReleased { systems: systems() }), "使用を再開"),
        (Event::RestoreSteppedBack(back), "世代選びからやり直す"),
    ]
}
