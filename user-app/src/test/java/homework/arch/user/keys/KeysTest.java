package homework.arch.user.keys;

import static homework.arch.testing.Vocabulary.ANN;
import static homework.arch.testing.Vocabulary.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import homework.arch.user.keys.KeyEncryptionKeys.Wrapped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  private static final byte[] ANNS = bytes(1);
  private static final byte[] OLD_KEK = bytes(3);
  private static final byte[] NEW_KEK = bytes(4);

  private final UserKey key = new UserKey(ANN, ANNS);

  private static byte[] bytes(int each) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) each);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ann", "", "Анна-Мария 🦔", "sealed:Ann", "sealed:"})
  void whatIsSealedTellsNothingAndIsOpenedByTheSameKey(String text) {
    String sealed = key.seal("name", text);

    assertThat(sealed).startsWith("sealed:").isNotEqualTo(key.seal("name", text));
    assertThat(sealed.substring("sealed:".length())).doesNotContain("Ann").matches("[\\w-]+");
    assertThat(key.open("name", sealed)).contains(text);
  }

  @Test
  void itIsOpenedByNoOtherKeyForNoOtherUserAndAsNoOtherField() {
    String sealed = key.seal("name", "Ann");

    assertThat(new UserKey(ANN, bytes(2)).open("name", sealed)).isEmpty();
    assertThat(new UserKey(BOB, ANNS).open("name", sealed)).isEmpty();
    assertThat(key.open("email", sealed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sealed:", "sealed:A", "sealed:????", "sealed:AAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void whatNobodyHasSealedIsNotOpened(String text) {
    assertThat(key.open("name", text)).isEmpty();
  }

  @Test
  void textInClearIsReadAsItIsAndSealedTextNotAtAllWithoutItsKey() {
    String sealed = key.seal("name", "Ann");

    assertThat(UserKeys.open(Map.of(), ANN, "name", "Ann")).isEqualTo("Ann");
    assertThat(UserKeys.open(Map.of(), ANN, "name", sealed)).isNull();
    assertThat(UserKeys.open(Map.of(BOB, key), ANN, "name", sealed)).isNull();
    assertThat(UserKeys.open(Map.of(ANN, key), ANN, "name", sealed)).isEqualTo("Ann");
  }

  @Test
  void theFirstKeyEncryptionKeyWrapsAndAllUnwrap() {
    Wrapped old = new KeyEncryptionKeys(List.of(OLD_KEK)).wrap(ANNS, "Ann");
    KeyEncryptionKeys both = new KeyEncryptionKeys(List.of(NEW_KEK, OLD_KEK));
    Wrapped rotated = both.wrap(both.unwrap(old, "Ann"), "Ann");

    assertThat(rotated.kek()).isEqualTo(both.first()).isNotEqualTo(old.kek());
    assertThat(new KeyEncryptionKeys(List.of(NEW_KEK)).unwrap(rotated, "Ann")).isEqualTo(ANNS);
  }

  @Test
  void aKeyIsUnwrappedByNoOtherKeyEncryptionKeyAndForNobodyElse() {
    KeyEncryptionKeys keks = new KeyEncryptionKeys(List.of(OLD_KEK));
    Wrapped wrapped = keks.wrap(ANNS, "Ann");

    assertThatIllegalStateException()
        .isThrownBy(() -> new KeyEncryptionKeys(List.of(NEW_KEK)).unwrap(wrapped, "Ann"))
        .withMessage("The key-encryption key %s is not in arch.personal-data.keks", wrapped.kek());
    assertThatIllegalStateException()
        .isThrownBy(() -> keks.unwrap(wrapped, "Bob"))
        .withMessage("The key of Bob is damaged");
  }

  @Test
  void aHashIsTheSameForAllSpellingsOfAnAddressAndForNoOtherKey() {
    KeyedHash hash = new KeyedHash(bytes(5));

    assertThat(hash.ofEmail("Ann@Example.com")).isEqualTo(hash.ofEmail("ann@example.com"));
    assertThat(hash.ofEmail("a@пример.рф")).isEqualTo(hash.ofEmail("A@xn--e1afmkfd.xn--p1ai"));
    assertThat(hash.ofEmail("ann@example.com"))
        .isNotEqualTo(hash.ofEmail("bob@example.com"))
        .isNotEqualTo(new KeyedHash(bytes(6)).ofEmail("ann@example.com"));
  }
}
