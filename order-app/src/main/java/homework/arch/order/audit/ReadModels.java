package homework.arch.order.audit;

import homework.arch.api.billing.AccountView;
import homework.arch.api.billing.OperationView;
import homework.arch.api.notification.NotificationView;
import homework.arch.api.order.OrderView;
import homework.arch.api.user.UserView;
import java.util.Map;
import java.util.UUID;

/**
 * What the services tell.
 *
 * @param operations by the user whose account it is
 * @param strayOperations those that are on no account
 */
record ReadModels(
    Table<UserView> users,
    Table<AccountView> accounts,
    Map<UUID, Table<OperationView>> operations,
    Table<OperationView> strayOperations,
    Table<OrderView> orders,
    Table<NotificationView> mails) {}
