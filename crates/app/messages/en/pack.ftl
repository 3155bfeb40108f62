# Packs as folders
help-pack = Work with policy packs
help-pack-check = Find every mistake in a pack, with file, line and remedy
help-pack-dir = Folder of the pack
example-pack = Example: doudi pack check packs/rongchang-2020
example-pack-check = Example: doudi pack check packs/rongchang-2020
pack-unreadable = { $file } cannot be read: { $why }
pack-mistakes = Mistakes: { $count }. The pack cannot be used until they are corrected.
pack-warning = warning: { $what }
pack-sound = { $title }: no mistakes. Layers: { $layers }; parameters: { $parameters }, of which with a value that nobody has verified: { $unverified } (values: { $values }; rules beside them: { $rules }; --unverified lists them); ledger roles: { $roles }; screens: { $screens }; registers: { $registers }; version { $version }
help-check-unverified = List each value and rule that nobody has verified, with its source and what is missing
check-values = Values that nobody has verified
check-rules = Rules whose source nobody has verified
pack-paper-name = no paper is offered “{ $name }”
