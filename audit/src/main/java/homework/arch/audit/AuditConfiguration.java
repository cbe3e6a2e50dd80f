package homework.arch.audit;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** Whoever has this module on the class path can make audits. */
@AutoConfiguration
@EnableConfigurationProperties(AuditLimits.class)
@Import({Auditor.class, AuditEndpoint.class})
class AuditConfiguration {}
