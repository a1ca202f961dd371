package dev.assay.app;

import dev.assay.app.audit.AuditCommand;
import dev.assay.app.audit.ReportCommand;
import dev.assay.app.audit.RunsCommand;
import dev.assay.app.audit.WhyCommand;
import dev.assay.app.calibrate.CalibrateCommand;
import dev.assay.app.compare.CompareCommand;
import dev.assay.app.datasets.DatasetsCommand;
import dev.assay.app.doctor.DoctorCommand;
import dev.assay.app.eval.EvalCommand;
import dev.assay.app.eval.RetuneCommand;
import dev.assay.app.eval.ScoreCommand;
import dev.assay.app.eval.ShowRunCommand;
import dev.assay.app.eval.StopCommand;
import dev.assay.app.eval.WatchCommand;
import dev.assay.app.logs.LogsCommand;
import dev.assay.app.models.ModelsCommand;
import dev.assay.app.organisms.OrganismsCommand;
import dev.assay.app.serve.ServeCommand;
import dev.assay.app.terminal.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/// The program: picks the command, and turns what went wrong into one sentence and an exit code.
@Command(
        name = "assay",
        description = "Audit an AI model: which faults were looked for, what was found, and how sure that is.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 all claims pass, 1 a claim failed, 2 bad input, 3 inconclusive,",
            "  4 undecided because calls errored, 70 an error of ours, 130 interrupted.",
            "Also, by the launcher: ./assay test runs the whole test suite."
        })
public final class Main implements Callable<Integer> {

    private static final List<String> COMMANDS = List.of(
            "audit",
            "why",
            "report",
            "eval",
            "score",
            "compare",
            "runs",
            "logs",
            "datasets",
            "models",
            "organisms",
            "calibrate",
            "serve",
            "doctor",
            "rehearse",
            "help");

    private final Console console;

    private Main(Console console) {
        this.console = console;
    }

    /// Starts the program with the arguments of the command line.
    public static void main(String[] arguments) {
        System.exit(run(Console.system(System.getenv()), arguments));
    }

    /// Runs one command and returns its exit code; never throws.
    public static int run(Console console, String... arguments) {
        CommandLine commandLine = new CommandLine(new Main(console));
        // The others are not made where one is named: learning all of them takes a tenth of the time to a first
        // request.
        boolean named = arguments.length > 0 && COMMANDS.contains(arguments[0]);
        for (String name : named ? List.of(arguments[0]) : COMMANDS) {
            commandLine.addSubcommand(name, command(name, console));
        }
        commandLine.setOut(new java.io.PrintWriter(console.out(), true));
        commandLine.setErr(new java.io.PrintWriter(console.err(), true));
        commandLine.setColorScheme(
                CommandLine.Help.defaultColorScheme(console.style().colour() ? Ansi.ON : Ansi.OFF));
        commandLine.setUsageHelpAutoWidth(false);
        commandLine.setParameterExceptionHandler((exception, given) -> {
            console.err().println("error: " + UsageText.sentence(exception));
            CommandLine.UnmatchedArgumentException.printSuggestions(exception, commandLine.getErr());
            console.err()
                    .println("See ./"
                            + exception.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
            return ExitCode.BAD_INPUT.code();
        });
        commandLine.setExecutionExceptionHandler((exception, failed, parsed) -> Failures.report(console, exception));
        return commandLine.execute(arguments);
    }

    private static Object command(String name, Console console) {
        return switch (name) {
            case "audit" -> new AuditCommand(console);
            case "why" -> new WhyCommand(console);
            case "report" -> new ReportCommand(console);
            case "eval" -> new EvalCommand(console);
            case "score" -> new ScoreCommand(console);
            case "compare" -> new CompareCommand(console);
            case "runs" ->
                new CommandLine(new RunsCommand(console))
                        .addSubcommand("list", new RunsCommand(console))
                        .addSubcommand(new ShowRunCommand(console))
                        .addSubcommand(new WatchCommand(console))
                        .addSubcommand(new StopCommand(console))
                        .addSubcommand(new RetuneCommand(console));
            case "logs" -> LogsCommand.commandLine(console);
            case "datasets" -> DatasetsCommand.commandLine(console);
            case "models" -> ModelsCommand.commandLine(console, System.getenv());
            case "organisms" -> OrganismsCommand.commandLine(console);
            case "calibrate" -> CalibrateCommand.commandLine(console);
            case "serve" -> new ServeCommand(console);
            case "doctor" -> new DoctorCommand(console);
            case "rehearse" -> new RehearseCommand();
            case "help" -> new HelpCommand();
            default -> throw new IllegalArgumentException("There is no command '" + name + "'");
        };
    }

    @Override
    public Integer call() {
        CommandLine.usage(this, console.out(), console.style().colour() ? Ansi.ON : Ansi.OFF);
        return ExitCode.BAD_INPUT.code();
    }

    /// What `--version` prints.
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"assay " + AssayVersion.current()};
        }
    }
}
