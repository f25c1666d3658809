package live.nio.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.agroal.api.AgroalDataSource;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;

/// The platform's shared objects.
final class Wiring {

  @Produces
  @Singleton
  Clock clock() {
    // Milliseconds everywhere: what was sent and what is read back from the database are the same.
    return Clock.tickMillis(ZoneOffset.UTC);
  }

  @Produces
  @Singleton
  Jdbi jdbi(AgroalDataSource dataSource) {
    Jdbi jdbi = Jdbi.create(dataSource);
    // Arguments hold addresses and tokens, and failures end up in logs.
    jdbi.getConfig(StatementExceptions.class)
        .setMessageRendering(StatementExceptions.MessageRendering.NONE);
    return jdbi;
  }

  /// One JSON dialect for REST and sockets: ISO times, unknown members ignored (newer apps talk to
  /// older servers), absent is not null.
  @Singleton
  static final class JsonDialect implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
      mapper
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS);
    }
  }
}
