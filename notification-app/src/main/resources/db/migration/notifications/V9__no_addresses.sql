-- Nobody reads it any more: addresses are asked of user-app.
update notification_view set email = null where email is not null;
