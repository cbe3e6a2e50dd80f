-- An order as one transaction: insert it, take the money if it is there, mark it, insert the mail.
\set order random(1, 9223372036854775806)
\set account random(1, 200)
begin;
insert into orders (order_id, account_id, price, status, placed_at) values (:order, :account, 1, 'PENDING', now());
update account set balance = balance - 1 where account_id = :account and balance >= 1;
update orders set status = 'APPROVED', decided_at = now() where order_id = :order;
insert into mail (mail_id, order_id, subject, text, created_at) values (gen_random_uuid(), :order, 'Your order is paid', 'Good news! Your order is paid: 0.01 RUB was taken from your account. Thank you.', now());
commit;
