-- The handlers of a consumer move along one source together: the row under the consumer's name says how far, and who is there.
-- A handler that is ahead of the others, or behind, has a row of its own, as every handler had before. `writes` counts each commit
-- that any of them made, so that a second process sees that it is late.
alter table consumers
  add column handlers text[] collate "C" not null default '{}',
  add column writes bigint not null default 0;
