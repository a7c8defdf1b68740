//! What lines about telling others say: attempts, submissions, dates, decisions, announcements, mails.

use super::{pick, quoted, when};
use crate::domain::call_again::OpenCall;
use crate::domain::event::{
    AnnouncementMade, CallMade, CheckOutcome, ContactChecked, DecisionMade, DutyAgreed, DutySubmitted, MailQueued,
};
use crate::domain::facility::Lang;
use crate::domain::outbox::{Mail, MailStep};
use crate::domain::plan::Plan;
use crate::domain::when::{Moment, When};

/// What an attempt says: 「A社へ連絡: 出た 相手: 田中〔伝達済〕 受付番号: 123。再開の見込みを聞かれた」.
pub fn call(plan: &Plan, made: &CallMade) -> String {
    let lang = plan.facility.lang;
    let said = super::call_result(made.result, lang);
    let name = &made.contact_name;
    let mut text = match lang {
        Lang::Ja => format!("{name}へ連絡: {said}"),
        Lang::En => format!("Call to {name}: {said}"),
    };
    // What the result says by itself is not said twice.
    match made.told.filter(|told| *told != made.result.is_told()) {
        Some(true) => text.push_str(pick(lang, "〔伝達済〕", " (told)")),
        Some(false) => text.push_str(pick(lang, "〔まだ伝わっていない〕", " (not told yet)")),
        None => {}
    }
    let mut add = |head: &str, words: Option<&str>| {
        if let Some(words) = words {
            text.push_str(head);
            text.push_str(words);
        }
    };
    add(pick(lang, " 相手: ", ", spoke to "), made.spoke_to.as_deref());
    add(pick(lang, " 番号: ", ", number "), made.number.as_deref());
    add(pick(lang, " 受付番号: ", ", reference "), made.reference.as_deref());
    add(pick(lang, "。", ". "), made.note.as_deref());
    add(pick(lang, "。求められたこと: ", ". Asked of us: "), made.asked.as_deref());
    let again = made.again.map(|at| moment(plan, at, lang));
    add(pick(lang, "。次にかける: ", ". Try again: "), again.as_deref());
    text
}

fn moment(plan: &Plan, at: Moment, lang: Lang) -> String {
    when(&plan.facility, &When::now(at), lang)
}

/// What is open with somebody who was called: 「A社 求められたこと: ログの写し、不在など2回」.
pub fn open_call(plan: &Plan, open: &OpenCall<'_>) -> String {
    let lang = plan.facility.lang;
    let mut parts: Vec<String> = open
        .asked
        .iter()
        .map(|asked| format!("{}{}", pick(lang, "求められたこと: ", "asked of us: "), quoted(asked)))
        .collect();
    if open.tries > 0 {
        parts.push(match lang {
            Lang::Ja => format!("まだ伝わっていない({}回かけた)", open.tries),
            Lang::En => format!("not told yet ({} attempts)", open.tries),
        });
    } else if open.is_promised {
        parts.push(pick(lang, "次の連絡の約束がある", "next call agreed").to_owned());
    }
    format!("{} {}", open.name, parts.join(pick(lang, "、", ", ")))
}

/// What is open with a mail: 「障害のお知らせ → A社 (送れなかった)」.
pub fn open_mail(plan: &Plan, mail: &Mail) -> String {
    let lang = plan.facility.lang;
    let to: Vec<&str> = mail.queued.to.iter().map(|to| to.name.as_deref().unwrap_or(to.address.as_str())).collect();
    let stands = match mail.tries.last().map(|tried| tried.what) {
        Some(MailStep::Failed { again: false }) => pick(lang, "送れなかった", "did not leave"),
        Some(MailStep::Unknown) => pick(lang, "送信結果不明", "result unknown"),
        Some(MailStep::Trying) => pick(lang, "送信中", "being handed over"),
        Some(MailStep::Failed { again: true } | MailStep::Requeued | MailStep::Sent) | None => {
            pick(lang, "送信待ち", "waits to be sent")
        }
    };
    format!("{} → {} ({stands})", mail.queued.subject, to.join(pick(lang, "、", ", ")))
}

