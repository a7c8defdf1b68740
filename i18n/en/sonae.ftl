### Words of screens and commands. The words of the record itself are in src/domain/wording.rs.

## Common

program-name = Sonae

## Lines that the record writes for itself

line-origin-joined = A recording terminal joined
line-heads-seen = Lines of other recording terminals were taken in
line-clock-stepped = The terminal's clock has gone back

## Errors and refusals (src/message/)

list-separator = , { "" }
record-not-written = Nothing was written to the record.
refusal-future = { $at } lies more than five minutes ahead.
refusal-future-hint = Check date and time. To record it all the same, add --yes.
refusal-empty = There is nothing to write down.
refusal-empty-hint = Say in a few words what happened.
refusal-too-long = The text is too long (up to { $limit } KB).
refusal-too-long-hint = Write down the main points and keep the full text in a file.
refusal-reason = No reason is given.
refusal-reason-hint = Give a reason, however short (--reason in a command).
refusal-not-found = There is no { $what } called "{ $typed }".
refusal-near = Near: { $near }
refusal-step-hint = sonae status lists the steps.
refusal-criterion-hint = sonae status lists the criteria.
refusal-line-hint = The number of an entry is at the left of sonae timeline.
refusal-incident-hint = sonae incidents lists the incidents.
refusal-ambiguous = "{ $typed }" fits more than one { $what }.
refusal-ambiguous-hint = Choose one: { $fits }
refusal-stage-open = This incident is going on.
refusal-stage-stood-down = This incident's emergency has been stood down already.
refusal-stage-closed = This incident is closed. Only corrections, withdrawals and confirmations are possible.
refusal-stage-closed-hint = To go on recording, open it again with sonae reopen.
refusal-already-begun = This incident has begun already.
refusal-already-active = The runbook { $runbook } is in use already.
refusal-not-active = The runbook { $runbook } is not in use.
refusal-not-active-hint = To use it: sonae runbook add { $runbook }
refusal-grounds = A declaration needs grounds.
refusal-grounds-hint = Say what was seen or heard (--grounds).
refusal-decider = Declaring is for { $role } or an alternate. { $who } is neither.
refusal-decider-nobody = Declaring is for { $role } or an alternate. Say whose declaration it is.
refusal-decider-hint-call = Call first: { $deciders }. Once decided over the phone, record it with --for that person and --via phone.
refusal-decider-hint-provisional = If nobody answers, record the calls; then a provisional declaration is possible (--provisional).
refusal-nobody-tried = Before a provisional declaration, record at least one attempt to reach { $role }.
refusal-nobody-tried-hint = For example: sonae call { $id } no-answer
refusal-not-provisional = { $who } may declare outright. It need not be provisional.
refusal-value = { $fact } takes { $wanted }.
refusal-value-choices = Choices: { $choices }
refusal-person = It is not said who.
refusal-person-hint = Give a name (--by in a command).
refusal-not-yours = Only { $whose } can confirm this entry.
refusal-not-yours-hint = { $whose } confirms it in person; if it is wrong, correct it.
refusal-nothing-to-confirm = No entry waits for confirmation.
refusal-not-changeable = The entry { $line } cannot be changed in this way.
refusal-not-changeable-hint = To undo a correction or withdrawal, withdraw that line. The first entry can only be corrected.
refusal-already-withdrawn = The entry { $line } has been withdrawn already.
refusal-already-done = This instruction has been carried out already.
refusal-no-change = Nothing would change.
thing-step = step
thing-criterion = criterion
thing-fact = fact
thing-runbook = runbook
thing-role = role
thing-level = level
thing-line = entry
thing-order = instruction
thing-contact = contact
thing-person = person
thing-incident = incident
thing-open-item = open item
value-text = text
value-count = a number (30~40 for a range)
value-time = a time
value-choice = one of the given choices
value-answer = yes, no or unknown
value-list = a list separated by commas
notice-not-listed = { $name } is not on the staff list. Recorded as given.
notice-not-listed-near = { $name } is not on the staff list. Recorded as given. Near names: { $near }
notice-future = Recorded with a time ahead ({ $at }).
notice-against-suggestion = The criteria point to level { $level }. Recorded as a declaration of another level.
notice-no-suggestion = The answers so far point to no level.
notice-awaits-confirmation = This is provisional. It waits for confirmation or withdrawal by the deciding role or an alternate.
notice-not-collected = Not written down yet: { $facts }
notice-does-not-apply = By the answers so far this step does not apply.
notice-proxy = Typed for somebody else. It waits for confirmation by { $whose }.
notice-open-items = { $count } items are open. Takers and dates were recorded.
notice-unverified = This contact's number has not been verified.

## Command line (src/cli/)

## Screens (src/tui/)

## Report (src/report/)

## Site: diagnostics of data files (src/site/)

