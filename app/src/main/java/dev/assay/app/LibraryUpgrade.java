package dev.assay.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// A step of the build: writes the classes of libraries that were compiled for Java 5 in the format of Java 25.
///
/// The start-up cache cannot keep classes of formats before 50, which have no stack maps, and the JVM verifies them by
/// an old and slow way at every start; picocli's are such. What a class does is not changed.
public final class LibraryUpgrade {

    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;
    private static final int WRITTEN = ClassFile.JAVA_25_VERSION;

    private LibraryUpgrade() {}

    /// Upgrades in place every archive of a folder that needs it.
    ///
    /// @param arguments the folder
    public static void main(String[] arguments) throws IOException {
        try (DirectoryStream<Path> archives = Files.newDirectoryStream(Path.of(arguments[0]), "*.jar")) {
            for (Path archive : archives) {
                Path upgraded = archive.resolveSibling(archive.getFileName() + ".upgraded");
                if (upgrade(archive, upgraded)) {
                    Files.move(upgraded, archive, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /// Writes an archive anew if it holds classes of an old format, and says whether it does. A signed archive is left
    /// as it is, since its signature would no longer hold.
    static boolean upgrade(Path from, Path to) throws IOException {
        try (ZipFile archive = new ZipFile(from.toFile())) {
            boolean old = false;
            for (ZipEntry entry : Collections.list(archive.entries())) {
                if (entry.getName().matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)")) {
                    return false;
                }
                old |= isOld(archive, entry);
            }
            if (!old) {
                return false;
            }
            try (OutputStream file = Files.newOutputStream(to);
                    ZipOutputStream out = new ZipOutputStream(file)) {
                for (ZipEntry entry : Collections.list(archive.entries())) {
                    byte[] bytes = bytes(archive, entry);
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(isOld(archive, entry) ? upgraded(archive, bytes) : bytes);
                    out.closeEntry();
                }
            }
            return true;
        }
    }

    private static boolean isOld(ZipFile archive, ZipEntry entry) throws IOException {
        if (!entry.getName().endsWith(".class")) {
            return false;
        }
        try (InputStream in = archive.getInputStream(entry)) {
            byte[] head = in.readNBytes(8);
            return head.length == 8 && ((head[6] & 0xff) << 8 | head[7] & 0xff) < FIRST_WITH_STACK_MAPS;
        }
    }

    private static byte[] bytes(ZipFile archive, ZipEntry entry) throws IOException {
        try (InputStream in = archive.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static byte[] upgraded(ZipFile archive, byte[] bytes) {
        ClassFile format = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing((ClassDesc type) -> stream(archive, type))
                                .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassTransform version = (builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(WRITTEN, 0);
            } else {
                builder.with(element);
            }
        };
        // Every body is written again, so that its stack map is made; that it is not shared tells the library so.
        ClassTransform bodies = ClassTransform.transformingMethodBodies(
                CodeTransform.ofStateful(() -> (CodeBuilder builder, CodeElement element) -> builder.with(element)));
        return format.transformClass(format.parse(bytes), bodies.andThen(version));
    }

    private static @Nullable InputStream stream(ZipFile archive, ClassDesc type) {
        String name = type.descriptorString();
        ZipEntry entry = archive.getEntry(name.substring(1, name.length() - 1) + ".class");
        try {
            return entry == null ? null : archive.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
