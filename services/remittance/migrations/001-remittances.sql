-- What lists need of a remittance; its state is its head.

create table remittances (
  id text collate "C" primary key,
  sender text collate "C" not null,
  -- Null when it goes to a bank account.
  recipient text collate "C",
  status text not null check (status in ('started', 'topping_up', 'transferring', 'succeeded', 'failed')),
  check (sender <> recipient)
) with (fillfactor = 80);
create index remittances_sender on remittances (sender, id);
create index remittances_recipient on remittances (recipient, id) where recipient is not null;
