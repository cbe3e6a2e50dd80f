package homework.arch.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class CrashEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, false, true",
    "localhost, ::1, false, true",
    "127.0.0.1, '', false, false",
    "'', 127.0.0.1, false, false",
    "0.0.0.0, 127.0.0.1, false, false",
    "127.0.0.1, 192.0.2.1, false, false",
    "127.0.0.1, no.such.host.invalid, false, false",
    "'', '', false, false",
    "'', '', true, true",
  })
  void isThereOnLoopbackOnlyUnlessASettingAllowsIt(
      String address, String managementAddress, boolean allowed, boolean there) {
    new ApplicationContextRunner()
        .withUserConfiguration(CrashEndpoint.class)
        .withPropertyValues(
            "server.address=" + address,
            "management.server.address=" + managementAddress,
            "arch.crash-allowed=" + allowed)
        .run(
            context ->
                assertThat(context.getBeansOfType(CrashEndpoint.class)).hasSize(there ? 1 : 0));
  }
}
