package dev.assay.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Loads libtorch once a process, with one thread and without JavaCPP's garbage-collected pointers.
///
/// At the first run the natives (about 450 MB) are unpacked into a cache folder: `assay.natives` names it,
/// by default `~/.javacpp/cache`. Threads: `assay.torch.threads`, default 1, which is fastest for tiny
/// models and the only setting under which training repeats bit for bit.
public final class LibtorchRuntime {

    /// System property that names the folder into which natives are unpacked.
    public static final String NATIVES = "assay.natives";

    /// System property with the number of threads.
    public static final String THREADS = "assay.torch.threads";

    private static boolean loaded;

    private LibtorchRuntime() {}

    /// Loads the natives if that has not been done.
    ///
    /// @throws LibtorchException if the platform has no build, the folder cannot be written, or a setting
    ///     is no number
    public static synchronized void load() {
        if (loaded) {
            return;
        }
        var threads = threads();
        // Without these a small operation costs three times as much; everything is freed by scopes instead.
        setUnlessSet("org.bytedeco.javacpp.maxphysicalbytes", "0");
        setUnlessSet("org.bytedeco.javacpp.maxbytes", "0");
        setUnlessSet("org.bytedeco.javacpp.nopointergc", "true");
        var folder = cacheFolder();
        System.setProperty("org.bytedeco.javacpp.cachedir", folder.toString());
        prepare(folder);
        try {
            Loader.load(torch.class);
            Loader.load(openblas.class);
            openblas.blas_set_num_threads(threads);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new LibtorchException(
                    "libtorch cannot be loaded for %s %s from %s (%s): add the classifier of this platform to torch/pom.xml, or run organisms on the plain-Java decoder, which needs none"
                            .formatted(
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch"),
                                    folder,
                                    e.getMessage()),
                    e);
        }
        torch.set_num_threads(threads);
        torch.manual_seed(0);
        loaded = true;
    }

    /// Library versions, kernels and threads: what besides plan and rows decides the bits of a trained
    /// model.
    ///
    /// @throws LibtorchException as [#load()]
    public static String describe() {
        load();
        try (var capability = torch.get_cpu_capability()) {
            return "libtorch %s, %s, OPENBLAS_CORETYPE=%s, %d thread(s), %s %s"
                    .formatted(
                            org.bytedeco
                                    .pytorch
                                    .presets
                                    .torch
                                    .class
                                    .getPackage()
                                    .getImplementationVersion(),
                            capability.getString(),
                            System.getenv().getOrDefault("OPENBLAS_CORETYPE", "by CPU"),
                            torch.get_num_threads(),
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"));
        }
    }

    private static int threads() {
        var value = System.getProperty(THREADS, "1");
        try {
            var threads = Integer.parseInt(value);
            if (threads >= 1 && threads <= 1024) {
                return threads;
            }
        } catch (NumberFormatException e) {
            throw new LibtorchException(
                    "%s=%s is no number of threads: give one from 1 to 1024".formatted(THREADS, value), e);
        }
        throw new LibtorchException("%s=%s is no number of threads: give one from 1 to 1024".formatted(THREADS, value));
    }

    private static Path cacheFolder() {
        var named = System.getProperty(NATIVES, System.getProperty("org.bytedeco.javacpp.cachedir", ""));
        return named.isBlank()
                ? Path.of(System.getProperty("user.home"), ".javacpp", "cache")
                : Path.of(named).toAbsolutePath();
    }

    private static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
        if (!Files.isWritable(folder)) {
            throw notWritable(folder, null);
        }
        try (var files = Files.list(folder)) {
            if (files.noneMatch(file ->
                    String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).startsWith("pytorch-"))) {
                System.err.println("Unpacking libtorch (about 450 MB, once) into " + folder);
            }
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    private static LibtorchException notWritable(Path folder, @Nullable Throwable cause) {
        return new LibtorchException(
                "The folder %s cannot be written, and libtorch must be unpacked there: name another with -D%s=FOLDER"
                        .formatted(folder, NATIVES),
                cause);
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
