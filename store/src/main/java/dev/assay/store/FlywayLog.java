package dev.assay.store;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;

/// Flyway's talk, unheard: what fails comes as an exception, and a program's output is its own.
final class FlywayLog implements Log {

    private FlywayLog() {}

    static void silence() {
        LogFactory.setLogCreator(type -> new FlywayLog());
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(String message) {}

    @Override
    public void info(String message) {}

    @Override
    public void warn(String message) {}

    @Override
    public void error(String message) {}

    @Override
    public void error(String message, Exception exception) {}

    @Override
    public void notice(String message) {}
}
