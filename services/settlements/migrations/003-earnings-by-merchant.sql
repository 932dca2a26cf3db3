-- A merchant who wants to leave is asked for what is not settled yet.
create index earnings_merchant on earnings (merchant_id);
