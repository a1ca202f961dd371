package dev.assay.app.datasets;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.tasks.file.Library;
import dev.assay.tasks.file.Manifest;
import dev.assay.tasks.file.Registry;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./assay datasets show NAME`.
@Command(
        name = "show",
        description = "Show what is known of a set: address, licence, paper, what was not confirmed.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as gsm8k.")
    private String name = "";

    @Mixin
    private final LibraryOption library = new LibraryOption();

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Manifest set = find(name);
        Library kept = library.library();
        line("name", set.name());
        line("title", set.title());
        line("about", set.about());
        line("address", set.address().toString());
        line("licence", set.licence());
        line("citation", set.citation());
        line("sha256", set.sha256().orElse("unverified: what is kept first is pinned"));
        set.rows().ifPresent(rows -> line("rows", Long.toString(rows)));
        if (!set.unconfirmed().isEmpty()) {
            line("unconfirmed", String.join(", ", set.unconfirmed()));
        }
        if (set.harmful()) {
            line("care", "its rows ask for harm");
        }
        if (set.gated()) {
            line("gated", "its host asks for consent: fetch it by hand, then import it");
        }
        if (!set.task().graders().isEmpty()) {
            line("graded by", "a model, named with --grader");
        }
        line("here", kept.has(set) ? kept.fileOf(set).toString() : "no");
        return ExitCode.OK.code();
    }

    private void line(String what, String value) {
        console.out().println(String.format(java.util.Locale.ROOT, "  %-12s %s", what, value));
    }

    /// The set of that name.
    ///
    /// @throws UserError if there is none
    static Manifest find(String name) {
        try {
            return Registry.find(name);
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
    }
}
