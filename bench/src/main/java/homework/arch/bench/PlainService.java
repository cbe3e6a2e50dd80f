package homework.arch.bench;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What people would otherwise write: one service, one database, one transaction an order. No saga,
 * no events, no history; money and mail cannot be in services of their own.
 */
@SpringBootApplication
@EnableJpaRepositories(considerNestedRepositories = true)
class PlainService {

  static void run() {
    SpringApplication service = new SpringApplication(PlainService.class);
    service.setDefaultProperties(
        Map.of(
            "spring.jpa.hibernate.ddl-auto", "update",
            "spring.jpa.open-in-view", "false",
            "spring.main.banner-mode", "off"));
    service.run();
  }

  /** An order as it is asked for. */
  record OrderRequest(UUID userId, BigDecimal price) {}

  @RestController
  static class Orders {

    private final PlainOrders orders;
    private final PlainAccounts accounts;
    private final PlainMails mails;

    Orders(PlainOrders orders, PlainAccounts accounts, PlainMails mails) {
      this.orders = orders;
      this.accounts = accounts;
      this.mails = mails;
    }

    @PostMapping("/orders")
    @Transactional
    public ResponseEntity<PlainOrder> place(@RequestBody OrderRequest request) {
      PlainOrder order = new PlainOrder();
      order.userId = request.userId();
      order.price = request.price();
      order.placedAt = Instant.now();
      orders.save(order);
      boolean paid = accounts.take(request.userId(), request.price()) == 1;
      order.status = paid ? "APPROVED" : "REJECTED";
      order.decidedAt = Instant.now();
      PlainMail mail = new PlainMail();
      mail.orderId = order.orderId;
      mail.subject = paid ? "Your order is paid" : "Your order could not be paid";
      mail.text = "Your order " + order.orderId + " for " + order.price + ": " + order.status;
      mail.createdAt = Instant.now();
      mails.save(mail);
      return ResponseEntity.created(URI.create("/orders/" + order.orderId)).body(order);
    }

    @GetMapping("/ready")
    public String ready() {
      return "ready";
    }
  }

  interface PlainOrders extends JpaRepository<PlainOrder, UUID> {}

  interface PlainMails extends JpaRepository<PlainMail, UUID> {}

  interface PlainAccounts extends JpaRepository<PlainAccount, UUID> {

    @Modifying
    @Query(
        "update PlainAccount a set a.balance = a.balance - :price"
            + " where a.userId = :userId and a.balance >= :price")
    int take(UUID userId, BigDecimal price);
  }

  @Entity(name = "PlainOrder")
  @Table(name = "orders")
  static class PlainOrder {
    @Id @GeneratedValue public UUID orderId;
    public UUID userId;
    public BigDecimal price;
    public String status = "PENDING";
    public Instant placedAt;
    public Instant decidedAt;
  }

  @Entity(name = "PlainAccount")
  @Table(name = "account")
  static class PlainAccount {
    @Id public UUID userId;
    public BigDecimal balance;
  }

  @Entity(name = "PlainMail")
  @Table(name = "mail")
  static class PlainMail {
    @Id @GeneratedValue public UUID mailId;
    public UUID orderId;
    public String subject;
    public String text;
    public Instant createdAt;
  }
}
