# Files into registers
import = Import
import-help = Brings a spreadsheet into this register: tell its columns, have every row checked and held against the people and records that are known, see what would change, and only then write it. All of it can be undone.
import-bring = Upload a file
import-file = File
import-file-hint = xlsx, xls, ods or csv, at most
import-no-file = Choose a file
import-send = Upload
import-needed = Columns that must be there:
import-template = Export the register as a template
import-files = Files uploaded
import-none = No file was uploaded yet
import-none-help = You may leave a file at any step and come back to it here.
import-state = State
import-when = Uploaded
import-by = By
import-state-uploaded = columns to be told
import-state-checking = being checked
import-state-read = to be applied
import-state-applying = being written
import-state-applied = applied
import-state-undoing = being undone
import-state-undone = undone
import-state-left = put aside
import-n-new = { $count } new
import-n-changed = { $count } changed
import-n-same = { $count } unchanged
import-n-unsure = { $count } unsure
import-n-rejected = { $count } rejected
import-n-gone = { $count } gone
import-columns = Columns
import-column = Column
import-samples = Samples
import-is = What it is
import-rows =
    { $count ->
        [one] { $count } row.
       *[other] { $count } rows.
    }
import-remembered = These headers were used before: what they were told to be then holds again. Please look it over.
import-recognised = Recognised by headers and content. Please look it over.
import-sheet = Sheet
import-turn = Take this one
import-problems =
    { $count ->
        [one] { $count } problem in the file
       *[other] { $count } problems in the file
    }
import-column-none = (left out)
import-column-number = ID number
import-column-sex = Sex
import-column-birth = Date of birth
import-column-town = Town (where the village has its own column)
import-column-twice = Column { $column } is told to be the same as one before it: choose one of them
import-column-who = Tell at least the column of the name, the ID number or the record number; in a register about something else, at least one column of content
import-whole = This list is complete
import-whole-hint = Then records of the villages that appear in the file, which the register has and the file has not, are listed as gone and ended.
import-check = Check every row
import-leave = Put this file aside
import-left-help = This file was put aside; its content was not kept.
import-busy = Being worked on. You may leave this page.
import-progress = See how far it is
import-outcomes = What would become of the rows
import-tab-new = New
import-tab-changed = Changed
import-tab-same = Unchanged
import-tab-unsure = Unsure
import-tab-rejected = Rejected
import-tab-gone = Gone
import-nothing = No rows here
import-row = Row
import-wrong = What is wrong
import-changes = Before → after
import-says = What it says
import-earlier = Earlier
import-later = Further
import-chosen = chosen by hand; choose again
import-unsure-wait =
    { $count ->
        [one] Of { $count } row it is not sure who is meant: please decide. It is not written until then.
       *[other] Of { $count } rows it is not sure who is meant: please decide. They are not written until then.
    }
import-decide-go = Decide row by row
import-decide-row = Decide
import-apply =
    { $count ->
        [one] Write { $count } record
       *[other] Write { $count } records
    }
import-apply-help = All of it is written or nothing. Unsure and rejected rows are left out. It can be undone as a whole.
import-again = Check again
import-columns-change = Change the columns
import-rejects = Rejected rows
import-rejects-get = Download the rejected rows
import-undo = Undo all of it
import-undo-help = What was added counts for nothing, what was changed or ended is as before, and people whom the import registered and nobody used since are withdrawn.
import-late = Somebody else just went on with this file. This is how it stands now; nothing was lost.
import-decide = Is it the same person?
import-unsure-left =
    { $count ->
        [one] { $count } row waits.
       *[other] { $count } rows wait.
    }
import-keys = Keys: 1, 2, 3 it is this person; N somebody new; L leave out; J later.
import-file-row = Row { $count } of the file
import-known = Somebody registered
import-choose-same = It is this person
import-choose-new = Somebody new
import-choose-leave = Leave out
import-choose-later = Later
import-open-person = See this person
import-why = Why it may be the same person
import-no-record = The record number is none of this register, or out of your reach
import-no-person = No name: whom the row is about cannot be told
import-division = The place is not known, stands for several, or is out of your reach: give its code, or town and village
import-twice = Another row of the file is about the same
import-left = Left out by choice
import-elsewhere = Somebody with this ID number is registered outside your area: ask there
import-no-right = You may not register new people in this place
import-damaged = A spreadsheet damaged the ID number of this row (scientific notation): write it again as text
import-changed-since = { $name } was changed since the check, and nothing was written. Check again, see the new differences, then apply; your decisions are kept.
import-people-since = The ID number of { $name } was registered since the check, and nothing was written. Check again.
import-people-out-of-reach = Somebody is to be registered where you may not; nothing was written
import-right-lost = You do not hold this right any more; nothing was changed
import-broken = It broke down, and nothing was changed. Try again; if it comes back, ask the administrator.
import-undo-changed =
    { $count ->
        [one] { $count } record was changed since the import, so it cannot be undone as a whole: { $name }
       *[other] { $count } records were changed since the import, so it cannot be undone as a whole: { $name }
    }
import-undo-people-stay =
    { $count ->
        [one] { $count } person was used since the import and stays registered: { $name }
       *[other] { $count } people were used since the import and stay registered: { $name }
    }
help-import = Bring a file into a register: columns recognised, every row checked, written with --apply
help-register-id = Id of the register, as the pack declares it
help-import-file = xlsx, xls, ods or csv
help-as = Account whose rights count and whose name stands in the journal
help-import-sheet = Sheet of a workbook; without it the first that is a ledger
help-import-apply = Write what is new or changed; unsure and rejected rows are left out
help-import-rejects = Rejected rows with what is wrong, as a file to correct
import-command-applied = Written. It can be undone as a whole: /registers/{ $register }/import/{ $batch }
import-command-read = Nothing is written yet: --apply writes it, or look at it under /registers/{ $register }/import/{ $batch }
register-no-pack = no pack is named, so there are no registers: --pack DIR
register-none = there is no register { $register }; there are: { $known }
help-export = What a register keeps, as a file that can be edited and imported again
help-export-out = The file; its ending names the format
export-done = { $count } records in { $file }
example-import = Example: doudi import disabled 残疾人.xlsx --as wangfang --rejects wrong.xlsx --apply
example-export = Example: doudi export disabled --as wangfang -o 残疾人.xlsx
import-not-kept = { $login } has no role that keeps { $register }; it is kept by: { $roles }
