package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * As {@link AtOnceIT}, with the four services in processes of their own: it is Axon Server that
 * tells who was quicker.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AxonServerAtOnceIT implements AtOnceCases {

  private static final int ACCOUNTS = 40;

  private @Nullable EmbeddedDatabase database;
  private FourServices services;
  private Api api;

  @BeforeAll
  void start(@TempDir Path folder) {
    String axonServer = AxonServer.addressOrLeaveOut("requests at once through Axon Server");
    database = TestDatabase.start(folder);
    services = new FourServices(folder, database, axonServer);
    services.launchAll().forEach(AppProcess::awaitReady);
    api = services.api();
  }

  @AfterAll
  void stop() {
    if (database != null) {
      services.close();
      database.close();
    }
  }

  @Override
  public Api api() {
    return api;
  }

  /**
   * Commands of an account go to one replica, and to the other when that is gone: it remembers the
   * account as it was when it had it last.
   */
  @Test
  void accountsThatAnotherReplicaHasChangedAreReadAnew() {
    List<String> accounts = Stream.generate(() -> api.userWith("10")).limit(ACCOUNTS).toList();
    AppProcess replica = services.launchReplica("billing-app").awaitReady();
    accounts.forEach(account -> api.deposit(account, "10").expect(201));
    replica.kill();
    services.get("billing-app").awaitReady();

    List<Integer> answers =
        IntStream.range(0, ACCOUNTS)
            // One that was covered by what the other replica has seen, and one that was not.
            .mapToObj(i -> api.withdraw(accounts.get(i), i % 2 == 0 ? "20" : "20.01").status())
            .toList();

    assertThat(answers)
        .isEqualTo(IntStream.range(0, ACCOUNTS).mapToObj(i -> i % 2 == 0 ? 201 : 422).toList());
    accounts.forEach(account -> api.deposit(account, "1").expect(201));
    for (int i = 0; i < ACCOUNTS; i++) {
      api.expectBalance(accounts.get(i), i % 2 == 0 ? "1" : "21");
    }
  }
}
