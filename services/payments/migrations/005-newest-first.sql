-- Ids of payments were made of the card processor's keys for a while, and do not grow with time: lists go by the time.
drop index payments_created;
create index payments_newest on payments (created_at, id);
drop index payments_member;
create index payments_member on payments (member_id, created_at, id);
drop index payments_franchise;
create index payments_franchise on payments (franchise_id, created_at, id) where franchise_id is not null;
