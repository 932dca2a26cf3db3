-- What was paid at all franchises of one merchant: their list, newest first, and their sales by day.
create index payments_merchant on payments (merchant_id, created_at, id) where merchant_id is not null;
