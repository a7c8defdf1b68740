### Words of screens and commands. The words of the record itself are in src/domain/wording.rs.

## Common

program-name = Sonae

## Errors and refusals (src/message/)

## Command line (src/cli/)

## Screens (src/tui/)

## Report (src/report/)

## Site: diagnostics of data files (src/site/)

site-severity-error = error
site-severity-warning = warning
site-severity-note = note
site-severity-hint = hint
site-too-large = the file is too large (at most { $limit } KiB); nothing in it was read
site-not-utf8 = not UTF-8 (line { $line }, byte { $column } of the line)
site-not-utf8-hint = save it again as UTF-8 (Notepad: Save as, Encoding: UTF-8)
site-more-problems = more than { $count } problems; mend these and check again
site-syntax-duplicate = a key or table is written twice
site-syntax-depth = nested too deeply
site-syntax-unquoted = text stands in quotes (")
site-syntax-comma = a comma is missing
site-syntax-unclosed = a bracket is not closed, or is one too many
site-syntax-value = this is not "key = value"
site-syntax-quote = the quote (") is not closed
site-syntax-character = a character that cannot stand in quotes as it is (write \ as \\)
site-syntax-other = this cannot be read as TOML ({ $said })
site-missing-key = the key "{ $key }" is missing
site-empty-text = "{ $key }" is empty
site-bad-id = "{ $text }" cannot be an id
site-bad-id-hint = a-z, 0-9 and hyphens, at most { $limit } characters
site-out-of-range = "{ $key }" is a whole number from { $low } to { $high }
site-bad-value = "{ $key }" cannot be "{ $text }"
site-bad-value-hint = it can be: { $allowed }
site-bad-date = "{ $key }": "{ $text }" is not a date (such as 2026-11-22)
site-unknown-key = there is no key "{ $key }"
site-near = did you mean: { $names }
site-wrong-type = "{ $key }" should be { $wanted }, but is { $found }
site-type-text = a text
site-type-texts = a list of texts
site-type-flag = true or false
site-type-int = a whole number
site-type-float = a decimal number
site-type-date = a date
site-type-datetime = a date or time
site-type-list = a list
site-type-table = a table
site-type-tables = a list of tables
site-type-condition = a condition
site-text-too-long = "{ $key }" is too long (at most { $limit } bytes)
site-hidden-character = "{ $key }" holds a character that cannot be seen ({ $code })
site-hidden-character-hint = screens and reports show a mark in its place; type the text again
site-newer-schema = written for a newer sonae (this one reads schema = { $known })
site-newer-schema-hint = install a newer sonae
site-bad-condition = the condition "{ $text }" cannot be read
site-bad-condition-hint = write "key", "key = value", !=, <, <=, >, >= (order: whole numbers only)
site-condition-one = a condition holds exactly one of all, any and not
site-condition-empty = the list of conditions is empty
site-bad-offset = "{ $text }" is not an offset (such as +09:00)
site-duplicate-level = level { $number } is written twice
site-choices-missing = a fact of type choice needs choices
site-choices-unused = only a fact of type choice has choices
site-too-many-steps = { $count } steps (at most { $limit })
site-question-collects = a question needs the facts that it asks for, in collect
site-retired-id = the step id "{ $id }" is retired and must not be used again
site-retired-id-hint = past records mean another step by it: give it a new id
site-exclusive-keys = a step cannot have { $keys } together
site-include-hint = write include = "runbook" or include = "runbook:phase", by their ids
site-from-without-within = from needs within
site-bad-duration = "{ $key }": "{ $text }" is not a length of time
site-bad-duration-hint = write 10m, 2h, 1h30m or 3d
site-duplicate-id = the id "{ $id }" is used twice
site-duplicate-elsewhere = the other one is in { $file }
site-duplicate-file = two files have the id "{ $id }"; this one may not be used
site-criterion-differs = the criterion "{ $id }" asks something else in the runbook "{ $runbook }"
site-reserved-id = "{ $id }" means the declared level and cannot be an id
site-fact-is-criterion = "{ $id }" is a criterion; a criterion is a fact by itself and is not repeated here
site-dangling-id = there is no { $what } "{ $id }"
site-dangling-level = facility.toml has no level { $number }
site-kind-role = role
site-kind-person = person
site-kind-cutoff = cut-off
site-kind-contact = contact
site-kind-fact = fact
site-kind-key = criterion or fact
site-kind-step = step
site-kind-runbook = runbook
site-kind-phase = phase
site-bare-atom = "{ $key }" is not answered by yes, no or unknown: compare it with a value
site-bare-atom-hint = such as "{ $key } = value"
site-wrong-order = "{ $key }" is not a number and has no order
site-not-a-number = "{ $key }" is a number, but "{ $text }" is not a whole number
site-unknown-choice = "{ $key }" has no choice "{ $text }"
site-include-cycle = runbooks include one another in a circle: { $cycle }
site-nobody-decides = nobody holds or stands in for "{ $role }", the role that declares
site-role-without-people = nobody holds or stands in for the role "{ $role }"
site-cutoff-without-place = the cut-off "{ $title }" has no place
site-cutoff-never-alone = nobody may pull "{ $title }" alone, and no time (alone-after) is set after which anybody may
site-cutoff-never-by-others = when those who may pull "{ $title }" cannot be reached, nobody may (there is no alone-after)
site-unverified = the contact "{ $name }" was not verified (verified is empty)
site-sample-contact = the contact "{ $name }" is a sample and does not exist
site-sample-facility = the data of the facility are a sample
site-sample-facility-hint = put in your own people, roles and cut-offs, then set sample to false
site-unreadable = the file cannot be read ({ $reason })
site-outside-folder = a link out of the site: not read
site-not-a-file = not a regular file: not read
site-fallback = the built-in copy is used instead of this file
site-missing-file = the file is missing
site-no-runbook = no runbook can be used: the built-in ones are
site-no-folder = the site folder { $path } cannot be read
site-not-empty = { $path } is there already: name an empty folder. Nothing was overwritten
site-not-written = { $path } cannot be written
