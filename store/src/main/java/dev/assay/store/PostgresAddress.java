package dev.assay.store;

import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/// Where a PostgreSQL database is and who enters it. What is secret of it is in no message and in no text that
/// this class gives out.
final class PostgresAddress {

    static final String SCHEME = "jdbc:postgresql:";

    /// The driver logs addresses that it cannot read, with the password in them. Kept here, or the level is lost.
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    static {
        DRIVER_LOG.setLevel(Level.OFF);
    }

    private static final Set<String> CREDENTIALS = Set.of("user", "password", "sslpassword");
    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 60;

    private final PGSimpleDataSource source;
    private final String place;
    private final String withoutCredentials;

    /// @param url `jdbc:postgresql://host:port/database?...`
    /// @param environment where `PGUSER` and `PGPASSWORD` hold for what the URL leaves out
    /// @throws JournalException `NOT_WRITABLE` if the URL is none
    PostgresAddress(String url, Map<String, String> environment) {
        Properties parsed = url.startsWith(SCHEME) && url.indexOf('@') < 0 ? Driver.parseURL(url, null) : null;
        if (parsed == null) {
            throw bad(
                    "The store is no address of a PostgreSQL database as jdbc:postgresql://host:port/database, with the"
                            + " user and the password in PGUSER and PGPASSWORD or as ?user=...&password=...: mend the"
                            + " value of --store.");
        }
        String host = parsed.getProperty(PGProperty.PG_HOST.getName(), "localhost");
        String port = parsed.getProperty(PGProperty.PG_PORT.getName(), "5432");
        String database = parsed.getProperty(PGProperty.PG_DBNAME.getName(), "");
        if (database.isEmpty()) {
            throw bad("The store names no database: write jdbc:postgresql://host:port/database.");
        }
        this.place = "the database '" + database + "' at " + host + ":" + port;
        this.withoutCredentials = withoutCredentials(url);
        this.source = source(url, parsed, environment);
    }

    private static JournalException bad(String message) {
        return new JournalException(Kind.NOT_WRITABLE, message);
    }

    private static PGSimpleDataSource source(String url, Properties parsed, Map<String, String> environment) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url);
        if (source.getUser() == null && environment.containsKey("PGUSER")) {
            source.setUser(environment.get("PGUSER"));
        }
        if (source.getPassword() == null && environment.containsKey("PGPASSWORD")) {
            source.setPassword(environment.get("PGPASSWORD"));
        }
        if (!parsed.containsKey("connectTimeout")) {
            source.setConnectTimeout(CONNECT_SECONDS);
        }
        if (!parsed.containsKey("socketTimeout")) {
            source.setSocketTimeout(ANSWER_SECONDS);
        }
        source.setTcpKeepAlive(true);
        source.setApplicationName("assay");
        source.setReWriteBatchedInserts(false); // It would hide which of a batch's keys were there already.
        return source;
    }

    private static String withoutCredentials(String url) {
        int query = url.indexOf('?');
        if (query < 0) {
            return url;
        }
        String kept = Arrays.stream(url.substring(query + 1).split("&"))
                .filter(parameter ->
                        !CREDENTIALS.contains(parameter.replaceFirst("=.*", "").toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining("&"));
        return url.substring(0, query) + (kept.isEmpty() ? "" : "?" + kept);
    }

    /// Connections to the database; it knows the password.
    PGSimpleDataSource source() {
        return source;
    }

    /// As a sentence names it.
    String place() {
        return place;
    }

    /// The URL without user and password.
    String withoutCredentials() {
        return withoutCredentials;
    }

    /// The first line of what a driver said, without the password, should it be in there.
    String harmless(@Nullable String message) {
        String line = message == null
                ? "no reason given"
                : message.lines().findFirst().orElse("");
        String password = source.getPassword();
        return password == null || password.isEmpty() ? line : line.replace(password, "***");
    }
}
