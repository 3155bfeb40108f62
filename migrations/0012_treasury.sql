-- Money, further: postings that cost what they touch.

-- What rests on a transfer is found without reading the others.
CREATE INDEX fund_transfer_of ON fund_transfer (of_id);
