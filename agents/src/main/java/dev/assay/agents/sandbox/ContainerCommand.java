package dev.assay.agents.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line by which a container engine runs a command in a container of its own, which ends with it:
/// no network, nothing writable but `/work` and `/tmp`, no capability, resource limits, and no image fetched.
///
/// @param engine the program, `docker` or `podman`
/// @param image the image, which must be there
/// @param name of the container
/// @param user user and group that run in it, as `uid:gid`
/// @param work the folder of this machine that is `/work`
/// @param limits what the command may take
record ContainerCommand(String engine, String image, String name, String user, Path work, SandboxLimits limits) {

    List<String> with(List<String> command) {
        List<String> all = new ArrayList<>(List.of(engine, "run", "--rm", "--interactive", "--init"));
        all.addAll(List.of("--name", name, "--pull", "never", "--network", "none", "--read-only"));
        all.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--user", user));
        all.addAll(List.of("--pids-limit", Integer.toString(limits.processes())));
        all.addAll(List.of("--memory", limits.memoryBytes() + "b", "--memory-swap", limits.memoryBytes() + "b"));
        all.addAll(List.of("--ulimit", "fsize=" + limits.fileBytes(), "--ulimit", "data=" + limits.processBytes()));
        all.addAll(List.of("--ulimit", "core=0", "--ulimit", "nofile=256"));
        all.addAll(List.of("--shm-size", limits.temporaryBytes() + "b"));
        all.addAll(List.of("--tmpfs", "/tmp:rw,nosuid,nodev,size=" + limits.temporaryBytes()));
        all.addAll(List.of("--mount", "type=bind,source=" + work + ",target=/work", "--workdir", "/work"));
        all.addAll(List.of("--env", "HOME=/work", "--env", "LANG=C.UTF-8", "--env", "TMPDIR=/tmp"));
        // What the image itself would run is left out: the command is all that runs.
        all.addAll(List.of("--entrypoint", command.getFirst(), image));
        all.addAll(command.subList(1, command.size()));
        return List.copyOf(all);
    }

    List<String> kill() {
        return List.of(engine, "kill", name);
    }
}
