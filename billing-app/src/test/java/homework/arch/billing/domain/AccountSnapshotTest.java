package homework.arch.billing.domain;

import static homework.arch.testing.Vocabulary.NOW;
import static homework.arch.testing.Vocabulary.USER;
import static homework.arch.testing.Vocabulary.rub;
import static org.assertj.core.api.Assertions.assertThat;

import homework.arch.api.billing.AccountOpened;
import homework.arch.api.billing.FundsDeposited;
import homework.arch.platform.axon.MessageJson;
import homework.arch.platform.axon.StoredType;
import java.util.List;
import java.util.UUID;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;

class AccountSnapshotTest {

  private final Serializer serializer =
      MessageJson.serializer(List.of(new StoredType(Account.class)));

  /** A field that is added here is not in the snapshots that were stored before. */
  @Test
  void anAccountIsStoredWithAllThatItsDecisionsRead() {
    Account account = new Account();
    account.on(new AccountOpened(USER, NOW));
    account.on(new FundsDeposited(UUID.randomUUID(), USER, rub("900.05"), rub("900.05"), NOW));

    SerializedObject<String> snapshot = serializer.serialize(account, String.class);

    assertThat(snapshot.getData())
        .isEqualTo(
            """
            {"accountId":"account-%s","balance":90005,"closedFor":-1,"open":true}"""
                .formatted(USER));
    assertThat(serializer.<String, Account>deserialize(snapshot))
        .usingRecursiveComparison()
        .isEqualTo(account);
  }

  @Test
  void aSnapshotOfAVersionThatClosedNoAccountsIsReadAsOneThatIsOpen() {
    Account account = new Account();
    account.on(new AccountOpened(USER, NOW));

    assertThat(
            serializer.<String, Account>deserialize(
                new SimpleSerializedObject<>(
                    "{\"accountId\":\"account-%s\",\"balance\":0,\"open\":true}".formatted(USER),
                    String.class,
                    Account.class.getName(),
                    null)))
        .usingRecursiveComparison()
        .isEqualTo(account);
  }
}
