-- The few orders that are not decided, for their number and age.
create index order_view_undecided on order_view (placed_at) where status = 'PENDING';
