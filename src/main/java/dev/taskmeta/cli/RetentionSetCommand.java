package dev.taskmeta.cli;

import dev.taskmeta.ConfigurationException;
import dev.taskmeta.ResultBackend;
import dev.taskmeta.Retention;
import dev.taskmeta.SchemaMode;
import dev.taskmeta.Settings;
import dev.taskmeta.retention.RetentionPolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes or changes a policy. */
@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Makes a policy, or changes the one of a number.",
      "Of several policies for a task the one with the highest priority wins; then the one that"
          + " names more of name, state and queue; then the one with more literal characters; then"
          + " the older one."
    },
    footer = {
      "",
      "Example:",
      "  taskmeta retention set 'reports.*' --state FAILURE --keep 90d --note 'for support'"
    })
final class RetentionSetCommand implements Callable<Integer> {

  @ParentCommand private RetentionCommand retention;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME_PATTERN",
      description = "the tasks' names; * stands for any text, and case matters; '*' is for all")
  private String pattern;

  @Option(
      names = "--id",
      paramLabel = "N",
      description = "change this policy; what is not given stays as it is")
  private @Nullable Long id;

  @Option(names = "--state", paramLabel = "S", description = "only tasks in this state; any: all")
  private @Nullable String state;

  @Option(names = "--queue", paramLabel = "Q", description = "only tasks of this queue; '': all")
  private @Nullable String queue;

  @Option(
      names = "--keep",
      paramLabel = "DURATION",
      description = {
        "how long after their end, or after the last update of unfinished ones, such as 30d;",
        "forever (the default); 0: to the next cleanup, unlike result_expires, where 0 is forever"
      })
  private @Nullable String keep;

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = "keep the newest N finished tasks of each name beyond that; none: no")
  private @Nullable String keepLast;

  @Option(
      names = "--archive",
      negatable = true,
      description = "move them to task_archive then; otherwise they are deleted")
  private @Nullable Boolean archive;

  @Option(
      names = "--archive-keep",
      paramLabel = "DURATION",
      description = "how long they are kept there, such as 365d; forever (the default)")
  private @Nullable String archiveKeep;

  @Option(
      names = "--archive-payloads",
      negatable = true,
      description = "keep arguments, results, error messages and tracebacks there too")
  private @Nullable Boolean archivePayloads;

  @Option(names = "--priority", paramLabel = "N", description = "the highest wins; default 0")
  private @Nullable Integer priority;

  @Option(names = "--note", paramLabel = "TEXT", description = "why it is there")
  private @Nullable String note;

  @Option(
      names = "--disabled",
      negatable = true,
      description = "it is not in force until --no-disabled")
  private @Nullable Boolean disabled;

  @Option(names = "--json", description = "print the policy as a JSON object")
  private boolean json;

  @Override
  public Integer call() {
    Console console = retention.main().console();
    try (ResultBackend backend = retention.main().open(SchemaMode.VALIDATE)) {
      Retention policies = backend.retention();
      RetentionPolicy.Builder policy = RetentionPolicy.builder(pattern);
      if (id != null) {
        var known = policies.policy(id);
        if (known.isEmpty()) {
          console.error(
              "no policy %d; taskmeta retention list shows those there are".formatted(id));
          return ExitCode.UNKNOWN.code();
        }
        policy = known.get().toBuilder().namePattern(pattern);
      }
      RetentionPolicy stored = policies.put(apply(policy));
      if (json) {
        console.line(RetentionJson.text(stored));
      } else {
        console.line(
            "%s policy %d: %s"
                .formatted(id == null ? "made" : "changed", stored.id(), PolicyText.line(stored)));
      }
      return ExitCode.DONE.code();
    }
  }

  private RetentionPolicy apply(RetentionPolicy.Builder policy) {
    if (state != null) {
      boolean any = state.isEmpty() || state.toLowerCase(Locale.ROOT).equals("any");
      policy.state(any ? null : new StateConverter().convert(state));
    }
    if (queue != null) {
      policy.queue(queue.isEmpty() ? null : queue);
    }
    if (keep != null) {
      policy.keep(duration("--keep", keep));
    }
    if (keepLast != null) {
      policy.keepLast(count(keepLast));
    }
    archive(policy);
    if (priority != null) {
      policy.priority(priority);
    }
    if (note != null) {
      policy.note(note.isEmpty() ? null : note);
    }
    if (disabled != null) {
      policy.enabled(!disabled);
    }
    return policy.build();
  }

  private void archive(RetentionPolicy.Builder policy) {
    RetentionPolicy before = policy.build();
    boolean archives =
        archive == null ? before.action() == RetentionPolicy.Action.ARCHIVE : archive;
    if (!archives) {
      require(
          archiveKeep == null && archivePayloads == null,
          "--archive-keep and --archive-payloads need --archive");
      policy.delete();
      return;
    }
    Duration kept =
        archiveKeep == null ? before.archiveKeep() : duration("--archive-keep", archiveKeep);
    boolean payloads = archivePayloads == null ? before.archivePayloads() : archivePayloads;
    policy.archive(kept, payloads);
  }

  private @Nullable Duration duration(String option, String text) {
    if (text.strip().toLowerCase(Locale.ROOT).matches("forever|never|none")) {
      return null;
    }
    try {
      return Settings.parseDuration(text);
    } catch (ConfigurationException e) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + e.getMessage() + " Or forever.");
    }
  }

  private @Nullable Integer count(String text) {
    if (text.equals("none")) {
      return null;
    }
    require(text.matches("\\d{1,9}"), "--keep-last: '" + text + "' is neither a number nor none");
    return Integer.valueOf(text);
  }

  private void require(boolean holds, String problem) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), problem);
    }
  }
}
