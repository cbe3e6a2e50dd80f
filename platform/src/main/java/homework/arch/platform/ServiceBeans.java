package homework.arch.platform;

import homework.arch.platform.processors.EventProcessors;
import homework.arch.platform.web.Idempotency;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.ImportAware;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every service has for itself. Several services may be in one process, so the names of the
 * beans begin with that of the service: BillingApp has a {@code billingIdempotency}.
 */
final class ServiceBeans implements BeanRegistrar, ImportAware {

  private @Nullable AnnotationMetadata application;

  @Override
  public void setImportMetadata(AnnotationMetadata importMetadata) {
    application = importMetadata;
  }

  @Override
  public void register(BeanRegistry registry, Environment environment) {
    AnnotationMetadata service = Objects.requireNonNull(application);
    MergedAnnotation<ServiceApplication> settings =
        service.getAnnotations().get(ServiceApplication.class);
    String schema = settings.getString("schema");
    String name =
        StringUtils.uncapitalize(
            ClassUtils.getShortName(service.getClassName()).replaceFirst("App$", ""));
    registry.registerBean(
        name + "Migrations",
        FlywayMigrationInitializer.class,
        bean -> bean.supplier(beans -> Migrations.ofService(schema, beans.bean(DataSource.class))));
    registry.registerBean(
        name + "Processors",
        EventProcessors.class,
        bean ->
            bean.supplier(
                beans ->
                    new EventProcessors(
                        schema, environment.getProperty("arch.work", Boolean.class, true))));
    registry.registerBean(
        name + "Idempotency",
        Idempotency.class,
        bean ->
            bean.supplier(
                beans ->
                    new Idempotency(
                        schema,
                        beans.bean(JdbcClient.class),
                        beans.bean(JsonMapper.class),
                        beans.bean("applicationTaskExecutor", Executor.class),
                        environment.getRequiredProperty("arch.idempotency.keep", Duration.class))));
  }
}
