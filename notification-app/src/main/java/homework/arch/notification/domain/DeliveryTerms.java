package homework.arch.notification.domain;

/**
 * What becomes of mail once it is stored.
 *
 * @param mailLeaves whether it is delivered, or only kept
 */
public record DeliveryTerms(boolean mailLeaves) {}
