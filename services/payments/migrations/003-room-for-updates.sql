-- A payment's row, and our copy of its order, change their status two or three times soon after they were made: room on
-- their page keeps the indexes out of it.
alter table payments set (fillfactor = 50);
alter table payable_orders set (fillfactor = 50);
