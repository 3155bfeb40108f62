# Templates of documents
paper-syntax = template line { $line }: “{ $what }” is not written rightly; see docs/documents.md
paper-unknown-name = template line { $line }: this document has no item called “{ $name }”
paper-wrong-kind = template line { $line }: “{ $name }” cannot be written as { $filter }
paper-font = the font file cannot be used: choose a TrueType or OpenType font
paper-print = the document was not made: { $why }
pack-paper = { $file }:{ $line }: document { $paper }: { $what }
