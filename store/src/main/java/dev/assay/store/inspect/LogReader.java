package dev.assay.store.inspect;

import dev.assay.store.archive.ArchiveException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;

/// Turns what goes wrong while a log is read into one sentence with the file.
final class LogReader {

    private LogReader() {}

    /// Something that reads.
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    static <T> T run(Path file, Action<T> action) {
        try {
            return action.run();
        } catch (NoSuchFileException failure) {
            throw new LogException("there is no log '" + file + "': check the path.", failure);
        } catch (IOException failure) {
            throw new LogException("cannot read log '" + file + "': " + failure.getMessage() + ".", failure);
        } catch (ArchiveException failure) {
            throw damaged(file, String.valueOf(failure.getMessage()), failure);
        } catch (JacksonException failure) {
            throw damaged(file, "its JSON cannot be read: " + failure.getOriginalMessage(), failure);
        } catch (PartException failure) {
            throw damaged(file, String.valueOf(failure.getMessage()), failure);
        }
    }

    private static LogException damaged(Path file, String what, Exception cause) {
        return new LogException(
                "log '" + file + "': " + what + "; get a whole copy, or repair it with 'inspect log recover'.", cause);
    }

    static PartException tooLarge(String part, long limit) {
        return new PartException(part + " needs more than the " + limit
                + " bytes of JSON that this heap allows (give Java more with ASSAY_JAVA_OPTIONS=-Xmx16g)");
    }
}
