# Registers
help-show-register = Show one register: its fields, what must be filled in, how often it is confirmed
register-unknown = There is no register { $value }; there are: { $known }
register-bad-kind = “{ $value }” is no { $kind ->
    [int] whole number
    [decimal] number
    [money] amount of money
    [date] date; write it as 2020-03-18
    [bool] yes or no
    [division] code of a division
    [point] place; write longitude, latitude
   *[other] such value
}
register-bad-word = “{ $value }” is none of the words there are: { $known }
register-bad-bounds = “{ $value }” is out of bounds ({ $min } – { $max })
register-bad-long = Too long: at most { $most } characters
register-about = In short
register-subject = A record is about
label-register-subject-person = a person
label-register-subject-household = a household
label-register-subject-organisation = an organisation
label-register-subject-place = a place
label-register-subject-none = a matter
register-section = Section
register-keepers = Kept by
label-register-level-village = village
label-register-level-town = town
label-register-level-district = district
register-update-days = Confirmed every so many days
register-plan = Items of the work plan
register-fields = Fields
register-checks = What is checked
register-reminders = Reminders
register-statistics = Statistics
register-required = required
register-required-when = required when
register-shown-when = filled in when
register-sensitive = sensitive
label-register-kind-text = text
label-register-kind-note = lines of text
label-register-kind-int = whole number
label-register-kind-decimal = number
label-register-kind-money = money
label-register-kind-date = date
label-register-kind-bool = yes or no
label-register-kind-code = one of
label-register-kind-codes = some of
label-register-kind-phone = telephone
label-register-kind-id-number = ID number
label-register-kind-certificate = disability certificate
label-register-kind-credit-code = credit code
label-register-kind-account = bank account
label-register-kind-division = division
label-register-kind-point = place on the map
label-register-kind-photo = picture
show-registers = Registers
register-wrong = { $what }
register-needed = To be filled in
register-no-person = Choose first whom it is about
register-known = The register has this record already
register-end-day = The day lies before the record began, or in the future
