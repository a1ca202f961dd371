package dev.assay.agents.code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A language in which answers are run. Each has a program of ours that reads a word from standard input,
/// reads and compiles the answer and its tests before it runs either, and says the word when both have come
/// to their end: an answer that exits or returns early, or that overwrites the files of its tests, has not
/// passed. The word is in no file. An answer that tampers with its own process can still defeat its tests.
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
    /// The answer is a script, with `require`, `module` and `exports`; tests are the statements of a function
    /// that may await, and see what the script declares.
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
                        def run():
                            word = sys.stdin.read()
                            programs = []
                            for name in ("solution.py", "tests.py"):
                                with open(name, encoding="utf-8") as source:
                                    programs.append(compile(source.read(), name, "exec"))
                            answer, tests = programs
                            space = {"__name__": "solution"}
                            exec(answer, space)
                            exec(tests, space)
                            sys.stdout.write("\\n" + word)
                            sys.stdout.flush()
                        run()
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
                files.put("solution.js", answer);
                files.put("tests.js", tests);
                files.put("main.js", """
                        const files = require("fs");
                        const {Script} = require("vm");
                        const word = files.readFileSync(0, "utf8");
                        const read = (name) => files.readFileSync(name, "utf8");
                        const answer = new Script(read("solution.js"), {filename: "solution.js"});
                        const tests = new Script(
                            "(async () => {\\n" + read("tests.js") + "\\n})()", {filename: "tests.js"});
                        const own = {exports: {}};
                        Object.assign(globalThis, {require, module: own, exports: own.exports});
                        (async () => {
                            try {
                                answer.runInThisContext();
                                await tests.runInThisContext();
                                process.stdout.write("\\n" + word);
                            } catch (failure) {
                                console.error(failure);
                                process.exitCode = 1;
                            }
                        })();
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
