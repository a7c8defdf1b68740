### 画面とコマンドの言葉。記録の行そのものの言葉は src/domain/wording.rs にある。

## Common

program-name = 備え

## Lines that the record writes for itself

line-origin-joined = 記録端末が加わった
line-heads-seen = ほかの記録端末の記録を取り込んだ
line-clock-stepped = 端末の時計が戻っている

## Errors and refusals (src/message/)

list-separator = 、
record-not-written = 記録には何も書いていません。
refusal-future = { $at } は、いまより5分以上先の時刻です。
refusal-future-hint = 日付と時刻を確かめてください。そのまま記録するときは --yes を付けます。
refusal-empty = 書く内容がありません。
refusal-empty-hint = 何があったかを一言で書いてください。
refusal-too-long = 文が長すぎます({ $limit } KBまで)。
refusal-too-long-hint = 要点だけを書き、全文は別のファイルに保存してください。
refusal-reason = 理由が書かれていません。
refusal-reason-hint = 短くてよいので理由を書いてください(コマンドでは --reason)。
refusal-not-found = 「{ $typed }」という{ $what }はありません。
refusal-near = 近いもの: { $near }
refusal-step-hint = 手順の一覧は sonae status で見られます。
refusal-criterion-hint = 判断項目の一覧は sonae status で見られます。
refusal-line-hint = 記録の番号は sonae timeline の左端にあります。
refusal-incident-hint = 事案の一覧は sonae incidents で見られます。
refusal-ambiguous = 「{ $typed }」に当てはまる{ $what }が複数あります。
refusal-ambiguous-hint = どれか一つを選んでください: { $fits }
refusal-stage-open = この事案は続いています。
refusal-stage-stood-down = この事案の非常時は、すでに解除されています。
refusal-stage-closed = この事案は終結しています。訂正・取消・確定だけができます。
refusal-stage-closed-hint = 続きを記録するときは sonae reopen で再開してください。
refusal-already-begun = この事案はすでに始まっています。
refusal-already-active = 手順書 { $runbook } はすでに使っています。
refusal-not-active = 手順書 { $runbook } は使っていません。
refusal-not-active-hint = 使うときは sonae runbook add { $runbook }
refusal-grounds = 宣言には根拠が要ります。
refusal-grounds-hint = 何を見て、何を聞いて決めたかを書いてください(--grounds)。
refusal-decider = 宣言するのは{ $role }かその代行者です。{ $who }さんは当てはまりません。
refusal-decider-nobody = 宣言するのは{ $role }かその代行者です。誰の宣言かを示してください。
refusal-decider-hint-call = まず連絡する人: { $deciders }。電話で決まったら --for にその人、--via phone を付けて記録します。
refusal-decider-hint-provisional = 誰も出ないときは、その電話を記録してから仮宣言ができます(--provisional)。
refusal-nobody-tried = 仮宣言の前に、{ $role }への連絡の試みを一つは記録してください。
refusal-nobody-tried-hint = 例: sonae call { $id } no-answer
refusal-not-provisional = { $who }さんは正式に宣言できます。仮宣言にする必要はありません。
refusal-value = { $fact } には{ $wanted }を入れてください。
refusal-value-choices = 選べるもの: { $choices }
refusal-person = 誰のことかが示されていません。
refusal-person-hint = 名前を書いてください(コマンドでは --by)。
refusal-not-yours = この記録を確定できるのは{ $whose }さんだけです。
refusal-not-yours-hint = { $whose }さんが自分で確定するか、内容が違うときは訂正してください。
refusal-nothing-to-confirm = 確定を待っている記録はありません。
refusal-not-changeable = 記録 { $line } は、この方法では変えられません。
refusal-not-changeable-hint = 訂正や取消を直すときは、その行を取り消してください。最初の記録は訂正だけができます。
refusal-already-withdrawn = 記録 { $line } はすでに取り消されています。
refusal-already-done = この指示はすでに完了しています。
refusal-no-change = 変わるところがありません。
thing-step = 手順
thing-criterion = 判断項目
thing-fact = 把握事項
thing-runbook = 手順書
thing-role = 役割
thing-level = レベル
thing-line = 記録
thing-order = 指示
thing-contact = 連絡先
thing-person = 人
thing-incident = 事案
thing-open-item = 未了の項目
value-text = 文
value-count = 数(幅があるときは 30~40)
value-time = 時刻
value-choice = 決められた選択肢
value-answer = yes・no・unknown(はい・いいえ・不明)
value-list = 読点で区切った一覧
notice-not-listed = { $name }さんは職員の一覧にありません。そのまま記録しました。
notice-not-listed-near = { $name }さんは職員の一覧にありません。そのまま記録しました。近い名前: { $near }
notice-future = 先の時刻({ $at })として記録しました。
notice-against-suggestion = 判断項目からの目安はレベル{ $level }です。違うレベルの宣言として記録しました。
notice-no-suggestion = 判断項目の答えだけでは、レベルの目安は出ていません。
notice-awaits-confirmation = 仮宣言です。運用責任者か代行者の確定または取消を待っています。
notice-not-collected = まだ控えていない事項: { $facts }
notice-does-not-apply = この手順は、いまの答えでは当てはまらないものです。
notice-proxy = 代行入力です。{ $whose }さんの確定を待っています。
notice-open-items = 未了が{ $count }件あります。引き受ける人と期日を記録しました。
notice-unverified = この連絡先の番号は要確認です。

## Command line (src/cli/)

## Screens (src/tui/)

## Report (src/report/)

## Site: diagnostics of data files (src/site/)

