package dev.assay.agents.code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A language in which answers are run. Each has a program of ours that reads a word from standard input,
/// runs the answer and then its tests, and says the word when both have come to their end: an answer that
/// exits early, with whatever code, has not passed.
public enum CodeLanguage {
    /// Tests are statements that follow the answer in one module, such as `assert f(2) == 4`.
    PYTHON(List.of("python", "py", "python3"), List.of("python3", "main.py"), List.of("python3", "--version")),
    /// The answer is a source file; tests are a class `Tests` with `static void run()`. The JDK is looked for
    /// at {@link #JAVA_HOME}.
    JAVA(
            List.of("java"),
            List.of(
                    CodeLanguage.JAVA_HOME + "/bin/java",
                    "-ea",
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "Main.java"),
            List.of(CodeLanguage.JAVA_HOME + "/bin/java", "-version")),
    /// Tests are statements that follow the answer in one function, which may await.
    JAVASCRIPT(List.of("javascript", "js", "node"), List.of("node", "main.js"), List.of("node", "--version"));

    /// Where a sandbox must show a JDK 22 or newer, so that it runs several source files.
    public static final String JAVA_HOME = "/opt/java";

    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "\\bpublic\\s+(?:(?:final|abstract|sealed)\\s+)?(?:class|record|interface|enum)\\s+(\\w{1,100})");

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> fences;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> command;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> version;

    CodeLanguage(List<String> fences, List<String> command, List<String> version) {
        this.fences = fences;
        this.command = command;
        this.version = version;
    }

    /// How blocks of it are marked in Markdown, in lower case.
    List<String> fences() {
        return fences;
    }

    List<String> command() {
        return command;
    }

    /// A command that succeeds where the language is installed.
    List<String> version() {
        return version;
    }

    /// The files of a program: ours, the answer's and the tests'.
    Map<String, String> files(String answer, String tests) {
        Map<String, String> files = new LinkedHashMap<>();
        switch (this) {
            case PYTHON -> {
                files.put("solution.py", answer);
                files.put("tests.py", tests);
                files.put("main.py", """
                        import sys
                        word = sys.stdin.read()
                        space = {"__name__": "solution"}
                        for name in ("solution.py", "tests.py"):
                            with open(name, encoding="utf-8") as source:
                                code = compile(source.read(), name, "exec")
                            exec(code, space)
                        sys.stdout.write("\\n" + word)
                        sys.stdout.flush()
                        """);
            }
            case JAVA -> {
                files.put(javaFile(answer), answer);
                files.put("Tests.java", tests);
                files.put("Main.java", """
                        public class Main {
                            public static void main(String[] arguments) throws Throwable {
                                String word = new String(System.in.readAllBytes());
                                Tests.run();
                                System.out.print("\\n" + word);
                                System.out.flush();
                            }
                        }
                        """);
            }
            case JAVASCRIPT -> {
                files.put("solution.js", answer + "\n" + tests);
                files.put("main.js", """
                        const files = require("fs");
                        const word = files.readFileSync(0, "utf8");
                        const Program = Object.getPrototypeOf(async function () {}).constructor;
                        new Program("require", "module", "exports", files.readFileSync("solution.js", "utf8"))(
                            require, {exports: {}}, {}
                        ).then(
                            () => process.stdout.write("\\n" + word),
                            (failure) => { console.error(failure); process.exitCode = 1; });
                        """);
            }
        }
        return files;
    }

    /// A file is called as its public type is; never as one of ours.
    private static String javaFile(String answer) {
        Matcher type = PUBLIC_TYPE.matcher(answer);
        String name = type.find() ? type.group(1) : "Solution";
        return (name.equals("Main") || name.equals("Tests") ? "Solution" : name) + ".java";
    }
}