/// What a submission says.
pub fn submitted(plan: &Plan, made: &DutySubmitted) -> String {
    let lang = plan.facility.lang;
    let receipt =
        made.receipt.as_deref().map(|receipt| format!("{}{receipt}", pick(lang, " 受付番号: ", ", receipt ")));
    let receipt = receipt.unwrap_or_default();
    match lang {
        Lang::Ja => format!("提出した: {} 方法: {}{receipt}", made.title, made.way),
        Lang::En => format!("Submitted: {}, by {}{receipt}", made.title, made.way),
    }
}

/// What an agreed date says.
pub fn agreed(plan: &Plan, made: &DutyAgreed) -> String {
    let lang = plan.facility.lang;
    match (made.due.map(|due| moment(plan, due, lang)), lang) {
        (Some(due), Lang::Ja) => format!("期限を打ち合わせた: {} {due}まで", made.title),
        (Some(due), Lang::En) => format!("Date agreed: {} by {due}", made.title),
        (None, Lang::Ja) => format!("打ち合わせた期限を取り下げた: {}", made.title),
        (None, Lang::En) => format!("Agreed date holds no more: {}", made.title),
    }
}

/// What a decision says.
pub fn decided(plan: &Plan, made: &DecisionMade) -> String {
    let head = pick(plan.facility.lang, "決定", "Decided");
    format!("{head}: {} {}", made.title, made.decision)
}

/// What an announcement says: its words stand in the line.
pub fn announced(plan: &Plan, made: &AnnouncementMade) -> String {
    let head = pick(plan.facility.lang, "周知", "Announced");
    format!("{head} ({}): {}", made.title, made.body)
}

/// What a queued mail says.
pub fn queued(plan: &Plan, made: &MailQueued) -> String {
    let lang = plan.facility.lang;
    let names = made.to.iter().map(|to| to.name.as_deref().unwrap_or(&to.address)).collect::<Vec<_>>();
    let names = names.join(pick(lang, "、", ", "));
    match lang {
        Lang::Ja => format!("メールを送信箱に入れた: {names} 件名: {}", made.subject),
        Lang::En => format!("Mail put into the outbox: to {names}, subject {}", made.subject),
    }
}

/// What became of a mail.
pub fn became(plan: &Plan, mail: &MailQueued, what: MailStep, answer: &str) -> String {
    let lang = plan.facility.lang;
    let (ja, en) = match what {
        MailStep::Trying => ("メールを渡している", "Handing over mail"),
        MailStep::Sent => ("メールを送った", "Mail sent"),
        MailStep::Failed { again: true } => {
            ("メールはまだ送れていない(あとで自動で送る)", "Mail not sent yet (will be tried again)")
        }
        MailStep::Failed { again: false } => ("メールを送れなかった", "Mail not sent"),
        MailStep::Unknown => ("メールの送信結果が分からない", "It is not known whether the mail was sent"),
        MailStep::Requeued => ("メールをもう一度送る", "Sending the mail once more"),
    };
    let text = format!("{}: {}", pick(lang, ja, en), quoted(&mail.subject));
    super::with_remark(&text, Some(answer))
}

/// What came of trying a number, in a word.
pub fn check_outcome(outcome: CheckOutcome, lang: Lang) -> &'static str {
    let (ja, en) = match outcome {
        CheckOutcome::Right => ("合っている", "right"),
        CheckOutcome::Wrong => ("違う", "wrong"),
        CheckOutcome::NoAnswer => ("不在", "no answer"),
        CheckOutcome::Skipped => ("今回は見送り", "skipped"),
    };
    pick(lang, ja, en)
}

/// What a number tried in quiet times says.
pub fn checked(plan: &Plan, made: &ContactChecked) -> String {
    let lang = plan.facility.lang;
    let number = made.number.as_deref().map(|number| format!(" {number}")).unwrap_or_default();
    let head = pick(lang, "連絡先を確かめた", "Contact checked");
    let text = format!("{head}: {}{number} {}", made.contact_name, check_outcome(made.outcome, lang));
    super::with_remark(&text, made.note.as_deref())
}
