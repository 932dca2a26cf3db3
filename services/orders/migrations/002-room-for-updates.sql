-- An order's row changes its status two or three times soon after it was made: room on its page keeps the indexes out of it.
alter table orders set (fillfactor = 50);
