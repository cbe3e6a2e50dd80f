package homework.arch.standalone;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Starts a PostgreSQL of our own, unless the user names one by {@code spring.datasource.url}. */
@Configuration(proxyBeanMethods = false)
@Conditional(EmbeddedDatabaseConfiguration.NoOtherDatabase.class)
class EmbeddedDatabaseConfiguration {

  @Bean
  EmbeddedDatabase embeddedDatabase(
      @Value("${arch.data-folder}") Path folder, @Value("${arch.start-afresh}") boolean afresh) {
    Path absolute = folder.toAbsolutePath().normalize();
    return afresh ? EmbeddedDatabase.startAfresh(absolute) : EmbeddedDatabase.start(absolute);
  }

  @Bean
  JdbcConnectionDetails embeddedConnectionDetails(EmbeddedDatabase database) {
    return new JdbcConnectionDetails() {
      @Override
      public String getUsername() {
        return database.username();
      }

      @Override
      public String getPassword() {
        return ""; // it listens on loopback and trusts who is there
      }

      @Override
      public String getJdbcUrl() {
        return database.jdbcUrl();
      }
    };
  }

  static final class NoOtherDatabase extends NoneNestedConditions {

    NoOtherDatabase() {
      super(ConfigurationPhase.REGISTER_BEAN);
    }

    @ConditionalOnProperty("spring.datasource.url")
    static final class NamedByTheUser {}
  }
}
