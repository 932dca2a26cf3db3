-- What one merchant sells, newest first, for sale or not.
create index products_of_merchant on products (merchant_id, created_at desc, product_id desc) where merchant_id is not null;
