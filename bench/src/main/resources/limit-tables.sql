-- What the transaction of limit.sql writes to: 200 accounts, more money on each than can be spent.
create table account (account_id int primary key, balance bigint not null check (balance >= 0));
create table orders (order_id bigint primary key, account_id int not null, price bigint not null,
  status text not null, placed_at timestamptz not null, decided_at timestamptz);
create table mail (mail_id uuid primary key, order_id bigint not null, subject text not null,
  text text not null, created_at timestamptz not null);
insert into account select n, 1000000000 from generate_series(1, 200) n;
