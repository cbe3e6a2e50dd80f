package homework.arch.user;

import homework.arch.billing.BillingApp;

/** Breaks a rule of the architecture on purpose. */
public record PlantedUseOfBilling(BillingApp billing) {}
