-- It is often an e-mail address. The subject is who.
alter table deed drop column name;
