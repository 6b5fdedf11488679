package dev.taskmeta.cli;

import dev.taskmeta.Finding;
import dev.taskmeta.Finding.Severity;
import dev.taskmeta.Settings;
import dev.taskmeta.TaskSchema;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Looks the database over. */
@Command(
    description = {
      "Looks the database over: rights, what differs from what the migrations made, settings of the"
          + " server, clocks, what has expired long ago. Says what is wrong, what comes of it, and"
          + " the SQL that mends it. Changes nothing."
    },
    footer = {"", "Example:", "  taskmeta doctor --strict"})
final class DoctorCommand implements Callable<Integer> {

  private static final JsonFactory FACTORY = new JsonFactory();

  @ParentCommand private Main main;

  @Option(names = "--json", description = "print one JSON object per finding and line")
  private boolean json;

  @Option(names = "--strict", description = "exit with 7 on a warning as well")
  private boolean strict;

  @Override
  public Integer call() {
    Settings settings = main.settingsOfApplication();
    List<Finding> findings = TaskSchema.of(settings).diagnose();
    Console console = main.console();
    if (json) {
      findings.forEach(finding -> console.line(object(finding)));
    } else {
      findings.forEach(this::print);
      console.line(summary(findings) + " in " + Main.shownUrl(settings));
    }
    boolean found =
        findings.stream()
            .anyMatch(
                finding ->
                    finding.severity() == Severity.ERROR
                        || strict && finding.severity() == Severity.WARNING);
    return (found ? ExitCode.FOUND : ExitCode.DONE).code();
  }

  private void print(Finding finding) {
    Console console = main.console();
    console.line(
        "%s %s %s: %s"
            .formatted(
                console.severity(finding.severity()),
                finding.check(),
                shown(finding.subject()),
                shown(finding.reason())));
    finding.remedy().lines().forEach(line -> console.line("    " + shown(line)));
  }

  private static String shown(String text) {
    return Console.printable(SecretMask.urls(text));
  }

  private static String summary(List<Finding> findings) {
    if (findings.isEmpty()) {
      return "nothing is wrong";
    }
    long errors = count(findings, Severity.ERROR);
    long warnings = count(findings, Severity.WARNING);
    return "%d error%s, %d warning%s, %d worth knowing"
        .formatted(
            errors,
            errors == 1 ? "" : "s",
            warnings,
            warnings == 1 ? "" : "s",
            count(findings, Severity.INFO));
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  private static String object(Finding finding) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      generator.writeStartObject();
      generator.writeStringProperty("severity", finding.severity().toString());
      generator.writeStringProperty("check", finding.check());
      generator.writeStringProperty("subject", finding.subject());
      generator.writeStringProperty("reason", SecretMask.urls(finding.reason()));
      generator.writeStringProperty("remedy", finding.remedy());
      generator.writeEndObject();
    }
    return text.toString();
  }
}
