-- One database and one user for each service. The passwords are for development only: no one but the
-- containers of compose.yaml can reach this PostgreSQL.
CREATE USER arch_user PASSWORD 'arch_user';
CREATE USER arch_billing PASSWORD 'arch_billing';
CREATE USER arch_order PASSWORD 'arch_order';
CREATE USER arch_notification PASSWORD 'arch_notification';
CREATE DATABASE arch_user OWNER arch_user;
CREATE DATABASE arch_billing OWNER arch_billing;
CREATE DATABASE arch_order OWNER arch_order;
CREATE DATABASE arch_notification OWNER arch_notification;
REVOKE CONNECT ON DATABASE arch_user, arch_billing, arch_order, arch_notification FROM PUBLIC;
