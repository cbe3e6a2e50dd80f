package homework.arch.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DerivedIdTest {

  private static final UUID ORDER = UUID.fromString("11111111-1111-4111-8111-111111111111");

  @Test
  void theSamePartsGiveTheSameId() {
    assertThat(DerivedId.of("payment", ORDER)).isEqualTo(DerivedId.of("payment", ORDER));
    assertThat(DerivedId.of("payment", ORDER)).isEqualTo(DerivedId.of("payment", ORDER.toString()));
  }

  @Test
  void otherPartsAndOtherSplitsOfThemGiveOtherIds() {
    List<UUID> ids =
        Stream.of(
                DerivedId.of(),
                DerivedId.of(""),
                DerivedId.of("", ""),
                DerivedId.of("ab"),
                DerivedId.of("AB"),
                DerivedId.of("ab", ""),
                DerivedId.of("", "ab"),
                DerivedId.of("a", "b"),
                DerivedId.of("b", "a"),
                DerivedId.of("a", "b", ""))
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
  }

  /** Ids are stored: another derivation would pay every order a second time. */
  @Test
  void theDerivationNeverChanges() {
    assertThat(DerivedId.of("payment", ORDER))
        .isEqualTo(UUID.fromString("37672997-5368-8cda-bf71-de727e70382c"));
    assertThat(DerivedId.of("/orders", "my key"))
        .isEqualTo(UUID.fromString("6d468123-1552-8d4b-8761-aef255ee811f"));
    assertThat(DerivedId.of("ёлка"))
        .isEqualTo(UUID.fromString("087661d2-39d9-8edf-a2c1-714f10e543d0"));
  }

  @Test
  void everyIdSaysThatItIsOfVersionEight() {
    assertThat(IntStream.range(0, 1000).mapToObj(DerivedId::of))
        .allSatisfy(
            id -> {
              assertThat(id.version()).isEqualTo(8);
              assertThat(id.variant()).as("the variant of RFC 9562").isEqualTo(2);
            });
  }
}
