package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// An upgraded library is whole, verifies, and does what it did.
class LibraryUpgradeTest {

    @TempDir
    private Path folder;

    private static Path picocli() throws Exception {
        return Path.of(CommandLine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static List<String> classes(ZipFile archive) {
        return Collections.list(archive.entries()).stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
                .toList();
    }

    @Test
    void everyClassIsOfTheNewFormatAndVerifies() throws Exception {
        Path upgraded = folder.resolve("picocli.jar");
        assertThat(LibraryUpgrade.upgrade(picocli(), upgraded)).isTrue();
        try (ZipFile before = new ZipFile(picocli().toFile());
                ZipFile after = new ZipFile(upgraded.toFile());
                URLClassLoader loader = new URLClassLoader(
                        new URL[] {upgraded.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            assertThat(classes(after)).isEqualTo(classes(before)).hasSizeGreaterThan(100);
            for (String name : classes(after)) {
                try (InputStream in = after.getInputStream(after.getEntry(name))) {
                    assertThat(in.readNBytes(8)[7]).as(name).isGreaterThanOrEqualTo((byte) 50);
                }
                String type =
                        name.substring(0, name.length() - ".class".length()).replace('/', '.');
                assertThat(Class.forName(type, true, loader).getClassLoader()).isSameAs(loader);
            }
        }
        assertThat(LibraryUpgrade.upgrade(upgraded, folder.resolve("again.jar")))
                .isFalse();
    }

    @Command(name = "greet", description = "Greets.")
    static final class Greet {
        @Option(names = "--name", description = "Whom.")
        String name = "";
    }

    /// The usage text of a small command, by the class of that loader.
    private static String usage(ClassLoader loader) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Constructor<?> command =
                Class.forName(Greet.class.getName(), true, loader).getDeclaredConstructor();
        command.setAccessible(true);
        Class.forName("picocli.CommandLine", true, loader)
                .getMethod("usage", Object.class, PrintStream.class)
                .invoke(null, command.newInstance(), new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCommandOfItPrintsTheSame() throws Exception {
        Path upgraded = folder.resolve("picocli.jar");
        assertThat(LibraryUpgrade.upgrade(picocli(), upgraded)).isTrue();
        URL here = Path.of(LibraryUpgradeTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toUri()
                .toURL();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {upgraded.toUri().toURL(), here}, ClassLoader.getPlatformClassLoader())) {
            assertThat(usage(loader))
                    .isEqualTo(usage(LibraryUpgradeTest.class.getClassLoader()))
                    .contains("--name=<name>");
        }
    }

    @Test
    void aFolderIsUpgradedInPlace() throws Exception {
        Path copy = Files.copy(picocli(), folder.resolve("picocli.jar"));
        long before = Files.size(copy);
        Files.writeString(folder.resolve("notes.txt"), "x");
        LibraryUpgrade.main(new String[] {folder.toString()});
        assertThat(Files.size(copy)).isNotEqualTo(before);
        assertThat(names()).containsExactlyInAnyOrder("picocli.jar", "notes.txt");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }
}
