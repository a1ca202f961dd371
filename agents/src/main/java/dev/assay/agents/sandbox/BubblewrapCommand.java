package dev.assay.agents.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// The command line by which bubblewrap runs a command: new namespaces of every kind, so no network and no
/// process but its own; the system read-only and the rest of the machine not there; its own `/tmp`, `/dev`,
/// `/proc`; no capability, no further user namespace, no variable of ours; and resource limits.
///
/// @param work the folder of this machine that is `/work`
/// @param passwd a file of this machine that is `/etc/passwd`
/// @param status a file of this machine into which bubblewrap reports
/// @param readOnly further folders of this machine that may be read, by the path at which they are seen
/// @param user as whom bubblewrap itself runs; empty for the present user
/// @param limits what the command may take
record BubblewrapCommand(
        Path work, Path passwd, Path status, Map<String, Path> readOnly, OptionalInt user, SandboxLimits limits) {

    private static final List<String> SYSTEM = List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64");
    private static final List<String> SETTINGS =
            List.of("/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime");

    BubblewrapCommand {
        readOnly = Map.copyOf(readOnly);
    }

    List<String> with(List<String> command) {
        List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$@\" 3>\"$0\"", status.toString()));
        if (user.isPresent()) {
            all.addAll(List.of(
                    "setpriv",
                    "--reuid=" + user.getAsInt(),
                    "--regid=" + user.getAsInt(),
                    "--clear-groups",
                    "--no-new-privs",
                    "--"));
        }
        all.addAll(List.of("bwrap", "--json-status-fd", "3", "--unshare-all", "--unshare-user", "--disable-userns"));
        all.addAll(List.of("--uid", "1000", "--gid", "1000", "--hostname", "sandbox"));
        all.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"));
        environment().forEach((name, value) -> all.addAll(List.of("--setenv", name, value)));
        mounts(all);
        all.add("--");
        all.addAll(List.of(
                "/usr/bin/prlimit",
                "--nproc=" + limits.processes(),
                "--fsize=" + limits.fileBytes(),
                "--data=" + limits.processBytes(),
                "--core=0",
                "--nofile=256",
                "--"));
        all.addAll(command);
        return List.copyOf(all);
    }

    private static Map<String, String> environment() {
        return Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "HOME", "/work", "LANG", "C.UTF-8", "TMPDIR", "/tmp");
    }

    private void mounts(List<String> all) {
        String temporary = Long.toString(limits.temporaryBytes());
        all.addAll(List.of("--ro-bind", "/usr", "/usr"));
        SYSTEM.forEach(folder -> system(all, Path.of(folder)));
        SETTINGS.forEach(file -> all.addAll(List.of("--ro-bind-try", file, file)));
        all.addAll(List.of("--ro-bind", passwd.toString(), "/etc/passwd"));
        readOnly.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry ->
                        all.addAll(List.of("--ro-bind", entry.getValue().toString(), entry.getKey())));
        all.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        all.addAll(List.of("--size", temporary, "--tmpfs", "/dev/shm", "--remount-ro", "/dev"));
        all.addAll(List.of("--size", temporary, "--tmpfs", "/tmp"));
        all.addAll(List.of("--bind", work.toString(), "/work", "--chdir", "/work"));
        all.addAll(List.of("--remount-ro", "/"));
    }

    /// On most systems `/bin` is a link into `/usr`; on some it is a folder.
    private static void system(List<String> all, Path folder) {
        try {
            if (Files.isSymbolicLink(folder)) {
                all.addAll(List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()));
            } else if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                all.addAll(List.of("--ro-bind", folder.toString(), folder.toString()));
            }
        } catch (IOException unreadable) {
            throw new SandboxException("The link " + folder + " cannot be read.", unreadable);
        }
    }
}
