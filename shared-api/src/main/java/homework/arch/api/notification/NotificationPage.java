package homework.arch.api.notification;

import homework.arch.api.Page;
import java.util.List;

public record NotificationPage(List<NotificationView> content, long totalElements)
    implements Page<NotificationView> {}
